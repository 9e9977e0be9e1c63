"""Linear programmes against HiGHS, against each other, and against what duality says of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.deadline import Deadline
from sim.errors import TimeLimitError
from sim.exact.simplex import best_of_cone, lexicographic_maximum, maximise, middle

F = Fraction
Bounds = list[tuple[list[Fraction], Fraction]]
number = st.one_of(st.just(F(0)), st.fractions(-4, 4, max_denominator=3))


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[Fraction], Bounds, Bounds]:
    """Bounded programmes: the variables come to 5 at most, all together."""
    n = draw(st.integers(1, 5))
    row = st.lists(number, min_size=n, max_size=n)
    at_most = draw(st.lists(st.tuples(row, number), max_size=5))
    equal = draw(st.lists(st.tuples(row, number), max_size=2))
    return draw(row), [*at_most, ([F(1)] * n, F(5))], equal


def dot(one: list[Fraction], other: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), F(0))


@settings(max_examples=150, deadline=None)
@given(programmes())
def test_a_best_point_is_allowed_and_as_good_as_highs_finds_it(
    programme: tuple[list[Fraction], Bounds, Bounds],
) -> None:
    objective, at_most, equal = programme
    point = maximise(objective, at_most, equal)
    peer = linprog(
        [-float(v) for v in objective],
        A_ub=np.array([row for row, _ in at_most], dtype=float),
        b_ub=[float(bound) for _, bound in at_most],
        A_eq=np.array([row for row, _ in equal], dtype=float) if equal else None,
        b_eq=[float(bound) for _, bound in equal] if equal else None,
    )
    assert (point is not None) == peer.success
    if point is not None:
        assert min(point) >= 0
        assert all(dot(row, point) <= bound for row, bound in at_most)
        assert all(dot(row, point) == bound for row, bound in equal)
        assert float(dot(objective, point)) == pytest.approx(-peer.fun, abs=1e-7)


def test_beale_s_example_goes_round_in_circles_without_blands_rule() -> None:
    # Beale (1955): Dantzig's rule comes back to the first basis after six pivots; the optimum is 1/20.
    rows = [[F(1, 4), F(-60), F(-1, 25), F(9)], [F(1, 2), F(-90), F(-1, 50), F(3)], [F(0), F(0), F(1), F(0)]]
    aim = [F(3, 4), F(-150), F(1, 50), F(-6)]
    bounds = list(zip(rows, [F(0), F(0), F(1)], strict=True))
    point = maximise(aim, bounds, [])
    assert point == [F(1, 25), 0, 1, 0]
    assert dot(aim, point) == F(1, 20)
    assert lexicographic_maximum([aim], rows, [F(0), F(0), F(1)]) == tuple(point)


def test_equations_that_say_the_same_are_no_contradiction() -> None:
    twice = [([F(1), F(2)], F(3)), ([F(2), F(4)], F(6))]
    assert maximise([F(1), F(0)], [], twice) == [3, 0]
    assert maximise([F(1), F(0)], [], [*twice, ([F(2), F(4)], F(7))]) is None


def test_a_programme_without_rows_is_best_at_nothing_or_has_no_bound() -> None:
    assert maximise([F(-1), F(0)], [], []) == [0, 0]
    with pytest.raises(ValueError, match="no bound"):
        maximise([F(1)], [([F(-1)], F(1))], [])


def test_the_middle_of_a_simplex_is_its_centre() -> None:
    """Each coordinate is largest at one corner and least at another that comes first in order."""
    assert middle(2, [], [([F(1), F(1)], F(1))]) == [F(1, 2), F(1, 2)]
    assert middle(1, [([F(1)], F(3))], []) == [F(3, 2)]
    assert middle(1, [([F(1)], F(-1))], []) is None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_weights_prove_the_best_point_of_a_cone(data: st.DataObject) -> None:
    """Weak duality: no point is worth more than the largest entry of the goal less the weighted rules."""
    n, k = data.draw(st.integers(1, 5)), data.draw(st.integers(0, 5))
    goal = [data.draw(st.fractions(F(1, 3), 5, max_denominator=3)) for _ in range(n)]
    rules = [[data.draw(number) for _ in range(n)] for _ in range(k)]
    found = best_of_cone(goal, rules, Deadline(None))
    assert min(found.point) >= 0
    assert all(dot(rule, list(found.point)) <= 0 for rule in rules)
    assert found.value == dot(goal, list(found.point))
    assert sum(found.point) in (0, 1)
    assert all(y >= 0 for y in found.weights)
    left = [v - dot(list(found.weights), [rule[j] for rule in rules]) for j, v in enumerate(goal)]
    assert max(*left, F(0)) == found.value


def test_a_search_over_a_cone_keeps_to_its_time() -> None:
    with pytest.raises(TimeLimitError):
        best_of_cone([F(1)], [], Deadline(0.0))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_second_aim_gives_up_nothing_of_the_first(data: st.DataObject) -> None:
    """As solving the second with the first's optimum as an equation."""
    n, k = data.draw(st.integers(1, 4)), data.draw(st.integers(0, 4))
    row = st.lists(number, min_size=n, max_size=n)
    first, second = data.draw(row), data.draw(row)
    rules = [*(data.draw(row) for _ in range(k)), [F(1)] * n]
    limits = [*(data.draw(st.fractions(0, 3, max_denominator=2)) for _ in range(k)), F(4)]
    point = lexicographic_maximum([first, second], rules, limits)
    bounds = list(zip(rules, limits, strict=True))
    best = maximise(first, bounds, [])
    assert best is not None
    then = maximise(second, bounds, [(first, dot(first, best))])
    assert then is not None
    assert dot(first, list(point)) == dot(first, best)
    assert dot(second, list(point)) == dot(second, then)
