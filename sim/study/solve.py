"""One way to have points solved, whatever is the quickest for the scenario."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time
from sim.study.record import Chunk, StudyFile, empty_chunk, joined
from sim.study.vectorised.batch import compile_study, solve_chunk

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.study.vectorised.batch import CompiledStudy

    Values = NDArray[np.float64]
    Solver = Callable[[Values], Chunk]
    MakeSolver = Callable[[StudyFile, tuple[str, ...]], Solver]


@lru_cache(maxsize=4)
def compiled(file: StudyFile, names: tuple[str, ...]) -> CompiledStudy:
    """A study, compiled once however many ask for it.

    Parameters
    ----------
    names : tuple of str
        Parameters that differ from point to point.
    """
    return compile_study(file, names)


def solver(file: StudyFile, names: tuple[str, ...]) -> Solver:
    """A function that solves a scenario at some points.

    Parameters
    ----------
    names : tuple of str, length k
        Parameters that differ from point to point.

    Returns
    -------
    callable
        From values of shape (n, k) to a `Chunk` of n points.
    """
    return partial(solve_chunk, compiled(file, names))


def solve_surely(solve: Solver, values: Values) -> Chunk:
    """Solve points so that a fault of the solver costs no more than the points that bring it out.

    Parameters
    ----------
    values : ndarray of float, shape (n, k)
        The points.
    """
    try:
        return solve(values)
    except Exception as error:
        check_time()
        if len(values) == 1:
            return failed(1, f"an error in detente itself: {type(error).__name__}: {error}")
    middle = len(values) // 2
    return joined([solve_surely(solve, values[:middle]), solve_surely(solve, values[middle:])])


def failed(n: int, message: str) -> Chunk:
    """Points none of which could be solved, for one reason."""
    empty = empty_chunk(n)
    told = tuple((k, message) for k in range(n))
    return Chunk(empty.payoffs, empty.ending, empty.rounds, empty.equilibrium, empty.how, told)
