"""From a scenario to the study of its roadmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.deadline import Deadline
from sim.engine.roadmaps.study import study_roadmaps
from sim.errors import AskError
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Punishment, Scenario


def ask_roadmaps(
    scenario: Scenario,
    punishment: Punishment | Literal["worst"] | None = None,
    parts: int = 1,
    most: int | None = None,
    time_limit: float | None = 60.0,
) -> RoadmapStudy:
    """The roadmaps of a concession scenario.

    Parameters
    ----------
    punishment : {"snapback", "breakdown", "worst"}, optional
        What follows when somebody leaves; by default what the file says. With ``"worst"`` that holds for the thresholds
        as well, and `sim.engine.roadmaps.worst.ask_worst` has the rest.
    parts : int
        Cut each step into up to so many equal ones.
    most : int, optional
        Cut the frontiers of the search to this size.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    AskError
        If the scenario has no steps, or its file no breakdown to punish with.
    TimeLimitError, FrontierTooLargeError
        If the search is too large.
    """
    if not isinstance(scenario.game, Concessions):
        raise AskError("kind", f"roadmaps are for scenarios of kind concessions, not {scenario.kind}")
    if parts < 1:
        raise AskError("split", f"a step is cut into 1 part or more, not {parts}")
    if punishment not in (None, "snapback", "breakdown", "worst"):
        raise AskError("punishment", f"expected snapback, breakdown or worst, found '{punishment}'")
    if punishment == "breakdown" and "breakdown" not in scenario.places:
        message = "the punishment is to be a breakdown, but the file has no 'breakdown' that says what players get then"
        raise AskError("breakdown", message)
    named = [(roadmap.name, roadmap.rounds) for roadmap in scenario.game.roadmaps]
    ladders = from_ladders(scenario, None if punishment == "worst" else punishment)
    return study_roadmaps(ladders, named, parts, most, Deadline(time_limit))
