"""A node at which actions may fail: how likely each pair of actions comes about, and what players can be kept from.

With a small chance an action that a player means is not taken, and one of the other open actions is instead, each with
the same chance. Everybody sees what was done and nobody what was meant. So a pair of actions that is meant is worth an
average over all pairs, and what follows each of them rewards and punishes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.kept import least
from sim.exact.polygon_sums import total
from sim.exact.polygons import image, support, tangents
from sim.exact.rationals import ONE, ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon
    from sim.types import Pair

    Table = Sequence[Sequence[Polygon]]

NOWHERE = (ZERO, ZERO)


@dataclass(frozen=True)
class Shares:
    """How likely what a player means comes about.

    Parameters
    ----------
    meant, other : Fraction
        The chance of the action that is meant, and of each other one.
    """

    meant: Fraction
    other: Fraction

    @property
    def excess(self) -> Fraction:
        """By how much the action that is meant is likelier than another."""
        return self.meant - self.other

    def of(self, size: int, meant: int) -> list[Fraction]:
        """Chances of all actions."""
        return [self.meant if k == meant else self.other for k in range(size)]


def shares(size: int, chance: Fraction) -> Shares:
    """Where so many actions are open and one fails with such a chance."""
    return Shares(ONE, ZERO) if size == 1 else Shares(ONE - chance, chance / (size - 1))


class SlipStage:
    """What pairs of actions that are meant are worth at a node, and what players can be kept to.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions that comes about can be worth.
    """

    def __init__(self, table: Table, chance: Fraction) -> None:
        self.table = table
        self.rows, self.columns = shares(len(table), chance), shares(len(table[0]), chance)
        one, two = least(table)
        self.worst = one, two
        # The least for the row player who has taken an action, where the other means one; and the other way round.
        self.kept = _blurred(one, self.columns), _turned(_blurred(_turned(two), self.rows))

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of actions."""
        return len(self.table), len(self.table[0])

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs of actions, row by row."""
        return product(range(len(self.table)), range(len(self.table[0])))

    def chances(self, meant: tuple[int, int]) -> list[list[Fraction]]:
        """How likely each pair of actions comes about."""
        one, two = self.rows.of(len(self.table), meant[0]), self.columns.of(len(self.table[0]), meant[1])
        return [[p * q for q in two] for p in one]

    def floors(self) -> tuple[list[list[list[Fraction]]], list[list[list[Fraction]]]]:
        """What a player who means an action, and not another, gets at least: by player, own, other, the other side's.

        The action that is meant pays as much as any other, once it is taken, and each of these at least what the player
        can be kept to.
        """
        one, two = self.kept
        return _floors(one, self.rows), _floors(_turned(two), self.columns)

    def ends(self, player: int, pick: Callable[[Iterable[Fraction]], Fraction]) -> list[list[Fraction]]:
        """The least or the most that each pair of actions that is meant can be worth to a player.

        Parameters
        ----------
        pick : callable
            ``min`` or ``max``.
        """
        return self._averages([[pick([v[player] for v in cell]) for cell in line] for line in self.table])

    def around(self, pairs: Sequence[tuple[int, int]], directions: Sequence[Pair]) -> list[Polygon]:
        """Polygons around all that some pairs of actions that are meant can be worth.

        What comes about by slips is bounded in some directions alone.

        Parameters
        ----------
        directions : sequence of Pair
            Counterclockwise, no two neighbours half a turn or more apart.
        """
        reaches = [[[support(cell, d) for cell in line] for line in self.table] for d in directions]
        averages = [self._averages(reach) for reach in reaches]
        own = self.rows.meant * self.columns.meant
        found = []
        for i, j in pairs:
            rest = [average[i][j] - own * reach[i][j] for average, reach in zip(averages, reaches, strict=True)]
            slips = tangents(list(zip(directions, rest, strict=True)))
            found.append(total(image(self.table[i][j], NOWHERE, (own, own)), slips))
        return found

    def _averages(self, values: list[list[Fraction]]) -> list[list[Fraction]]:
        """Averages over all pairs that come about, for each pair that is meant."""
        return _turned(_blurred(_turned(_blurred(values, self.columns)), self.rows))


def _blurred(values: list[list[Fraction]], share: Shares) -> list[list[Fraction]]:
    """Averages along rows where an entry is meant."""
    sums = [sum(row, ZERO) for row in values]
    return [[share.excess * v + share.other * s for v in row] for row, s in zip(values, sums, strict=True)]


def _floors(kept: list[list[Fraction]], share: Shares) -> list[list[list[Fraction]]]:
    """Floors by own action, other action and the other side's, from what can be kept to by action and other side's."""
    size = len(kept)
    found: list[list[list[Fraction]]] = []
    for told in range(size):
        others = [k for k in range(size) if k != told]
        slips = [share.other * sum((kept[k][j] for k in others), ZERO) for j in range(len(kept[0]))]
        found.append([[share.meant * v + s for v, s in zip(kept[k], slips, strict=True)] for k in range(size)])
    return found


def _turned(values: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(line) for line in zip(*values, strict=True)]
