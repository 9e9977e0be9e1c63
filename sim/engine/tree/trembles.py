"""The complementarity problem of a game tree in which every player trembles by a little, in symbols.

Each sequence has at least the chance e^k, for a number e that is positive and as small as need be and a power k that
grows with every action: by 1, so that k counts own actions, or by drawn numbers, which makes some mistakes far less
likely than others. What a plan has beyond these chances is its free part. Best replies are linear programmes over free
parts, so that two plans are an equilibrium of the trembling game if and only if their free parts solve a linear
complementarity problem, in which e stands in the constants alone.

Payoffs are turned into costs that are positive. Then no player wants more of any sequence than it must have, so it is
enough to ask that at an information set the continuations have at least the chance of what leads there, and the
multipliers, which are what play from there on costs, need no sign.

References
----------
Koller, D., Megiddo, N. and von Stengel, B. (1996): Efficient computation of equilibria for extensive two-person games.
Games and Economic Behavior 14, 247-259. Miltersen, P. B. and Sorensen, T. B. (2010): Computing a quasi-perfect
equilibrium of a two-player game. Economic Theory 42, 175-192.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.engine.tree.sequence_form import costs, sequences
from sim.exact.complementarity import Complementarity
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from random import Random

    from sim.engine.tree.sequence_form import Pairs, Sequences
    from sim.games.tree.game_tree import GameTree

STEEP = 16
"""Where priors are drawn: by how much less the artificial variable relaxes a set per own action before it."""


@dataclass(frozen=True)
class Trembling:
    """The trembling game as a complementarity problem.

    The unknowns are the first player's free plan without the empty sequence, the second player's, and for each side one
    multiplier per information set.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    draw : Random, optional
        Draws the powers of e, and plans from which the search starts; without it all actions are treated alike.
    """

    game: GameTree
    draw: Random | None = None

    def drawn(self, draw: Random) -> Trembling:
        """The same game with trembles that are drawn; what does not hang on them is worked out once for both."""
        other = Trembling(self.game, draw)
        vars(other).update(sides=self.sides, _costs=self._costs)
        return other

    @cached_property
    def sides(self) -> tuple[Sequences, Sequences]:
        """Both players' sequences."""
        return sequences(self.game, 0), sequences(self.game, 1)

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return sum(len(side.number) - 1 + len(side.sets) for side in self.sides)

    @cached_property
    def powers(self) -> tuple[list[int], list[int]]:
        """Power of e below which no sequence falls, per player."""
        one, two = (_powers(side, self.draw) for side in self.sides)
        return one, two

    @cached_property
    def degree(self) -> int:
        """Highest power of e."""
        return max(max(own) for own in self.powers)

    @property
    def _starts(self) -> tuple[int, int, int, int]:
        """First unknown of each plan, less one for the empty sequence, and of each side's multipliers."""
        one, two = self.sides
        m, n = len(one.number) - 1, len(two.number) - 1
        return -1, m - 1, m + n, m + n + len(one.sets)

    @cached_property
    def _costs(self) -> tuple[Pairs, Pairs]:
        return costs(self.game, self.sides)

    @cached_property
    def problem(self) -> Complementarity:
        """The complementarity problem."""
        rows: list[dict[int, Fraction]] = [{} for _ in range(self.size)]
        constants = [[ZERO] * (self.degree + 1) for _ in range(self.size)]
        for player, side in enumerate(self.sides):
            own, other, at = self._starts[player], self._starts[1 - player], self._starts[2 + player]
            powers = self.powers[player]
            for (i, j), cost in self._costs[player].items():
                if i and cost:
                    constants[own + i][self.powers[1 - player][j]] += cost
                    if j:
                        rows[own + i][other + j] = cost
            for h, (lead, follow) in enumerate(side.sets.values()):
                constants[at + h][powers[lead]] -= 1
                for k in follow:
                    rows[own + k][at + h], rows[at + h][own + k] = -ONE, ONE
                    constants[at + h][powers[k]] += 1
                if lead:
                    rows[at + h][own + lead] = -ONE
            for h, (lead, _) in enumerate(side.sets.values()):
                if lead:
                    rows[own + lead][at + h] = ONE
        return Complementarity(tuple(rows), tuple(map(tuple, constants)))

    @cached_property
    def cover(self) -> list[Fraction]:
        """The artificial variable's column, shape (size,).

        Where priors are drawn, play starts from replies to drawn plans. The idea is that of von Stengel, B., van den
        Elzen, A. and Talman, D. (2002): Computing normal form perfect equilibria for extensive two-person games.
        Econometrica 70, 693-715; here it varies the start alone.
        """
        cover = [ONE] * self.size
        if self.draw is None:
            return cover
        priors = [_prior(side, self.draw) for side in self.sides]
        for player, side in enumerate(self.sides):
            own, at = self._starts[player], self._starts[2 + player]
            reply = [ZERO] * len(side.number)
            for (i, j), cost in self._costs[player].items():
                reply[i] += cost * priors[1 - player][j]
            least = min((v for v in reply if v), default=ONE)
            for i in range(1, len(reply)):
                cover[own + i] = reply[i] or least
            depth = _powers(side, None)
            for h, (lead, _) in enumerate(side.sets.values()):
                cover[at + h] = ONE / STEEP ** depth[lead]
        return cover

    def plans(self, z: Sequence[Sequence[Fraction]]) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
        """Both whole plans, polynomials in e per sequence, from a solution."""
        found = []
        for start, powers in zip(self._starts, self.powers, strict=False):
            whole = [[ONE] + [ZERO] * self.degree]
            for i in range(1, len(powers)):
                free = list(z[start + i])
                free[powers[i]] += 1
                whole.append(free)
            found.append(whole)
        return found[0], found[1]


def _powers(side: Sequences, draw: Random | None) -> list[int]:
    """Per sequence a power that grows along it."""
    found = [0] * len(side.number)
    for lead, follow in side.sets.values():
        for k in follow:
            found[k] = found[lead] + (1 if draw is None else draw.randint(1, 2))
    return found


def _prior(side: Sequences, draw: Random) -> list[Fraction]:
    """A plan in which every sequence has a chance, often far from even."""
    plan = [ONE] * len(side.number)
    for lead, follow in side.sets.values():
        weights = [draw.choice((1, 60)) for _ in follow]
        for k, w in zip(follow, weights, strict=True):
            plan[k] = plan[lead] * w / sum(weights)
    return plan
