"""The logit path of a game tree: an error at every information set (agent quantal response equilibrium).

At each information set an action is played with a probability proportional to exp(t * its expected payoff, given that
the set is reached), everybody erring likewise everywhere, the player itself later on included.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.logit import QuantalPath, QuantalPoint, follow
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.erring_choices import TreeChoices
from sim.engine.tree.profile import BehaviourProfile

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.tree.game_tree import Behaviour, GameTree
    from sim.types import FloatPair


PRECISIONS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Precisions that are listed, per unit of the payoff range divided by four."""


@dataclass(frozen=True)
class TreeQuantalSolution(QuantalPath):
    """The logit path of a game tree, and points of it at chosen precisions.

    Parameters
    ----------
    names : tuple of str
        Information sets, in the order of the points' strategies.
    path, points : tuple of QuantalPoint
        All points followed, and those at the precisions asked for that the path reaches.
    missing : tuple of float
        Precisions to which the path could not be followed.
    late : bool
        Whether that is for want of time.
    assumed : tuple of str
        Information sets that several moves of probability 0 lead to, and no others: taken to be equally unlikely.
    """

    game: GameTree
    names: tuple[str, ...]
    path: tuple[QuantalPoint, ...]
    points: tuple[QuantalPoint, ...]
    missing: tuple[float, ...]
    late: bool = False
    assumed: tuple[str, ...] = ()
    concept: str = "quantal"
    complete: bool = False

    def profile(self, point: QuantalPoint) -> BehaviourProfile:
        """The strategies of a point as exact numbers that add up to 1 at each information set."""
        choices: Behaviour = {}
        for name, shares in zip(self.names, point.strategies, strict=True):
            exact = [Fraction(float(p)) for p in shares]
            whole = sum(exact)
            choices[name] = {a: p / whole for a, p in zip(self.game.actions(name), exact, strict=True)}
        return BehaviourProfile.of(self.game, choices)

    def judged(self, point: QuantalPoint) -> tuple[FloatPair, float]:
        """Expected payoffs at a point, and what an error-free player would gain by a best reply."""
        profile = self.profile(point)
        one, two = profile.payoffs
        return (float(one), float(two)), float(max(tree_regret(self.game, profile.behaviour)))


def solve(game: GameTree, ask: Request) -> TreeQuantalSolution:
    """Quantal response equilibria, as they are asked for."""
    return tree_quantal(game, ask.precisions, ask.time_limit)


def tree_quantal(
    game: GameTree, precisions: tuple[float, ...] | None = None, time_limit: float | None = 60.0
) -> TreeQuantalSolution:
    """Agent quantal response equilibria of a game tree.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    precisions : tuple of float, optional
        Precisions to report; by default a range that suits the size of the payoffs.
    time_limit : float or None
        Seconds after which the path is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If there are too many actions.
    TimeLimitError
        If the time is up.
    """
    deadline = Deadline(time_limit)
    choices = TreeChoices(game, deadline)
    wanted = precisions if precisions is not None else tuple(4 * t / choices.scale for t in PRECISIONS)
    found = follow(choices, wanted, deadline)
    return TreeQuantalSolution(
        game, choices.names, found.path, found.points, found.missing, found.late, choices.assumed
    )
