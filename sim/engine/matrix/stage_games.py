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
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.types import Flags, Floats

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
    # Games go last: a sum over two or three actions is then one long loop over games.
    one, two = (np.ascontiguousarray(side.transpose(1, 2, 0)) for side in (row, column))
    own, other = _undominated(one, two, open_row.T, open_column.T)
    x, unclear_x = _vertices(two, own, other)
    y, unclear_y = _vertices(one.transpose(1, 0, 2), other, own)
    by_row = (x.unplayed[:, :, None] | y.best[:, None, :]) == (1 << m) - 1
    by_column = (x.best[:, :, None] | y.unplayed[:, None, :]) == (1 << n) - 1
    pairs = by_row & by_column & x.valid[:, :, None] & y.valid[:, None, :]
    return BatchEquilibria(x, y, pairs, unclear_x | unclear_y)


def _undominated(row: Floats, column: Floats, own: Flags, other: Flags) -> tuple[Flags, Flags]:
    """Actions that survive iterated elimination of those strictly dominated by a pure action; games last."""
    turned = column.transpose(1, 0, 2)
    while True:
        kept_own = own & ~_dominated(row, own, other)
        kept_other = other & ~_dominated(turned, other, kept_own)
        if np.array_equal(kept_own, own) and np.array_equal(kept_other, other):
            return own, other
        own, other = kept_own, kept_other


def _dominated(payoffs: Floats, own: Flags, other: Flags) -> Flags:
    """Actions of the player on axis 0 that another one beats against all that the other side may do."""
    beaten = np.zeros_like(own)
    for i, k in permutations(range(len(payoffs)), 2):
        worse = own[k].copy()
        for j in range(payoffs.shape[1]):
            worse &= (payoffs[k, j] > payoffs[i, j]) | ~other[j]
        beaten[i] |= worse
    return beaten


@lru_cache(maxsize=64)
def _bases(m: int, n: int, k: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of k own actions and k of the other's: two arrays of shape (bases, k)."""
    pairs = [(i, j) for i in combinations(range(m), k) for j in combinations(range(n), k)]
    return np.array([i for i, _ in pairs], dtype=np.intp), np.array([j for _, j in pairs], dtype=np.intp)


def _determinant(table: Floats) -> tuple[Floats, Floats]:
    """Determinants of tables (bases, k, k, games), and the sums of the absolute values of their products."""
    k = table.shape[1]
    if k == 1:
        return table[:, 0, 0], np.abs(table[:, 0, 0])
    value, size = np.zeros(()), np.zeros(())
    for r in range(k):
        minor, minor_size = _determinant(table[:, [s for s in range(k) if s != r], 1:])
        value = value + (-1) ** r * table[:, r, 0] * minor
        size = size + np.abs(table[:, r, 0]) * minor_size
    return value, size


def _cofactors(table: Floats) -> tuple[Floats, Floats]:
    """Weights c with c @ table = 0 for tables (bases, k, k - 1, games), and the sizes of the products in them."""
    k = table.shape[1]
    parts = [_determinant(table[:, [s for s in range(k) if s != i]]) for i in range(k)]
    weights = np.stack([(-1) ** i * value for i, (value, _) in enumerate(parts)], axis=1)
    return weights, np.stack([size for _, size in parts], axis=1)


def _vertices(payoffs: Floats, own: Flags, other: Flags) -> tuple[Vertices, Flags]:
    """Vertices over the mixed strategies of the player on axis 0, `payoffs` being the other player's; games last."""
    m, _, games = payoffs.shape
    largest = np.minimum(own.sum(axis=0), other.sum(axis=0))
    parts, unclear = [], np.zeros(games, dtype=bool)
    for k in range(1, int(largest.max()) + 1):
        some = np.flatnonzero(largest >= k)
        every = len(some) == games
        part, fog = _basic(
            *((payoffs, own, other) if every else (payoffs[:, :, some], own[:, some], other[:, some])), k
        )
        parts.append(part if every else replace(part, game=some[part.game]))
        unclear[some] |= fog
    return _gathered(parts, games, m), unclear


@dataclass(frozen=True)
class _Basic:
    """Feasible basic solutions, one entry each: the game it belongs to and the fields of `Vertices`."""

    game: NDArray[np.intp]
    points: Floats
    values: Floats
    unplayed: Bits
    best: Bits
    mixed: Bits
    indifferent: Bits


def _gathered(parts: list[_Basic], games: int, m: int) -> Vertices:
    """Basic solutions laid out per game, each vertex once."""
    joined = _Basic(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(_Basic)))
    order = np.argsort(joined.game, kind="stable")
    game = joined.game[order]
    count = np.bincount(game, minlength=games)
    slot = np.arange(len(game)) - np.repeat(np.cumsum(count) - count, count)
    width = max(1, int(count.max(initial=0)))
    laid = []
    for f in fields(_Basic)[1:]:
        flat = getattr(joined, f.name)[order]
        full = np.zeros((games, width, *flat.shape[1:]), dtype=flat.dtype)
        full[game, slot] = flat
        laid.append(full)
    valid = np.arange(width) < count[:, None]
    labels = laid[2] | laid[3] << m
    # A degenerate vertex has several bases; its labels are the same in all of them.
    same = (labels[:, :, None] == labels[:, None, :]) & valid[:, :, None] & valid[:, None, :]
    laid.append(valid & ~np.tril(same, -1).any(axis=2))
    return Vertices(*laid)


def _basic(table: Floats, own: Flags, other: Flags, k: int) -> tuple[_Basic, Flags]:
    """Basic solutions with k own actions that make k of the other's actions equally good.

    `table` has shape (m, n, games); the second result marks games in which floats cannot tell.
    """
    m, n, games = table.shape
    mine, theirs = _bases(m, n, k)
    first = table[mine, theirs[:, :1]]
    possible: Flags = np.all(own[mine], axis=1) & np.all(other[theirs], axis=1)
    unknown: Flags = np.zeros_like(possible)
    if k == 1:
        x = np.ones((len(mine), 1, games))
    else:
        block = table[mine[:, :, None], theirs[:, None, 1:]] - first[:, :, None]
        weights, sizes = _cofactors(block)
        up, down = weights > 0, weights < 0
        if k > 2:
            foggy = (sizes > 0) & (np.abs(weights) <= CLEAR * sizes)
            weights = np.where(sizes == 0, 0.0, weights)
            up, down = up & ~foggy, down & ~foggy
            unknown = np.any(foggy, axis=1)
        some_up, some_down = np.any(up, axis=1), np.any(down, axis=1)
        unknown = unknown & possible & ~(some_up & some_down)
        possible = possible & ((some_up ^ some_down) | unknown)
        total = weights.sum(axis=1)
        x = weights / np.where(total == 0, 1.0, total)[:, None]
    gap = first[:, :, None] - table[mine]
    slack = (x[:, :, None] * gap).sum(axis=1)
    size = (np.abs(x)[:, :, None] * np.abs(gap)).sum(axis=1) if k > 1 else np.abs(slack)
    tight = size == 0
    tight[np.arange(len(mine))[:, None], theirs] = True
    loose = ~tight & other
    fog = loose & (np.abs(slack) <= CLEAR * size)
    beaten = (loose & (slack < 0) & ~fog).any(axis=1)
    # With an unknown weight no slack can be trusted, so nothing may rule the basis out.
    unclear: Flags = (unknown | (possible & ~beaten & fog.any(axis=1))).any(axis=0)
    base, game = np.nonzero(possible & ~beaten)
    return _entries(base, game, x, first, tight & other, (m, n), mine, theirs), unclear


def _entries(
    base: NDArray[np.intp],
    game: NDArray[np.intp],
    x: Floats,
    first: Floats,
    tight: Flags,
    shape: tuple[int, int],
    mine: NDArray[np.intp],
    theirs: NDArray[np.intp],
) -> _Basic:
    """The feasible ones of the basic solutions, entry by entry."""
    m, n = shape
    shares = x[base, :, game]
    points = np.zeros((len(base), m))
    points[np.arange(len(base))[:, None], mine[base]] = shares
    return _Basic(
        game=game,
        points=points,
        values=(shares * first[base, :, game]).sum(axis=1),
        unplayed=((points == 0) * (1 << np.arange(m))).sum(axis=1),
        best=(tight[base, :, game] * (1 << np.arange(n))).sum(axis=1),
        mixed=(1 << mine).sum(axis=1)[base],
        indifferent=(1 << theirs).sum(axis=1)[base],
    )
