"""What bargaining starts from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import Reference

REFERENCES: dict[Reference, str] = {
    "alone": "what each can secure alone",
    "status_quo": "the status quo",
    "better": "the better of the status quo and a breakdown",
    "outside": "what each gets without an agreement",
}
"""What the disagreement point is."""
