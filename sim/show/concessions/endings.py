"""Words for how concession games end, which stories and pictures share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import times

if TYPE_CHECKING:
    from sim.engine.concessions.all_subgame_perfect import AllPerfectSolution, PlanCourse

SHARES = {
    "agreement": "ends in agreement",
    "hazard": "breaks down",
    "walk_away": "somebody walks away",
    "unfinished": "incomplete at the end",
}
"""How the talks end, of shares of many courses."""


def ending(solution: AllPerfectSolution, course: PlanCourse) -> tuple[str, str]:
    """How a course ends, as ``walk_away``, ``hazard``, ``agreement``, ``nobody`` or ``unfinished`` and in words."""
    outcome = course.outcome
    mixed = ", somebody mixing" if course.mixed else ""
    if outcome.over:
        how = "walked away" if outcome.over == "walk_away" else "breakdown"
        return outcome.over, f"{how} in round {outcome.round + 1}{mixed}"
    if outcome.kind == "agreement":
        return "agreement", f"agreement in round {(outcome.made or 0) + 1}{mixed}"
    if not any(r.who("concede") for r in outcome.rounds):
        return "nobody", f"nobody takes a step{mixed}"
    steps = sum(map(len, solution.game.states[outcome.stands[-1]].stands))
    stand = "no step stands" if not steps else f"{times(steps, 'step')} {'stands' if steps == 1 else 'stand'}"
    return "unfinished", f"incomplete, {stand} at the end{mixed}"
