"""Equilibria of game trees, and what a search for them has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Literal, TypeVar

from sim.engine.selection import Reason, Rule
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer, Listed, ListSolution, floats
from sim.errors import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.engine.tree.profile import BehaviourProfile
    from sim.games.tree.game_tree import Beliefs, GameTree, Sides
    from sim.types import Pair


@dataclass(frozen=True)
class TreeEquilibrium:
    """An equilibrium of a game tree in behaviour strategies.

    Parameters
    ----------
    profile : BehaviourProfile
        What is done; sets that a player's own choices rule out may be absent.
    regret : pair of Fraction
        Most that each player could gain by another strategy; for ``subgame-perfect`` in any subgame, for ``pbe`` at any
        information set.
    """

    profile: BehaviourProfile
    regret: Pair

    @property
    def behaviour(self) -> Sides:
        """Per player: information set to action to probability."""
        return self.profile.behaviour

    @property
    def payoffs(self) -> Pair:
        """Expected payoffs."""
        return self.profile.payoffs


E = TypeVar("E", bound=TreeEquilibrium)

Ranges = dict[str, dict[str, "Pair"]]
"""Information set to action to the least and the greatest chance."""

BeliefRanges = dict[str, tuple["Pair", ...]]
"""Information set to the least and the greatest chance of each of its nodes."""


@dataclass(frozen=True)
class BayesEquilibrium(TreeEquilibrium):
    """An equilibrium with beliefs.

    Parameters
    ----------
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes; for ``bayes-nash`` only where play gets to.
    ranges : dict of str to dict of str to pair of Fraction
        For ``pbe``, at information sets that play does not reach: least and greatest chance of each action that will
        do with all else as it is; only those that are known to vary.
    belief_ranges : dict of str to tuple of pair of Fraction
        The same of beliefs: for each node of a set, the least and the greatest chance that will do.
    """

    beliefs: Beliefs
    ranges: Ranges = field(default_factory=dict)
    belief_ranges: BeliefRanges = field(default_factory=dict)

    @property
    def reached(self) -> frozenset[str]:
        """Information sets that play reaches."""
        return self.profile.reached


@dataclass(frozen=True)
class SubgameChoice:
    """A subgame with several equilibria, of which one was selected.

    Parameters
    ----------
    infoset : str
        The information set at its root; empty where chance moves there.
    count : int
        How many equilibria it has.
    reason : Reason
        Why one was selected.
    """

    infoset: str
    count: int
    reason: Reason


@dataclass(frozen=True)
class TreeSolution(ListSolution):
    """Equilibria of a game tree.

    Parameters
    ----------
    concept : str
        ``subgame-perfect`` or ``nash``.
    equilibria : tuple of TreeEquilibrium
        All extreme ones for ``nash``; the one that the rule selects for ``subgame-perfect``.
    complete : bool
        Whether it is proven that there are no others.
    choices : tuple of SubgameChoice
        Subgames with several equilibria.
    alone : bool
        Whether it is one equilibrium at the size of the tree, since a strategic form is too large or took too long.
    cut : bool
        Whether a list of all equilibria, of a subgame or of the tree, was ended by a limit before it was done.
    every : bool
        Whether all were asked for where otherwise the rule selects one.
    """

    game: GameTree
    concept: str
    equilibria: tuple[TreeEquilibrium, ...]
    complete: bool
    choices: tuple[SubgameChoice, ...] = ()
    rule: Rule = field(default_factory=Rule)
    alone: bool = False
    cut: bool = False
    every: bool = False

    @property
    def lists(self) -> bool:
        """Whether all equilibria were asked for."""
        return self.concept == "nash" or self.every

    @property
    def listed(self) -> Listed:
        """Extreme equilibria, where they were asked for."""
        return "extreme" if self.lists else "all"

    @property
    def others(self) -> bool:
        """Whether a subgame has several equilibria, each of which belongs to one of the tree."""
        return bool(self.choices)

    @property
    def checked(self) -> bool:
        """Whether no deviation pays in any equilibrium that is listed."""
        return checked(self.equilibria)

    @property
    def lacking(self) -> bool:
        """Whether some may lack of the equilibria that were asked for, or that the rule was to pick from."""
        return super().lacking or self.alone or self.cut

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium, and no list was left unfinished."""
        return super().certified and not self.cut

    def answer(self, rule: Rule) -> Answer:
        """The first equilibrium, by the likeliest way through the tree."""
        del rule
        if self.cut:
            raise UnansweredError("the list of all equilibria was not finished in the time allowed")
        e = self.equilibria[0]
        kind = UNIQUE if self.complete and len(self.equilibria) == 1 else SELECTED
        return Answer(floats(e.payoffs), e.profile.likeliest_way, nan, MIXED if e.profile.mixed else kind)


def checked(found: Sequence[TreeEquilibrium]) -> bool:
    """Whether anything was found, and no deviation pays in any of it."""
    return bool(found) and all(not any(e.regret) for e in found)


def by_outcome(found: Iterable[E]) -> tuple[E, ...]:
    """Equilibria with those side by side that do the same where play gets to."""
    together: dict[object, list[E]] = {}
    for e in found:
        together.setdefault(e.profile.outcome, []).append(e)
    return tuple(e for alike in together.values() for e in alike)


def outcomes(found: Sequence[TreeEquilibrium]) -> list[int]:
    """Number of the outcome of each equilibrium: those that do the same where play gets to have the same."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(e.profile.outcome, len(numbers)) for e in found]


Method = Literal["enumeration", "trembles", "both", "sequence"]
"""How equilibria with beliefs were found: from all Nash equilibria of the strategic form; one at a time, each the limit
of play with small trembles; some in one way and some in the other; one alone, by the sequence form."""


class SolvedByTree(ListSolution):
    """A solution of another form of game, which is that of its tree."""

    if TYPE_CHECKING:

        @property
        def solution(self) -> TreeSolution | BayesSolution:
            """The solution of the tree."""

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return self.solution.concept

    @property
    def complete(self) -> bool:
        """Whether it is proven that there are no others."""
        return self.solution.complete

    @property
    def listed(self) -> Listed:
        """What its list has."""
        return self.solution.listed

    @property
    def checked(self) -> bool:
        """Whether no deviation pays in any equilibrium that is listed."""
        return self.solution.checked


@dataclass(frozen=True)
class BayesSolution(ListSolution):
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
    method : {"enumeration", "trembles", "both", "sequence"}
        How they were found.
    cut : bool
        Whether the list of all Nash equilibria was ended by a limit before it was done.
    """

    game: GameTree
    concept: str
    equilibria: tuple[BayesEquilibrium, ...]
    complete: bool
    rejected: int = 0
    undecided: int = 0
    several: bool = False
    method: Method = "enumeration"
    cut: bool = False

    @property
    def listed(self) -> Listed:
        """Extreme equilibria, or one for each way of play."""
        return "extreme" if self.concept == "bayes-nash" else "outcomes"

    @property
    def checked(self) -> bool:
        """Whether no deviation pays in any equilibrium that is listed."""
        return checked(self.equilibria)

    def answer(self, rule: Rule) -> Answer:
        """Nothing: studies keep equilibria with beliefs of files with hidden types alone."""
        del rule
        raise UnansweredError(f"studies keep solutions of the concept {self.concept} of files with hidden types")
