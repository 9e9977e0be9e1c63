"""Perfect Bayesian equilibria of game trees.

Where the strategic form is small enough they are looked for by the outcomes of all Nash equilibria
(`sim.engine.tree.assessments.nash_outcomes`), beyond that one at a time as limits of play with ever smaller trembles
(`sim.engine.tree.assessments.tremble_limits`). What is found is checked by `sim.engine.tree.assessments.certificate`.

References
----------
Fudenberg, D., Tirole, J. (1991): Perfect Bayesian equilibrium and sequential equilibrium. Journal of Economic Theory
53, 236-260. Kreps, D. M., Wilson, R. (1982): Sequential equilibria. Econometrica 50, 863-894.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.tree.assessments.nash_outcomes import key_of, search_outcomes
from sim.engine.tree.assessments.ranges import with_ranges
from sim.engine.tree.assessments.tremble_limits import checked, one_at_a_time, outcome_key, tremble_limits
from sim.engine.tree.extreme import LISTED
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import BayesSolution
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.engine.tree.assessments.nash_outcomes import OutcomeKey, OutcomeSearch
    from sim.engine.tree.assessments.off_path import OffPathAssessment
    from sim.engine.tree.assessments.path_outcome import PathOutcome
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.tree.game_tree import GameTree


def solve(game: GameTree, ask: Request) -> BayesSolution:
    """Perfect Bayesian equilibria, as they are asked for."""
    return solve_pbe(game, ask.time_limit)


def solve_pbe(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """A perfect Bayesian equilibrium for each outcome that is found to be that of one.

    The part `LISTED` of the time goes to the outcomes of all Nash equilibria. Where that is out of reach or leaves a
    question open, equilibria are looked for one at a time.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the search is given up.

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
    try:
        search = search_outcomes(game, deadline.share(LISTED))
    except (TreeTooLargeError, TimeLimitError) as why:
        limits = tremble_limits(game, deadline, why)
        cut = isinstance(why, TimeLimitError)
        ranged = tuple(with_ranges(e, deadline) for e in limits)
        return BayesSolution(game, "pbe", ranged, complete=False, method="trembles", cut=cut)
    found, undecided = [], list(search.undecided)
    for outcome, filling in search.found:
        e = _filled(outcome, filling)
        if e is None:
            undecided.append(outcome)
        else:
            found.append(e)
    added = _settled(game, deadline, search, found, undecided)
    left = len(undecided) - sum(key_of(o) in {outcome_key(e) for e in added} for o in undecided)
    complete = search.listed and not search.several and not left
    return BayesSolution(
        game=game,
        concept="pbe",
        equilibria=tuple(with_ranges(e, deadline) for e in (*found, *added)),
        complete=complete,
        rejected=search.rejected,
        undecided=left,
        several=search.several,
        method="both" if added else "enumeration",
        cut=not search.listed,
    )


def _filled(outcome: PathOutcome, filling: OffPathAssessment) -> BayesEquilibrium | None:
    """An outcome with what holds off its path; None if the check refuses it."""
    game = outcome.game
    choices = {**outcome.choices, **(filling.choices or {})}
    beliefs = {**outcome.beliefs, **filling.beliefs}
    profile = BehaviourProfile.of(game, {name: choices[name] for name in game.infosets})
    return checked(profile, {name: beliefs[name] for name in game.infosets})


def _settled(
    game: GameTree,
    deadline: Deadline,
    search: OutcomeSearch,
    found: list[BayesEquilibrium],
    undecided: list[PathOutcome],
) -> list[BayesEquilibrium]:
    """Equilibria found one at a time that answer what the outcomes of Nash equilibria have left open."""
    if search.listed and not undecided:
        return []
    known = {outcome_key(e) for e in found}
    wanted = {key_of(outcome) for outcome in undecided}
    added: dict[OutcomeKey, BayesEquilibrium] = {}
    try:
        for e in one_at_a_time(game, deadline):
            if outcome_key(e) in wanted or (not search.listed and outcome_key(e) not in known):
                added.setdefault(outcome_key(e), e)
            if search.listed and added.keys() >= wanted:
                break  # no other outcome is asked for
    except TimeLimitError:
        pass  # what was found before stands
    return list(added.values())
