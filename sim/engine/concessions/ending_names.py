"""Names for how a course of concessions ends, which studies count by."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.engine.solution import Answer

if TYPE_CHECKING:
    from sim.engine.concessions.course import WithCourse
    from sim.engine.concessions.outcome import CourseOutcome

AGREEMENT, BREAKDOWN, INCOMPLETE = "agreement", "breakdown", "incomplete"

WALKS, RENEGES, HOLDS = 1, 5, 8
"""First of three places in `endings_of` each: the first player alone, the second alone, both."""

BREAKS, UNFINISHED = 4, 11
"""Places in `endings_of` of a breakdown, and of an agreement that is incomplete."""


def endings_of(players: tuple[str, str]) -> tuple[str, ...]:
    """All ways for a concession game to end, in words.

    Somebody ``walks away``; the talks end in a ``breakdown`` after a stalled round that was likelier to end them than
    not; or the rounds run out, or go on for ever, before the agreement is complete: then somebody ``takes steps back``
    at its last decision, or else ``holds out`` there though its next step was open to it, or else the agreement is
    ``incomplete`` and no more is said.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    """
    one, two = players
    return (
        AGREEMENT,
        f"{one} walks away",
        f"{two} walks away",
        "both walk away",
        BREAKDOWN,
        f"{one} takes steps back",
        f"{two} takes steps back",
        "both take steps back",
        f"{one} holds out",
        f"{two} holds out",
        "both hold out",
        INCOMPLETE,
    )


def course_ending(outcome: CourseOutcome) -> tuple[int, float]:
    """Place of the ending in `endings_of`, and the round of the agreement, from 1.

    Where the agreement is incomplete at the end, what counts is what either side does last: whoever takes steps back,
    else whoever holds out though it could take one. A fake that is discovered leaves it incomplete.

    Parameters
    ----------
    outcome : CourseOutcome
        What becomes of the agreement on the course.
    """
    if outcome.over == "walk_away":
        return WALKS + _both(outcome.by) - 1, nan
    if outcome.over == "hazard":
        return BREAKS, nan
    if outcome.over == "discovery":
        return UNFINISHED, nan
    if outcome.complete_at_end:
        return 0, float((outcome.made or 0) + 1)
    last = [act for player in (0, 1) if (act := outcome.last_act(player)) is not None]
    reneged = _both(tuple(act.player for act in last if act.action == "renege"))
    held = _both(tuple(act.player for act in last if act.action == "hold_out" and act.could))
    if reneged:
        return RENEGES + reneged - 1, nan
    return (HOLDS + held - 1 if held else UNFINISHED), nan


def _both(players: tuple[int, ...]) -> int:
    """Who it is, as a number: 1 for the first player, 2 for the second, 3 for both."""
    return sum(player + 1 for player in players)


def course_answer(solution: WithCourse, values: tuple[float, float], equilibrium: str) -> Answer:
    """What a study keeps of a solution that is shown by a course.

    Parameters
    ----------
    values : tuple of float
        What it pays per round.
    equilibrium : str
        What it is among the equilibria.
    """
    place, rounds = course_ending(solution.outcome)
    return Answer(values, endings_of(solution.game.players)[place], rounds, equilibrium)
