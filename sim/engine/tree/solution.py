"""Equilibria of game trees, and what a search for them has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Literal

from sim.engine.selection import Reason, Rule
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import UnansweredError

if TYPE_CHECKING:
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


@dataclass(frozen=True)
class BayesEquilibrium(TreeEquilibrium):
    """An equilibrium with beliefs.

    Parameters
    ----------
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes; for ``bayes-nash`` only where play gets to.
    """

    beliefs: Beliefs

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
class TreeSolution(Solution):
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
    rule : Rule
        The selection rule.
    alone : bool
        Whether it is one equilibrium by the sequence form, since the strategic form is too large.
    """

    game: GameTree
    concept: str
    equilibria: tuple[TreeEquilibrium, ...]
    complete: bool
    choices: tuple[SubgameChoice, ...] = ()
    rule: Rule = field(default_factory=Rule)
    alone: bool = False

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return all(not any(e.regret) for e in self.equilibria)

    def answer(self, rule: Rule) -> Answer:
        """The first equilibrium, by the likeliest way through the tree."""
        del rule
        e = self.equilibria[0]
        kind = UNIQUE if self.complete else SELECTED
        return Answer(floats(e.payoffs), e.profile.likeliest_way, nan, MIXED if e.profile.mixed else kind)


Method = Literal["enumeration", "trembles", "both"]
"""How equilibria with beliefs were found: from all Nash equilibria of the strategic form; one at a time, each the limit
of play with small trembles; some in one way and some in the other."""


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
    method : {"enumeration", "trembles", "both"}
        How they were found.
    """

    game: GameTree
    concept: str
    equilibria: tuple[BayesEquilibrium, ...]
    complete: bool
    rejected: int = 0
    undecided: int = 0
    several: bool = False
    method: Method = "enumeration"

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return all(not any(e.regret) for e in self.equilibria)

    def answer(self, rule: Rule) -> Answer:
        """Nothing: studies keep equilibria with beliefs of files with hidden types alone."""
        del rule
        raise UnansweredError(f"studies keep solutions of the concept {self.concept} of files with hidden types")
