"""A sweep: a scenario, the points at which it is to be solved, and what is kept of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.study.record import BATCH, FAILED, LACKING, NEAR_TIE, SINGLY, Chunk, Counts, StudyFile, joined
from sim.study.solve import compiled, failed, solve_surely, solver
from sim.study.sweeps.axes import Design
from sim.study.sweeps.blocks import LEAST, LEAST_TOGETHER, Blocks
from sim.study.thresholds import thresholds
from sim.study.verdicts import empty_agreed, verdicts
from sim.version import __version__

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.study.solve import MakeSolver
    from sim.study.verdicts import Agreed

HOW = {BATCH: "at_once", NEAR_TIE: "near_tie", SINGLY: "singly", FAILED: "failed", LACKING: "lacking"}
"""Words for the ways in which points are solved."""

MISSING = 255
"""In the place of such a way, for points that are still to be solved."""

VERDICT = ("deal", "payoff_bounds", "round_bounds")
"""Names of what is kept of all equilibria of a point."""

RESULTS = ("payoff", "ending", "rounds", "equilibrium", "how", "message", "patience_needed", *VERDICT)
DIMENSIONS = ("player", "sample", "roadmap", "bound")


@dataclass(frozen=True)
class Sweep:
    """What is to be solved, and in which pieces.

    Parameters
    ----------
    design : Design
        The points.
    players : tuple of str
        Identifiers of the two players who are paid; nobody is in conflicts over options.
    roadmaps : tuple of str
        Names of the roadmaps whose thresholds are kept; empty if none are.
    size : int or None
        Points per piece; by default what their number suggests.
    verdict : bool
        Whether what all subgame-perfect equilibria agree on is kept.
    """

    file: StudyFile
    design: Design
    players: tuple[str, ...]
    roadmaps: tuple[str, ...] = ()
    size: int | None = None
    verdict: bool = False

    def __len__(self) -> int:
        return len(self.design)

    @cached_property
    def blocks(self) -> Blocks:
        """The pieces."""
        together = compiled(self.file, self.design.names).batch and not (self.roadmaps or self.verdict)
        return Blocks.of(self.design.shape, self.size, LEAST_TOGETHER if together else LEAST)

    @property
    def columns(self) -> dict[str, str]:
        """A name in the results for each parameter: its own, unless something else there has that name already."""
        thresholds = (f"patience_{roadmap}_{player}" for roadmap in self.roadmaps for player in self.players)
        ends = (f"{end}_{player}" for end in ("payoff", "lowest", "highest") for player in self.players)
        taken = {*RESULTS, *DIMENSIONS, *ends, "earliest", "latest", *thresholds}
        return {name: f"parameter_{name}" if name in taken else name for name in self.design.names}


@dataclass(frozen=True)
class SweepJob:
    """What whoever solves pieces of a sweep needs to know."""

    file: StudyFile
    design: Design
    roadmaps: int = 0
    make: MakeSolver = solver
    verdict: bool = False
    version: str = __version__

    @staticmethod
    def of(sweep: Sweep, make: MakeSolver = solver) -> SweepJob:
        """The job of a sweep, with a solver of one's own if wanted."""
        return SweepJob(sweep.file, sweep.design, len(sweep.roadmaps), make, sweep.verdict)


@dataclass(frozen=True)
class Piece:
    """Answers for a run of points.

    Parameters
    ----------
    chunk : Chunk
        What is found at each.
    needed : ndarray of float, shape (n, roadmaps, 2), or None
        Patience that the roadmaps need; None if it is not asked for.
    agreed : Agreed or None
        What all equilibria agree on; None if it is not asked for.
    """

    chunk: Chunk
    needed: NDArray[np.float64] | None = None
    agreed: Agreed | None = None

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
    needed, agreed, told = None, None, dict(chunk.messages)
    if job.roadmaps:
        needed, more = thresholds(job.file, names, values, job.roadmaps)
        told = dict(more) | told
    if job.verdict:
        agreed, more = verdicts(job.file, names, values)
        told = dict(more) | told
    return Piece(replace(chunk, messages=tuple(sorted(told.items()))), needed, agreed)


def failed_piece(job: SweepJob, message: str) -> Piece:
    """A point that could not be solved, with the reason."""
    needed = np.full((1, job.roadmaps, 2), np.nan) if job.roadmaps else None
    return Piece(failed(1, message), needed, empty_agreed(1) if job.verdict else None)


def joined_pieces(one: Piece, two: Piece) -> Piece:
    """A run of points and the next."""
    chunk = joined([one.chunk, two.chunk])
    both = None if one.needed is None or two.needed is None else np.concatenate([one.needed, two.needed])
    agreed = None if one.agreed is None or two.agreed is None else one.agreed.then(two.agreed)
    return Piece(chunk, both, agreed)


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
