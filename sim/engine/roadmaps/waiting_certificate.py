"""A second opinion on roadmaps whose rounds can be waited out: each wait played out, whoever took what before it.

It shares nothing with `sim.engine.roadmaps.thresholds` but the steps, and does not leave out what stands already: both
courses are played out after each history in which all rounds so far, or none, were taken with the roles exchanged.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Step

    Taken = tuple[Step, int]


def gains_by_waiting(ladders: Ladders, rounds: Rounds, player: int, patience: Fraction) -> Iterator[Fraction]:
    """What each wait gains a player in the place of the step that is due of it, as a discounted average per round.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who waits.
    patience : Fraction
        Its discount factor.
    """
    queues = [iter(ladder) for ladder in ladders.steps]
    course = [[next(queues[p]) for p in movers] for movers in rounds]
    count = sum(map(len, ladders.steps))

    def of(step: Step, taker: int, pays: tuple[Fraction, Fraction]) -> Fraction:
        """What of a step's numbers is the player's, who may or may not be in its owner's place."""
        return pays[player] if taker == step.owner else pays[1 - player]

    def paid(stands: list[Taken], new: list[Taken]) -> Fraction:
        every = [*stands, *new]
        base = ladders.status_quo[player] + sum(of(step, who, step.effect) for step, who in every)
        base += sum(of(step, who, step.once) for step, who in new)
        return base + (ladders.agreement[player] if len(every) == count else -ladders.delay[player])

    def worth(stands: list[Taken], start: int, turned: bool) -> Fraction:
        """What all rounds from one on are worth, with the roles exchanged or not."""
        total, weight = Fraction(0), Fraction(1)
        for steps in course[start:]:
            new = [(step, 1 - step.owner if turned else step.owner) for step in steps]
            total += (1 - patience) * weight * paid(stands, new)
            stands, weight = stands + new, weight * patience
        return total + weight * paid(stands, [])

    for start, before, turned in product(range(len(course)), (False, True), (False, True)):
        due = [1 - step.owner if turned else step.owner for step in course[start]]
        if player in due:
            past = [step for steps in course[:start] for step in steps]
            stands = [(step, 1 - step.owner if before else step.owner) for step in past]
            waits = (1 - patience) * paid(stands, []) + patience * worth(stands, start, not turned)
            yield waits - worth(stands, start, turned)
