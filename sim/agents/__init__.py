"""Strategies that play a concession game or bargain over packages; simulation and tournaments.

To write an agent, derive a class from `Agent` and give it a method ``act``; see ``docs/agents.md``.
"""

from sim.agents.agent import Agent, Memoryless
from sim.agents.history import Seen
from sim.agents.observation import View
from sim.agents.packages.strategies import PackageAgent
from sim.agents.packages.view import PackageView
from sim.agents.simulation.simulation import SimulatedRuns, simulate
from sim.agents.simulation.tournament import RankedPairings, tournament
from sim.errors import AgentError

__all__ = [
    "Agent",
    "AgentError",
    "Memoryless",
    "PackageAgent",
    "PackageView",
    "RankedPairings",
    "Seen",
    "SimulatedRuns",
    "View",
    "simulate",
    "tournament",
]
