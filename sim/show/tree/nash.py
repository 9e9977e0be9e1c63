"""The Nash equilibria of a game tree as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import times
from sim.show.tree.equilibria import ShownTree
from sim.show.tree.outcomes import ALL, BY_SEQUENCE_FORM, OTHERS, alike, at_least
from sim.show.tree.several import which_words

if TYPE_CHECKING:
    from sim.engine.tree.solution import TreeSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import NextStep


def shown(scenario: Scenario, solution: TreeSolution) -> ShownTreeNash:
    """The Nash equilibria of a game tree as people see them."""
    return ShownTreeNash(scenario, solution)


class ShownTreeNash(ShownTree):
    """The Nash equilibria of a game tree as people see them."""

    heading = "Nash equilibria"
    numbered = True

    @property
    def beside(self) -> NextStep:
        """Those that rest on no empty threat."""
        return "run", "those without empty threats", ("--solve", "subgame-perfect")

    def which(self) -> tuple[str, str]:
        """How many there are and what they agree on, and what stands before what is told of one."""
        return which_words(self.naming, self.solution, ("Nash equilibrium", "Nash equilibria"))

    def line(self) -> str:
        """How many there are, and in how many outcomes."""
        found = self.solution.equilibria
        count, ways = times(len(found), "Nash equilibrium", "extreme Nash equilibria"), len(alike(found))
        told = f" with {times(ways, 'way of play', 'ways of play')}" if ways < len(found) else ""
        return f"{self.scenario.title}: {at_least(f'{count}{told}', self.solution)}."

    def notes(self) -> list[str]:
        """What was not finished, and how one was found instead."""
        how = [BY_SEQUENCE_FORM] if self.solution.alone else []
        return [*super().notes(), *how, *([] if self.solution.complete else [OTHERS])]

    def completeness(self) -> list[str]:
        """That nowhere another strategy pays, and whether these are all."""
        told = "Checked on the tree itself, nowhere does another strategy pay (regret 0)."
        return [told, *([ALL] if self.solution.complete else [])]
