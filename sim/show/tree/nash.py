"""The Nash equilibria of a game tree as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import times
from sim.show.tree.equilibria import BY_SEQUENCE_FORM, ShownTree

if TYPE_CHECKING:
    from sim.engine.tree.solution import TreeSolution
    from sim.scenario.scenario import Scenario


def shown(scenario: Scenario, solution: TreeSolution) -> ShownTreeNash:
    """The Nash equilibria of a game tree as people see them."""
    return ShownTreeNash(scenario, solution)


class ShownTreeNash(ShownTree):
    """The Nash equilibria of a game tree as people see them."""

    heading = "Nash equilibria"
    numbered = True

    def line(self) -> str:
        """How many there are."""
        count = times(len(self.solution.equilibria), "Nash equilibrium", "Nash equilibria")
        return f"{self.scenario.title}: {count}."

    def completeness(self) -> list[str]:
        """That nowhere another strategy pays, and whether these are all."""
        told = ["Checked on the tree itself, nowhere does another strategy pay (regret 0)."]
        if self.solution.alone:
            told.append(BY_SEQUENCE_FORM)
        elif self.solution.complete:
            told.append("The list of extreme equilibria of the reduced strategic form is proven complete.")
        return told
