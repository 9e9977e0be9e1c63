"""Commitment in a game tree, through its reduced strategic form: which strategy to announce for the whole game."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.stackelberg import best_commitment, seen_by
from sim.engine.solution import Solution
from sim.engine.tree.certificate import tree_regret, tree_value
from sim.engine.tree.reduced_form import strategic_form
from sim.engine.tree.tree import both_behave, strategies, tree_perfect
from sim.errors import TreeTooLargeError

if TYPE_CHECKING:
    from sim.engine.matrix.stackelberg import Commitment, TableCommitment
    from sim.engine.selection import Rule
    from sim.engine.tree.tree import TreeSolution
    from sim.games.tree.game_tree import GameTree
    from sim.types import Pair

    Behaviour = dict[str, dict[str, Fraction]]

MOST_CELLS = 20_000
"""Cells of the strategic form, most, for which the programmes are solved in whole numbers."""


@dataclass(frozen=True)
class TreeStackelbergSolution(Solution):
    """Commitment in a game tree.

    Parameters
    ----------
    leader : int
        Who announces.
    found : TableCommitment
        The best commitments in the reduced strategic form.
    behaviour : pair of dict
        The announced mixture and the reply as behaviour at each information set, in the order of the players.
    pure : pair of dict
        The same for the best pure strategy to announce.
    payoffs : pair of Fraction
        What they pay, worked out on the tree.
    regret : Fraction
        What the follower could gain by another strategy, worked out on the tree.
    without : TreeSolution
        A subgame-perfect equilibrium of the game in which nobody can commit.
    """

    game: GameTree
    leader: int
    found: TableCommitment
    behaviour: tuple[Behaviour, Behaviour]
    pure: tuple[Behaviour, Behaviour]
    payoffs: Pair
    regret: Fraction
    without: TreeSolution
    concept: str = "stackelberg"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether the tree confirms what the strategic form says."""
        return self.found.certified and self.regret == 0 and self.payoffs[self.leader] == self.found.mixed.payoffs[0]


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
        Seconds after which each of the computations is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the strategic form has more than `MOST_CELLS` cells.
    TimeLimitError
        If the time is up.
    """
    game.check_perfect_recall()
    plans = strategies(game, 0)
    count = len(plans[0]) * len(plans[1])
    if count > MOST_CELLS:
        raise TreeTooLargeError(
            f"the strategic form has {len(plans[0]):,} times {len(plans[1]):,} strategies; a commitment is worked out "
            f"for at most {MOST_CELLS:,} cells. Make the game smaller"
        )
    row, column = strategic_form(game, 0, plans)
    found = best_commitment(*seen_by(leader, row, column), Deadline(time_limit))

    def as_behaviour(best: Commitment) -> tuple[Behaviour, Behaviour]:
        mixed: list[tuple[Fraction, ...]] = [best.mixture, best.mixture]
        mixed[1 - leader] = tuple(Fraction(int(j == best.reply)) for j in range(len(plans[1 - leader])))
        return both_behave(game, plans, (mixed[0], mixed[1]))

    played = as_behaviour(found.mixed)
    return TreeStackelbergSolution(
        game=game,
        leader=leader,
        found=found,
        behaviour=played,
        pure=as_behaviour(found.pure),
        payoffs=tree_value(game, played),
        regret=tree_regret(game, played)[1 - leader],
        without=tree_perfect(game, rule, time_limit),
    )
