"""What bargaining starts from, and what the equilibrium beside it is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import Reference
    from sim.scenario.scenario import Scenario

REFERENCES: dict[Reference, str] = {
    "alone": "what each can secure alone",
    "status_quo": "the status quo",
    "better": "the better of the status quo and a breakdown",
    "outside": "what each gets without an agreement",
}
"""What the disagreement point is."""


def which(scenario: Scenario) -> str:
    """What has to be said of the equilibrium that is compared: in a matrix game it is one of highest sum."""
    if scenario.form == "repeated matrix":
        return "best one-round "
    return "best " if scenario.kind == "matrix" else ""
