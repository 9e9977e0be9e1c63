"""Strategies that play a concession game; simulation and tournaments.

To write an agent, derive a class from `Agent` and give it a method ``act``; see ``docs/agents.md``.
"""

from sim.agents.agent import Agent, AgentError, Memoryless, Seen
from sim.agents.simulation import Simulation, simulate
from sim.agents.tournament import Tournament, tournament
from sim.agents.view import View

__all__ = [
    "Agent",
    "AgentError",
    "Memoryless",
    "Seen",
    "Simulation",
    "Tournament",
    "View",
    "simulate",
    "tournament",
]
