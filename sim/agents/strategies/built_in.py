"""The agents that come along, by name."""

from __future__ import annotations

from sim.agents.strategies.hard import HardLiner, ImpatientWalker, SalamiSlicer
from sim.agents.strategies.reciprocal import Grim, Grit, TitForTat
from sim.agents.strategies.simple import Conceder, HoldOut
from sim.agents.strategies.solved import EquilibriumAgent, QuantalResponse

BUILT_IN = {
    agent.name: agent
    for agent in (
        EquilibriumAgent,
        QuantalResponse,
        HoldOut,
        Conceder,
        TitForTat,
        Grit,
        Grim,
        HardLiner,
        SalamiSlicer,
        ImpatientWalker,
    )
}
"""Classes of the built-in agents by their names, in the order in which they are listed."""
