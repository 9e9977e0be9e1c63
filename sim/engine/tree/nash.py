"""Nash equilibria of game trees: all extreme ones of the reduced strategic form, or one by the sequence form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import both_behave, strategic_form, strategies
from sim.engine.tree.solution import TreeEquilibrium, TreeSolution
from sim.errors import TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.tree.game_tree import GameTree, Sides


def solve(game: GameTree, ask: Request) -> TreeSolution:
    """Nash equilibria, as they are asked for."""
    return tree_nash(game, ask.time_limit)


def tree_nash(game: GameTree, time_limit: float | None = 60.0) -> TreeSolution:
    """All extreme Nash equilibria of the reduced strategic form; one by the sequence form if that is out of reach.

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
        If the sequence form is too large as well.
    TimeLimitError
        If the time is up before one is found.
    """
    game.check_perfect_recall()
    try:
        plans = strategies(game, 0)
    except TreeTooLargeError as error:
        return _one_nash(game, Deadline(time_limit), error)
    solution = bimatrix_equilibria(*strategic_form(game, 0, plans), time_limit=time_limit)
    found = tuple(_checked(game, both_behave(game, plans, e.strategies)) for e in solution.equilibria)
    return TreeSolution(game, "nash", found, solution.complete)


def _one_nash(game: GameTree, deadline: Deadline, why: TreeTooLargeError) -> TreeSolution:
    """One Nash equilibrium through the sequence form."""
    from sim.engine.tree.quasi_perfect import quasi_perfect_equilibria

    found = next(quasi_perfect_equilibria(game, deadline), None)
    if found is None:
        raise why
    return TreeSolution(game, "nash", (_checked(game, found.behaviour),), complete=False, alone=True)


def _checked(game: GameTree, sides: Sides) -> TreeEquilibrium:
    return TreeEquilibrium(BehaviourProfile(game, sides), tree_regret(game, sides))
