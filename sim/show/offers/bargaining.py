"""Bargaining solutions of alternating offers as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.matrix.bargaining import ShownBargaining

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.scenario.scenario import Scenario


def shown(scenario: Scenario, solution: CooperativeSolution) -> ShownBargaining:
    """Bargaining solutions of alternating offers as people see them."""
    return ShownBargaining(scenario, solution)
