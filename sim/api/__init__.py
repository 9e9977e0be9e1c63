"""The Python interface: load a game, solve it, look at the result."""

from __future__ import annotations

from sim.api.answer import Answer
from sim.api.explanation import Explanation
from sim.api.game import Game, load, loads
from sim.api.listing import catalog, compare
from sim.api.picture import Picture
from sim.api.result import Result
from sim.api.studies import FirstSteps, Map, Roadmaps, Sensitivity, Simulation, Tournament
from sim.api.table import Table

__all__ = [
    "Answer",
    "Explanation",
    "FirstSteps",
    "Game",
    "Map",
    "Picture",
    "Result",
    "Roadmaps",
    "Sensitivity",
    "Simulation",
    "Table",
    "Tournament",
    "catalog",
    "compare",
    "load",
    "loads",
]
