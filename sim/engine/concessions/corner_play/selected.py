"""The equilibrium of a whole game that an aim takes: a corner of the set of all, found, checked and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.aims import chosen
from sim.engine.concessions.corner_play.corners import numbered
from sim.engine.concessions.corner_play.plan import Planner
from sim.engine.concessions.corner_play.solution import told
from sim.engine.concessions.equilibrium_sets.agreement import SHARE, Agreement
from sim.engine.concessions.equilibrium_sets.endings import inner_endings
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.errors import AskError

if TYPE_CHECKING:
    from sim.engine.aims import Aim
    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair


def solve_corner(game: StochasticGame, aim: Aim, time_limit: float | None = None) -> CornerSolution:
    """The equilibrium that an aim takes.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    AskError
        If there is no such corner, or in no equilibrium that the sets hold a deal is certain.
    TimeLimitError
        If the time is up.
    CertificateError
        If the equilibrium fails its check, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    sets = inner_sets(game, deadline)
    planner, corner = _taken(sets, aim, deadline)
    limit = None if deadline.left is None else SHARE * deadline.left
    return told(game, aim, planner.plan(corner, deadline), Agreement(game, limit, inner=sets), deadline)


def _taken(sets: InnerSets, aim: Aim, deadline: Deadline) -> tuple[Planner, Pair]:
    """The corner that an aim takes, with what makes the plan for it."""
    if aim.number is not None:
        return numbered(sets, aim.number, deadline)
    if aim.kind == "earliest-deal":
        along = earliest_deal(sets, deadline)
        return Planner(sets, along), chosen(aim, along.payoffs, sets.game.players)
    return Planner(sets), chosen(aim, sets.payoffs, sets.game.players)


def earliest_deal(sets: InnerSets, deadline: Deadline) -> EndingSets:
    """Equilibria that have the agreement complete in the earliest round for certain, unless chance ends the talks.

    Returns
    -------
    EndingSets
        Those in which it is complete at the end of that round and of every later one.

    Raises
    ------
    AskError
        If in no equilibrium that the sets hold a deal is certain.
    """
    never, round_ = -1, sets.game.rounds
    best = inner_endings(sets, deadline, complete=True, kept_from=round_)
    if not best.payoffs:
        raise AskError("select", "earliest-deal tells an equilibrium that is certain to have a deal; none was found")
    # What is complete from some round on is so from every later one on.
    while round_ - never > 1:
        middle = (never + round_) // 2
        found = inner_endings(sets, deadline, complete=True, kept_from=middle)
        if found.payoffs:
            best, round_ = found, middle
        else:
            never = middle
    return best
