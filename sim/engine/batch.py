"""All extreme equilibria of many small bimatrix games at once.

For every game the vertices of both best-response polytopes are computed in closed form, basis by basis (k actions
of the one player made indifferent by k of the other), for all games in one NumPy expression; a vertex of the one
and a vertex of the other are an equilibrium when every action is unplayed or a best response.

Floats decide only what they can. The caller promises that payoffs which are equal are bitwise equal and that
others differ clearly; whether a probability or a slack is zero is then read off products of exact zeros, and a
game in which some sum comes out too small to tell is marked `unclear`, to be solved in rationals.

References
----------
Avis, D., Rosenberg, G. D., Savani, R., von Stengel, B. (2010): Enumeration of Nash equilibria for two-player
games. Economic Theory 42, 9-37.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Bits = NDArray[np.int64]

CLEAR = 1e-4
"""A sum of products whose size is below this share of the products' sizes is too small for floats to tell from 0."""


@dataclass(frozen=True)
class Vertices:
    """Vertices of one player's best-response polytopes in G games, V at most in each.

    Parameters
    ----------
    points : ndarray of float, shape (G, V, m)
        Mixed strategies.
    values : ndarray of float, shape (G, V)
        What the other player gets by a best response.
    unplayed : ndarray of int, shape (G, V)
        Bit i: own action i has probability 0.
    best : ndarray of int, shape (G, V)
        Bit j: the other player's action j is a best response.
    mixed, indifferent : ndarray of int, shape (G, V)
        The basis: own actions mixed, and as many of the other's actions that they make equally good, as bits.
    valid : ndarray of bool, shape (G, V)
        Which entries are vertices; each vertex stands once.
    """

    points: Floats
    values: Floats
    unplayed: Bits
    best: Bits
    mixed: Bits
    indifferent: Bits
    valid: Flags


@dataclass(frozen=True)
class BatchEquilibria:
    """Extreme equilibria of G games.

    Parameters
    ----------
    row, column : Vertices
        Vertices over the row player's and over the column player's mixed strategies.
    pairs : ndarray of bool, shape (G, V, W)
        Which vertex of the row player and which of the column player are an equilibrium.
    unclear : ndarray of bool, shape (G,)
        Games that floats could not decide; their other entries mean nothing.
    """

    row: Vertices
    column: Vertices
    pairs: Flags
    unclear: Flags

    @property
    def payoffs(self) -> tuple[Floats, Floats]:
        """Both players' payoffs per pair of vertices, shape (G, V, W) each."""
        shape = self.pairs.shape
        return (
            np.broadcast_to(self.column.values[:, None, :], shape),
            np.broadcast_to(self.row.values[:, :, None], shape),
        )


def batch_equilibria(row: Floats, column: Floats, open_row: Flags, open_column: Flags) -> BatchEquilibria:
    """Find all extreme equilibria of G games of one small shape.

    Parameters
    ----------
    row, column : ndarray of float, shape (G, m, n)
        Payoffs; finite also where an action is not open. Equal payoffs must be bitwise equal.
    open_row, open_column : ndarray of bool, shapes (G, m) and (G, n)
        Actions that exist in each game, so that games of different sizes fit one array.
    """
    m, n = row.shape[1:]
    open_row, open_column = _undominated(row, column, open_row, open_column)
    x, unclear_x = _vertices(column, open_row, open_column)
    y, unclear_y = _vertices(row.transpose(0, 2, 1), open_column, open_row)
    by_row = (x.unplayed[:, :, None] | y.best[:, None, :]) == (1 << m) - 1
    by_column = (x.best[:, :, None] | y.unplayed[:, None, :]) == (1 << n) - 1
    pairs = by_row & by_column & x.valid[:, :, None] & y.valid[:, None, :]
    return BatchEquilibria(x, y, pairs, unclear_x | unclear_y)


def _undominated(row: Floats, column: Floats, open_row: Flags, open_column: Flags) -> tuple[Flags, Flags]:
    """Actions that survive iterated elimination of those strictly dominated by a pure action."""
    while True:
        better = (row[:, :, None, :] > row[:, None, :, :]) | ~open_column[:, None, None, :]
        left_row = open_row & ~(better.all(axis=3) & open_row[:, :, None]).any(axis=1)
        turned = column.transpose(0, 2, 1)
        better = (turned[:, :, None, :] > turned[:, None, :, :]) | ~left_row[:, None, None, :]
        left_column = open_column & ~(better.all(axis=3) & open_column[:, :, None]).any(axis=1)
        if (left_row == open_row).all() and (left_column == open_column).all():
            return open_row, open_column
        open_row, open_column = left_row, left_column


@lru_cache(maxsize=64)
def _bases(m: int, n: int, k: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of k own actions and k of the other's: two arrays of shape (bases, k)."""
    pairs = [(i, j) for i in combinations(range(m), k) for j in combinations(range(n), k)]
    return np.array([i for i, _ in pairs], dtype=np.intp), np.array([j for _, j in pairs], dtype=np.intp)


def _determinant(table: Floats) -> tuple[Floats, Floats]:
    """Determinants of (..., k, k) tables, and the sums of the absolute values of their products."""
    k = table.shape[-1]
    if k == 0:
        one = np.ones(table.shape[:-2])
        return one, one
    if k == 1:
        return table[..., 0, 0], np.abs(table[..., 0, 0])
    value, size = np.zeros(table.shape[:-2]), np.zeros(table.shape[:-2])
    for r in range(k):
        minor, minor_size = _determinant(table[..., [s for s in range(k) if s != r], 1:])
        value = value + (-1) ** r * table[..., r, 0] * minor
        size = size + np.abs(table[..., r, 0]) * minor_size
    return value, size


def _cofactors(table: Floats) -> tuple[Floats, Floats]:
    """Weights c with c @ table = 0 for (..., k, k - 1) tables, and the sizes of the products in them."""
    k = table.shape[-2]
    parts = [_determinant(table[..., [s for s in range(k) if s != i], :]) for i in range(k)]
    weights = np.stack([(-1) ** i * value for i, (value, _) in enumerate(parts)], axis=-1)
    return weights, np.stack([size for _, size in parts], axis=-1)


def _vertices(payoffs: Floats, own: Flags, other: Flags) -> tuple[Vertices, Flags]:
    """Vertices over the mixed strategies of the player on axis 1, `payoffs` being the other player's."""
    games, m, _ = payoffs.shape
    largest = np.minimum(own.sum(axis=1), other.sum(axis=1))
    parts, unclear = [], np.zeros(games, dtype=bool)
    for k in range(1, int(largest.max()) + 1):
        some = np.flatnonzero(largest >= k)
        part, fog = _vertices_of_size(payoffs[some], own[some], other[some], k)
        parts.append(part if len(some) == games else _scattered(part, some, games))
        unclear[some] |= fog
    all_ = _joined(parts)
    labels = all_.unplayed | all_.best << m
    same = (labels[:, :, None] == labels[:, None, :]) & all_.valid[:, :, None] & all_.valid[:, None, :]
    valid = all_.valid & ~np.tril(same, -1).any(axis=2)
    # Few of the bases are vertices: move them to the front and cut the rest off.
    order = np.argsort(~valid, axis=1, kind="stable")[:, : max(1, int(valid.sum(axis=1).max()))]
    rows = np.arange(games)[:, None]
    kept = [getattr(all_, f.name)[rows, order] for f in fields(Vertices)]
    return replace(Vertices(*kept), valid=valid[rows, order]), unclear


def _scattered(part: Vertices, some: NDArray[np.intp], games: int) -> Vertices:
    """Vertices of some games, in arrays for all of them."""
    wide = []
    for f in fields(Vertices):
        value = getattr(part, f.name)
        full = np.zeros((games, *value.shape[1:]), dtype=value.dtype)
        full[some] = value
        wide.append(full)
    return Vertices(*wide)


def _joined(parts: list[Vertices]) -> Vertices:
    return Vertices(*(np.concatenate([getattr(p, f.name) for p in parts], axis=1) for f in fields(Vertices)))


def _vertices_of_size(payoffs: Floats, own: Flags, other: Flags, k: int) -> tuple[Vertices, Flags]:
    """Basic solutions with k own actions that make k of the other's actions equally good."""
    games, m, n = payoffs.shape
    mine, theirs = _bases(m, n, k)
    bases = np.arange(len(mine))
    block = payoffs[:, mine[:, :, None], theirs[:, None, :]]
    weights, sizes = _cofactors(block[..., 1:] - block[..., :1])
    foggy = (sizes > 0) & (np.abs(weights) <= CLEAR * sizes)
    weights = np.where(sizes == 0, 0.0, weights)
    up, down = ((weights > 0) & ~foggy).any(axis=2), ((weights < 0) & ~foggy).any(axis=2)
    total = weights.sum(axis=2)
    possible = own[:, mine].all(axis=2) & other[:, theirs].all(axis=2) & ~(up & down)
    unknown = possible & foggy.any(axis=2)
    possible &= up | down | unknown
    x = weights / np.where(total == 0, 1.0, total)[:, :, None]
    gap = block[..., :1] - payoffs[:, mine]
    slack = np.einsum("gbk,gbkn->gbn", x, gap)
    slack_size = np.einsum("gbk,gbkn->gbn", np.abs(x), np.abs(gap))
    tight = slack_size == 0
    tight[:, bases[:, None], theirs] = True
    fog = ~tight & (np.abs(slack) <= CLEAR * slack_size) & other[:, None, :]
    beaten = ((slack < 0) & ~tight & ~fog & other[:, None, :]).any(axis=2)
    # With an unknown weight no slack can be trusted, so nothing may rule the basis out.
    unclear = (unknown | (possible & ~beaten & fog.any(axis=2))).any(axis=1)
    points = np.zeros((games, len(mine), m))
    points[:, bases[:, None], mine] = x
    unplayed = ((points == 0) @ (1 << np.arange(m))).astype(np.int64)
    best = ((tight & other[:, None, :]) @ (1 << np.arange(n))).astype(np.int64)
    values = np.einsum("gbk,gbk->gb", x, block[..., 0])
    mixed, indifferent = (np.broadcast_to((1 << side).sum(axis=1), (games, len(mine))) for side in (mine, theirs))
    return Vertices(points, values, unplayed, best, mixed, indifferent, possible & ~beaten), unclear
