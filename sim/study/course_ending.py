"""How a course of concessions ends, in the words that studies keep."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.study.record import BREAKS, HOLDS, RENEGES, UNFINISHED, WALKS

if TYPE_CHECKING:
    from sim.engine.concessions.outcome import CourseOutcome


def course_ending(outcome: CourseOutcome) -> tuple[int, float]:
    """Place of the ending in `sim.study.record.endings_of`, and the round of the agreement, from 1.

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
