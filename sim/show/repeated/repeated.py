"""Matrix games played again and again as people see them: without end, or a given number of times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.repeated.repeated import FiniteSolution, RepeatedSolution
from sim.show.repeated.finite import ShownFinite
from sim.show.repeated.infinite import ShownRepeated

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def shown(scenario: Scenario, solution: RepeatedSolution | FiniteSolution) -> ShownRepeated | ShownFinite:
    """A repeated matrix game as people see it."""
    if isinstance(solution, FiniteSolution):
        return ShownFinite(scenario, solution)
    return ShownRepeated(scenario, solution)
