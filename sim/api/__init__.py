"""The Python interface: load a game, solve it, look at the result."""

from __future__ import annotations

from sim.api.game import Game, load
from sim.api.result import Picture, Result

__all__ = ["Game", "Picture", "Result", "load"]
