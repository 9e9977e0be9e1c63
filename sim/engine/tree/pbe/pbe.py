"""Bayes-Nash and perfect Bayesian equilibria of game trees.

Where the strategic form is small enough they are looked for by the outcomes of all Nash equilibria
(`sim.engine.tree.nash_outcomes`), beyond that one at a time as limits of play with ever smaller trembles
(`sim.engine.tree.quasi_perfect`). What is found is checked by `sim.engine.tree.pbe.certificate`.

References
----------
Fudenberg, D., Tirole, J. (1991): Perfect Bayesian equilibrium and sequential equilibrium. Journal of Economic Theory
53, 236-260. Kreps, D. M., Wilson, R. (1982): Sequential equilibria. Econometrica 50, 863-894.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.solution import Solution
from sim.engine.tree.certificate import tree_regret, tree_value
from sim.engine.tree.nash_outcomes import OutcomeSearch, key_of, nash_behaviour, outcome_of, search_outcomes
from sim.engine.tree.pbe.certificate import BayesCheck, check_assessment
from sim.engine.tree.quasi_perfect import LARGEST, quasi_perfect_equilibria
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.tree.pbe.off_path import OffPathAssessment, PathOutcome
    from sim.games.tree.game_tree import GameTree
    from sim.types import Pair

    Behaviour = dict[str, dict[str, Fraction]]
    Beliefs = dict[str, tuple[Fraction, ...]]


@dataclass(frozen=True)
class BayesEquilibrium:
    """An equilibrium with beliefs.

    Parameters
    ----------
    behaviour : pair of dict
        Per player: information set to action to probability; for ``bayes-nash`` sets that the player's own choices
        rule out may be absent.
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes; for ``bayes-nash`` only where play gets to.
    payoffs : pair of Fraction
        Expected payoffs.
    regret : pair of Fraction
        Most that each player could gain: by another strategy, and for ``pbe`` at any information set.
    reached : frozenset of str
        Information sets that play reaches.
    """

    behaviour: tuple[Behaviour, Behaviour]
    beliefs: Beliefs
    payoffs: Pair
    regret: Pair
    reached: frozenset[str]


@dataclass(frozen=True)
class BayesSolution(Solution):
    """Equilibria with beliefs of a game tree.

    Parameters
    ----------
    concept : str
        ``bayes-nash``: all extreme Nash equilibria. ``pbe``: one perfect Bayesian equilibrium for each outcome that is
        that of one.
    equilibria : tuple of BayesEquilibrium
        Those found.
    complete : bool
        Whether it is proven that there are no other extreme equilibria (``bayes-nash``), or no perfect Bayesian
        equilibria with another outcome (``pbe``).
    rejected : int
        Outcomes of Nash equilibria proven to be of no perfect Bayesian equilibrium.
    undecided : int
        Outcomes of which neither was shown.
    several : bool
        Whether a connected set of Nash equilibria has more than one outcome, between which there are more.
    method : str
        ``enumeration``: from all Nash equilibria of the strategic form. ``trembles``: one at a time, each the limit of
        play with small trembles. ``both``: some in one way and some in the other.
    """

    game: GameTree
    concept: str
    equilibria: tuple[BayesEquilibrium, ...]
    complete: bool
    rejected: int = 0
    undecided: int = 0
    several: bool = False
    method: str = "enumeration"

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return all(not any(e.regret) for e in self.equilibria)


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
        limits = _limits(game, Deadline(time_limit), why)
        found = tuple(_on_path(game, e.behaviour) for e in limits)
        return BayesSolution(game, "bayes-nash", found, complete=False, method="trembles")
    return BayesSolution(game, "bayes-nash", tuple(_on_path(game, own) for own in sides), solution.complete)


def _on_path(game: GameTree, sides: tuple[Behaviour, Behaviour]) -> BayesEquilibrium:
    """A Nash equilibrium with the beliefs where play gets to."""
    outcome = outcome_of(game, sides)
    pays, gains = tree_value(game, sides), tree_regret(game, sides)
    return BayesEquilibrium(sides, outcome.beliefs, pays, gains, frozenset(outcome.choices))


def solve_pbe(game: GameTree, time_limit: float | None = 60.0) -> BayesSolution:
    """A perfect Bayesian equilibrium for each outcome that is found to be that of one.

    A quarter of the time goes to the outcomes of all Nash equilibria. Where that is out of reach or leaves a question
    open, equilibria are looked for one at a time.

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
        search = search_outcomes(game, Deadline(None if time_limit is None else time_limit / 4))
    except (TreeTooLargeError, TimeLimitError) as why:
        return BayesSolution(game, "pbe", tuple(_limits(game, deadline, why)), complete=False, method="trembles")
    found, undecided = [], list(search.undecided)
    for outcome, filling in search.found:
        e = _equilibrium(game, *_filled(outcome, filling))
        if e is None:
            undecided.append(outcome)
        else:
            found.append(e)
    added = _settled(game, deadline, search, found, undecided)
    method = "both" if added else "enumeration"
    left = len(undecided) - sum(key_of(o) in {_key(game, e) for e in added} for o in undecided)
    complete = search.listed and not search.several and not left
    return BayesSolution(game, "pbe", (*found, *added), complete, search.rejected, left, search.several, method)


def _filled(outcome: PathOutcome, filling: OffPathAssessment) -> tuple[tuple[Behaviour, Behaviour], Beliefs]:
    """An outcome with what holds off its path, as behaviour and beliefs at all information sets."""
    game = outcome.game
    choices = {**outcome.choices, **(filling.choices or {})}
    beliefs = {name: {**outcome.beliefs, **filling.beliefs}[name] for name in game.infosets}
    sides: tuple[Behaviour, Behaviour] = ({}, {})
    for name in game.infosets:
        sides[game.nodes[game.infosets[name][0]].player or 0][name] = choices[name]
    return sides, beliefs


def _equilibrium(game: GameTree, sides: tuple[Behaviour, Behaviour], beliefs: Beliefs) -> BayesEquilibrium | None:
    """The equilibrium that behaviour and beliefs are; None if the check refuses them."""
    check = check_assessment(game, sides, beliefs)
    if not check.passed:
        return None
    reached = frozenset(outcome_of(game, sides).choices)
    return BayesEquilibrium(sides, beliefs, tree_value(game, sides), check.regret, reached)


def _key(game: GameTree, e: BayesEquilibrium) -> object:
    return key_of(outcome_of(game, e.behaviour))


def _limits(game: GameTree, deadline: Deadline, why: Exception) -> list[BayesEquilibrium]:
    """Equilibria found one at a time, one for each outcome."""
    found: dict[object, BayesEquilibrium] = {}
    for assessment in quasi_perfect_equilibria(game, deadline):
        e = _equilibrium(game, assessment.behaviour, assessment.beliefs)
        if e is not None:
            found.setdefault(_key(game, e), e)
    if not found:
        raise TreeTooLargeError(
            f"{why}; nor was an equilibrium found one at a time, which takes a tree with at most {LARGEST:,} actions "
            "and information sets and a search that rounding does not lead astray"
        )
    return list(found.values())


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
    known = {_key(game, e) for e in found}
    wanted = {key_of(outcome) for outcome in undecided}
    added: dict[object, BayesEquilibrium] = {}
    try:
        for assessment in quasi_perfect_equilibria(game, deadline):
            e = _equilibrium(game, assessment.behaviour, assessment.beliefs)
            if e is not None and (_key(game, e) in wanted or (not search.listed and _key(game, e) not in known)):
                added.setdefault(_key(game, e), e)
    except TimeLimitError:
        pass  # what was found before stands
    return list(added.values())


def verdict(game: GameTree, e: BayesEquilibrium) -> BayesCheck:
    """Check an equilibrium against the definition once more."""
    return check_assessment(game, e.behaviour, e.beliefs)
