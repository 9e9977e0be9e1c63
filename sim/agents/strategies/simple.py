"""Agents that look at nothing: one gives everything, one nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.agent import Memoryless

if TYPE_CHECKING:
    from sim.agents.observation import View


class HoldOut(Memoryless):
    """Never takes a step and never leaves."""

    name = "hold_out"
    source = "the plain opposite of conceder"

    def act(self, view: View) -> str:
        """Hold out."""
        return view.first("hold_out")


class Conceder(Memoryless):
    """Takes every step as soon as it can, whatever the other side does."""

    name = "conceder"
    source = "unconditional cooperation, as in Axelrod (1984), The Evolution of Cooperation"

    def act(self, view: View) -> str:
        """Concede while a step is open."""
        return view.first("concede")
