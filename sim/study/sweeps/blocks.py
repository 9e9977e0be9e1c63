"""The pieces in which a study is worked out and stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil, prod

LEAST, MOST = 64, 65_536
"""Bounds of the number of points of a piece."""

LEAST_TOGETHER = 1024
"""Lower bound where the points of a piece are solved together, which is slower for few of them."""

PIECES = 256
"""Pieces that a study has if the bounds allow it: few enough to be quick to list, enough for many workers."""

FEWEST = 8
"""Pieces that a study too small for the lower bound has, for some workers to share it."""


@dataclass(frozen=True)
class Blocks:
    """An array of points cut into blocks, each of which is a run of points in the order of the study.

    Parameters
    ----------
    shape : tuple of int
        Of the whole.
    block : tuple of int
        Of a block; those at the far ends may be smaller.
    """

    shape: tuple[int, ...]
    block: tuple[int, ...]

    @staticmethod
    def of(shape: tuple[int, ...], size: int | None = None, least: int = LEAST) -> Blocks:
        """Blocks of at most about `size` points.

        Parameters
        ----------
        shape : tuple of int
            Of the whole.
        size : int, optional
            Points per block; by default what the number of points suggests, and nothing else does: the same study is
            cut in the same way on every machine.
        least : int
            Lower bound of what is suggested.
        """
        points = prod(shape)
        size = size or min(MOST, max(ceil(points / PIECES), min(least, ceil(points / FEWEST))))
        block: list[int] = []
        for length in reversed(shape):
            pieces = ceil(length / max(size, 1))
            block.append(ceil(length / pieces))
            size = size // length if pieces == 1 else 1
        return Blocks(shape, tuple(reversed(block)))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Numbers of blocks along each dimension."""
        return tuple(ceil(length / part) for length, part in zip(self.shape, self.block, strict=True))

    def __len__(self) -> int:
        return prod(self.counts)

    def place(self, k: int) -> tuple[int, ...]:
        """Where a block is among the blocks."""
        found = []
        for count in reversed(self.counts):
            k, at = divmod(k, count)
            found.append(at)
        return tuple(reversed(found))

    def slices(self, k: int) -> tuple[slice, ...]:
        """Where a block is in the array."""
        ends = zip(self.place(k), self.block, self.shape, strict=True)
        return tuple(slice(at * part, min((at + 1) * part, length)) for at, part, length in ends)

    def span(self, k: int) -> tuple[int, int]:
        """First point of a block, and the first after it."""
        start, size = 0, 1
        for part, length in zip(self.slices(k), self.shape, strict=True):
            start = start * length + part.start
            size *= part.stop - part.start
        return start, start + size
