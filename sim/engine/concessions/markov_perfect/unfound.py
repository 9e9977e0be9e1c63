"""A game without a last round of which no Markov perfect equilibrium was found, and what is known all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.solution import Answer, Solution
from sim.errors import NoEquilibriumFoundError

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.agreement import Agreement
    from sim.engine.selection import Rule
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class UnfoundMarkov(Solution):
    """No Markov perfect equilibrium; what all subgame-perfect ones agree on is known without one.

    Parameters
    ----------
    game : StochasticGame
        The game.
    error : NoEquilibriumFoundError
        What the search reported.
    agreement : Agreement
        What all subgame-perfect equilibria agree on.
    """

    game: StochasticGame
    error: NoEquilibriumFoundError
    agreement: Agreement

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "markov-perfect"

    @property
    def complete(self) -> bool:
        """Never: one exists."""
        return False

    @property
    def certified(self) -> bool:
        """Never: the equilibrium that was asked for is missing."""
        return False

    @property
    def checked(self) -> bool:
        """Always: the sets behind what is told are checked, and no equilibrium is listed."""
        return True

    def insist(self) -> None:
        """Raise what the search reported."""
        raise self.error

    def answer(self, rule: Rule) -> Answer:
        """None: studies keep equilibria."""
        del rule
        raise self.error
