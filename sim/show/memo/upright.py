"""Tables that are too wide for a page, set upright."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.show.text.blocks import Look, Table

if TYPE_CHECKING:
    from sim.show.text.blocks import Lines

MOST_ACROSS = 8
"""Columns of the widest table that stands as it is where it has fewer rows than columns."""


def upright(block: Table | Lines) -> Table | Lines:
    """A table with a column for each round, say, as one with a row for each, if it has more than fit a page."""
    if not isinstance(block, Table) or not len(block.head) > MOST_ACROSS or len(block.head) <= len(block.rows) + 1:
        return block
    first, *others = zip(block.head, *block.rows, strict=True)
    look = Look(
        rows={column - 1: player for column, player in block.look.columns.items() if column},
        columns={row + 1: player for row, player in block.look.rows.items()},
        marked=frozenset((column - 1, row + 1) for row, column in block.look.marked if column),
    )
    return replace(block, head=first, rows=tuple(others), look=look)
