"""Repeated games: closed forms, thresholds against brute force, and what may not depend on units or seats."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import settings as at_most
from hypothesis import strategies as st

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.repeated.automata import (
    Automaton,
    Pair,
    always_defect,
    grim_trigger,
    least,
    nash_patience,
    perfect_patience,
    tit_for_tat,
    win_stay_lose_shift,
)
from sim.engine.repeated.automaton_check import Machine, gain, gain_from_the_start, values
from sim.engine.repeated.dilemma import dilemma, standings
from sim.engine.repeated.feasible_payoffs import above, payoff_set
from sim.engine.repeated.grim_trigger import deals, grim
from sim.engine.repeated.repeated import FiniteSolution, RepeatedSolution, solve_repeated
from sim.errors import CertificateError
from sim.exact.polynomials import at, times
from sim.exact.roots import not_negative, roots
from sim.games import compile_scenario
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.repeated.repeated_game import RepeatedGame
from sim.scenario.load import load
from tests.engine.matrix.test_bimatrix import Table, games
from tests.engine.textbook import solved, tenths

F = Fraction
HALF = F(1, 2)
Rows = tuple[tuple[Fraction, ...], ...]


def repeated(
    row: Table | Rows, column: Table | Rows, patience: tuple[Fraction, Fraction] = (HALF, HALF)
) -> RepeatedGame:
    labels = tuple(f"a{k}" for k in range(len(row))), tuple(f"b{k}" for k in range(len(row[0])))
    return RepeatedGame(("one", "two"), labels, tuple(map(tuple, row)), tuple(map(tuple, column)), None, patience)


def dilemma_of(t: object, r: object, p: object, s: object, patience: Fraction = HALF) -> RepeatedGame:
    """A symmetric prisoner's dilemma; the first action cooperates."""
    t, r, p, s = (F(str(v)) for v in (t, r, p, s))
    return repeated(((r, s), (t, p)), ((r, t), (s, p)), (patience, patience))


def infinite(game: RepeatedGame) -> RepeatedSolution:
    solution = solve_repeated(game)
    assert isinstance(solution, RepeatedSolution)
    return solution


@st.composite
def dilemmas(draw: st.DrawFn) -> tuple[RepeatedGame, list[tuple[Fraction, ...]]]:
    """Prisoner's dilemmas with payoffs of their own for each player, as (T, R, P, S)."""
    sides = [
        tuple(sorted(draw(st.sets(st.integers(-20, 20).map(F), min_size=4, max_size=4)), reverse=True)) for _ in (0, 1)
    ]
    (t, r, p, s), (v, q, o, u) = sides
    own = st.fractions(0, F(19, 20), max_denominator=50)
    return repeated(((r, s), (t, p)), ((q, v), (u, o)), (draw(own), draw(own))), sides


MAKERS = [grim_trigger, tit_for_tat, win_stay_lose_shift, always_defect]
C_D = (0, 1)


def both(maker: object, shape: tuple[int, int] = (2, 2)) -> Pair:
    return Pair((maker(C_D, C_D), maker(C_D, C_D)), shape)  # type: ignore[operator]


# --- grim trigger ---


@given(dilemmas())
def test_in_a_prisoners_dilemma_grim_trigger_needs_t_minus_r_over_t_minus_p(
    drawn: tuple[RepeatedGame, list[tuple[Fraction, ...]]],
) -> None:
    # Friedman 1971
    game, sides = drawn
    deal = infinite(game).deals[0]
    closed = tuple((t - r) / (t - p) for t, r, p, _ in sides)
    assert deal.critical == closed
    assert deal.bound == closed  # the threat is the minmax, so nothing does with less


def test_the_bundled_scenario_gives_its_closed_form_at_defaults_and_through_settings() -> None:
    for settings, need in (({}, HALF), ({"temptation": "7"}, F(2, 3)), ({"reward": "2", "punishment": "1.5"}, F(6, 7))):
        game = compile_scenario(load("repeated-prisoners-dilemma", settings))
        assert isinstance(game, RepeatedGame)
        solution = infinite(game)
        assert solution.deals[0].critical == (need, need)
        assert (solution.deals[0] in solution.held) == (need <= F(3, 5))


def test_in_chicken_each_is_threatened_with_the_equilibrium_it_likes_least() -> None:
    # Yielding pays 0, standing firm alone 1, yielding alone -1: (1 - 0) / (1 - (-1)) = 1/2 by hand.
    game = repeated(((F(0), F(-1)), (F(1), F(-9))), ((F(0), F(1)), (F(-1), F(-9))))
    solution = infinite(game)
    deal = solution.deals[0]
    assert deal.critical == (HALF, HALF)
    worst = [solution.stage.equilibria[e].payoffs[k] for k, e in enumerate(deal.threats) if e is not None]
    assert worst == [-1, -1]
    assert deal.threats[0] != deal.threats[1]


def test_a_stage_equilibrium_needs_no_threat_and_no_patience() -> None:
    solution = infinite(repeated(((F(4), F(0)), (F(3), F(3))), ((F(4), F(3)), (F(0), F(3))), (F(0), F(0))))
    assert [d.cell for d in solution.held] == [(0, 0), (1, 1)]
    assert all(d.critical == (0, 0) and d.needs_no_threat for d in solution.held)


def worst_gain(game: StrategicForm, deal_: tuple[int, int], threat: Fraction, player: int, p: Fraction) -> Fraction:
    """Gain of the best deviation from a cell by the definition: each other action, then the threat for ever."""
    i, j = deal_
    side = (game.row, game.column)[player]
    other = [side[a][j] for a in range(game.shape[0])] if player == 0 else list(side[i])
    return max((1 - p) * d + p * threat - side[i][j] for d in other)


@given(games(3), st.fractions(F(1, 1000), F(1, 10)))
def test_thresholds_agree_with_the_definition_just_above_and_just_below(
    game: tuple[Table, Table], step: Fraction
) -> None:
    row, column = game
    form = repeated(row, column)
    stage = bimatrix_equilibria(row, column, second_opinion=False).equilibria
    for deal in deals(form, stage, payoff_set(form).minmax):
        machine = grim(form, deal, stage)
        for k, need in enumerate(deal.critical):
            threat = min(e.payoffs[k] for e in stage)
            if need == 0:
                assert deal.temptation[k] == deal.payoffs[k]
                assert gain(form, machine, k, F(0)) == gain(form, machine, k, 1 - step) == 0
            elif need is None:
                assert all(worst_gain(form, deal.cell, threat, k, p) > 0 for p in (F(0), HALF, 1 - step))
                assert all(gain(form, machine, k, p) > 0 for p in (F(0), HALF, 1 - step))
            else:
                over, under = need + (1 - need) * step, need * (1 - step)
                assert worst_gain(form, deal.cell, threat, k, over) <= 0 < worst_gain(form, deal.cell, threat, k, under)
                assert gain(form, machine, k, over) == 0 < gain(form, machine, k, under)


@pytest.mark.parametrize("wrong", [F(1, 3), F(501, 1000), None])
def test_a_wrong_threshold_is_caught_by_the_check_of_the_strategies(
    monkeypatch: pytest.MonkeyPatch, wrong: Fraction | None
) -> None:
    monkeypatch.setattr(
        "sim.engine.repeated.grim_trigger.least_patience",
        lambda kept, tempted, after, punish: wrong if tempted > kept else F(0),
    )
    with pytest.raises(CertificateError):
        solve_repeated(dilemma_of(5, 3, 1, 0))


@given(games(3))
def test_no_threshold_lies_below_what_every_equilibrium_needs(game: tuple[Table, Table]) -> None:
    for deal in infinite(repeated(*game)).deals:
        for need, bound in zip(deal.critical, deal.bound, strict=True):
            assert need is None or (bound is not None and bound <= need)


@given(games(3), st.integers(1, 9), st.integers(1, 9), st.integers(-9, 9), st.integers(-9, 9))
def test_units_and_seats_change_no_threshold(game: tuple[Table, Table], a: int, b: int, c: int, d: int) -> None:
    row, column = game
    here = infinite(repeated(row, column))
    scaled = infinite(
        repeated([[a * v + c for v in line] for line in row], [[b * v + d for v in line] for line in column])
    )
    assert [x.critical for x in scaled.deals] == [x.critical for x in here.deals]
    assert [x.bound for x in scaled.deals] == [x.bound for x in here.deals]
    swapped = infinite(repeated(list(zip(*column, strict=True)), list(zip(*row, strict=True))))  # type: ignore[arg-type]
    there = {x.cell[::-1]: (x.critical[::-1], x.bound[::-1]) for x in swapped.deals}
    assert there == {x.cell: (x.critical, x.bound) for x in here.deals}


# --- the payoff set ---


def test_the_payoff_set_of_the_prisoners_dilemma_by_hand() -> None:
    # The edge from (3, 3) to (5, 0) is u2 = 3 - 1.5 (u1 - 3), which meets u2 = 1 at u1 = 13/3.
    found = payoff_set(dilemma_of(5, 3, 1, 0))
    assert found.minmax == found.pure_minmax == (1, 1)
    assert set(found.feasible) == {(0, 5), (1, 1), (5, 0), (3, 3)}
    assert set(found.rational) == {(1, 1), (F(13, 3), 1), (3, 3), (1, F(13, 3))}


def test_chance_holds_a_player_further_down_than_certain_actions_do() -> None:
    # Matching pennies: 0 in mixed strategies (von Neumann 1928), 1 in pure ones.
    found = payoff_set(repeated(((F(1), F(-1)), (F(-1), F(1))), ((F(-1), F(1)), (F(1), F(-1)))))
    assert (found.minmax, found.pure_minmax, found.rational) == ((0, 0), (1, 1), ((0, 0),))


@given(games(3))
def test_the_rational_part_is_feasible_and_holds_every_equilibrium_of_a_round(game: tuple[Table, Table]) -> None:
    found = payoff_set(repeated(*game))
    for corner in found.rational:
        assert corner[0] >= found.minmax[0]
        assert corner[1] >= found.minmax[1]
        assert set(above([*found.feasible], corner)) >= {corner}
    for e in bimatrix_equilibria(*game, second_opinion=False).equilibria:
        assert all(low <= v for low, v in zip(found.minmax, e.payoffs, strict=True))
        assert above(found.rational, e.payoffs)
    assert all(low <= pure for low, pure in zip(found.minmax, found.pure_minmax, strict=True))


# --- automata ---


@given(dilemmas())
def test_tit_for_tat_is_a_nash_equilibrium_from_axelrods_threshold_on(
    drawn: tuple[RepeatedGame, list[tuple[Fraction, ...]]],
) -> None:
    # Axelrod 1984, appendix B: max((T - R) / (T - P), (T - R) / (R - S)).
    game, sides = drawn
    for k, (t, r, p, s) in enumerate(sides):
        closed = max((t - r) / (t - p), (t - r) / (r - s))
        assert least(nash_patience(game, both(tit_for_tat), k)) == (closed if closed < 1 else None)


@given(dilemmas())
def test_tit_for_tat_is_subgame_perfect_at_most_at_a_single_patience(
    drawn: tuple[RepeatedGame, list[tuple[Fraction, ...]]],
) -> None:
    # Kalai, Samet and Stanford 1988: the constraints after one breach hold with equality, (T - R) / (R - S) for whom
    # the other has wronged and (P - S) / (T - P) for who has wronged, so both must be the player's patience.
    game, sides = drawn
    for k, (t, r, p, s) in enumerate(sides):
        edge = (t - r) / (r - s)
        expected = ((edge, edge),) if edge == (p - s) / (t - p) and edge < 1 else ()
        assert perfect_patience(game, both(tit_for_tat), k) == expected


def test_tit_for_tat_holds_after_every_history_on_the_knifes_edge_and_beside_it_does_not() -> None:
    # T, R, P, S = 4, 3, 1, 0: 1 / 3 both ways.
    game, machine = dilemma_of(4, 3, 1, 0), both(tit_for_tat).machine()
    assert [gain(game, machine, 0, p) > 0 for p in (F(33, 100), F(1, 3), F(34, 100))] == [True, False, True]


@given(dilemmas())
def test_grim_trigger_and_pavlov_have_the_same_threshold_from_the_start_and_after_every_history(
    drawn: tuple[RepeatedGame, list[tuple[Fraction, ...]]],
) -> None:
    # Grim trigger: (T - R) / (T - P). Pavlov punishes for one round: (T - R) / (R - P), if below 1.
    game, sides = drawn
    for k, (t, r, p, _) in enumerate(sides):
        for maker, closed in ((grim_trigger, (t - r) / (t - p)), (win_stay_lose_shift, (t - r) / (r - p))):
            expected = closed if closed < 1 else None
            assert least(nash_patience(game, both(maker), k)) == expected
            assert least(perfect_patience(game, both(maker), k)) == expected
        assert least(perfect_patience(game, both(always_defect), k)) == 0


def play(game: StrategicForm, pair: Pair, player: int, state: tuple[int, int], first: list[int], p: Fraction) -> float:
    """Payoff of playing given actions first and then following, summed over 180 rounds of plain play.

    What is left of payoffs up to 20 after them is below 2e-7 where `p` is at most 9/10.
    """
    total, weight, q = 0.0, 1 - float(p), float(p)
    side = [[float(v) for v in line] for line in (game.row, game.column)[player]]
    for t in range(180):
        actions = list(pair.plays(state))
        if t < len(first):
            actions[player] = first[t]
        total += weight * side[actions[0]][actions[1]]
        weight *= q
        state = pair.step(state, (actions[0], actions[1]))
    return total


@pytest.mark.parametrize("maker", MAKERS)
@given(drawn=dilemmas(), p=st.fractions(0, F(9, 10), max_denominator=20))
def test_the_two_ways_to_judge_an_automaton_and_plain_play_agree(
    maker: object, drawn: tuple[RepeatedGame, list[tuple[Fraction, ...]]], p: Fraction
) -> None:
    game, _ = drawn
    pair = both(maker)
    machine = pair.machine()
    states = pair.states()
    for k in (0, 1):
        inside = any(low <= p <= high for low, high in perfect_patience(game, pair, k))
        assert inside == (gain(game, machine, k, p) == 0)
        inside = any(low <= p <= high for low, high in nash_patience(game, pair, k))
        more = gain_from_the_start(game, machine, k, p)
        assert inside == (more == 0)
        value = values(game, machine, k, p)
        for number, state in enumerate(states):
            assert float(value[number]) == pytest.approx(play(game, pair, k, state, [], p), abs=1e-6)
        # No four actions that are taken first and then followed by the automaton pay more than the gain found.
        for first in product((0, 1), repeat=4):
            assert play(game, pair, k, (0, 0), list(first), p) <= float(value[0] + more) + 1e-6


def limited(own: tuple[int, int], other: tuple[int, int]) -> Automaton:
    """Cooperate; after any breach defect for two rounds."""
    del other
    return Automaton((own[0], own[1], own[1]), lambda s, a, b: (s + 1) % 3 if s else int(a != 0 or b != 0))


def test_a_punishment_of_two_rounds_has_the_root_of_a_quadratic_as_threshold() -> None:
    # T - R <= (p + p^2) (R - P) with T, R, P = 5, 3, 1: p^2 + p = 1, the golden ratio's (sqrt(5) - 1) / 2.
    game = dilemma_of(5, 3, 1, 0)
    found = least(perfect_patience(game, both(limited), 0))
    assert found is not None
    assert float(found) == pytest.approx((5**0.5 - 1) / 2, abs=1e-15)
    machine = both(limited).machine()
    assert gain(game, machine, 0, F(6181, 10000)) == 0 < gain(game, machine, 0, F(6180, 10000))


def test_a_machine_that_mixes_in_a_stage_equilibrium_leaves_nothing_to_gain_and_one_that_does_not_does() -> None:
    pennies = repeated(((F(1), F(-1)), (F(-1), F(1))), ((F(-1), F(1)), (F(1), F(-1))))
    even, odd = (HALF, HALF), (F(3, 4), F(1, 4))
    assert gain(pennies, Machine(((even, even),), lambda s, i, j: 0), 1, HALF) == 0
    # Against 3/4 on the first, the other's best reply wins 1/2 a round; half of it counts at patience 1/2.
    assert gain(pennies, Machine(((odd, even),), lambda s, i, j: 0), 1, HALF) == F(1, 4)
    assert gain_from_the_start(pennies, Machine(((odd, even),), lambda s, i, j: 0), 1, HALF) == HALF


# --- which games are dilemmas ---


@pytest.mark.parametrize("flips", list(product((False, True), repeat=2)))
def test_cooperation_and_defection_are_told_by_the_payoffs_and_not_by_their_places(flips: tuple[bool, bool]) -> None:
    game = dilemma_of(5, 3, 1, 0)
    order = [(1, 0) if flip else (0, 1) for flip in flips]
    row, column = (tuple(tuple(side[i][j] for j in order[1]) for i in order[0]) for side in (game.row, game.column))
    found = dilemma(repeated(row, column))
    assert found is not None
    assert found.actions == tuple(order)
    assert (found.temptation, found.reward, found.punishment, found.sucker) == ((5, 5), (3, 3), (1, 1), (0, 0))
    assert [tuple(map(least, s.nash)) for s in standings(repeated(row, column), found)][1] == (F(2, 3), F(2, 3))


@pytest.mark.parametrize("name", ["chicken", "stag-hunt", "battle-of-the-sexes", "matching-pennies"])
def test_other_games_of_two_actions_are_no_dilemmas(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, StrategicForm)
    assert dilemma(game) is None


def test_ties_and_larger_games_are_no_dilemmas() -> None:
    assert dilemma(dilemma_of(3, 3, 1, 0)) is None
    assert dilemma(dilemma_of(5, 3, 1, 1)) is None
    assert dilemma(repeated([[F(1)] * 3] * 3, [[F(1)] * 3] * 3)) is None


def test_where_taking_turns_pays_no_patience_holds_tit_for_tat() -> None:
    # 2 R <= T + S makes (T - R) / (R - S) at least 1.
    game = dilemma_of(10, 3, 1, 0)
    found = dilemma(game)
    assert found is not None
    assert found.turns_pay
    assert standings(game, found)[1].nash == ((), ())


# --- finitely often ---


def test_a_dilemma_with_an_end_is_the_dilemma_every_time() -> None:
    # Benoit and Krishna 1985: with one stage equilibrium only its repetition is subgame-perfect.
    game = dilemma_of(5, 3, 1, 0, F(99, 100))
    for rounds in (1, 2, 1_000_000):
        solution = solve_repeated(
            RepeatedGame(game.players, game.actions, game.row, game.column, rounds, game.patience)
        )
        assert isinstance(solution, FiniteSolution)
        assert solution.unique
        assert solution.complete
        assert [e.payoffs for e in solution.stage.equilibria] == [(1, 1)]


def test_with_several_stage_equilibria_nothing_is_claimed_to_be_all() -> None:
    hunt = repeated(((F(4), F(0)), (F(3), F(3))), ((F(4), F(3)), (F(0), F(3))))
    solution = solve_repeated(RepeatedGame(hunt.players, hunt.actions, hunt.row, hunt.column, 5, hunt.patience))
    assert isinstance(solution, FiniteSolution)
    assert not solution.unique
    assert not solution.rigid
    assert not solution.complete
    assert solution.certified


# --- polynomials ---

small = st.fractions(-3, 3, max_denominator=7)


@given(st.lists(small, min_size=1, max_size=4), st.fractions(0, F(19, 20), max_denominator=30))
def test_roots_of_products_of_linear_factors_are_found(zeros: list[Fraction], x: Fraction) -> None:
    p: tuple[Fraction, ...] = (F(1),)
    for zero in zeros:
        p = times(p, (-zero, F(1)))
    inside = sorted({z for z in zeros if 0 < z < 1})
    assert [float(r) for r in roots(p)] == pytest.approx([float(z) for z in inside], abs=1e-12)
    assume(all(abs(x - z) > F(1, 10**6) or x == z for z in zeros))
    if x not in inside:
        assert any(low <= x <= high for low, high in not_negative([p])) == (at(p, x) >= 0)


def test_a_polynomial_that_touches_zero_holds_at_that_point_alone() -> None:
    touches = times((F(-1, 3), F(1)), (F(1, 3), F(-1)))
    assert not_negative([touches]) == ((F(1, 3), F(1, 3)),)
    assert not_negative([]) == ((0, 1),)
    assert not_negative([(F(-1), F(2)), (F(-2), F(3))]) == ((F(2, 3), 1),)


@at_most(max_examples=10, deadline=None)
@given(tenths(31, 80), tenths(1, 29), tenths(-50, 0))
def test_a_dilemma_with_a_known_last_round_has_one_equilibrium(
    temptation: Fraction, punishment: Fraction, sucker: Fraction
) -> None:
    # A stage game with one equilibrium, repeated with a known end, has one (Benoit and Krishna 1985).
    solution = solved("known-last-round", temptation=temptation, punishment=punishment, sucker=sucker)
    assert solution.unique
    assert [e.payoffs for e in solution.stage.equilibria] == [(punishment, punishment)]
