"""How well steps have to be verified for an order of the steps to hold, at the players' own patience.

Verdicts over all equilibria take every step at its word. What verification makes a side keep its word is found for
agreed orders of the steps (`sim.engine.roadmaps.faking`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.roadmaps.ask import ask_roadmaps
from sim.engine.roadmaps.study import climbs_all
from sim.errors import FrontierTooLargeError
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap, Verified
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Watched:
    """What verification an order of the steps needs to keep one player from faking and from leaving otherwise.

    Parameters
    ----------
    entry : StudiedRoadmap
        The order, in which all steps are taken.
    player : int
        Whom it keeps.
    found : Verified
        The least chance per round of finding a fake, and the step that asks for it.
    """

    entry: StudiedRoadmap
    player: int
    found: Verified


@dataclass(frozen=True)
class Verification:
    """What verification orders of the steps need.

    Parameters
    ----------
    study : RoadmapStudy
        The orders: those of the file, the standard ones and the best.
    watched : tuple of Watched
        For each that takes all steps, and each player with steps that may be faked.
    """

    study: RoadmapStudy
    watched: tuple[Watched, ...]


def verification(scenario: Scenario) -> Verification | None:
    """What verification orders of the steps need; None where no step may be faked, or there are too many orders.

    Parameters
    ----------
    scenario : Scenario
        A concession game.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    game = scenario.game
    assert isinstance(game, Concessions)
    if all(step.verification is None for ladder in game.ladders for step in ladder):
        return None
    try:
        study = ask_roadmaps(scenario, time_limit=None)
    except FrontierTooLargeError:
        return None
    complete = [entry for entry in study.entries if climbs_all(study.ladders, entry)]
    watched = [Watched(e, p, found) for e in complete for p, found in enumerate(e.verified) if found is not None]
    return Verification(study, tuple(watched))
