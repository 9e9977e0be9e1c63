"""All equilibria, by one side's corners and their partners in floats, and by both sides' corners in whole numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import sim.engine.matrix.enumeration as module
from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import MANY, MEMORY, SIZE, TIME, bimatrix_equilibria
from sim.engine.matrix.certificate import regret
from sim.engine.matrix.whole_game import SingularError, on_supports, whole_game
from sim.exact.elimination import solve

F = Fraction
Table = list[list[Fraction]]


def drawn(n: int, seed: int, m: int = 0) -> tuple[Table, Table]:
    draw = random.Random(seed)
    one, two = ([[F(draw.randint(-999, 999), 100) for _ in range(n)] for _ in range(m or n)] for _ in (0, 1))
    return one, two


def identity(n: int) -> Table:
    return [[F(i == j) for j in range(n)] for i in range(n)]


def listed(game: tuple[Table, Table]) -> set[tuple[tuple[Fraction, ...], ...]]:
    return {e.strategies for e in bimatrix_equilibria(*game).equilibria}


def by_supports(row: Table, column: Table) -> set[tuple[tuple[Fraction, ...], ...]]:
    """Equilibria of a nondegenerate game: each pair of supports of equal size is tried, in fractions."""
    m, n = len(row), len(row[0])
    turned = [list(line) for line in zip(*column, strict=True)]

    def indifferent(
        table: Table, own: tuple[int, ...], other: tuple[int, ...], size: int
    ) -> tuple[Fraction, ...] | None:
        system = [{**{j: table[i][j] for j in other if table[i][j]}, -1: F(-1)} for i in own]
        system.append(dict.fromkeys(other, F(1)))
        answer = solve(system, [[F(0)] for _ in own] + [[F(1)]])
        return answer and tuple(answer[j][0] if j in other else F(0) for j in range(size))

    found = set()
    for size in range(1, min(m, n) + 1):
        for rows in combinations(range(m), size):
            for columns in combinations(range(n), size):
                y, x = indifferent(row, rows, columns, n), indifferent(turned, columns, rows, m)
                if x and y and min(*x, *y) >= 0 and not any(regret(row, column, x, y)):
                    found.add((x, y))
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(4, 4), (2, 6), (5, 3)]))
def test_both_ways_find_what_trying_all_supports_finds(seed: int, shape: tuple[int, int]) -> None:
    game = drawn(shape[1], seed, shape[0])
    expected = by_supports(*game)
    for first in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "FLOATS_FROM", first)
            assert listed(game) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([2, 3, 4]))
@example(877351, 4)  # a degenerate corner to no basis of which the search comes
def test_both_ways_agree_where_there_are_ties_and_on_components(seed: int, n: int) -> None:
    draw = random.Random(seed)
    row, column = ([[F(draw.randint(-1, 1)) for _ in range(n)] for _ in range(n)] for _ in (0, 1))
    answers = []
    for first in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "FLOATS_FROM", first)
            answers.append([(e.strategies, e.component) for e in bimatrix_equilibria(row, column).equilibria])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("n", [8, 11])
def test_all_sets_of_actions_of_a_coordination_game_are_listed_quint_and_shubik_1997(n: int) -> None:
    solution = bimatrix_equilibria(identity(n), identity(n))
    assert solution.complete
    supports = {tuple(k for k, p in enumerate(e.strategies[0]) if p) for e in solution.equilibria}
    assert len(supports) == len(solution.equilibria) == 2**n - 1
    for e in solution.equilibria:
        assert e.strategies[0] == e.strategies[1]
        assert {p for p in e.strategies[0] if p} == {F(1, sum(map(bool, e.strategies[0])))}


@pytest.mark.parametrize("limit", [0.0, 0.3])
def test_a_search_that_is_stopped_lists_what_it_met_and_never_claims_more(limit: float) -> None:
    game = identity(14)
    solution = bimatrix_equilibria(game, game, time_limit=limit)
    assert not solution.complete
    assert (solution.cut, solution.reason) == (limit, TIME)
    assert sum(e.pure for e in solution.equilibria) == 14
    assert len({e.strategies for e in solution.equilibria}) == len(solution.equilibria)
    assert not any(any(regret(game, game, *e.strategies)) for e in solution.equilibria)


def test_a_search_that_would_take_too_much_memory_is_stopped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "0.002")
    solution = bimatrix_equilibria(identity(11), identity(11), time_limit=None)
    assert solution.reason == MEMORY
    assert not solution.complete
    assert sum(e.pure for e in solution.equilibria) == 11


@pytest.mark.parametrize(("n", "why"), [(30, SIZE), (100, MANY)])
def test_of_a_game_that_is_out_of_reach_one_equilibrium_is_found_and_more_are_not_ruled_out(n: int, why: str) -> None:
    row, column = drawn(n, n)
    solution = bimatrix_equilibria(row, column, time_limit=20.0)
    assert solution.reason == why
    assert not solution.complete
    assert solution.equilibria
    for e in solution.equilibria:
        assert not any(regret(row, column, *e.strategies))


def test_supports_that_leave_a_choice_are_not_taken_for_one_equilibrium() -> None:
    flat = whole_game([[F(1), F(1)], [F(1), F(1)]], [[F(1), F(2)], [F(2), F(1)]])
    with pytest.raises(SingularError):
        on_supports(flat, (0, 1), (0, 1))
    assert module.extreme_equilibria(flat, Deadline(), lambda x, y: (x, y))[0]


@pytest.mark.parametrize("scales", [(10**400, 1), (1, 10**400), (10**400, 10**400)])
def test_payoffs_that_no_float_holds_have_the_equilibria_of_the_same_game_in_another_unit(
    scales: tuple[int, int],
) -> None:
    game = drawn(8, 3)
    huge = [[[scale * v for v in line] for line in table] for scale, table in zip(scales, game, strict=True)]
    assert listed((huge[0], huge[1])) == listed(game)
