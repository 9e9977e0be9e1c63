"""Where the presenter of commitments in trees is found."""

from __future__ import annotations

from sim.show.matrix.stackelberg import TREE as PRESENTER

__all__ = ["PRESENTER"]
