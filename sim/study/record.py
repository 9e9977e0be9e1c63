"""What a study keeps of each point: a few numbers and words, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.solution import ALL_STATES, ANNOUNCED, MIXED, SELECTED, UNIQUE
from sim.study.options import SELECT, TIME_LIMIT

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from sim.scenario.scenario import Scenario
    from sim.types import Floats

    Words = NDArray[np.object_]

BATCH, NEAR_TIE, SINGLY, FAILED, LACKING = 0, 1, 2, 3, 4
"""How a point was solved: with all others at once; again and exactly, since floats could not tell; by itself; not; by
itself, and its answer comes from a list of equilibria that may lack some."""

Counts = tuple[int, ...]
"""Numbers of points by how they were solved, in the order of the codes."""

KINDS = (UNIQUE, SELECTED, MIXED, ANNOUNCED, ALL_STATES)
"""Kinds of equilibrium: the only one; picked by the rule among several (or among what may be several); with actions
mixed where play gets to; a strategy that one side commits to; all states in which a conflict over
options can rest."""


@dataclass(frozen=True)
class StudyFile:
    """The scenario that a study is about.

    Parameters
    ----------
    file, text : str
        Name to show, and content.
    settings : tuple of (str, str)
        Parameters that are set for all points, as expressions.
    time_limit : float or None
        Seconds for one point that is solved by itself.
    """

    file: str
    text: str
    settings: tuple[tuple[str, str], ...] = ()
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT

    @staticmethod
    def of(
        scenario: Scenario,
        select: str = SELECT,
        time_limit: float | None = TIME_LIMIT,
        but: Container[str] = (),
    ) -> StudyFile:
        """The file of a scenario with what is set in it.

        Parameters
        ----------
        but : container of str
            Parameters whose settings give way, since each point has a value of its own.
        """
        fixed = tuple((name, value) for name, value in scenario.settings if name not in but)
        return StudyFile(scenario.file, scenario.text, fixed, select, time_limit)


@dataclass(frozen=True)
class Chunk:
    """The answers at n points.

    Parameters
    ----------
    payoffs : ndarray of float, shape (n, 2)
        Both players' payoffs, per round where there are rounds; NaN where the point failed, and in conflicts over
        options.
    ending : ndarray of str, shape (n,)
        How it ends on the likeliest course, in a few words with the players' identifiers (see `endings_of`); the
        actions of a matrix game; the actions of a tree along its likeliest course. Empty where the point failed.
    rounds : ndarray of float, shape (n,)
        Round, counted from 1, in which the agreement is complete on the likeliest course; NaN where it never is.
    equilibrium : ndarray of str, shape (n,)
        ``unique``, ``selected``, ``mixed``, ``announced`` or ``all``; empty where the point failed.
    how : ndarray of uint8, shape (n,)
        `BATCH`, `NEAR_TIE`, `SINGLY`, `FAILED` or `LACKING`.
    messages : tuple of (int, str)
        What went wrong at points that failed.
    """

    payoffs: Floats
    ending: Words
    rounds: Floats
    equilibrium: Words
    how: NDArray[np.uint8]
    messages: tuple[tuple[int, str], ...] = ()

    def __len__(self) -> int:
        return len(self.how)

    @property
    def counts(self) -> Counts:
        """Numbers of points solved in each of the ways."""
        return tuple(np.bincount(self.how, minlength=LACKING + 1).tolist())


def empty_chunk(n: int) -> Chunk:
    """A chunk of n points none of which is solved."""
    return Chunk(
        np.full((n, 2), np.nan),
        np.full(n, "", dtype=object),
        np.full(n, np.nan),
        np.full(n, "", dtype=object),
        np.full(n, FAILED, dtype=np.uint8),
    )


def put(chunk: Chunk, places: NDArray[np.intp], part: Chunk) -> Chunk:
    """A chunk in which some points have other answers; the arrays are changed in place.

    Parameters
    ----------
    chunk : Chunk
        The whole.
    places : ndarray of int, shape (k,)
        Where the answers go.
    part : Chunk
        The answers, k of them.
    """
    for name in ("payoffs", "ending", "rounds", "equilibrium", "how"):
        getattr(chunk, name)[places] = getattr(part, name)
    told = (*chunk.messages, *((int(places[k]), text) for k, text in part.messages))
    return Chunk(chunk.payoffs, chunk.ending, chunk.rounds, chunk.equilibrium, chunk.how, tuple(sorted(told)))


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """Chunks one after the other, as one.

    Parameters
    ----------
    chunks : sequence of Chunk
        At least one.
    """
    starts = np.cumsum([0, *(len(c) for c in chunks)])

    def whole(name: str) -> Any:
        return np.concatenate([getattr(c, name) for c in chunks])

    told = tuple((int(start) + k, text) for start, c in zip(starts, chunks, strict=False) for k, text in c.messages)
    arrays = whole("payoffs"), whole("ending"), whole("rounds"), whole("equilibrium"), whole("how")
    return Chunk(*arrays, messages=told)
