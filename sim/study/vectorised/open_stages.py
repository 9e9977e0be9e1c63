"""Stage games in which no cell is best for both: all extreme equilibria, and the one that the default rule picks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.matrix.stage_games import BatchEquilibria, batch_equilibria
from sim.exact import residues as mod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.types import Flags, Floats, Index


SAME_CHANCE = 1e-9
"""Probabilities nearer to each other than this are not told apart by floats."""

MOST_AT_ONCE = 2048
"""Games enumerated at a time, so that memory stays small."""


@dataclass(frozen=True)
class Enumerated:
    """The selected equilibria of h games.

    Parameters
    ----------
    row, column : ndarray of float, shapes (h, m) and (h, k)
        Probabilities.
    values : ndarray of float, shape (2, h)
        Payoffs.
    several : ndarray of bool, shape (h,)
        Whether there are other (extreme) equilibria.
    unsure : ndarray of bool, shape (h,)
        Games that floats could not decide.
    bases : ndarray of int, shape (2, 2, h)
        For the row player's and for the column player's strategy: its own actions that are mixed, and as many of the
        other side's that it makes equally good, as bits.
    """

    row: Floats
    column: Floats
    values: Floats
    several: Flags
    unsure: Flags
    bases: NDArray[np.int64]

    @property
    def mixes(self) -> Flags:
        """Games in which somebody mixes, shape (h,)."""
        mixes: Flags = (self.row.max(axis=1) < 1) | (self.column.max(axis=1) < 1)
        return mixes

    def part(self, games: Index) -> Enumerated:
        """Some of the games."""
        return Enumerated(
            self.row[games],
            self.column[games],
            self.values[:, games],
            self.several[games],
            self.unsure[games],
            self.bases[:, :, games],
        )

    def residues(self, tables: tuple[mod.Residues, mod.Residues]) -> tuple[mod.Residues, mod.Residues]:
        """Residues of both players' payoffs; random ones where three or more actions are mixed.

        Parameters
        ----------
        tables : pair of ndarray of uint64, shape (h, m, k)
            Residues of the cells' payoffs.
        """
        one = _mixed_residue(tables[0].transpose(0, 2, 1), *self.bases[1])
        two = _mixed_residue(tables[1], *self.bases[0])
        return one, two


def enumerate_stages(
    pays: tuple[Floats, Floats],
    near: Floats,
    weights: Floats,
    order: Index,
    alive: tuple[Flags, Flags] | None = None,
) -> Enumerated:
    """Enumerate h games of one shape and select.

    Parameters
    ----------
    pays : pair of ndarray of float, shape (h, m, k)
        Payoffs; equal ones are bitwise equal.
    near, weights : ndarray of float, shape (2, h)
        Difference from which floats decide, and weights of the payoffs in the sum that decides where nothing dominates.
    order : ndarray of int, shape (m * k,)
        Cells in the stated order; it tells whose actions are compared first.
    alive : pair of ndarray of bool, shapes (h, m) and (h, k), optional
        Actions that may be played; by default all.
    """
    parts, (h, m, k) = [], pays[0].shape
    own, other = alive or (np.ones((h, m), dtype=bool), np.ones((h, k), dtype=bool))
    for start in range(0, len(pays[0]), MOST_AT_ONCE):
        cut = slice(start, start + MOST_AT_ONCE)
        row, column = pays[0][cut], pays[1][cut]
        found = batch_equilibria(row, column, own[cut], other[cut])
        parts.append(_selected(found, near[:, cut], weights[:, cut], _payoffs(found, row, column), order))
    joined = [np.concatenate([getattr(p, f) for p in parts]) for f in ("row", "column")]
    values = np.concatenate([p.values for p in parts], axis=1)
    flags = [np.concatenate([getattr(p, f) for p in parts]) for f in ("several", "unsure")]
    bases = np.concatenate([p.bases for p in parts], axis=2)
    return Enumerated(joined[0], joined[1], values, flags[0], flags[1], bases)


def _mixed_residue(table: mod.Residues, mixed: NDArray[np.int64], indifferent: NDArray[np.int64]) -> mod.Residues:
    """Residue of what one side gets when the other mixes two actions so that two of its own are equally good."""
    games = np.arange(len(table))
    (i, other_i), (j, other_j) = (_lowest_two(bits) for bits in (mixed, indifferent))
    a, b, c, d = (table[games, x, y] for x, y in ((i, j), (i, other_j), (other_i, j), (other_i, other_j)))
    below = mod.difference(mod.total(a, d), mod.total(b, c))
    above = mod.difference(mod.product(a, d), mod.product(b, c))
    two = mod.product(above, mod.inverse(below))
    unknown = np.zeros_like(a)
    for x in range(table.shape[1]):
        for y in range(table.shape[2]):
            unknown = mod.scrambled(mod.total(unknown, table[:, x, y]), 1)
    rest = mixed & (mixed - 1)
    many = (rest & (rest - 1) > 0) | (below == 0)
    return np.where(rest == 0, a, np.where(many, unknown, two))


def _lowest_two(bits: NDArray[np.int64]) -> tuple[Index, Index]:
    """Positions of the lowest bit and of the next one; the same where there is only one."""
    rest = bits & (bits - 1)
    low, high = (np.log2(np.maximum(b & -b, 1)).astype(np.intp) for b in (bits, rest))
    return low, np.where(rest > 0, high, low)


@dataclass(frozen=True)
class _Payoffs:
    """A player's payoffs of all pairs of vertices of h games, each pair a column.

    Parameters
    ----------
    value : ndarray of float, shape (h, pairs)
        The payoffs.
    exact : ndarray of bool, shape (h, pairs)
        Which are payoffs of cells: these are equal exactly if they are bitwise equal.
    source : ndarray of int, shape (pairs,)
        The vertex that pays: pairs with the same one pay the same.
    """

    value: Floats
    exact: Flags
    source: Index

    def equal(self, to: Index) -> Flags:
        """Pairs known to pay the same as one of each game."""
        rows = np.arange(len(to))
        same = (self.value == self.value[rows, to][:, None]) & self.exact & self.exact[rows, to][:, None]
        found: Flags = same | (self.source[None, :] == self.source[to][:, None])
        return found

    def near_top(self, flat: Flags, near: Floats) -> tuple[Flags, Flags]:
        """Pairs whose payoff is near the highest of those listed, and those that are known to pay just that."""
        listed = np.where(flat, self.value, -np.inf)
        close = flat & (self.value >= listed.max(axis=1, keepdims=True) - near[:, None])
        return close, close & self.equal(listed.argmax(axis=1))


def _payoffs(found: BatchEquilibria, row: Floats, column: Floats) -> tuple[_Payoffs, _Payoffs]:
    """Both players' payoffs of all pairs; each is what the other side's vertex makes the best replies pay."""
    _, high, width = found.pairs.shape
    pairs = np.arange(high * width)
    sides = []
    for vertices, table, source in (
        (found.column, row.transpose(0, 2, 1), pairs % width),
        (found.row, column, pairs // width),
    ):
        # All best replies pay the same; one that is paid the same by every action mixed says exactly how much.
        used = vertices.points > 0
        exact = np.zeros(vertices.values.shape, dtype=bool)
        highest = np.zeros(vertices.values.shape)
        for reply in range(table.shape[2]):
            paid = np.broadcast_to(table[:, None, :, reply], used.shape)
            most = np.where(used, paid, -np.inf).max(axis=2)
            level = (most == np.where(used, paid, np.inf).min(axis=2)) & (vertices.best >> reply & 1 == 1)
            highest = np.where(level, most, highest)
            exact |= level
        value = np.where(exact, highest, vertices.values)
        sides.append(_Payoffs(value[:, source], exact[:, source], source))
    return sides[0], sides[1]


def _selected(
    found: BatchEquilibria, near: Floats, weights: Floats, pay: tuple[_Payoffs, _Payoffs], order: Index
) -> Enumerated:
    """Apply the default rule; unsure where candidates lie near each other without being known to be equal."""
    games, _, width = found.pairs.shape
    flat = found.pairs.reshape(games, -1)
    tops = [pay[p].near_top(flat, near[p]) for p in (0, 1)]
    dominant = tops[0][1] & tops[1][1]
    dominated = np.any(dominant, axis=1)
    # Whatever is nearly best for a player must be known to be best for it, or known not to be.
    foggy = np.any((tops[0][0] & ~tops[0][1]) | (tops[1][0] & ~tops[1][1]), axis=1)
    total = np.where(flat, weights[0][:, None] * pay[0].value + weights[1][:, None] * pay[1].value, -np.inf)
    slack = weights[0] * near[0] + weights[1] * near[1]
    first = total.argmax(axis=1)
    best = flat & (total >= total.max(axis=1, keepdims=True) - slack[:, None])
    apart = np.any(best & ~(pay[0].equal(first) & pay[1].equal(first)), axis=1)
    chosen, close = _first_in_order(found, np.where(dominated[:, None], dominant, best), order)
    rows, a, b = np.arange(games), chosen // width, chosen % width
    return Enumerated(
        found.row.points[rows, a],
        found.column.points[rows, b],
        np.stack([pay[p].value[rows, chosen] for p in (0, 1)]),
        flat.sum(axis=1) > 1,
        foggy | (~dominated & apart) | close | found.unclear | ~flat.any(axis=1),
        np.array(
            [
                [found.row.mixed[rows, a], found.row.indifferent[rows, a]],
                [found.column.mixed[rows, b], found.column.indifferent[rows, b]],
            ]
        ),
    )


def _first_in_order(found: BatchEquilibria, pool: Flags, order: Index) -> tuple[Index, Flags]:
    """Of each game's pool the pair that comes first in the stated order, and where that is too close to tell."""
    chosen, close = pool.argmax(axis=1), np.zeros(len(pool), dtype=bool)
    games = np.flatnonzero(pool.sum(axis=1) > 1)
    pool, width = pool[games], found.pairs.shape[2]
    m, k = found.row.points.shape[2], found.column.points.shape[2]
    pairs = np.arange(pool.shape[1])
    for side in (0, 1) if k < 2 or order[1] == 1 else (1, 0):
        vertices, of_pair = (found.row, pairs // width) if side == 0 else (found.column, pairs % width)
        for action in range((m, k)[side]):
            chance = vertices.points[games, :, action][:, of_pair]
            top = np.where(pool, chance, -1.0).max(axis=1, keepdims=True)
            nearly = pool & (chance >= top - SAME_CHANCE)
            close[games] |= (nearly & (chance != top)).any(axis=1)
            pool = nearly
    chosen[games] = pool.argmax(axis=1)
    return chosen, close
