"""Equilibria of games with hidden types or hidden actions: those of their tree.

References
----------
Harsanyi, J. C. (1967). Fudenberg, D., Tirole, J. (1991): Game Theory, chapters 6 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.engine.solution import Answer, floats
from sim.engine.tree.solution import SolvedByTree
from sim.errors import UnansweredError

if TYPE_CHECKING:
    from sim.engine.hidden.stated import Judged
    from sim.engine.selection import Rule
    from sim.engine.tree.solution import BayesSolution
    from sim.games.hidden.hidden_game import HiddenGame


@dataclass(frozen=True)
class HiddenSolution(SolvedByTree):
    """Equilibria with beliefs of a game with hidden information.

    Parameters
    ----------
    solution : BayesSolution
        The equilibria of its tree.
    stated : Judged or None
        What has become of the profile that the file states; None if it states none.
    """

    game: HiddenGame
    solution: BayesSolution
    stated: Judged | None = None

    @property
    def lists(self) -> bool:
        """Whether all equilibria were asked for; a profile that is stated asks for the one that it leads to."""
        return self.stated is None or self.stated.found is None

    def answer(self, rule: Rule) -> Answer:
        """The first equilibrium, on its likeliest course."""
        from sim.engine.hidden.answer import ending_of, kind_of

        del rule
        if not self.solution.equilibria:
            raise UnansweredError("no equilibrium was found")
        e, alone = self.solution.equilibria[0], self.complete and len(self.solution.equilibria) == 1
        return Answer(floats(e.payoffs), *ending_of(self.game, e), kind_of(self.game, e, alone))


def ranked(game: HiddenGame, solution: BayesSolution, stated: Judged | None = None) -> HiddenSolution:
    """The equilibria of a game's tree, those first that pay both together most.

    Parameters
    ----------
    game : HiddenGame
        The game.
    solution : BayesSolution
        Equilibria of its tree, in any order.
    stated : Judged, optional
        What has become of the profile that the file states.
    """
    first = sorted(solution.equilibria, key=lambda e: sum(e.payoffs), reverse=True)
    return HiddenSolution(game, replace(solution, equilibria=tuple(first)), stated)
