"""The Python interface: load a game, solve it, look at the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api.agents import Simulation, Tournament
    from sim.api.answer import Answer
    from sim.api.calibrated import Calibrated
    from sim.api.designing.designed import Design
    from sim.api.difference import Diff, diff
    from sim.api.dossier import Dossier
    from sim.api.explanation import Explanation
    from sim.api.game import Game, load, loads
    from sim.api.inspection.inspected import Inspected
    from sim.api.inspection.quotas import InspectionQuota
    from sim.api.listing import catalog, compare
    from sim.api.maps import Map, Preferences, Sensitivity
    from sim.api.picture import Picture
    from sim.api.reassurance import FirstSteps
    from sim.api.require import Requirement
    from sim.api.result import Result
    from sim.api.roadmaps import Roadmaps
    from sim.api.robust import Robust
    from sim.api.seen.explained import ChoicesExplained, CourseExplained
    from sim.api.studies.draws import Draws
    from sim.api.table import Table

_PLACES = {
    "Answer": "answer",
    "Calibrated": "calibrated",
    "Design": "designing.designed",
    "ChoicesExplained": "seen.explained",
    "CourseExplained": "seen.explained",
    "Diff": "difference",
    "Dossier": "dossier",
    "Draws": "studies.draws",
    "Explanation": "explanation",
    "FirstSteps": "reassurance",
    "Game": "game",
    "Inspected": "inspection.inspected",
    "InspectionQuota": "inspection.quotas",
    "Map": "maps",
    "Picture": "picture",
    "Preferences": "maps",
    "Requirement": "require",
    "Result": "result",
    "Roadmaps": "roadmaps",
    "Robust": "robust",
    "Sensitivity": "maps",
    "Simulation": "agents",
    "Table": "table",
    "Tournament": "agents",
    "catalog": "listing",
    "compare": "listing",
    "diff": "difference",
    "load": "game",
    "loads": "game",
}

__all__ = [
    "Answer",
    "Calibrated",
    "ChoicesExplained",
    "CourseExplained",
    "Design",
    "Diff",
    "Dossier",
    "Draws",
    "Explanation",
    "FirstSteps",
    "Game",
    "Inspected",
    "InspectionQuota",
    "Map",
    "Picture",
    "Preferences",
    "Requirement",
    "Result",
    "Roadmaps",
    "Robust",
    "Sensitivity",
    "Simulation",
    "Table",
    "Tournament",
    "catalog",
    "compare",
    "diff",
    "load",
    "loads",
]


def __getattr__(name: str) -> Any:
    # Loaded when first used: a command pays for the answers that it gives, not for all of them.
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(f"sim.api.{_PLACES[name]}"), name)
    raise AttributeError(f"module 'sim.api' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
