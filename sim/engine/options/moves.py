"""The best or worst that a party's moves lead to, for all states at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.games.options.options_game import OptionsGame

Pick = Literal["least", "most"]

LOWEST, HIGHEST = np.iinfo(np.int32).min, np.iinfo(np.int32).max


def over_moves(game: OptionsGame, party: int, values: NDArray[np.int32], pick: Pick) -> NDArray[np.int32]:
    """The least or the most of some values over what a party can move to, and where it is.

    Parameters
    ----------
    values : array of int32, shape (n,)
        A value of each state.

    Returns
    -------
    array of int32, shape (n,)
    """
    return _over(game, party, values, pick, improving=False)


def over_improvements(game: OptionsGame, party: int, values: NDArray[np.int32], pick: Pick) -> NDArray[np.int32]:
    """The least or the most of some values over the moves of a party that take it to something it likes more.

    Parameters
    ----------
    values : array of int32, shape (n,)
        A value of each state.

    Returns
    -------
    array of int32, shape (n,)
        Where there is no such move, the least is `HIGHEST` and the most `LOWEST`.
    """
    return _over(game, party, values, pick, improving=True)


def _over(game: OptionsGame, party: int, values: NDArray[np.int32], pick: Pick, improving: bool) -> NDArray[np.int32]:
    table, nothing = game.table(party), HIGHEST if pick == "least" else LOWEST
    pick_one = np.minimum if pick == "least" else np.maximum
    there = table.places >= 0
    value = np.where(there, values[table.places], nothing).astype(np.int32)
    # What is not feasible counts as liked least, with a value that changes nothing.
    level = np.where(there, game.levels[party][table.places], LOWEST).astype(np.int32)
    found = np.full(game.count, nothing, dtype=np.int32)
    for pattern in np.unique(table.patterns):
        # What cannot be undone stays: from here a party gets to columns in which all of that is so as well.
        columns = np.flatnonzero(table.patterns & pattern == pattern)
        if improving:
            best = _after(level[:, columns], value[:, columns], pick_one, nothing)
        else:
            whole = pick_one.reduce(value[:, columns], axis=1, keepdims=True)
            best = np.broadcast_to(whole, (len(whole), len(columns)))
        here = table.patterns[columns] == pattern
        places = table.places[:, columns[here]]
        found[places[places >= 0]] = best[:, here][places >= 0]
    return found


def _after(level: NDArray[np.int32], value: NDArray[np.int32], pick: np.ufunc, nothing: int) -> NDArray[np.int32]:
    """For each place of a row the least or most of the values at places of a strictly higher level in the row."""
    rows, width = level.shape
    order = np.argsort(level, axis=1, kind="stable")
    level, value = np.take_along_axis(level, order, 1), np.take_along_axis(value, order, 1)
    ahead = np.full((rows, width + 1), nothing, dtype=np.int32)
    ahead[:, :-1] = pick.accumulate(value[:, ::-1], axis=1)[:, ::-1]
    after = np.arange(1, width + 1)
    last = np.ones(level.shape, dtype=bool)
    last[:, :-1] = level[:, 1:] != level[:, :-1]
    higher = np.minimum.accumulate(np.where(last, after, width)[:, ::-1], axis=1)[:, ::-1]
    found = np.empty_like(value)
    np.put_along_axis(found, order, np.take_along_axis(ahead, higher, 1), 1)
    return found
