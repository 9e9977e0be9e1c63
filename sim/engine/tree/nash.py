"""Nash equilibria of game trees: all extreme ones of the reduced strategic form, or one at the size of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.extreme import LISTED, extreme_equilibria, where_own_choices_lead
from sim.engine.tree.one_equilibrium import one_equilibrium
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import TreeEquilibrium, TreeSolution, by_outcome
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.tree.game_tree import GameTree, Sides


def solve(game: GameTree, ask: Request) -> TreeSolution:
    """Nash equilibria, as they are asked for."""
    return tree_nash(game, ask.time_limit)


def tree_nash(game: GameTree, time_limit: float | None = 60.0) -> TreeSolution:
    """All extreme Nash equilibria of the reduced strategic form, each behaviour once, those with one outcome together.

    If that is out of reach, or is not done in its part of the time and has found nothing, one by the sequence form.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the search is given up; the list may take the part `LISTED` of it.

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
    deadline = Deadline(time_limit)
    sides: tuple[Sides, ...] = ()
    complete, cut = False, False
    try:
        listed = extreme_equilibria(game, deadline.share(LISTED))
        sides, complete = listed.sides, listed.complete
        cut = not complete
    except TreeTooLargeError:
        pass
    except TimeLimitError:
        cut = True
    alone = not sides
    if alone:
        sides = (where_own_choices_lead(game, one_equilibrium(game, deadline)),)
    found = by_outcome(_checked(game, own) for own in sides)
    return TreeSolution(game, "nash", found, complete, alone=alone, cut=cut)


def _checked(game: GameTree, sides: Sides) -> TreeEquilibrium:
    return TreeEquilibrium(BehaviourProfile(game, sides), tree_regret(game, sides))
