"""Where several parties get to together, for many sets of states at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.games.options.options_game import OptionsGame


def reached(
    game: OptionsGame, parties: Iterable[int], sets: NDArray[np.bool_], deadline: Deadline
) -> NDArray[np.bool_]:
    """The states that chains of some parties' moves lead to from the states of each set, these included.

    Parameters
    ----------
    sets : array of bool, shape (r, n)
        A set of states in each row.

    Returns
    -------
    array of bool, shape (r, n)
    """
    return _closed(game, tuple(parties), sets, True, deadline)


def leading(
    game: OptionsGame, parties: Iterable[int], sets: NDArray[np.bool_], deadline: Deadline
) -> NDArray[np.bool_]:
    """The states from which chains of some parties' moves lead into each set, those of the set included.

    Parameters
    ----------
    sets : array of bool, shape (r, n)
        A set of states in each row.

    Returns
    -------
    array of bool, shape (r, n)
    """
    return _closed(game, tuple(parties), sets, False, deadline)


def _closed(
    game: OptionsGame, parties: tuple[int, ...], sets: NDArray[np.bool_], forward: bool, deadline: Deadline
) -> NDArray[np.bool_]:
    found, settled = sets, 0
    while settled < len(parties):
        for party in parties:
            deadline.check()
            wider = _once(game, party, found, forward)
            settled = settled + 1 if np.array_equal(wider, found) else 1
            found = wider
            if settled >= len(parties):
                break
    return found


def _once(game: OptionsGame, party: int, sets: NDArray[np.bool_], forward: bool) -> NDArray[np.bool_]:
    """The same with the states that one party's moves add."""
    table, found = game.table(party), sets.copy()
    there: NDArray[np.bool_] = np.asarray(table.places >= 0)
    for pattern in np.unique(table.patterns):
        ahead, behind = table.patterns & pattern == pattern, table.patterns | pattern == pattern
        columns = np.flatnonzero(behind if forward else ahead)
        here: NDArray[np.bool_] = sets[:, table.places[:, columns]] & there[:, columns]
        inside = np.asarray(here.any(axis=2))
        for column in np.flatnonzero(table.patterns == pattern):
            rows = np.flatnonzero(there[:, column])
            found[:, table.places[rows, column]] |= inside[:, rows]
    return found
