"""Points solved one by one, as ``detente run --set`` solves them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time, own_time
from sim.engine.solution import Answer
from sim.engine.solve import rule_of, solve
from sim.errors import (
    CertificateError,
    FrontierTooLargeError,
    GameTooLargeError,
    NoEquilibriumFoundError,
    PayoffDigitsError,
    PerfectRecallError,
    ScenarioError,
    TimeLimitError,
    TreeTooLargeError,
    UnansweredError,
)
from sim.scenario.load import load_source
from sim.scenario.source import Source, read
from sim.study.record import LACKING, SINGLY, Chunk, StudyFile, empty_chunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TROUBLE = (
    ScenarioError,
    TimeLimitError,
    NoEquilibriumFoundError,
    TreeTooLargeError,
    PerfectRecallError,
    GameTooLargeError,
    PayoffDigitsError,
    FrontierTooLargeError,
    CertificateError,
    UnansweredError,
    ArithmeticError,
    ValueError,
    RecursionError,
)
"""What can go wrong at a point; it is told of the point and does not stop the others."""


def solve_points(file: StudyFile, names: Sequence[str], values: NDArray[np.float64], how: int = SINGLY) -> Chunk:
    """Solve a scenario at some points, each by itself.

    Parameters
    ----------
    names : sequence of str, length k
        Parameters that differ from point to point.
    values : ndarray of float, shape (n, k)
        Their values; each is taken for the decimal number that it is written as.
    how : int
        What to record as the way in which the points were solved.
    """
    values = np.asarray(values, dtype=np.float64).reshape(len(values), len(names))
    chunk, told = empty_chunk(len(values)), []
    for k, row in enumerate(values):
        check_time()  # the limit of all points together is not that of one
        try:
            found = solve_point(file, settings_at(file, names, row))
        except TROUBLE as error:
            told.append((k, message_of(error)))
            continue
        chunk.payoffs[k], chunk.ending[k] = found.payoffs, found.ending
        chunk.rounds[k], chunk.equilibrium[k] = found.rounds, found.equilibrium
        chunk.how[k] = LACKING if found.lacking else how
    return Chunk(chunk.payoffs, chunk.ending, chunk.rounds, chunk.equilibrium, chunk.how, tuple(told))


def settings_at(file: StudyFile, names: Sequence[str], row: Sequence[float] | NDArray[np.float64]) -> dict[str, str]:
    """Settings of one point: those of the study, and the point's own values."""
    return dict(file.settings) | {name: repr(float(value)) for name, value in zip(names, row, strict=True)}


def solve_point(file: StudyFile, settings: dict[str, str]) -> Answer:
    """Solve a scenario by the default concept of its form.

    Parameters
    ----------
    settings : dict of str to str
        Parameters to set, as expressions.

    Raises
    ------
    Exception
        Any of `TROUBLE`.
    """
    scenario = load_source(parsed(file), settings)
    with own_time():
        found = solve(scenario, select=file.select, time_limit=file.time_limit)
    return replace(found.answer(rule_of(scenario, file.select)), lacking=found.lacking)


def parsed(file: StudyFile) -> Source:
    """The file's data with their places."""
    return read(file.file, file.text.encode(errors="replace"))


def message_of(error: BaseException) -> str:
    """One line on what went wrong."""
    if isinstance(error, ScenarioError) and error.problems:
        first, more = error.problems[0], len(error.problems) - 1
        hint = f" ({first.hint})" if first.hint else ""
        return f"{first.key}: {first.message}{hint}" + (f", and {more} more" if more else "")
    return str(error) or type(error).__name__
