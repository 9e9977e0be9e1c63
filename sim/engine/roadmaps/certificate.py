"""A second opinion on roadmaps: every deviation played out, with sets of steps and at one patience.

It shares nothing with `sim.engine.roadmaps.thresholds` but the steps: no polynomials, no sums over ladders made
beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.roadmaps.waiting_certificate import gains_by_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Step

NEAR = Fraction(1, 10**12)
"""How far below a threshold, and how far from zero at one that is no plain fraction, the check looks."""

NEARER = NEAR, NEAR**10, NEAR**100
"""How far below complete patience it looks for a gain, where leaving is said to pay however patient a player is."""


@dataclass(frozen=True)
class _Round:
    """A round: the steps that stand after it, those taken in it, and whether everything stands."""

    stands: frozenset[Step]
    taken: tuple[Step, ...]


def most_gained(ladders: Ladders, rounds: Rounds, player: int, patience: Fraction) -> Fraction | None:
    """Most that one deviation gains a player, as a discounted average per round; None if it cannot deviate.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who deviates.
    patience : Fraction
        Its discount factor.
    """
    course = _played(ladders, rounds)
    every = frozenset(step for ladder in ladders.steps for step in ladder)

    def effects(stands: Iterable[Step]) -> Fraction:
        there = set(stands)
        alone = [s.effect[player] for s in there]
        joint = [
            entry.effect[player]
            for s in there
            for entry in s.joint
            if all(ladders.steps[who][k] in there for who, k in entry.when)
        ]
        return sum((*alone, *joint), Fraction(0))

    def pays(stands: frozenset[Step], taken: tuple[Step, ...] = ()) -> Fraction:
        total = ladders.status_quo[player] + effects(stands) + sum(s.once[player] for s in taken)
        return total + (ladders.agreement[player] if stands == every else -ladders.delay[player])

    def broken(stands: frozenset[Step]) -> Fraction:
        given = {"nothing": (), "all": stands}.get(ladders.keeps, [s for s in stands if not s.reversible])
        return ladders.breakdown[player] + effects(given)

    resting = [frozenset(ladders.steps[who][k] for who, k in deal) for deal in ladders.rests]

    def risk(before: frozenset[Step], after: frozenset[Step]) -> Fraction:
        """The chance that talks break down after a round, by what others see of it."""
        stalls = before == after if ladders.stalls == "without_change" else after <= before
        return ladders.hazard if stalls and after != every and after not in resting else Fraction(0)

    def rests(paid: Fraction, ended: Fraction, chance: Fraction) -> Fraction:
        """Rounds of which each pays the same until the talks break down."""
        return ((1 - patience) * paid + patience * chance * ended) / (1 - patience * (1 - chance))

    def left(stands: frozenset[Step]) -> Fraction:
        """All rounds after a departure that the talks have survived."""
        if ladders.punishment == "breakdown":
            return broken(stands)
        kept = frozenset(s for s in stands if not s.reversible)
        paid = pays(kept) + (ladders.delay[player] if kept != every else 0)
        later = rests(paid, broken(kept), risk(kept, kept))
        first = risk(stands, kept)
        return (1 - patience) * paid + patience * (first * broken(kept) + (1 - first) * later)

    last = course[-1].stands
    follow = [rests(pays(last), broken(last), risk(last, last))]
    for r in reversed(course[:-1]):
        follow.insert(0, (1 - patience) * pays(r.stands, r.taken) + patience * follow[0])

    def gains() -> Iterator[Fraction]:
        before: frozenset[Step] = frozenset()
        for t, r in enumerate(course):
            own = {s for s in before if s.owner == player}
            others = tuple(s for s in r.taken if s.owner != player)
            due = [s for s in r.taken if s.owner == player]
            without = before.union(others)
            undone = without - {s for s in own if s.reversible}
            holds_out = due and not ladders.waits
            for stands in ([without] if holds_out else []) + ([undone] if undone != without else []):
                over = risk(before, stands)
                later = over * broken(stands) + (1 - over) * left(stands)
                yield (1 - patience) * pays(stands, others) + patience * later - follow[t]
            if ladders.walk_away and before != every:
                yield broken(before) - follow[t]
            for step in due:
                if step.verification is not None:
                    yield fake(t, step, step.verification) - follow[t]
            before = r.stands

    def fake(start: int, step: Step, chance: Fraction) -> Fraction:
        def now(r: _Round) -> Fraction:
            left_out = effects(r.stands) - effects(r.stands - {step})
            return pays(r.stands, tuple(s for s in r.taken if s != step)) - left_out

        def caught(r: _Round) -> Fraction:
            return left(r.stands - {step})

        end = course[-1]
        over = risk(end.stands, end.stands)
        # Found out or not, and if not, the talks end or not; what goes on is as it was.
        ended = chance * caught(end) + (1 - chance) * over * broken(end.stands - {step})
        worth = ((1 - patience) * now(end) + patience * ended) / (1 - patience * (1 - chance) * (1 - over))
        for r in reversed(course[start:-1]):
            worth = (1 - patience) * now(r) + patience * (chance * caught(r) + (1 - chance) * worth)
        return worth

    waiting = gains_by_waiting(ladders, rounds, player, patience) if ladders.waits else ()
    return max((*gains(), *waiting), default=None)


def _played(ladders: Ladders, rounds: Rounds) -> list[_Round]:
    """The rounds of a roadmap, and one that stands for all after the last step."""
    stands: frozenset[Step] = frozenset()
    left = [list(ladder) for ladder in ladders.steps]
    course = []
    for movers in rounds:
        taken = tuple(left[p].pop(0) for p in movers)
        stands = stands.union(taken)
        course.append(_Round(stands, taken))
    return [*course, _Round(stands, ())]


def confirmed(ladders: Ladders, roadmap: JudgedRoadmap) -> bool:
    """Whether the check agrees on both players' thresholds, and on what leaving gains at their own patience.

    Parameters
    ----------
    roadmap : JudgedRoadmap
        What is claimed.
    """
    for player, stand in enumerate(roadmap.stands):

        def gain(patience: Fraction, player: int = player) -> Fraction | None:
            return most_gained(ladders, roadmap.rounds, player, patience)

        own = gain(ladders.discount[player])
        if (None if own is None else -own) != stand.slack:
            return False
        if stand.threshold is None:
            if not any((high := gain(1 - near)) is not None and high > 0 for near in NEARER):
                return False
            continue
        at = gain(stand.threshold)
        if at is not None and at > 0:
            return False
        if stand.threshold > 0 and ((below := gain(stand.threshold * (1 - NEAR))) is None or below <= 0):
            return False
    return True
