"""Detente: negotiations as games, written in YAML, solved and told.

>>> import sim
>>> sim.load("ultimatum").solve()
<Result 'Ultimatum' (subgame-perfect, certified): Proposer 4, Responder 0>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents.agent import Agent, AgentError
    from sim.api import (
        Answer,
        Explanation,
        FirstSteps,
        Game,
        Map,
        Picture,
        Result,
        Roadmaps,
        Sensitivity,
        Simulation,
        Table,
        Tournament,
        catalog,
        compare,
        load,
        loads,
    )
    from sim.engine.ask import AskError
    from sim.engine.deadline import TimeLimitError
    from sim.games.concessions import GameTooLargeError
    from sim.scenario.errors import DetenteError, ScenarioError
    from sim.show.explain import NoExplanationError
    from sim.show.output import OutputError
    from sim.study.axes import AxisError
    from sim.study.ranges import RangeError

__version__ = "0.1.0"
__all__ = [
    "Agent",
    "AgentError",
    "Answer",
    "AskError",
    "AxisError",
    "DetenteError",
    "Explanation",
    "FirstSteps",
    "Game",
    "GameTooLargeError",
    "Map",
    "NoExplanationError",
    "OutputError",
    "Picture",
    "RangeError",
    "Result",
    "Roadmaps",
    "ScenarioError",
    "Sensitivity",
    "Simulation",
    "Table",
    "TimeLimitError",
    "Tournament",
    "__version__",
    "catalog",
    "compare",
    "load",
    "loads",
]

_ELSEWHERE = {
    "Agent": "sim.agents.agent",
    "AgentError": "sim.agents.agent",
    "AskError": "sim.engine.ask",
    "AxisError": "sim.study.axes",
    "DetenteError": "sim.scenario.errors",
    "GameTooLargeError": "sim.games.concessions",
    "NoExplanationError": "sim.show.explain",
    "OutputError": "sim.show.output",
    "RangeError": "sim.study.ranges",
    "ScenarioError": "sim.scenario.errors",
    "TimeLimitError": "sim.engine.deadline",
}
"""Where the names are that are not in `sim.api`."""


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command line needs the version and nothing else of this module.
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(_ELSEWHERE.get(name, "sim.api")), name)
    raise AttributeError(f"module 'sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
