"""Index, strictness, dominance and Nash subsets, against theorems and games solved by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.index import index
from sim.engine.matrix.refinements import (
    _gains_without_loss,
    admissible,
    nash_subsets,
    payoff_dominates,
    risk_dominant,
    safest,
    strict,
    traits,
)
from sim.engine.matrix.whole_game import whole_game
from tests.engine.matrix.test_bimatrix import Table, games, table

F = Fraction
STAG = table((4, 0), (3, 3)), table((4, 3), (0, 3))


@given(games())
def test_indices_of_a_nondegenerate_game_sum_to_one(game: tuple[Table, Table]) -> None:
    # Shapley 1974
    found = bimatrix_equilibria(*game, second_opinion=False).equilibria
    indices = [index(*game, e.strategies) for e in found]
    assume(None not in indices)
    assert sum(i for i in indices if i is not None) == 1


@given(games())
def test_a_strict_equilibrium_is_pure_and_has_index_one(game: tuple[Table, Table]) -> None:
    for e in bimatrix_equilibria(*game, second_opinion=False).equilibria:
        if strict(*game, e.strategies):
            assert e.pure
            assert index(*game, e.strategies) == 1


@given(games(3))
def test_some_equilibrium_is_admissible(game: tuple[Table, Table]) -> None:
    # A proper equilibrium exists and plays no weakly dominated strategy (Myerson 1978); it lies in some component, but
    # extreme points may miss it, so only games whose equilibria are isolated are looked at.
    found = bimatrix_equilibria(*game, second_opinion=False)
    assume(not found.degenerate)
    assert any(admissible(*game, [e.strategies for e in found.equilibria]))


def test_a_weakly_dominated_action_is_not_admissible() -> None:
    # The second row is never better and once worse; with the second column both pay the same.
    row, column = table((1, 1), (0, 1)), table((0, 1), (0, 1))
    assert admissible(row, column, [((F(1), F(0)), (F(0), F(1)))]) == [True]
    assert admissible(row, column, [((F(0), F(1)), (F(0), F(1)))]) == [False]


@given(games(), games())
def test_what_exact_comparisons_decide_the_linear_programme_would_decide_alike(
    game: tuple[Table, Table], other: tuple[Table, Table]
) -> None:
    # With strategies of another game, since equilibria are seldom dominated in their own.
    row, column = game
    whole = whole_game(row, column)
    found = [e.strategies for e in (*bimatrix_equilibria(*game).equilibria, *bimatrix_equilibria(*other).equilibria)]
    found = [(x, y) for x, y in found if (len(x), len(y)) == (len(row), len(row[0]))]
    dominated = [
        _gains_without_loss(whole.row, x, Deadline()) or _gains_without_loss(whole.column, y, Deadline())
        for x, y in found
    ]
    assert admissible(row, column, found) == [not d for d in dominated]


def test_an_action_dominated_only_by_a_mixture_is_not_admissible() -> None:
    # Half the first and half the second row pay (2, 2, 1): as much as the third everywhere, and more in two columns.
    row = table((4, 0, 1), (0, 4, 1), (1, 1, 1))
    column = table((0, 0, 1), (0, 0, 1), (0, 0, 1))
    assert admissible(row, column, [((F(0), F(0), F(1)), (F(0), F(0), F(1)))]) == [False]


def test_in_the_stag_hunt_the_stag_is_better_and_the_hare_is_safer() -> None:
    # Losses by deviating: 4 - 3 = 1 each at the stag, 3 - 0 = 3 each at the hare (Harsanyi and Selten 1988).
    pure = [e for e in bimatrix_equilibria(*STAG).equilibria if e.pure]
    stag, hare = pure
    assert payoff_dominates(stag, hare)
    assert not payoff_dominates(hare, stag)
    assert risk_dominant(*STAG, stag.strategies, hare.strategies) == 1


def test_in_a_symmetric_battle_neither_equilibrium_risk_dominates() -> None:
    row, column = table((2, 0), (0, 1)), table((1, 0), (0, 2))
    one, two = (e.strategies for e in bimatrix_equilibria(row, column).equilibria if e.pure)
    assert risk_dominant(row, column, one, two) is None


def test_the_mixed_equilibrium_between_two_strict_ones_has_index_minus_one() -> None:
    mixed = next(e for e in bimatrix_equilibria(*STAG).equilibria if not e.pure)
    assert index(*STAG, mixed.strategies) == -1


def test_two_segments_that_meet_are_one_component_of_two_nash_subsets() -> None:
    # The row player is indifferent against the first column, the column player against the first row.
    row, column = table((1, 1), (1, 0)), table((1, 1), (1, 0))
    found = bimatrix_equilibria(row, column)
    assert {e.component for e in found.equilibria} == {0}
    ((one, two),) = [tuple(nash_subsets(found.equilibria)[0])]
    up, down = (F(1), F(0)), (F(0), F(1))
    assert {one, two} == {(frozenset({up}), frozenset({up, down})), (frozenset({up, down}), frozenset({up}))}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_in_a_game_where_nothing_matters_all_strategies_are_one_nash_subset(size: int) -> None:
    flat = [[F(1)] * size for _ in range(size)]
    ((subset,),) = nash_subsets(bimatrix_equilibria(flat, flat).equilibria)
    assert [len(side) for side in subset] == [size, size]


def test_the_safest_equilibrium_does_not_hang_on_actions_that_nobody_would_play() -> None:
    # The stag hunt again, with an action for each side that is worse than any other against all the other side does.
    row, column = table((4, 0, 0), (3, 3, 0), (-9, -9, -9)), table((4, 3, -9), (0, 3, -9), (0, 0, -9))
    found = bimatrix_equilibria(row, column).equilibria
    k = safest(row, column, [e.strategies for e in found])
    assert k is not None
    assert found[k].strategies == ((F(0), F(1), F(0)), (F(0), F(1), F(0)))


@pytest.mark.parametrize(
    ("row", "column"), [(((2, 0), (0, 1)), ((1, 0), (0, 2))), (((3, 0), (5, 1)), ((3, 5), (0, 1)))]
)
def test_nothing_is_safest_where_costs_balance_or_there_is_no_rival(row: Table, column: Table) -> None:
    # The battle of the sexes in which both like their own place equally much, and the prisoner's dilemma.
    game = table(*row), table(*column)
    assert safest(*game, [e.strategies for e in bimatrix_equilibria(*game).equilibria]) is None


def test_dominance_does_not_hang_on_how_large_other_payoffs_are() -> None:
    row, column = table((10**8, 0), (10**8, 1)), table((1, 1), (1, 1))
    assert admissible(row, column, [((F(1), F(0)), (F(1), F(0)))]) == [False]


@pytest.mark.parametrize("far", [10**8, 10**12, F(1, 10**12)])
def test_a_strict_equilibrium_is_admissible_however_far_apart_payoffs_are(far: Fraction | int) -> None:
    # The only best reply to something is weakly dominated by nothing: what is nowhere worse would be another.
    row = table((far, 0, 1), (0, 10**8, 10**8), (0, 10**8, 10**8 + 1))
    column = table((far, 0, 0), (0, 1, 0), (0, 0, 1))
    corner = (F(1), F(0), F(0))
    (answer,) = traits(row, column, [(corner, corner)])
    assert answer.strict
    assert answer.admissible
    assert admissible(row, column, [(corner, corner)]) == [True]


@pytest.mark.parametrize(("more", "dominated"), [(F(1, 10**9), True), (F(0), True), (-F(1, 10**9), False)])
def test_a_mixture_that_is_better_by_next_to_nothing_dominates_and_one_that_is_worse_does_not(
    more: Fraction, dominated: bool
) -> None:
    # Half the first and half the second row pay (10^8 / 2, 10^8 / 2, more); the third row (10^8 / 2, 10^8 / 2 - 1, 0).
    half = F(10**8, 2)
    row = [[2 * half, F(0), more], [F(0), 2 * half, more], [half, half - 1, F(0)]]
    column = table((0, 0, 1), (0, 0, 1), (0, 0, 1))
    third = (F(0), F(0), F(1))
    assert admissible(row, column, [(third, third)]) == [not dominated]


@given(games())
def test_equilibria_with_an_index_are_admissible_by_the_linear_programme_as_well(game: tuple[Table, Table]) -> None:
    # Van Damme 1991: regular equilibria are perfect.
    found = [e.strategies for e in bimatrix_equilibria(*game).equilibria]
    whole = whole_game(*game)
    for (x, y), told in zip(found, traits(*game, found), strict=True):
        exactly = not (
            _gains_without_loss(whole.row, x, Deadline()) or _gains_without_loss(whole.column, y, Deadline())
        )
        assert told.admissible == exactly


def test_out_of_time_it_is_not_said_whether_a_degenerate_equilibrium_is_admissible() -> None:
    row, column = table((1, 1), (0, 1)), table((0, 1), (0, 1))
    assert traits(row, column, [((F(0), F(1)), (F(0), F(1)))], Deadline(-1.0))[0].admissible is None
