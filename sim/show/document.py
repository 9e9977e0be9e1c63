"""Results as plain data, for ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import shown

if TYPE_CHECKING:
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario


def document(scenario: Scenario, solution: Solution, all_states: bool = False) -> dict[str, Any]:
    """The document that ``run --json`` prints for one file."""
    return shown(scenario, solution).document(all_states)
