"""Bayes-Nash equilibria of game trees: Nash equilibria, with what Bayes' rule says where play gets to.

References
----------
Harsanyi, J. C. (1967): Games with incomplete information played by Bayesian players, part I. Management Science 14,
159-182.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.tree.assessments.nash_outcomes import nash_behaviour
from sim.engine.tree.assessments.tremble_limits import tremble_limits
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
from sim.errors import TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.tree.game_tree import GameTree, Sides


def solve(game: GameTree, ask: Request) -> BayesSolution:
    """Bayes-Nash equilibria, as they are asked for."""
    return solve_bayes_nash(game, ask.time_limit)


def solve_bayes_nash(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """All extreme Nash equilibria of the reduced strategic form, with the beliefs on the path.

    Where the strategic form is out of reach, those that are found one at a time.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the enumeration is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the tree is too large for either way.
    TimeLimitError
        If the time is up before one is found.
    """
    game.check_perfect_recall()
    try:
        solution, sides = nash_behaviour(game, time_limit)
    except TreeTooLargeError as why:
        limits = tremble_limits(game, Deadline(time_limit), why)
        found = tuple(_on_path(game, e.behaviour) for e in limits)
        return BayesSolution(game, "bayes-nash", found, complete=False, method="trembles")
    return BayesSolution(game, "bayes-nash", tuple(_on_path(game, own) for own in sides), solution.complete)


def _on_path(game: GameTree, sides: Sides) -> BayesEquilibrium:
    """A Nash equilibrium with the beliefs where play gets to."""
    profile = BehaviourProfile(game, sides)
    return BayesEquilibrium(profile, tree_regret(game, sides), profile.beliefs)
