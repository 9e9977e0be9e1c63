"""Subgame-perfect equilibria of a game tree as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import number
from sim.show.tree.equilibria import ShownTree
from sim.show.tree.in_short import Naming
from sim.show.tree.outcomes import which_perfect
from sim.show.tree.several import which_words

if TYPE_CHECKING:
    from sim.engine.tree.solution import TreeSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import NextStep


BY_PARTS = (
    "In a subgame whose list of equilibria is out of reach, one was found by the sequence form, and none selected. "
    "There may be others."
)


def shown(scenario: Scenario, solution: TreeSolution) -> ShownSubgamePerfect:
    """Subgame-perfect equilibria of a game tree as people see them."""
    return ShownSubgamePerfect(scenario, solution)


class ShownSubgamePerfect(ShownTree):
    """Subgame-perfect equilibria of a game tree as people see them."""

    @property
    def heading(self) -> str:
        """What they are called above their list."""
        return f"Subgame-perfect equilibri{'um' if len(self.solution.equilibria) == 1 else 'a'}"

    @property
    def numbered(self) -> bool:
        """Whether each carries its number."""
        return len(self.solution.equilibria) > 1

    @property
    def beside(self) -> NextStep:
        """Every one of several, or those that rest on beliefs or on empty threats."""
        if self.solution.choices and not self.solution.every:
            return "run", "every subgame-perfect equilibrium", ("--all",)
        if any(len(members) > 1 for members in self.solution.game.infosets.values()):
            return "run", "what is believed where", ("--solve", "pbe")
        return "run", "those with empty threats too", ("--solve", "nash")

    def which(self) -> tuple[str, str]:
        """How many there are and what they agree on, and what stands before what is told of one."""
        solution = self.solution
        if len(solution.equilibria) > 1 or (solution.complete and not solution.choices):
            words = Naming(self.scenario, solution.game)
            return which_words(words, solution, ("subgame-perfect equilibrium", "subgame-perfect equilibria"))
        several = " There are several." if solution.choices else " There may be others."
        return f"This is {which_perfect(solution)}.{several}", ""

    def line(self) -> str:
        """What the one selected pays, or how many there are."""
        found, title = self.solution.equilibria, self.scenario.title
        if len(found) > 1:
            return f"{title}: {len(found)} subgame-perfect equilibria{'' if self.solution.complete else ' or more'}."
        pays, names = found[0].payoffs, [p.name for p in self.scenario.players]
        told = f"{title}: subgame-perfect play pays {names[0]} {number(pays[0])} and {names[1]} {number(pays[1])}"
        if choices := self.solution.choices:
            where = "a subgame" if len(choices) == 1 else f"{len(choices)} subgames"
            told += f"; the rule '{self.solution.rule.name}' selected it of several in {where}"
        if self.solution.alone or self.solution.cut:
            told += "; in a subgame there may be others"
        return f"{told}."

    def completeness(self) -> list[str]:
        """That in no subgame another strategy pays, and whether these are all."""
        solution = self.solution
        told = ["Checked on the tree itself, in no subgame does another strategy pay (regret 0)."]
        if solution.alone:
            told.append(BY_PARTS)
        elif solution.complete and len(solution.equilibria) == 1:
            told.append("It is the only subgame-perfect equilibrium.")
        elif solution.complete:
            told.append("These are all subgame-perfect equilibria.")
        elif len(solution.equilibria) > 1:
            told.append(
                "Listed is every combination of the subgames' extreme equilibria that was found; where a subgame has a "
                "whole set of them there may be more."
            )
        return told
