"""Where the presenter of commitments in trees is found."""

from __future__ import annotations

from sim.show.commitment_story import TREE as PRESENTER

__all__ = ["PRESENTER"]
