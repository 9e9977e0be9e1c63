"""Nash equilibria of small concession games, on the tree of their histories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.solution import ListSolution
from sim.engine.tree.nash import tree_nash
from sim.games.concessions.histories import Unrolled
from sim.games.concessions.unroll import unroll

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.engine.tree.solution import TreeSolution
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class UnrolledSolution(ListSolution):
    """Equilibria of a concession game in strategies that may remember all that was done.

    Parameters
    ----------
    unrolled : Unrolled
        Its tree.
    solution : TreeSolution
        The equilibria of the tree.
    """

    game: StochasticGame
    unrolled: Unrolled
    solution: TreeSolution

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


def solve(game: StochasticGame, ask: Request) -> UnrolledSolution:
    """Nash equilibria, as they are asked for."""
    return solve_unrolled(game, ask.time_limit)


def solve_unrolled(game: StochasticGame, time_limit: float | None = 60.0) -> UnrolledSolution:
    """All extreme Nash equilibria of a concession game, through the reduced strategic form of its tree.

    Parameters
    ----------
    game : StochasticGame
        A game with a finite horizon.
    time_limit : float or None
        Seconds after which the enumeration is given up.

    Raises
    ------
    GameTooLargeError
        If the tree would be too large.
    TreeTooLargeError
        If a player would have too many strategies.
    TimeLimitError
        If not even one equilibrium was found in time.
    """
    deadline = Deadline(time_limit)
    unrolled = unroll(game, deadline)
    return UnrolledSolution(game, unrolled, tree_nash(unrolled.tree, deadline.left))
