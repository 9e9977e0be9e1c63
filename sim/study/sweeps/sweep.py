"""A sweep: a scenario, the points at which it is to be solved, and what is kept of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.study.record import BATCH, FAILED, LACKING, NEAR_TIE, SINGLY, Chunk, Counts, StudyFile, joined
from sim.study.solve import compiled, failed, solve_surely, solver
from sim.study.sweeps.axes import Design
from sim.study.sweeps.blocks import LEAST, LEAST_TOGETHER, Blocks
from sim.study.thresholds import thresholds
from sim.version import __version__

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.solve import MakeSolver

HOW = {BATCH: "at_once", NEAR_TIE: "near_tie", SINGLY: "singly", FAILED: "failed", LACKING: "lacking"}
"""Words for the ways in which points are solved."""

MISSING = 255
"""In the place of such a way, for points that are still to be solved."""

RESULTS = ("payoff", "ending", "rounds", "equilibrium", "how", "message", "patience_needed")
DIMENSIONS = ("player", "sample", "roadmap")


@dataclass(frozen=True)
class Sweep:
    """What is to be solved, and in which pieces.

    Parameters
    ----------
    design : Design
        The points.
    players : tuple of str
        The two players' identifiers.
    roadmaps : tuple of str
        Names of the roadmaps whose thresholds are kept; empty if none are.
    size : int or None
        Points per piece; by default what their number suggests.
    """

    file: StudyFile
    design: Design
    players: tuple[str, str]
    roadmaps: tuple[str, ...] = ()
    size: int | None = None

    def __len__(self) -> int:
        return len(self.design)

    @cached_property
    def blocks(self) -> Blocks:
        """The pieces."""
        together = compiled(self.file, self.design.names).batch and not self.roadmaps
        return Blocks.of(self.design.shape, self.size, LEAST_TOGETHER if together else LEAST)

    @property
    def columns(self) -> dict[str, str]:
        """A name in the results for each parameter: its own, unless something else there has that name already."""
        thresholds = (f"patience_{roadmap}_{player}" for roadmap in self.roadmaps for player in self.players)
        taken = {*RESULTS, *DIMENSIONS, *(f"payoff_{player}" for player in self.players), *thresholds}
        return {name: f"parameter_{name}" if name in taken else name for name in self.design.names}


@dataclass(frozen=True)
class SweepJob:
    """What whoever solves pieces of a sweep needs to know."""

    file: StudyFile
    design: Design
    roadmaps: int = 0
    make: MakeSolver = solver
    version: str = __version__

    @staticmethod
    def of(sweep: Sweep, make: MakeSolver = solver) -> SweepJob:
        """The job of a sweep, with a solver of one's own if wanted."""
        return SweepJob(sweep.file, sweep.design, len(sweep.roadmaps), make)


@dataclass(frozen=True)
class Piece:
    """Answers for a run of points.

    Parameters
    ----------
    chunk : Chunk
        What is found at each.
    needed : ndarray of float, shape (n, roadmaps, 2), or None
        Patience that the roadmaps need; None if it is not asked for.
    """

    chunk: Chunk
    needed: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.chunk)


def solve_piece(job: SweepJob, start: int, stop: int) -> Piece:
    """Solve points of a sweep; what comes out depends on the arguments alone.

    Parameters
    ----------
    start, stop : int
        First point, and the first after the last.
    """
    names = job.design.names
    values = job.design.points(start, stop)
    chunk = solve_surely(job.make(job.file, names), values)
    if not job.roadmaps:
        return Piece(chunk)
    needed, told = thresholds(job.file, names, values, job.roadmaps)
    messages = dict(told) | dict(chunk.messages)
    both = Chunk(
        chunk.payoffs, chunk.ending, chunk.rounds, chunk.equilibrium, chunk.how, tuple(sorted(messages.items()))
    )
    return Piece(both, needed)


def failed_piece(job: SweepJob, message: str) -> Piece:
    """A point that could not be solved, with the reason."""
    return Piece(failed(1, message), np.full((1, job.roadmaps, 2), np.nan) if job.roadmaps else None)


def joined_pieces(one: Piece, two: Piece) -> Piece:
    """A run of points and the next."""
    chunk = joined([one.chunk, two.chunk])
    both = None if one.needed is None or two.needed is None else np.concatenate([one.needed, two.needed])
    return Piece(chunk, both)


@dataclass(frozen=True)
class Tally:
    """How many points are done, and how.

    Parameters
    ----------
    ways : tuple of int
        Numbers of points by the codes of `HOW`.
    told : int
        Points at which something went wrong.
    """

    ways: Counts = (0,) * len(HOW)
    told: int = 0

    @staticmethod
    def of(how: NDArray[np.uint8], told: int) -> Tally:
        """Count points; those that are missing do not count."""
        counts = np.bincount(how.ravel(), minlength=MISSING + 1)
        return Tally(tuple(counts[: len(HOW)].tolist()), told)

    def __add__(self, other: Tally) -> Tally:
        return Tally(tuple(x + y for x, y in zip(self.ways, other.ways, strict=True)), self.told + other.told)

    @property
    def points(self) -> int:
        """How many are done."""
        return sum(self.ways)
