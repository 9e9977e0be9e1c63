"""Designed roadmaps against closed forms, grids of shares, the search over whole steps, and numbers drawn from the box.

The closed forms are those of one step on each side that costs its owner a and is worth b to the other for good, with a
bonus g once both stand. Shares x that are taken at the same time hold if what is still to come makes up for them:
(b - a) x_t + d W_(t+1) >= b x_t with W the worth from a round on, where W_t = b x_t if all bind, so that
x_(t+1) / x_t = a / (d b): the increments of Lockwood and Thomas (2002, Review of Economic Studies 69). The last
one is g / a, since nothing but the bonus follows it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from random import Random
from typing import TYPE_CHECKING

import pytest
from scipy.optimize import brentq

import sim
from sim.deadline import Deadline
from sim.engine.roadmaps.best import best_roadmap
from sim.engine.roadmaps.certificate import most_gained
from sim.engine.roadmaps.design.aims import Aim
from sim.engine.roadmaps.design.cutting import Cutting, cuttings, lowered
from sim.engine.roadmaps.design.design import ask_design
from sim.engine.roadmaps.design.designed import Designed
from sim.engine.roadmaps.design.proof import Prover
from sim.engine.roadmaps.design.search import Design, OrderSearch
from sim.engine.roadmaps.thresholds import judge
from sim.errors import AskError
from sim.games.roadmaps.ladders import from_ladders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.roadmaps.design.aims import By
    from sim.games.roadmaps.ladders import Ladders, Rounds

A, B, BONUS = Fraction(1), Fraction(2), Fraction(3, 10)
"""Of the bundled file."""

EVERY_STEP = ", ".join(
    f"{step}.divisible=true"
    for step in (
        *("us.exercises", "us.declaration", "us.partial_relief", "us.full_relief"),
        *("nk.freeze", "nk.site", "nk.weapons"),
    )
)


def small_steps(changes: str = "") -> sim.Game:
    game = sim.load("small-steps")
    return game.with_(changes) if changes else game


def of_order(ladders: Ladders, counts: tuple[tuple[int, ...], tuple[int, ...]], rounds: Rounds) -> Design:
    search = OrderSearch(Cutting(ladders, counts), Aim("patience", ladders), keep=True, deadline=Deadline(60))
    found = search.of_order(rounds, search.aim.span[0])
    assert found is not None
    return search.improved(found)


@pytest.mark.parametrize("parts", [4, 5, 7])
def test_simultaneous_shares_grow_in_the_ratio_of_lockwood_and_thomas(parts: int) -> None:
    ladders = from_ladders(small_steps().scenario)
    found = of_order(ladders, ((parts,), (parts,)), ((0, 1),) * parts)

    def left(d: float) -> float:
        return float(BONUS / A) * sum((d * float(B / A)) ** k for k in range(parts)) - 1

    needed = -float(found.score)
    assert needed == pytest.approx(brentq(left, 0.01, 0.999), abs=2e-6)
    ratio = float(A) / (needed * float(B))
    for shares in (found.shares[:parts], found.shares[parts:]):
        assert float(shares[-1]) == pytest.approx(float(BONUS / A), abs=1e-4)
        for one, two in pairwise(shares):
            assert float(two / one) == pytest.approx(ratio, rel=1e-3)


def test_without_a_bonus_finite_shares_unravel() -> None:
    """Lockwood and Thomas need infinitely many increments: the last of finitely many is never worth its cost."""
    found = ask_design(small_steps().set(peace=0).scenario, parts=3)
    assert found.judged is None
    assert found.proven


def test_shares_in_turn_have_the_least_patience_of_their_binding_rounds() -> None:
    """The last share is g = 3/10 and 7/10 comes before; the one between is (b + 1) g d: 2 d (9/10) d = 7/10."""
    found = ask_design(small_steps().scenario, parts=2)
    assert found.judged is not None
    assert float(found.judged.needed or 0) == pytest.approx((0.7 / 1.8) ** 0.5, abs=2e-6)
    assert [piece.player for taken in found.pieces for piece in taken] in ([0, 1, 0, 1], [1, 0, 1, 0])
    assert [float(taken[0].share) for taken in found.pieces[1::2]] == pytest.approx([0.7, 0.3], abs=1e-5)
    assert found.certified


def test_what_is_kept_when_talks_break_down_is_what_a_snapback_leaves() -> None:
    """As in Compte and Jehiel (2004), what has been given for good stays whichever way the talks end."""
    game = small_steps("breakdown={payoff: {sanctioning: 0, armed: 0}, keeps: irreversible}, punishment=breakdown")
    one, two = ask_design(small_steps().scenario), ask_design(game.scenario)
    assert one.judged is not None
    assert two.judged is not None
    assert two.ladders.punishment == "breakdown"
    assert float(one.judged.needed or 0) == pytest.approx(float(two.judged.needed or 0), abs=2e-6)


@pytest.mark.parametrize("name", ["action-for-action", "dismantle-first", "relief-first", "soothing-steps", "stalled"])
def test_with_whole_steps_it_is_what_the_frontier_search_finds(name: str) -> None:
    scenario = sim.load(name).scenario
    found = ask_design(scenario)
    peer = best_roadmap(from_ladders(scenario), keep_prerequisites=True).roadmap
    assert found.certified
    if peer is None or found.judged is None:
        assert peer is None
        assert found.judged is None
    else:
        assert float(found.judged.needed or 0) == pytest.approx(float(peer.needed or 0), abs=2e-6)


def drawn(seed: int) -> sim.Game:
    """One step on each side, and perhaps a second on one, with numbers drawn."""
    draw = Random(seed)
    text = "format: 1\nkind: concessions\ntitle: Drawn\nhorizon: 4\nactions: [concede, hold_out]\n"
    text += "status_quo: {us: 0, nk: 0}\n"
    text += (
        f"players: {{us: {{patience: {draw.choice((0.6, 0.8, 0.95))}}}, nk: {{patience: {draw.choice((0.7, 0.9))}}}}}\n"
    )
    text += f"agreement: {{us: {draw.choice((0, 0.4, 0.8))}, nk: {draw.choice((0.3, 0.6))}}}\nconcessions:\n"
    for own, other in (("us", "nk"), ("nk", "us")):
        text += f"  {own}:\n"
        for k in range(1 + (own == "us" and seed % 2)):
            reversible = draw.choice(("true", "false"))
            cost, worth = draw.choice((0.5, 1, 1.5)), draw.choice((1, 2, 3))
            text += f"    - {{id: s{k}, effect: {{{own}: -{cost}, {other}: {worth}}}, reversible: {reversible}"
            text += f", once: {{{own}: -{draw.choice((0, 0.2))}}}, divisible: {'true' if k == 0 else 'false'}}}\n"
    return sim.loads(text)


def orders(size: tuple[int, int]) -> Iterator[Rounds]:
    """All orders of pieces, with no search."""
    if size == (0, 0):
        yield ()
    for movers in ((0,), (1,), (0, 1)):
        before = size[0] - (0 in movers), size[1] - (1 in movers)
        if min(before) >= 0:
            yield from ((*rounds, movers) for rounds in orders(before))


def on_a_grid(ladders: Ladders, by: By, cells: int) -> Fraction | None:
    """The best score over all orders and shares on a grid, worked out one by one."""
    aim, best = Aim(by, ladders), None
    for cutting in cuttings(ladders, 2):
        free = [group for group in cutting.groups if len(group) == 2]
        for cut in product(range(1, cells), repeat=len(free)):
            shares = [Fraction(1)] * len(cutting.variables)
            for (one, two), k in zip(free, cut, strict=True):
                shares[one], shares[two] = Fraction(k, cells), 1 - Fraction(k, cells)
            for rounds in orders(cutting.size):
                score = aim.score(cutting, rounds, shares)
                if score is not None and (best is None or score > best):
                    best = score
    return best


@pytest.mark.parametrize(("seed", "by"), [(s, by) for s in (16, 18, 21, 34) for by in ("patience", "margin", "sum")])
def test_no_shares_on_a_grid_are_better(seed: int, by: By) -> None:
    scenario = drawn(seed).scenario
    found = ask_design(scenario, by=by)
    grid = on_a_grid(from_ladders(scenario), by, 4)
    if found.judged is None:
        assert found.proven
        assert grid is None
        return
    assert found.certified
    own = {"patience": -(found.judged.needed or 0), "margin": found.margin or 0, "sum": found.total or 0}[by]
    if grid is not None:
        assert own >= grid - Fraction(2, 10**5)
        assert found.bound is not None
        bound = -found.bound if by == "patience" else found.bound
        assert bound >= float(grid) - 1e-12


@pytest.mark.parametrize("seed", [16, 18, 21, 34])
def test_a_little_less_patience_undoes_it(seed: int) -> None:
    found = ask_design(drawn(seed).scenario)
    assert found.judged is not None
    assert found.judged.needed
    assert found.cut is not None
    needed = found.judged.needed
    gains = [most_gained(found.cut, found.judged.rounds, p, needed) for p in (0, 1)]
    assert all(gain is None or gain <= 0 for gain in gains)
    less = [most_gained(found.cut, found.judged.rounds, p, needed * (1 - Fraction(1, 10**6))) for p in (0, 1)]
    assert any(gain is not None and gain > 0 for gain in less)


def _off(ladders: Ladders, by: Fraction, draw: Random) -> Ladders:
    """Ladders of whole steps with every number that is not zero off by up to so much."""

    def moved(value: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
        one, two = (v + by * draw.choice((-1, 1, 0, Fraction(1, 2))) if v else v for v in value)
        return one, two

    one, two = (
        tuple(replace(s, effect=moved(s.effect), once=moved(s.once)) for s in ladder) for ladder in ladders.steps
    )
    return replace(ladders, steps=(one, two), agreement=moved(ladders.agreement), status_quo=moved(ladders.status_quo))


@pytest.mark.parametrize("seed", [16, 18, 21, 34])
def test_nobody_prefers_to_leave_anywhere_in_the_box_and_somebody_does_beyond_its_worst_corner(seed: int) -> None:
    found = ask_design(drawn(seed).scenario, by="margin")
    assert found.judged is not None
    assert found.margin
    counts = tuple(
        tuple(max(1, sum(p.player == q and p.step == k for taken in found.pieces for p in taken)) for k in range(n))
        for q, n in enumerate(map(len, found.ladders.steps))
    )
    shares = _shares(found)

    def gains(ladders: Ladders) -> bool:
        assert found.judged is not None
        cut = Cutting(ladders, (counts[0], counts[1])).at(shares)
        most = [most_gained(cut, found.judged.rounds, p, ladders.discount[p]) for p in (0, 1)]
        return any(gain is not None and gain > 0 for gain in most)

    draw = Random(seed)
    assert not any(gains(_off(found.ladders, found.margin, draw)) for _ in range(60))
    assert not gains(lowered(found.ladders, found.margin))
    assert gains(lowered(found.ladders, found.margin * Fraction(1001, 1000)))


def _shares(found: Designed) -> list[Fraction]:
    divisible = {(q, k) for q in (0, 1) for k, s in enumerate(found.ladders.steps[q]) if s.divisible}
    pieces = [p for q in (0, 1) for taken in found.pieces for p in taken if p.player == q]
    return [p.share for p in pieces if (p.player, p.step) in divisible]


def test_a_proof_needs_its_weights() -> None:
    ladders = from_ladders(small_steps().scenario)
    cutting = Cutting(ladders, ((2,), (2,)))
    search = OrderSearch(cutting, Aim("patience", ladders), keep=True, deadline=Deadline(60))
    assert search.reaching(-0.6) is None
    prover = Prover(cutting)
    assert search.refusals
    assert not search.open
    for refusal in search.refusals:
        assert prover.stands(refusal)
        assert not prover.stands(replace(refusal, weights=()))
        turned = tuple((*key, -weight) for *key, weight in refusal.weights)
        assert not prover.stands(replace(refusal, weights=turned))  # type: ignore[arg-type]


def test_the_weights_of_one_order_prove_nothing_where_it_holds() -> None:
    ladders = from_ladders(small_steps().scenario)
    cutting = Cutting(ladders, ((2,), (2,)))
    search = OrderSearch(cutting, Aim("patience", ladders), keep=True, deadline=Deadline(60))
    assert search.reaching(-0.6) is None
    rounds = ((0,), (1,), (0,), (1,))
    told = [r for r in search.refusals if rounds[len(rounds) - len(r.rounds) :] == r.rounds]
    for refusal in told:
        higher = tuple((replace(level, patience=(Fraction(7, 10),) * 2), *key) for level, *key in refusal.weights)
        assert not Prover(cutting).stands(replace(refusal, weights=higher))  # type: ignore[arg-type]


def test_shares_keep_to_the_limits_of_the_file() -> None:
    """With halves on one side the other's first share of 7/10 is paid for by 2 d / 2, so that d is 7/10."""
    changes = "sanctioning.relief.shares={min: 0.2, max: 0.5}, armed.weapons.shares={max: 0.7}"
    free, bound = ask_design(small_steps().scenario), ask_design(small_steps(changes).scenario)
    assert bound.judged is not None
    assert free.judged is not None
    assert [p.share for taken in bound.pieces for p in taken if p.player == 0] == [Fraction(1, 2)] * 2
    assert all(p.share <= Fraction(7, 10) for taken in bound.pieces for p in taken)
    assert float(bound.judged.needed or 0) == pytest.approx(0.7, abs=2e-6)
    assert (bound.judged.needed or 0) > (free.judged.needed or 1)


def test_pieces_add_up_and_the_roadmap_is_the_one_that_is_judged() -> None:
    found = ask_design(small_steps().scenario, parts=3)
    assert found.cut is not None
    assert found.judged is not None
    assert judge(found.cut, found.judged.rounds) == found.judged
    for player in (0, 1):
        assert sum(p.share for taken in found.pieces for p in taken if p.player == player) == 1


@pytest.mark.parametrize(
    ("name", "changes", "options", "why"),
    [
        ("chicken", "", {}, "not matrix"),
        ("small-steps", "", {"by": "speed"}, "patience, margin or sum"),
        ("small-steps", "", {"parts": 0}, "1 to 12 parts"),
        ("action-for-action", EVERY_STEP, {"parts": 12}, "35,831,808 ways"),
        ("small-steps", "", {"walk_away": True}, "no 'breakdown'"),
        ("small-steps", "armed.weapons.verification=0.5", {}, "may be faked"),
    ],
)
def test_what_cannot_be_designed_is_refused(name: str, changes: str, options: dict[str, object], why: str) -> None:
    game = sim.load(name).with_(changes) if changes else sim.load(name)
    with pytest.raises(AskError, match=why):
        ask_design(game.scenario, **options)  # type: ignore[arg-type]
