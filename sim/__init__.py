"""Detente: negotiations as games, written in YAML, solved and told.

>>> import sim
>>> sim.load("ultimatum").solve()
<Result 'Ultimatum' (subgame-perfect, certified): Proposer 4, Responder 0>
"""

from __future__ import annotations

from sim.version import __version__

TYPE_CHECKING = False  # nothing is loaded here before the command line hears interrupts
if TYPE_CHECKING:
    from typing import Any

    from sim.agents.agent import Agent
    from sim.api import (
        Answer,
        Calibrated,
        Diff,
        Dossier,
        Explanation,
        FirstSteps,
        Game,
        Inspected,
        InspectionQuota,
        Map,
        Picture,
        Preferences,
        Requirement,
        Result,
        Roadmaps,
        Robust,
        Sensitivity,
        Simulation,
        Table,
        Tournament,
        catalog,
        compare,
        diff,
        load,
        loads,
    )
    from sim.api.dossier import report
    from sim.errors import (
        AgentError,
        AskError,
        AxisError,
        DetenteError,
        GameTooLargeError,
        NoExplanationError,
        OutputError,
        RangeError,
        ScenarioError,
        TimeLimitError,
    )

__all__ = [
    "Agent",
    "AgentError",
    "Answer",
    "AskError",
    "AxisError",
    "Calibrated",
    "DetenteError",
    "Diff",
    "Dossier",
    "Explanation",
    "FirstSteps",
    "Game",
    "GameTooLargeError",
    "Inspected",
    "InspectionQuota",
    "Map",
    "NoExplanationError",
    "OutputError",
    "Picture",
    "Preferences",
    "RangeError",
    "Requirement",
    "Result",
    "Roadmaps",
    "Robust",
    "ScenarioError",
    "Sensitivity",
    "Simulation",
    "Table",
    "TimeLimitError",
    "Tournament",
    "__version__",
    "catalog",
    "compare",
    "diff",
    "load",
    "loads",
    "report",
]

_ERRORS = frozenset(name for name in __all__ if name.endswith("Error"))


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command line needs the version and nothing else of this module.
    if name in __all__:
        from importlib import import_module

        places = {"Agent": "sim.agents.agent", "report": "sim.api.dossier"}  # sim.api.report is a module
        place = "sim.errors" if name in _ERRORS else places.get(name, "sim.api")
        return getattr(import_module(place), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
