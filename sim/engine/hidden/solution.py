"""Equilibria of games with hidden types or hidden actions: those of their tree.

References
----------
Harsanyi, J. C. (1967). Fudenberg, D., Tirole, J. (1991): Game Theory, chapters 6 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.engine.solution import Answer, ListSolution, floats
from sim.errors import UnansweredError

if TYPE_CHECKING:
    from sim.engine.selection import Rule
    from sim.engine.tree.solution import BayesSolution
    from sim.games.hidden.hidden_game import HiddenGame


@dataclass(frozen=True)
class HiddenSolution(ListSolution):
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
    def checked(self) -> bool:
        """Whether no deviation pays in any equilibrium that is listed."""
        return self.solution.checked

    def answer(self, rule: Rule) -> Answer:
        """The first equilibrium, on its likeliest course."""
        from sim.engine.hidden.answer import ending_of, kind_of

        del rule
        if not self.solution.equilibria:
            raise UnansweredError("no equilibrium was found")
        e, alone = self.solution.equilibria[0], self.complete and len(self.solution.equilibria) == 1
        return Answer(floats(e.payoffs), *ending_of(self.game, e), kind_of(self.game, e, alone))


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
