"""Bargaining solutions of a concession game as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.matrix.bargaining import ShownBargaining

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.scenario.scenario import Scenario

KEPT = (
    "What can be agreed on is to keep any state of the steps for ever, from the first round on. In the game steps are "
    "taken one after the other, so part of any difference is the time that takes."
)


def shown(scenario: Scenario, solution: CooperativeSolution) -> ShownBargaining:
    """Bargaining solutions of a concession game as people see them."""
    return ShownBargaining(scenario, solution, (KEPT,))
