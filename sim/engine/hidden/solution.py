"""Equilibria of games with hidden types or hidden actions: those of their tree.

References
----------
Harsanyi, J. C. (1967). Fudenberg, D., Tirole, J. (1991): Game Theory, chapters 6 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.engine.solution import Solution

if TYPE_CHECKING:
    from sim.engine.tree.solution import BayesSolution
    from sim.games.hidden.hidden_game import HiddenGame


@dataclass(frozen=True)
class HiddenSolution(Solution):
    """Equilibria with beliefs of a game with hidden information.

    Parameters
    ----------
    solution : BayesSolution
        The equilibria of its tree.
    """

    game: HiddenGame
    solution: BayesSolution

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return self.solution.concept

    @property
    def complete(self) -> bool:
        """Whether it is proven that there are no others."""
        return self.solution.complete

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return self.solution.certified


def ranked(game: HiddenGame, solution: BayesSolution) -> HiddenSolution:
    """The equilibria of a game's tree, those first that pay both together most.

    Parameters
    ----------
    game : HiddenGame
        The game.
    solution : BayesSolution
        Equilibria of its tree, in any order.
    """
    first = sorted(solution.equilibria, key=lambda e: sum(e.payoffs), reverse=True)
    return HiddenSolution(game, replace(solution, equilibria=tuple(first)))
