"""How patient an agreed order of steps asks the players to be, against a brute force and against closed forms."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.roadmaps.faking import least_verification
from sim.engine.roadmaps.thresholds import RoadmapCourse, judge
from sim.games.roadmaps.ladders import one_side_first, split, split_rounds, step_for_step
from tests.engine.roadmaps.brute_force import Game, Order, Rung, holds, leavings, orders
from tests.engine.roadmaps.games import games, ladders_of, mirrored, rescaled, simple

F = Fraction
BELOW = F(1, 10**9)
TOGETHER: Order = ((0, 1),)
patience = st.fractions(0, F(99, 100), max_denominator=100)


@st.composite
def agreed(draw: st.DrawFn) -> tuple[Game, Order]:
    """A game with steps that may be faked, and one order of them, of which the last rounds may be missing."""
    game = draw(games(4, verified=0.6))
    order, left = [], [len(ladder) for ladder in game.ladders]
    while any(left):
        movers = draw(st.sampled_from([m for m in ((0,), (1,), (0, 1)) if all(left[p] for p in m)]))
        order.append(movers)
        for p in movers:
            left[p] -= 1
    return game, tuple(order[: draw(st.one_of(st.none(), st.integers(1, len(order))))])


@given(agreed(), patience)
@settings(max_examples=80)
def test_every_way_to_leave_costs_what_playing_it_out_shows(case: tuple[Game, Order], d: Fraction) -> None:
    game, order = case
    course = RoadmapCourse(ladders_of(game), order)
    for player in (0, 1):
        said = sorted((way.round, way.kind, -way.loss(d)) for way in course.temptations(player))
        assert said == sorted((way.round, way.kind, way.gain) for way in leavings(game, order, player, d))


@given(agreed(), st.tuples(patience, patience))
@settings(max_examples=80)
def test_a_roadmap_holds_from_its_threshold_on_and_not_just_below(
    case: tuple[Game, Order], own: tuple[Fraction, Fraction]
) -> None:
    game, order = case
    roadmap = judge(ladders_of(game, own), order)
    for player, stand in enumerate(roadmap.stands):
        assert stand.keeps == holds(game, order, player, own[player])
        if stand.threshold is None:
            assert not holds(game, order, player, 1 - BELOW)
            continue
        above = [stand.threshold + (1 - stand.threshold) * F(k, 7) for k in range(7)]
        assert all(holds(game, order, player, d) for d in [*above, 1 - BELOW])
        if stand.threshold > 0:
            assert not holds(game, order, player, max(F(0), stand.threshold - BELOW))
    assert roadmap.self_enforcing == all(holds(game, order, p, own[p]) for p in (0, 1))


@given(agreed())
@settings(max_examples=60)
def test_what_binds_is_a_way_to_leave_that_pays_just_below_the_threshold_and_no_other_asks_for_more(
    case: tuple[Game, Order],
) -> None:
    game, order = case
    for player, stand in enumerate(judge(ladders_of(game), order).stands):
        if stand.binding is None:
            assert stand.threshold == 0
            continue
        d = 1 - BELOW if stand.threshold is None else max(F(0), stand.threshold - BELOW)
        ways = {(way.round, way.kind): way.gain for way in leavings(game, order, player, d)}
        assert ways[stand.binding.round, stand.binding.kind] > 0


@given(agreed(), st.tuples(patience, patience))
@settings(max_examples=40)
def test_the_slack_is_what_the_best_deviation_loses(case: tuple[Game, Order], own: tuple[Fraction, Fraction]) -> None:
    game, order = case
    for player, stand in enumerate(judge(ladders_of(game, own), order).stands):
        gains = [way.gain for way in leavings(game, order, player, own[player])]
        assert stand.slack == (-max(gains) if gains else None)


@given(agreed(), st.sampled_from([(F(3), F(-7)), (F(1, 8), F(5)), (F(1000), F(10**9))]))
@settings(max_examples=40)
def test_units_and_zero_of_payoffs_do_not_matter(case: tuple[Game, Order], units: tuple[Fraction, Fraction]) -> None:
    game, order = case
    first, second = judge(ladders_of(game), order), judge(ladders_of(rescaled(game, 0, *units)), order)
    assert first.thresholds == second.thresholds
    one, two = first.stands[0], second.stands[0]
    assert two.payoff == one.payoff * units[0] + units[1]
    assert two.slack == (None if one.slack is None else one.slack * units[0])


@given(agreed(), patience, patience)
@settings(max_examples=40)
def test_exchanging_the_players_exchanges_the_result(case: tuple[Game, Order], one: Fraction, two: Fraction) -> None:
    game, order = case
    turned = tuple(tuple(sorted(1 - p for p in movers)) for movers in order)
    here, there = judge(ladders_of(game, (one, two)), order), judge(ladders_of(mirrored(game), (two, one)), turned)
    assert here.thresholds == there.thresholds[::-1]
    assert [s.payoff for s in here.stands] == [s.payoff for s in there.stands[::-1]]
    assert [s.slack for s in here.stands] == [s.slack for s in there.stands[::-1]]


@given(agreed(), patience, patience)
@settings(max_examples=30)
def test_the_patience_of_one_player_does_not_move_the_threshold_of_any(
    case: tuple[Game, Order], one: Fraction, two: Fraction
) -> None:
    game, order = case
    assert judge(ladders_of(game, (one, two)), order).thresholds == judge(ladders_of(game), order).thresholds


@pytest.mark.parametrize(("cost", "gain"), [(1, 2), (1, 3), (2, 7), (9, 10)])
def test_reversible_steps_together_need_cost_over_gain(cost: int, gain: int) -> None:
    """Keeping pays b - c for ever; holding out, or reneging later, pays b once and then 0: b - c >= (1 - d) b."""
    roadmap = judge(ladders_of(simple(([(cost, gain)], [(cost, gain)]))), TOGETHER)
    assert roadmap.thresholds == (F(cost, gain), F(cost, gain))
    binding = roadmap.stands[0].binding
    assert binding is not None
    assert (binding.round, binding.kind, binding.step) == (0, "hold_out", 0)


@pytest.mark.parametrize("hazard", [F(1), F(1, 2), F(1, 10), F(1, 100)])
def test_a_hazard_lowers_the_patience_that_reversible_steps_need_by_its_closed_form(hazard: Fraction) -> None:
    """Who holds out gets b once; then nothing stands or moves until the talks break down, and each round pays B.

    With a = d h / (1 - d (1 - h)) that is (1 - d) b + d a B, and keeping pays b - c. Times 1 - d (1 - h) the loss is
    d^2 (-h B - b (1 - h)) + d (b + c (1 - h)) - c. With h B = -b (1 - h) its square falls away, and what is left is
    d >= c / (b + c (1 - h)); without a hazard it is d >= c / b. Where h is 1, so that B would be 0, the two are one.
    """
    cost, gain = F(2), F(4)
    game = replace(
        simple(([(2, 4)], [(2, 4)])),
        hazard=hazard,
        breakdown=(-gain * (1 - hazard) / hazard, -gain * (1 - hazard) / hazard),
    )
    roadmap = judge(ladders_of(game), TOGETHER)
    assert roadmap.thresholds == (cost / (gain + cost * (1 - hazard)),) * 2
    assert roadmap.stands[0].binding is not None
    assert roadmap.stands[0].binding.kind == "hold_out"


def test_a_certain_breakdown_after_a_stall_is_a_breakdown_a_round_later() -> None:
    """With h = 1: (1 - d) b + d ((1 - d) 0 + d B) against b - c, which is d b - c - d^2 B >= 0.

    With b = 5, c = 3 and B = -2 that is 2 d^2 + 5 d - 3 >= 0, from d = 1/2 on. The punishment by breakdown comes at
    once: (1 - d) b + d B against b - c is d (b - B) >= c, from 3/7 on.
    """
    game = replace(simple(([(3, 5)], [(3, 5)])), hazard=F(1), breakdown=(F(-2), F(-2)))
    assert judge(ladders_of(game), TOGETHER).thresholds == (F(1, 2), F(1, 2))
    at_once = replace(game, punishment="breakdown")
    assert judge(ladders_of(at_once), TOGETHER).thresholds == (F(3, 7), F(3, 7))
    assert judge(ladders_of(replace(at_once, hazard=F(0))), TOGETHER).thresholds == (F(3, 7), F(3, 7))


def test_where_talks_may_rest_a_hazard_changes_nothing() -> None:
    """What stands once both have taken back is the status quo, the empty set of steps."""
    game = replace(simple(([(3, 5)], [(3, 5)])), hazard=F(1, 3), breakdown=(F(-2), F(-2)), rests=(frozenset(),))
    assert judge(ladders_of(game), TOGETHER).thresholds == (F(3, 5), F(3, 5))


def test_who_may_walk_away_needs_the_patience_that_pays_more_than_that() -> None:
    """Who goes first gets -c + d b, and b - c from then on; walking away pays B, holding out 0: d >= (c + B) / b."""
    game = replace(simple(([(1, 3)], [(0, 1)])), breakdown=(F(1, 2), F(1, 2)), walk_away=True)
    game = replace(game, ladders=(game.ladders[0], (Rung((F(3), F(0)), reversible=True),)))
    first = judge(ladders_of(game), ((0,), (1,))).stands[0]
    assert first.threshold == F(1, 2)
    assert first.binding is not None
    assert (first.binding.round, first.binding.kind, first.binding.step) == (0, "walk_away", 0)
    assert judge(ladders_of(replace(game, walk_away=False)), ((0,), (1,))).stands[0].threshold == F(1, 3)


def test_an_order_that_stops_short_stalls_and_may_break_down() -> None:
    """The first alone gives, which cannot be undone: it pays -c until the talks end, and each round B from then on.

    The first round does not stall, so that following is worth -c + d a (B + c) with a = d h / (1 - d (1 - h)). Here
    c = 1, B = -2, h = 1/2 and d = 1/2, so that a = 1/3: -1 - 1/6.
    """
    game = replace(simple(([(1, 3)], [(1, 3)]), reversible=False), hazard=F(1, 2), breakdown=(F(-2), F(-2)))
    assert judge(ladders_of(game), ((0,),)).stands[0].payoff == F(-7, 6)


def test_irreversible_steps_together_are_never_held_without_a_bonus() -> None:
    """Who holds out keeps the other's step for ever: b - c >= b holds nowhere."""
    roadmap = judge(ladders_of(simple(([(1, 5)], [(1, 5)]), reversible=False)), TOGETHER)
    assert roadmap.thresholds == (None, None)
    assert roadmap.needed is None
    assert [s.binding and s.binding.kind for s in roadmap.stands] == ["hold_out", "hold_out"]


def test_who_goes_first_needs_patience_and_is_then_let_down() -> None:
    """First: -c + d b >= 0 from c / b on. The other has b already and pays c for nothing: never."""
    game = Game(((Rung((F(-1), F(3))),), (Rung((F(4), F(-2)), reversible=True),)))
    ladders = ladders_of(game)
    roadmap = judge(ladders, one_side_first(ladders, 0))
    assert roadmap.thresholds == (F(1, 4), None)
    first, second = (s.binding for s in roadmap.stands)
    assert first is not None and (first.round, first.kind) == (0, "hold_out")  # noqa: PT018
    assert second is not None and (second.round, second.kind) == (1, "hold_out")  # noqa: PT018


def test_a_bonus_of_the_cost_of_the_last_step_is_what_makes_the_other_follow() -> None:
    """The second pays c = 2 and gets the bonus a: a >= c needs no patience, a < c is never enough."""
    steps = ((Rung((F(-1), F(3))),), (Rung((F(4), F(-2)), reversible=True),))
    for bonus, needs in ((F(2), F(0)), (F(199, 100), None)):
        ladders = ladders_of(Game(steps, agreement=(F(0), bonus)))
        assert judge(ladders, one_side_first(ladders, 0)).thresholds[1] == needs


def fakeable(cost: int, gain: int, chance: Fraction) -> Game:
    """A step that may be faked against one that can be undone, together."""
    return Game(
        ((Rung((F(-cost), F(gain)), verification=chance),), (Rung((F(gain), F(-cost)), reversible=True),)),
    )


@pytest.mark.parametrize(("cost", "gain"), [(1, 2), (1, 3), (2, 7)])
@pytest.mark.parametrize("chance", [F(0), F(1, 100), F(1, 4), F(1, 2), F(9, 10), F(1)])
def test_a_fake_needs_the_patience_of_its_closed_form(cost: int, gain: int, chance: Fraction) -> None:
    """U = (1 - d) b + d (q 0 + (1 - q) U) is worth b (1 - d) / (1 - d (1 - q)).

    b - c >= U from d = c / (c + q (b - c)) on: c / b, as for holding out, where each fake is discovered at once
    (q = 1), and never where none is (q = 0).
    """
    stand = judge(ladders_of(fakeable(cost, gain, chance)), TOGETHER).stands[0]
    assert stand.threshold == (F(cost) / (cost + chance * (gain - cost)) if chance else None)
    assert stand.binding is not None
    assert stand.binding.kind == ("hold_out" if chance == 1 else "fake")


def test_of_ways_that_always_pay_the_one_that_pays_most_is_named() -> None:
    """Holding out of the step saves its cost 4 and forgoes the bonus 7/2; a fake that nobody discovers saves 4."""
    first, second = Rung((F(-4), F(1)), verification=F(0)), Rung((F(5), F(-1)))
    stand = judge(ladders_of(Game(((first,), (second,)), agreement=(F(7, 2), F(0)))), TOGETHER).stands[0]
    assert stand.threshold is None
    assert stand.binding is not None
    assert stand.binding.kind == "fake"


@pytest.mark.parametrize("d", [F(1, 2), F(3, 5), F(9, 10)])
def test_the_least_chance_of_discovery_is_that_of_its_closed_form(d: Fraction) -> None:
    """The same inequality, solved for q: q >= c (1 - d) / (d (b - c)), here with c = 1 and b = 3."""
    ladders = ladders_of(fakeable(1, 3, F(1, 2)))
    assert least_verification(ladders, TOGETHER, 0, 0, d, F(2)) == (1 - d) / (2 * d)


def test_no_chance_of_discovery_is_enough_below_cost_over_gain_and_certainty_is_at_it() -> None:
    ladders = ladders_of(fakeable(1, 3, F(1, 2)))
    assert least_verification(ladders, TOGETHER, 0, 0, F(33, 100), F(2)) is None
    assert least_verification(ladders, TOGETHER, 0, 0, F(1, 3), F(2)) == 1


@pytest.mark.parametrize("parts", [1, 2, 3, 5, 8])
def test_small_reversible_steps_need_what_large_ones_do(parts: int) -> None:
    """After the last step b - c stands against b once and then nothing, however many steps there were.

    Before, after t + 1 of n rounds, reneging pays (t + 1) b / n once, and keeping at least (t + 1) (b - c) / n.
    """
    whole = ladders_of(simple(([(2, 5)], [(2, 5)])))
    roadmap = judge(split(whole, parts), split_rounds(TOGETHER, parts))
    assert roadmap.thresholds == (F(2, 5), F(2, 5))


def test_irreversible_steps_hold_once_the_last_is_smaller_than_the_bonus_and_never_need_more_than_cost_over_gain() -> (
    None
):
    """With n parts and m rounds to come after this one, leaving loses

        -c / n + (b - c) / n (d + ... + d^m) + d^m a,

    which grows with d. At d = c / b it is d^m (a - c / n) for every m. So nothing holds while n < c / a (m = 0 is the
    last step), c / b is needed at n = c / a, less beyond that, and some patience always (m = 1 at d = 0). It does not
    fall with n for ever: as n and m grow the bonus is far away, and the need goes back up to c / b.
    """
    cost, gain, bonus = F(1), F(3), F(1, 4)
    one, two = Rung((-cost, gain)), Rung((gain, -cost))
    whole = ladders_of(Game(((one,), (two,)), agreement=(bonus, bonus)))
    needed = {n: judge(split(whole, n), split_rounds(TOGETHER, n)).needed for n in (1, 2, 3, 4, 5, 6, 20)}
    assert [needed[n] for n in (1, 2, 3)] == [None] * 3
    assert needed[4] == cost / gain
    later = [need for n in (5, 6, 20) if (need := needed[n]) is not None]
    assert len(later) == 3
    assert all(0 < need < cost / gain for need in later)
    assert later[2] > later[1]


@pytest.mark.parametrize(("steps", "delannoy"), [(0, 1), (1, 3), (2, 13), (3, 63), (4, 321)])
def test_the_brute_force_tries_a_delannoy_number_of_orders(steps: int, delannoy: int) -> None:
    """Central Delannoy numbers, OEIS A001850."""
    assert len(set(orders(steps, steps))) == delannoy


def test_standard_roadmaps_climb_both_ladders() -> None:
    ladders = ladders_of(simple(([(1, 2)], [(1, 2)] * 3)))
    assert one_side_first(ladders, 1) == ((1,), (1,), (1,), (0,))
    assert step_for_step(ladders) == ((0, 1), (1,), (1,))
    assert {one_side_first(ladders, 0), step_for_step(ladders)} < set(orders(1, 3))
