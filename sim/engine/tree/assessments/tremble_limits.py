"""Equilibria with beliefs one at a time: the limits of play with ever smaller trembles, each checked."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.certificate import check_assessment
from sim.engine.tree.assessments.nash_outcomes import key_of, outcome_of
from sim.engine.tree.one_equilibrium import best_choice
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.quasi_perfect import LARGEST, Assessment, quasi_perfect_equilibria, size
from sim.engine.tree.solution import BayesEquilibrium
from sim.errors import TreeTooLargeError
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.deadline import Deadline
    from sim.engine.tree.assessments.nash_outcomes import OutcomeKey
    from sim.games.tree.game_tree import Beliefs, GameTree, Sides
    from sim.types import Pair


def checked(profile: BehaviourProfile, beliefs: Beliefs) -> BayesEquilibrium | None:
    """The perfect Bayesian equilibrium that behaviour and beliefs are; None if the check refuses them."""
    check = check_assessment(profile.game, profile.behaviour, beliefs)
    return BayesEquilibrium(profile, check.regret, beliefs) if check.passed else None


def outcome_key(e: BayesEquilibrium) -> OutcomeKey:
    """What two equilibria share if and only if they have the same outcome."""
    return key_of(outcome_of(e.profile))


def one_at_a_time(game: GameTree, deadline: Deadline) -> Iterator[BayesEquilibrium]:
    """Perfect Bayesian equilibria that some way of trembling leads to; the same may come more than once.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.

    Raises
    ------
    TimeLimitError
        If the time is up before the first is found.
    """
    large = size(game) > LARGEST
    for assessment in _by_subgames(game, deadline) if large else quasi_perfect_equilibria(game, deadline):
        e = checked(BehaviourProfile(game, assessment.behaviour), assessment.beliefs)
        if e is not None:
            yield e


def _by_subgames(game: GameTree, deadline: Deadline) -> Iterator[Assessment]:
    """One put together from the leaves, each subgame replaced by what its own limit of trembles pays.

    Beliefs within a subgame hang on nothing before it, since it starts at a node that is known. There is none where a
    subgame by itself is too large.
    """
    worth: dict[int, Pair] = {}
    chosen: Sides = ({}, {})
    beliefs: Beliefs = {}
    for root in steps("subgames", game.subgames or [0]):
        deadline.check()
        part = game.part(root, worth)
        if len(part.infosets) == sum(map(len, part.infosets.values())) < 2:  # one node to decide at, or none
            found = Assessment(best_choice(part), dict.fromkeys(part.infosets, (Fraction(1),)))
        elif (limit := next(quasi_perfect_equilibria(part, deadline), None)) is not None:
            found = limit
        else:
            return
        worth[root] = BehaviourProfile(part, found.behaviour).payoffs
        beliefs |= found.beliefs
        for own, at in zip(chosen, found.behaviour, strict=True):
            own.update(at)
    yield Assessment(chosen, {name: beliefs[name] for name in game.infosets})


def tremble_limits(game: GameTree, deadline: Deadline, why: Exception) -> list[BayesEquilibrium]:
    """One equilibrium for each outcome to which trembles lead.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    why : Exception
        Why they were not found all at once.

    Raises
    ------
    TreeTooLargeError
        If none is found.
    TimeLimitError
        If the time is up before one is found.
    """
    found: dict[OutcomeKey, BayesEquilibrium] = {}
    for e in one_at_a_time(game, deadline):
        found.setdefault(outcome_key(e), e)
    if not found:
        raise TreeTooLargeError(
            f"{why}; nor was an equilibrium found one at a time, which takes subgames with at most {LARGEST:,} "
            "actions and information sets each and a search that rounding does not lead astray"
        )
    return list(found.values())
