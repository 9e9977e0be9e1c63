"""Bayes-Nash equilibria of game trees: Nash equilibria, with what Bayes' rule says where play gets to.

References
----------
Harsanyi, J. C. (1967): Games with incomplete information played by Bayesian players, part I. Management Science 14,
159-182.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.tree.assessments.tremble_limits import one_at_a_time, outcome_key
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.extreme import LISTED, extreme_equilibria, where_own_choices_lead
from sim.engine.tree.one_equilibrium import one_equilibrium
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import BayesEquilibrium, BayesSolution, by_outcome
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.engine.tree.solution import Method
    from sim.games.tree.game_tree import GameTree, Sides


def solve(game: GameTree, ask: Request) -> BayesSolution:
    """Bayes-Nash equilibria, as they are asked for."""
    return solve_bayes_nash(game, ask.time_limit)


def solve_bayes_nash(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """All extreme Nash equilibria of the reduced strategic form, each behaviour once, with the beliefs on the path.

    Where the strategic form is out of reach, or the list is not done in its part of the time, those to which trembles
    lead besides; if there are none, one by the sequence form.

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
        If the tree is too large for either way.
    TimeLimitError
        If the time is up before one is found.
    """
    game.check_perfect_recall()
    deadline = Deadline(time_limit)
    sides: list[Sides] = []
    method: Method = "enumeration"
    complete, cut = False, False
    try:
        listed = extreme_equilibria(game, deadline.share(LISTED))
        sides, complete = [*listed.sides], listed.complete
        cut = not complete
    except TreeTooLargeError:
        pass
    except TimeLimitError:
        cut = True
    if not complete:
        method = "both" if sides else "trembles"
        sides = _joined(game, sides, _by_trembles(game, deadline.share(LISTED)))
    if not sides:
        method, sides = "sequence", [where_own_choices_lead(game, one_equilibrium(game, deadline))]
    found = by_outcome(_on_path(game, own) for own in sides)
    return BayesSolution(game, "bayes-nash", found, complete, method=method, cut=cut)


def _by_trembles(game: GameTree, deadline: Deadline) -> list[Sides]:
    """Behaviour in one equilibrium for each outcome to which trembles lead, as far as there is time."""
    found: dict[object, Sides] = {}
    try:
        for e in one_at_a_time(game, deadline):
            found.setdefault(outcome_key(e), where_own_choices_lead(game, e.behaviour))
    except TimeLimitError:
        pass
    return list(found.values())


def _joined(game: GameTree, sides: list[Sides], more: list[Sides]) -> list[Sides]:
    """Behaviours, and those of a second list whose outcome none of them has."""
    known = {BehaviourProfile(game, own).outcome for own in sides}
    return [*sides, *(own for own in more if BehaviourProfile(game, own).outcome not in known)]


def _on_path(game: GameTree, sides: Sides) -> BayesEquilibrium:
    """A Nash equilibrium with the beliefs where play gets to."""
    profile = BehaviourProfile(game, sides)
    return BayesEquilibrium(profile, tree_regret(game, sides), profile.beliefs)
