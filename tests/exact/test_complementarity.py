"""Lemke's algorithm: the solution that trying all bases finds, polynomials as constants, and rays."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.errors import TimeLimitError
from sim.exact.complementarity import Complementarity, RayError, basic_solution, lemke

F = Fraction


def problem(matrix: list[list[int]], constants: list[int]) -> Complementarity:
    rows = tuple({j: F(v) for j, v in enumerate(row) if v} for row in matrix)
    return Complementarity(rows, tuple((F(v),) for v in constants))


@st.composite
def positive_definite(draw: st.DrawFn) -> Complementarity:
    """M = A'A + I, with a part that is skew: the solution is unique (Samelson, Thrall and Wesler 1958)."""
    n = draw(st.integers(1, 4))
    cells = st.lists(st.lists(st.integers(-3, 3), min_size=n, max_size=n), min_size=n, max_size=n)
    a, s = draw(cells), draw(cells)
    matrix = [
        [sum(a[k][i] * a[k][j] for k in range(n)) + (i == j) + s[i][j] - s[j][i] for j in range(n)] for i in range(n)
    ]
    return problem(matrix, draw(st.lists(st.integers(-5, 5), min_size=n, max_size=n)))


@settings(max_examples=120, deadline=None)
@given(positive_definite(), st.booleans())
def test_the_only_solution_is_found_that_trying_all_bases_finds(drawn: Complementarity, exact: bool) -> None:
    n = len(drawn.matrix)
    solutions = {
        tuple(v for (v,) in z)
        for size in range(n + 1)
        for basis in combinations(range(n), size)
        if (z := basic_solution(drawn, frozenset(basis), Deadline())) is not None
    }
    assert len(solutions) == 1
    z = basic_solution(drawn, lemke(drawn, [F(1)] * n, exact, Deadline()), Deadline())
    assert z is not None
    assert {tuple(v for (v,) in z)} == solutions


def test_constants_may_be_polynomials_in_a_small_number() -> None:
    """w = z - e + e^2: for small e the solution is z = e - e^2."""
    small = Complementarity(({0: F(1)},), ((F(0), F(-1), F(1)),))
    for exact in (True, False):
        basis = lemke(small, [F(1)], exact, Deadline())
        assert basic_solution(small, basis, Deadline()) == [(0, 1, -1)]


@pytest.mark.parametrize("exact", [True, False])
def test_a_problem_without_a_solution_ends_in_a_ray(exact: bool) -> None:
    """w = -z - 1 is negative whatever z."""
    with pytest.raises(RayError):
        lemke(problem([[-1]], [-1]), [F(1)], exact, Deadline())


def test_the_search_keeps_to_its_time() -> None:
    with pytest.raises(TimeLimitError):
        lemke(problem([[1]], [-1]), [F(1)], True, Deadline(0.0))


def test_a_basis_with_a_negative_unknown_is_not_that_of_a_solution() -> None:
    assert basic_solution(problem([[1]], [1]), frozenset({0}), Deadline()) is None
    assert basic_solution(problem([[1]], [-1]), frozenset(), Deadline()) is None
    assert basic_solution(problem([[0]], [1]), frozenset({0}), Deadline()) is None


@pytest.mark.parametrize("exact", [True, False])
def test_a_problem_without_unknowns_is_solved_by_nothing(exact: bool) -> None:
    nothing = problem([], [])
    basic = lemke(nothing, [], exact, Deadline())
    assert (basic, basic_solution(nothing, basic, Deadline())) == (frozenset(), [])
