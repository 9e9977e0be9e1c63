"""Designs of roadmaps in which players may wait for each other, against closed forms and a replay of its own.

Two sides pay in turn for a project that costs K and is worth g a round to each once all of it is paid for. Counted from
the end, with V = g / (1 - d), the contributions of Admati and Perry (1991, Review of Economic Studies 58) are

    x_1 = (1 - d) V = g   and   x_k = d^(2k - 3) (1 - d^2) V = d^(2k - 3) (1 + d) g   for k > 1:

who pays piece k gets P_k = d Q_(k-1) - x_k, the other Q_k = d P_(k-1), with P_1 = V - x_1 and Q_1 = V, and waiting is
worth d Q_k. So n pieces cost what they cost at the patience at which the x_k add up to K. Where the project is worth
less to one side, it is that side's g: each piece is due of either side, on the roadmap or with the roles exchanged.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from scipy.optimize import brentq

import sim
from sim.deadline import Deadline
from sim.engine.roadmaps.certificate import most_gained
from sim.engine.roadmaps.design.aims import Aim
from sim.engine.roadmaps.design.cutting import Cutting
from sim.engine.roadmaps.design.design import ask_design
from sim.engine.roadmaps.design.owners import assignments, count_assignments
from sim.engine.roadmaps.design.proof import Level, Prover, Refusal
from sim.engine.roadmaps.design.search import OrderSearch
from sim.engine.roadmaps.design.tables import HOLD_OUT, RENEGE, WAIT
from sim.engine.roadmaps.thresholds import RoadmapCourse
from sim.errors import AskError
from sim.games.roadmaps.ladders import Ladders, from_ladders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.design.designed import Designed

F = Fraction
NAMES = "ab"
HIGHEST = 1 - F(1, 10**6)


def project(cost: object, one: object = 1, two: object = 1, more: str = "", patience: str = "0.6, 0.6") -> sim.Game:
    """A project that either side may pay for, piece by piece."""
    first, second = patience.split(", ")
    return sim.loads(f"""
format: 1
kind: concessions
title: A common project
horizon: 8
actions: [concede, hold_out]
status_quo: {{a: 0, b: 0}}
players: {{a: {{patience: {first}}}, b: {{patience: {second}}}}}
agreement: {{a: {one}, b: {two}}}
concessions:
  a: [{{id: project, once: {{a: -{cost}}}, owner: either, divisible: true{more}}}]
""")


def contributions(d: float, pieces: int, worth: float) -> list[float]:
    """Those of Admati and Perry, the last first."""
    return [worth, *(d ** (2 * k - 3) * (1 + d) * worth for k in range(2, pieces + 1))]


def taken(found: Designed) -> list[tuple[int, Fraction]]:
    """Who takes which share, the last first."""
    return [(piece.player, piece.share) for pieces in found.pieces for piece in pieces][::-1]


@pytest.mark.parametrize(
    ("pieces", "cost", "one", "two"), [(2, 2, 1, 1), (3, 2, 1, 1), (4, 2, 1, 1), (2, 3, 2, 5), (3, 5, 4, 2)]
)
def test_contributions_are_those_of_admati_and_perry(pieces: int, cost: int, one: int, two: int) -> None:
    found, worth = ask_design(project(cost, one, two).scenario, parts=pieces, wait=True), min(one, two)
    root = brentq(lambda d: sum(contributions(d, pieces, worth)) - cost, 1e-6, 1 - 1e-6)
    assert found.judged is not None
    assert found.certified
    assert float(found.judged.needed or 0) == pytest.approx(root, abs=2e-6)
    assert found.bound is not None
    assert found.bound < root
    shares = [float(share) * cost for _, share in taken(found)]
    assert shares == pytest.approx(contributions(root, pieces, worth), abs=2e-5)
    assert all(one != other for (one, _), (other, _) in zip(taken(found), taken(found)[1:], strict=False))


def test_two_halves_ask_for_the_golden_section() -> None:
    """With K = 2 g and two pieces d (1 + d) = 1."""
    found = ask_design(project(2).scenario, parts=2, wait=True)
    assert found.judged is not None
    assert float(found.judged.needed or 0) == pytest.approx((5**0.5 - 1) / 2, abs=2e-6)


def test_unequal_sides_have_the_thresholds_of_their_own_indifference() -> None:
    """Of three pieces x_2 = d g + d^2 x_1 and x_3 = d^2 (g - x_1 + x_2) are the most that a side pays, by hand."""
    found = ask_design(project(2, 1, "1.3").scenario, parts=3, wait=True)
    assert found.judged is not None
    one, two, three = (2 * float(share) for _, share in taken(found))

    for player, worth in enumerate((1, 1.3)):
        roots = [
            brentq(lambda d, g=worth: d * g + d * d * one - two, 0, 1),
            brentq(lambda d, g=worth: d * d * (g - one + two) - three, 0, 1),
        ]
        threshold = found.judged.stands[player].threshold
        assert threshold is not None
        assert float(threshold) == pytest.approx(max(roots), abs=1e-9)
    assert found.judged.stands[1].threshold != found.judged.stands[0].threshold


def test_at_unequal_patience_the_best_sum_keeps_to_what_each_side_pays_at_most() -> None:
    """The sum is least delayed: two pieces of a cost of 1.5, of which both sides may be asked for either."""
    found = ask_design(project("1.5", patience="0.5, 0.7").scenario, by="sum", wait=True)
    assert found.judged is not None
    assert found.certified
    (_, last), (_, first) = taken(found)
    assert float(last) * 1.5 <= 1 + 1e-9
    assert float(first) * 1.5 <= 0.5 + 0.25 * float(last) * 1.5 + 1e-9  # of the less patient one
    assert found.judged.self_enforcing


def test_a_project_that_no_pieces_pay_for_has_no_roadmap() -> None:
    """However many pieces, they add up to less than g (1 + d / (1 - d)) = V; with two to less than 3 g."""
    assert ask_design(project(3).scenario, parts=2, wait=True).judged is None
    assert ask_design(project(3).scenario, parts=2, wait=True).proven
    assert ask_design(project(3).scenario, parts=3, wait=True).judged is not None


Piece = tuple[int, tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
"""Who takes it, and what it pays both sides for good and once."""


def most_gained_by_waits(course: list[Piece], zero: Fraction, bonus: Fraction, player: int, d: Fraction) -> Fraction:
    """Most that any strategy gains a player after any history, in sums over rounds, by a replay of its own.

    A strategy may wait as often as it likes; the other side keeps to the roadmap or to its exchange.
    """
    end = (zero + bonus) / (1 - d)
    sides = (player, 1 - player)  # whose numbers are the player's: as it is, and with the roles exchanged
    most, follows, best = F(0), [end, end], [end, end]
    for number, (mover, lasts, once) in reversed(list(enumerate(course))):
        now = [lasts[s] / (1 - d) + once[s] for s in sides]
        if number + 1 < len(course):
            follows, best = ([zero + d * value for value in after] for after in (follows, best))
        follows, best = ([one + v for one, v in zip(now, after, strict=True)] for after in (follows, best))
        own = int(mover != player)  # where it is the player's turn
        best[own] = max(best[own], zero + d * best[1 - own])
        most = max(most, *(b - f for b, f in zip(best, follows, strict=True)))
    return most


def drawn(seed: int) -> dict[str, Any]:
    """A step on each side that either may take, the first of which is divisible."""
    draw = Random(seed)

    def step(name: str, own: str) -> dict[str, Any]:
        other = NAMES.replace(own, "")
        once = {own: draw.choice((F(-1), F(-3, 4), F(-1, 2))), other: draw.choice((F(0), F(-1, 8)))}
        effect = {own: draw.choice((F(0), F(0), F(-1, 16))), other: draw.choice((F(0), F(0), F(-1, 32)))}
        return {"id": name, "once": once, "effect": effect}

    return {
        "a": {**step("site", "a"), "divisible": True},
        "b": step("relief", "b"),
        "zero": [draw.choice((F(0), F(1, 2))), F(0)],
        "bonus": [draw.choice((F(3, 4), F(1))), draw.choice((F(3, 4), F(1)))],
    }


def scenario_of(numbers: dict[str, Any]) -> sim.Game:
    def step(own: str) -> str:
        s = numbers[own]
        pays = ", ".join(
            f"{key}: {{{', '.join(f'{p}: {v}' for p, v in s[key].items())}}}" for key in ("once", "effect")
        )
        return f"{{id: {s['id']}, {pays}, owner: either, divisible: {'true' if s.get('divisible') else 'false'}}}"

    zero, bonus = (
        ", ".join(f"{p}: {v}" for p, v in zip(NAMES, numbers[key], strict=True)) for key in ("zero", "bonus")
    )
    return sim.loads(
        "format: 1\nkind: concessions\ntitle: Drawn\nhorizon: 4\nactions: [concede, hold_out]\n"
        f"status_quo: {{{zero}}}\nplayers: {{a: {{patience: 0.7}}, b: {{patience: 0.7}}}}\nagreement: {{{bonus}}}\n"
        f"concessions:\n  a: [{step('a')}]\n  b: [{step('b')}]\n"
    )


def piece_of(numbers: dict[str, Any], owner: int, mover: int, share: Fraction) -> Piece:
    step, names = numbers[NAMES[owner]], NAMES if mover == owner else NAMES[::-1]
    effect, once = (tuple(F(step[key][name]) * share for name in names) for key in ("effect", "once"))
    return mover, (effect[0], effect[1]), (once[0], once[1])


def gains(numbers: dict[str, Any], course: list[Piece], d: Fraction) -> Fraction:
    return max(most_gained_by_waits(course, F(numbers["zero"][p]), F(numbers["bonus"][p]), p, d) for p in (0, 1))


def on_a_grid(numbers: dict[str, Any], cells: int) -> Iterator[list[Piece]]:
    """All orders, owners and shares of a step in two pieces or one and a whole one."""
    for part in range(1, cells + 1):
        shares = [F(part, cells), 1 - F(part, cells)]
        pieces = [(0, share) for share in shares if share]
        for at in range(len(pieces) + 1):
            order = [*pieces[:at], (1, F(1)), *pieces[at:]]
            for movers in product((0, 1), repeat=len(order)):
                yield [piece_of(numbers, owner, p, share) for (owner, share), p in zip(order, movers, strict=True)]


SEEDS, WITHOUT = range(6), (3, 5)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_gains_by_any_waits_and_a_little_less_patience_undoes_it(seed: int) -> None:
    numbers = drawn(seed)
    found = ask_design(scenario_of(numbers).scenario, wait=True)
    assert found.certified
    if found.judged is None:
        assert seed in WITHOUT
        return
    owners = [[int(s.id.endswith("relief")) for s in ladder] for ladder in found.ladders.steps]
    course = [piece_of(numbers, owners[p.player][p.step], p.player, p.share) for (p,) in found.pieces]
    needed = found.judged.needed
    assert needed is not None
    assert gains(numbers, course, needed) == 0
    assert gains(numbers, course, (1 + needed) / 2) == 0
    assert needed == 0 or gains(numbers, course, needed * (1 - F(1, 10**6))) > 0
    # What is told at the players' own patience is what the replay makes of it, a round.
    own = found.ladders.discount[0]
    assert found.judged.self_enforcing == (gains(numbers, course, own) == 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_order_owners_and_shares_on_a_grid_hold_below_what_is_proven(seed: int) -> None:
    numbers = drawn(seed)
    found = ask_design(scenario_of(numbers).scenario, wait=True)
    assert found.proven
    level = F(found.bound) if found.judged is not None and found.bound is not None else HIGHEST
    # What holds at a patience may fail at a higher one: a roadmap is to hold from its threshold on.
    higher = [level + (HIGHEST - level) * F(k, 10) for k in range(11)]
    if level > 0:
        assert all(any(gains(numbers, course, d) > 0 for d in higher) for course in on_a_grid(numbers, 6))


def cut_project(counts: tuple[tuple[int, ...], tuple[int, ...]]) -> Cutting:
    """A project that both pay for in so many pieces each."""
    ladders = replace(from_ladders(project(2).scenario), waits=True)
    (both,) = (each for each in assignments(ladders, 2) if each.shared)
    return Cutting(both, counts)


def refusals(cutting: Cutting, patience: float) -> list[Refusal]:
    search = OrderSearch(cutting, Aim("patience", cutting.ladders), keep=True, deadline=Deadline(60))
    assert search.reaching(-patience) is None
    assert not search.open
    assert search.refusals
    return list(search.refusals)


def test_search_proof_judgement_and_check_have_the_same_numbers() -> None:
    """Whatever a wait costs is affine in the shares for the first two, and exact at given ones for the others."""
    cutting, d = cut_project(((2,), (1,))), F(11, 20)
    aim = Aim("patience", cutting.ladders)
    rounds, shares = ((0,), (1,), (0,)), (F(1, 10), F(1, 2), F(2, 5))
    level = Level((d, d), F(0))
    search = OrderSearch(cutting, aim, keep=True, deadline=Deadline(60))
    ending = search._all(rounds, level)
    ladders = cutting.at(shares)
    for player in (0, 1):
        ways = {way.round: way.loss(d) for way in RoadmapCourse(ladders, rounds).temptations(player)}
        assert set(ways) == {0, 1, 2}
        gained = most_gained(ladders, rounds, player, d)
        assert gained is not None
        assert min(ways.values()) == -gained
        for row, unit, (_, who, back, way) in zip(ending.rows, ending.units, ending.keys, strict=True):
            if who == player:
                assert way == WAIT
                cost = ways[len(rounds) - back]
                assert float(row[0] + row[1:] @ [float(s) for s in shares]) * unit == pytest.approx(float(cost))
                # The sum that the weight 1 proves something of is that cost: fixed shares make of it what it is.
                fixed = _fixed(cutting, shares)
                one = Refusal(fixed, (0, 0), rounds, ((level, player, back, WAIT, 1.0),))
                assert Prover(fixed).stands(one) == (cost < 0)


def _fixed(cutting: Cutting, shares: tuple[Fraction, ...]) -> Cutting:
    """A cutting into whole steps that cost what the pieces do."""
    ladders = cutting.at(shares)
    one, two = (tuple(replace(s, divisible=False, after=()) for s in ladder) for ladder in ladders.steps)
    return Cutting(replace(ladders, steps=(one, two)), tuple((1,) * n for n in ladders.size))  # type: ignore[arg-type]


def test_a_proof_needs_its_weights_and_that_players_may_wait() -> None:
    cutting = cut_project(((1,), (1,)))
    for refusal in refusals(cutting, 0.61):
        assert Prover(cutting).stands(refusal)
        assert not Prover(cutting).stands(replace(refusal, weights=()))
        higher = tuple((replace(level, patience=(F(63, 100),) * 2), *key) for level, *key in refusal.weights)
        assert not Prover(cutting).stands(replace(refusal, weights=higher))  # type: ignore[arg-type]
        for way in (HOLD_OUT, RENEGE):
            other = tuple((level, p, back, way, w) for level, p, back, _, w in refusal.weights)
            assert not Prover(cutting).stands(replace(refusal, weights=other))
        kept = Cutting(replace(cutting.ladders, waits=False), cutting.counts)
        assert not Prover(kept).stands(replace(refusal, cutting=kept))


@pytest.mark.parametrize("where", ["design.search", "thresholds"])
def test_rows_without_the_exchange_of_roles_are_found_out(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """With a fault in the search the proof does not stand, with one in the judgement the check does not agree."""

    def same(ladders: Ladders) -> Ladders:
        return ladders

    monkeypatch.setattr(f"sim.engine.roadmaps.{where}.exchanged", same)
    found = ask_design(project(2).scenario, wait=True, time_limit=20)
    assert not found.certified
    if where == "thresholds":
        assert found.judged is None or not found.confirmed
    else:
        assert not found.proven


def test_both_may_pay_for_a_project_without_waiting_too() -> None:
    """Halves at the same time cost K / 2 (1 - d) = g more than they bring at once: d = 1 - 2 g / K, by hand 1/3."""
    found = ask_design(project(3).scenario)
    assert found.judged is not None
    assert found.certified
    assert float(found.judged.needed or 0) == pytest.approx(1 / 3, abs=2e-6)
    assert [[float(p.share) for p in taken] for taken in found.pieces] == [pytest.approx([0.5, 0.5], abs=1e-5)]
    assert [p.total for taken in found.pieces for p in taken][-1] == 1
    alone = ask_design(project(3).scenario, parts=1)
    assert alone.judged is not None
    assert float(alone.judged.needed or 0) == pytest.approx(2 / 3, abs=2e-6)


def test_assignments_of_what_both_may_take_in_pieces() -> None:
    ladders = from_ladders(project(2).scenario)
    every = list(assignments(ladders, 2))
    assert len(every) == len({each.steps for each in every}) == count_assignments(ladders, 2) == 3
    assert [each.shared for each in every] == [(), (), ((0, 0),)]
    assert count_assignments(ladders) == 2


@pytest.mark.parametrize(
    ("game", "options", "why", "path"),
    [
        (sim.load("small-steps"), {}, "owner: either", ("concessions", "sanctioning", 0)),
        (project(2, more=", reversible: true"), {}, "reversible", ("concessions", "a", 0, "reversible")),
        (
            project(2, more=", effects: [{when: [a.project], effect: {a: 1}}]"),
            {},
            "adds something beside others",
            ("concessions", "a", 0, "effects"),
        ),
        (project(2), {"by": "margin"}, "no margin is worked out", ()),
        (project(2), {"punishment": "snapback"}, "nothing is punished", ()),
        (project(2), {"walk_away": True}, "leave out 'walk_away'", ()),
    ],
)
def test_where_roles_cannot_be_exchanged_it_is_refused_with_its_place(
    game: sim.Game, options: dict[str, Any], why: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(AskError, match=why) as refused:
        ask_design(game.scenario, wait=True, **options)
    assert refused.value.path == path
