"""The certificate of a plan: it is played through once more in exact numbers, by code that has no part in making it.

Every post is worked out from what is done there and where that leads, from the last layer to the first, and no player
gains by any one deviation at any post. By the one-shot deviation principle (Blackwell 1965) the plan then is a
subgame-perfect equilibrium of the game with public lots, and it pays what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.concessions.corner_play.plan import Plan, Post
    from sim.games.concessions.stochastic_game import Outcome, Phase, StochasticGame
    from sim.types import Pair


def faults_of_plan(game: StochasticGame, plan: Plan) -> list[str]:
    """Where a plan is not what it says, or a deviation from it pays.

    Returns
    -------
    list of str
        Codes with layer and post, such as ``"deviation 3 7"``; empty if all is as it should be.
    """
    phases = game.layers
    faults = [] if plan.layers[0][0].node == 0 else ["start 0 0"]
    worth: list[Pair] = []
    for layer in reversed(range(len(phases))):
        follows = plan.layers[layer + 1] if layer + 1 < len(phases) else ()
        replay = _Replay(game, phases[layer], follows, worth)
        here = []
        for number, post in enumerate(plan.layers[layer]):
            if not replay.sound(post):
                return [*faults, f"strategy {layer} {number}"]
            value, gain = replay.of(post)
            if value != post.worth:
                faults.append(f"worth {layer} {number}")
            if gain > 0:
                faults.append(f"deviation {layer} {number}")
            here.append(value)
        worth = here
    return faults


class _Replay:
    """The posts of one layer, given what those of the next are worth."""

    def __init__(self, game: StochasticGame, phase: Phase, follows: Sequence[Post], worth: Sequence[Pair]) -> None:
        self.game, self.phase, self.follows, self.worth = game, phase, follows, worth

    def sound(self, post: Post) -> bool:
        """Whether strategies and lots are such, and each lot is over posts of the node that its pair leads to."""
        cells = self.phase.nodes[post.node].cells
        sides = zip(post.strategies, (len(cells), len(cells[0])), strict=True)
        if any(len(side) != size or sum(side, ZERO) != 1 or min(side) < 0 for side, size in sides):
            return False
        for i, line in enumerate(cells):
            for j, number in enumerate(line):
                outcome, lot = self.phase.outcomes[number], post.then.get((i, j))
                if not self.follows or outcome.successor == BROKEN or outcome.risk == 1:
                    if lot != ():
                        return False
                elif (
                    lot is None
                    or sum((p for _, p in lot), ZERO) != 1
                    or any(p < 0 or self.follows[k].node != outcome.successor for k, p in lot)
                ):
                    return False
        return True

    def of(self, post: Post) -> tuple[Pair, Fraction]:
        """What a post is worth, and the most that either player gains by another action there."""
        one, two = post.strategies
        rows, columns = [ZERO] * len(one), [ZERO] * len(two)
        for i, line in enumerate(self.phase.nodes[post.node].cells):
            for j, number in enumerate(line):
                if not one[i] and not two[j]:
                    continue  # Nobody gets there by a deviation of its own alone.
                pair = self._outcome(self.phase.outcomes[number], post.then[i, j])
                rows[i] += two[j] * pair[0]
                columns[j] += one[i] * pair[1]
        first = sum((p * v for p, v in zip(one, rows, strict=True)), ZERO)
        second = sum((p * v for p, v in zip(two, columns, strict=True)), ZERO)
        return (first, second), max(max(rows) - first, max(columns) - second)

    def _outcome(self, outcome: Outcome, lot: Sequence[tuple[int, Fraction]]) -> Pair:
        """What an outcome is worth with the lot that is drawn after it."""
        game = self.game
        over = outcome.successor == BROKEN or outcome.risk == 1
        if over:
            later = outcome.ended
        elif self.follows:
            later = (
                sum((p * self.worth[k][0] for k, p in lot), ZERO),
                sum((p * self.worth[k][1] for k, p in lot), ZERO),
            )
        else:
            later = game.final[outcome.successor]
        if not self.phase.closes_round:
            return Rational(later[0]), Rational(later[1])
        risk = ONE if over else Rational(outcome.risk)
        one, two = (
            (1 - Rational(d)) * Rational(r) + Rational(d) * ((1 - risk) * Rational(v) + risk * Rational(b))
            for d, r, v, b in zip(game.discount, outcome.reward, later, outcome.ended, strict=True)
        )
        return one, two
