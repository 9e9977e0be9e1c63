"""All ways to leave a roadmap whose steps may be faked, against every plan played out and closed forms."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from sim.engine.roadmaps.plans_certificate import margins_of_plans
from sim.engine.roadmaps.study import verification_needed
from sim.engine.roadmaps.thresholds import RoadmapCourse
from sim.engine.roadmaps.ways_out import ways_out
from sim.games.roadmaps.ladders import Ladders
from sim.scenario.scenario import JointEffect, Step

ZERO, HALF = Fraction(0), Fraction(1, 2)
NOTHING = ZERO, ZERO


def drawn(draw: Random) -> tuple[Ladders, tuple[tuple[int, ...], ...]]:
    """Ladders of up to three and four steps with anything that they may have, and an order of them."""

    def pay() -> Fraction:
        return Fraction(draw.randint(-6, 6), 2)

    def pair() -> tuple[Fraction, Fraction]:
        return pay(), pay()

    sizes = draw.randint(0, 3), draw.randint(1, 4)
    places = [(p, k) for p in (0, 1) for k in range(sizes[p])]

    def step(p: int, k: int) -> Step:
        others = [place for place in places if place != (p, k)]
        joint = (JointEffect(pair(), (draw.choice(others),)),) if others and draw.random() < 0.3 else ()
        chance = Fraction(draw.randint(0, 4), 4) if draw.random() < 0.7 else None
        once = pair() if draw.random() < 0.3 else NOTHING
        return Step(f"s{p}{k}", "x", p, pair(), once, draw.random() < 0.6, (), chance, joint)

    one, two = (tuple(step(p, k) for k in range(sizes[p])) for p in (0, 1))
    movers = [p for p, _ in places]
    draw.shuffle(movers)
    rounds: list[tuple[int, ...]] = []
    for mover in movers:
        if rounds and rounds[-1] == (1 - mover,) and draw.random() < 0.3:
            rounds[-1] = (0, 1)
        else:
            rounds.append((mover,))
    patience = Fraction(draw.randint(1, 9), 10), Fraction(draw.randint(1, 9), 10)
    punishment, keeps = draw.choice(("snapback", "breakdown")), draw.choice(("nothing", "irreversible", "all"))
    ladders = Ladders(("a", "b"), patience, pair(), pair(), pair(), (one, two), punishment, pair(), keeps)  # type: ignore[arg-type]
    return ladders, tuple(rounds)


@pytest.mark.parametrize("seed", range(60))
def test_the_best_way_out_is_the_best_of_all_plans(seed: int) -> None:
    draw = Random(seed)
    ladders, rounds = drawn(draw)
    discovery = draw.choice(("snapback", "breakdown"))
    for player in (0, 1):
        found = ways_out(ladders, rounds, player, discovery)  # type: ignore[arg-type]
        told = found.open_margin, {ladders.steps[player][way.step or 0].id: way.margin for way in found.faking}
        assert told == margins_of_plans(ladders, rounds, player, discovery)  # type: ignore[arg-type]


def exchange(chance: Fraction, patience: Fraction = Fraction(4, 5)) -> Ladders:
    """One step on each side at once: it costs 1 and brings the other 3; the second player's may be faked."""
    one = Step("a", "a", 0, (Fraction(-1), Fraction(3)), NOTHING, True, ())
    two = Step("b", "b", 1, (Fraction(3), Fraction(-1)), NOTHING, True, (), chance)
    return Ladders(("a", "b"), (patience, patience), NOTHING, NOTHING, NOTHING, ((one,), (two,)))


@pytest.mark.parametrize("chance", [Fraction(k, 20) for k in range(21)])
def test_a_fake_of_an_exchange_in_closed_form(chance: Fraction) -> None:
    """A fake brings 3 until it is found, U = (1 - d) 3 / (1 - d (1 - q)); keeping to it brings 2."""
    d = Fraction(4, 5)
    found = ways_out(exchange(chance), ((0, 1),), 1, "snapback")
    assert found.fake_margin == 2 - (1 - d) * 3 / (1 - d * (1 - chance))
    # Whoever takes its step back keeps the other's for a round; there is no better time to hold out than the first.
    assert found.open_margin == 2 - (1 - d) * 3


def test_the_least_chance_is_that_of_roadmaps_where_nothing_better_follows_a_fake() -> None:
    """2 (1 - d + d q) = 3 (1 - d) at q = (1 - d) / (2 d) = 1/8."""
    ladders = exchange(HALF)
    need = verification_needed(RoadmapCourse(ladders, ((0, 1),)), 1, Fraction(4, 5))
    assert need is not None
    assert need.needed == Fraction(1, 8)
    assert ways_out(exchange(Fraction(1, 8)), ((0, 1),), 1, "snapback").fake_margin == 0


def test_a_second_fake_counts_in_what_the_first_is_worth() -> None:
    """Whoever has faked one step fakes the next as well, as nothing more can be lost."""
    step = Step("x", "x", 1, (Fraction(3), Fraction(-1)), NOTHING, True, (), Fraction(1, 3))
    two = (step, Step("y", "y", 1, (Fraction(3), Fraction(-2)), NOTHING, True, (), ZERO))
    given = Step("a", "a", 0, (Fraction(-1), Fraction(4)), NOTHING, True, ())
    half = Fraction(1, 2)
    ladders = Ladders(("a", "b"), (half, half), NOTHING, NOTHING, NOTHING, ((given,), two))
    found = ways_out(ladders, ((0, 1), (1,)), 1, "snapback")
    both = found.faking[0]
    assert [act for _, act, _ in both.acts] == ["fake", "fake"]
    # Beginning with x and ending with y: rounds pay 4 until one of them is found, by x alone: 2 / (1 - 1/3) = 3,
    # against 1/2 * 3 + 1/2 * 1 = 2 of keeping to it.
    assert both.margin == 2 - Fraction(3)
