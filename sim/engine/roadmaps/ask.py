"""From a scenario to the study of its roadmaps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from sim.deadline import within
from sim.engine.roadmaps.study import study_roadmaps
from sim.errors import AskError
from sim.exact.chances import is_chance
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Punishment, Scenario

FILE: Final = "file"
"""What asks for the hazard that the file has."""


def ask_roadmaps(
    scenario: Scenario,
    punishment: Punishment | Literal["worst"] | None = None,
    parts: int = 1,
    most: int | None = None,
    time_limit: float | None = 60.0,
    hazard: str | None = None,
    walk_away: bool = False,
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
    hazard : str, optional
        Chance that the talks break down after a round that stalls, as a number or an expression without names; ``file``
        for that of the file. There is none by default.
    walk_away : bool
        Whether players may also end the talks.

    Raises
    ------
    AskError
        If the scenario has no steps, its file no breakdown that could follow, or the hazard is no chance.
    TimeLimitError, FrontierTooLargeError
        If the search is too large.
    """
    if not isinstance(scenario.game, Concessions):
        raise AskError("kind", f"roadmaps are for scenarios of kind concessions, not {scenario.kind}")
    if parts < 1:
        raise AskError("split", f"a step is cut into 1 part or more, not {parts}")
    if punishment not in (None, "snapback", "breakdown", "worst"):
        raise AskError("punishment", f"expected snapback, breakdown or worst, found '{punishment}'")
    chance = _hazard(scenario.game, hazard)
    may = {"the punishment is to be a breakdown": punishment == "breakdown", "talks may break down": bool(chance)}
    for why in [why for why, so in {**may, "players may walk away": walk_away}.items() if so]:
        if "breakdown" not in scenario.places:
            message = f"{why}, but the file has no 'breakdown' that says what players get then"
            raise AskError("breakdown", message)
    named = [(roadmap.name, roadmap.rounds) for roadmap in scenario.game.roadmaps]
    ladders = from_ladders(scenario, None if punishment == "worst" else punishment, chance, walk_away)
    with within(time_limit) as limit:
        return study_roadmaps(ladders, named, parts, most, limit)


def _hazard(game: Concessions, asked: str | None) -> Fraction:
    """The chance that the talks break down after a round that stalls.

    Raises
    ------
    AskError
        If it is none, or the file has one for each round.
    """
    if asked is None:
        return Fraction(0)
    if asked == FILE:
        if len(game.hazards) > 1:
            message = "the hazard of the file changes from round to round, and the rounds of a roadmap have no end"
            raise AskError("hazard", f"{message}; name one chance")
        return game.hazards[0]
    try:
        chance = evaluate(asked, {})
    except ExpressionError as error:
        raise AskError("hazard", f"'{asked}' is neither a chance nor '{FILE}': {error}") from None
    if not (0 <= chance <= 1 and is_chance(chance)):
        raise AskError(
            "hazard", f"a chance lies between 0 and 1, and {asked} does not, or it is too near to one of them"
        )
    return chance
