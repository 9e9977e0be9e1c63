"""Commitment in a game tree, through its reduced strategic form: which strategy to announce for the whole game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.stackelberg import best_commitment, seen_by
from sim.engine.solution import ANNOUNCED, Answer, Solution, floats
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import both_behave, strategic_form, strategies
from sim.engine.tree.subgame_perfect import tree_perfect

if TYPE_CHECKING:
    from sim.engine.matrix.stackelberg import Commitment, TableCommitment
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.engine.tree.solution import TreeSolution
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair


@dataclass(frozen=True)
class TreeStackelbergSolution(Solution):
    """Commitment in a game tree.

    Parameters
    ----------
    leader : int
        Who announces.
    found : TableCommitment
        The best commitments in the reduced strategic form.
    profile : BehaviourProfile
        The announced mixture and the reply as behaviour at each information set.
    pure : BehaviourProfile
        The same for the best pure strategy to announce.
    regret : Fraction
        What the follower could gain by another strategy, worked out on the tree.
    without : TreeSolution
        A subgame-perfect equilibrium of the game in which nobody can commit.
    """

    game: GameTree
    leader: int
    found: TableCommitment
    profile: BehaviourProfile
    pure: BehaviourProfile
    regret: Fraction
    without: TreeSolution
    concept: str = "stackelberg"
    complete: bool = False

    @property
    def behaviour(self) -> Sides:
        """Per player: information set to action to probability."""
        return self.profile.behaviour

    @property
    def payoffs(self) -> Pair:
        """What the announced mixture and the reply pay, worked out on the tree."""
        return self.profile.payoffs

    @property
    def certified(self) -> bool:
        """Whether the tree confirms what the strategic form says."""
        return self.found.certified and self.regret == 0 and self.payoffs[self.leader] == self.found.mixed.payoffs[0]

    def answer(self, rule: Rule) -> Answer:
        """The likeliest way through the tree."""
        del rule
        return Answer(floats(self.payoffs), self.profile.likeliest_way, nan, ANNOUNCED)


def solve(game: GameTree, ask: Request) -> TreeStackelbergSolution:
    """The best commitment, as it is asked for."""
    assert ask.leader is not None
    return solve_tree_stackelberg(game, ask.leader, ask.rule, ask.time_limit)


def solve_tree_stackelberg(
    game: GameTree, leader: int, rule: Rule | None = None, time_limit: float | None = 60.0
) -> TreeStackelbergSolution:
    """The best commitment in a game tree, pure and mixed, beside its subgame-perfect equilibrium.

    Mixed commitment in trees is hard in general (Letchford and Conitzer 2010), and strategies are many; this is for
    small trees.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    leader : int
        Who announces.
    rule : Rule, optional
        Which equilibrium is played where nobody can commit and there are several.
    time_limit : float or None
        Seconds after which the computations are given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the strategic form is too large.
    TimeLimitError
        If the time is up.
    """
    game.check_perfect_recall()
    deadline = Deadline(time_limit)
    plans = strategies(game, deadline)
    row, column = strategic_form(game, plans, deadline)
    found = best_commitment(*seen_by(leader, row, column), deadline)

    def as_profile(best: Commitment) -> BehaviourProfile:
        mixed: list[tuple[Fraction, ...]] = [best.mixture, best.mixture]
        mixed[1 - leader] = tuple(Fraction(int(j == best.reply)) for j in range(len(plans[1 - leader])))
        return BehaviourProfile(game, both_behave(game, plans, (mixed[0], mixed[1])))

    played = as_profile(found.mixed)
    return TreeStackelbergSolution(
        game=game,
        leader=leader,
        found=found,
        profile=played,
        pure=as_profile(found.pure),
        regret=tree_regret(game, played.behaviour)[1 - leader],
        without=tree_perfect(game, rule, deadline.left),
    )
