"""Nash equilibria of games with many actions, such as those whose actions are numbers.

What is strictly dominated goes first, in machine numbers; a small rest is enumerated, which is the proof of
completeness. In a large rest all pure equilibria are found, by looking at every cell. Where there are none, a mixed one
is looked for by column generation: an equilibrium among some actions is found, best replies to it are added, until none
is missing.

References
----------
McMahan, H. B., Gordon, G. J. and Blum, A. (2003): Planning in the presence of cost functions controlled by an
adversary. Proceedings of the 20th International Conference on Machine Learning, 536-543.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.certificate import LargeCertificate
from sim.engine.matrix.enumeration import BYTES
from sim.engine.matrix.large.table import EPS, LargeTable, eliminated
from sim.engine.matrix.lemke_howson import along_path, by_floats
from sim.engine.matrix.whole_game import whole_game
from sim.errors import CertificateError, TimeLimitError
from sim.memory import limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.types import Matrix, Pair, Strategies, Vector

    Kept = tuple[list[int], list[int]]

ENUMERATED = 2_500
"""Cells, most, of what is left for all of its equilibria to be looked for."""

WALKED = 62_500
"""Cells, most, of what is left for the path of Lemke and Howson to go through all of it."""

ELIMINATING, MIXING = 0.3, 0.5
"""Shares of the time that go to elimination, and to the search for a mixed equilibrium."""

ZERO, ONE = Fraction(0), Fraction(1)


class LargeGame:
    """A game with many actions.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """

    def __init__(self, row: Matrix, column: Matrix) -> None:
        self.row, self.column = row, column
        self.tables = LargeTable(row), LargeTable(list(zip(*column, strict=True)))
        self.certificate = LargeCertificate(row, column)
        self.units: tuple[dict[int, Vector], dict[int, Vector]] = {}, {}

    def left(self, deadline: Deadline) -> Kept:
        """The actions that iterated strict dominance leaves."""
        return eliminated(*self.tables, deadline.share(ELIMINATING))

    def sub(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[Matrix, Matrix]:
        """The payoffs of some actions."""
        one, two = (tuple(tuple(side[i][j] for j in columns) for i in rows) for side in (self.row, self.column))
        return one, two

    def judged(self, strategies: Strategies) -> tuple[Pair, Pair]:
        """Payoffs and regrets of an equilibrium.

        Raises
        ------
        CertificateError
            If it is none.
        """
        payoffs, gain = self.certificate.judge(*strategies)
        if any(gain):
            raise CertificateError("an equilibrium that was found has a profitable deviation")
        return payoffs, gain

    def pure(self) -> tuple[list[Strategies], bool]:
        """The pure equilibria in the order of the table, and whether these are all and not as many as memory holds."""
        one, two = (table.best() for table in self.tables)
        cells = np.argwhere(one & two.T)
        most = int(limit() // (BYTES * sum(one.shape)))
        return [(self._unit(0, int(i)), self._unit(1, int(j))) for i, j in cells[:most]], len(cells) <= most

    def _unit(self, side: int, action: int) -> Vector:
        """One action for certain; the same object each time."""
        size = self.tables[side].shape[0]
        known = self.units[side]
        if action not in known:
            known[action] = tuple(ONE if k == action else ZERO for k in range(size))
        return known[action]

    def mixed(self, kept: Kept, deadline: Deadline) -> Strategies | None:
        """An equilibrium found along a path or by column generation; None if the time does not reach.

        Parameters
        ----------
        kept : pair of list of int
            All actions that some equilibrium may play.
        """
        if len(kept[0]) * len(kept[1]) <= WALKED and all(table.sure for table in self.tables):
            with suppress(TimeLimitError):
                return self._among(*kept, deadline.share(MIXING))
        return self._by_columns(deadline.share(MIXING))

    def _by_columns(self, deadline: Deadline) -> Strategies | None:
        """An equilibrium found by column generation; None if the time does not reach.

        Every round adds a reply that is better than all that were there, so that it ends; what it ends with is an
        equilibrium among all actions.
        """
        rows, columns = [0], [0]
        try:
            while True:
                deadline.check()
                found = self._among(sorted(rows), sorted(columns), deadline)
                more = [self.tables[k].best_to(found[1 - k])[1] for k in (0, 1)]
                new = [
                    [a for a in replies if a not in own][:1] if not set(replies) & set(own) else []
                    for own, replies in zip((rows, columns), more, strict=True)
                ]
                if not new[0] and not new[1]:
                    return found
                rows += new[0]
                columns += new[1]
        except TimeLimitError:
            return None

    def _among(self, rows: list[int], columns: list[int], deadline: Deadline) -> Strategies:
        """An equilibrium of the game in which only some actions are there."""
        small = whole_game(*self.sub(rows, columns))
        x, y = by_floats(small, deadline) or along_path(small, 0, deadline)
        return self.widened(x, rows, 0), self.widened(y, columns, 1)

    def widened(self, strategy: Sequence[Fraction], kept: Sequence[int], side: int) -> Vector:
        """A strategy of some actions as one of all."""
        wide = [ZERO] * self.tables[side].shape[0]
        for action, chance in zip(kept, strategy, strict=True):
            wide[action] = chance
        return tuple(wide)

    def better_for_both(self, one: Fraction, two: Fraction) -> tuple[int, int] | None:
        """The cell of the highest sum among those in which both get more; None if there is none.

        Parameters
        ----------
        one, two : Fraction
            What they get now.
        """
        sides = (self.tables[0], self.tables[0].values), (self.tables[1], self.tables[1].values.T)
        more = [
            values > float(now * table.unit) + EPS * (1 + abs(float(now * table.unit)))
            for (table, values), now in zip(sides, (one, two), strict=True)
        ]
        total = sum(values / table.unit for table, values in sides)
        where = more[0] & more[1]
        if not where.any():
            return None
        i, j = np.unravel_index(int(np.argmax(np.where(where, total, -np.inf))), where.shape)
        return int(i), int(j)
