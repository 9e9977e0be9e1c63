"""Tables of results: rows to read in a terminal or a notebook, and plain values to go on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self, overload

from sim.show.text import blocks
from sim.show.text.escapes import in_html, in_notebook
from sim.show.text.letters import width
from sim.show.text.scale import current
from sim.show.text.style import inline, left, right
from sim.show.text.words import number, percent, same

MOST_SHOWN = 60
"""Rows, most, that a table shows of itself; it holds all of them."""

MOST_LETTERS = 72
"""Letters, most, of a cell in a terminal."""


class LabelledNumber(float):
    """A number that people read in words of its own, such as a chance in per cent.

    Parameters
    ----------
    value : float
        The number.
    words : str
        What people read.
    """

    def __new__(cls, value: float, words: str = "") -> Self:
        """The number with its words."""
        made = super().__new__(cls, value)
        made.words = words
        return made

    words: str


@dataclass(frozen=True, repr=False)
class Table(Sequence[dict[str, Any]]):
    """A table: a sequence of rows, each a mapping from the names of the columns to values.

    ``table[0]`` is the first row, ``table["one"]`` the column of that name, ``table[:3]`` a shorter table.
    ``pandas.DataFrame(table)`` takes it as it is.

    Parameters
    ----------
    caption : str
        What the table shows.
    columns : tuple of str, length k
        Names of the columns.
    cells : tuple of tuple, each of length k
        Values, row by row.
    heads : tuple of str, length k, optional
        What people read above the columns; by default the names.
    missing : str
        What people read where there is no value.

    Examples
    --------
    >>> import sim
    >>> table = sim.load("stag-hunt").solve().payoffs
    >>> table
    number  Hunter A  Hunter B
         1         4         4
         2         3         3
         3         3         3
    >>> table[0]
    {'number': 1, 'one': 4.0, 'two': 4.0}
    >>> table["one"]
    (4.0, 3.0, 3.0)
    """

    caption: str
    columns: tuple[str, ...]
    cells: tuple[tuple[Any, ...], ...]
    heads: tuple[str, ...] = ()
    missing: str = "\N{EN DASH}"

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, index: slice) -> Table: ...

    @overload
    def __getitem__(self, index: str) -> tuple[Any, ...]: ...

    def __getitem__(self, index: int | slice | str) -> dict[str, Any] | Table | tuple[Any, ...]:
        if isinstance(index, str):
            if index not in self.columns:
                raise KeyError(f"there is no column '{index}'; the columns are {', '.join(self.columns)}")
            place = self.columns.index(index)
            return tuple(row[place] for row in self.cells)
        if isinstance(index, slice):
            return Table(self.caption, self.columns, self.cells[index], self.heads, self.missing)
        return dict(zip(self.columns, self.cells[index], strict=True))

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.cells)

    def __repr__(self) -> str:
        rows = [tuple(map(_cut, row)) for row in (self._heads, *self._shown(MOST_SHOWN))]
        widths = [max(width(row[k]) for row in rows) for k in range(len(self.columns))]
        lines = [
            "  ".join(
                right(cell, room) if number else left(cell, room)
                for cell, room, number in zip(row, widths, self._right, strict=True)
            ).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, *self._rest(MOST_SHOWN)])

    def html(self, most: int = MOST_SHOWN) -> str:
        """The table as an element of HTML.

        Parameters
        ----------
        most : int
            Rows, most, that it shows.
        """
        sides = [f' style="text-align: {"right" if right else "left"}; padding: 0.2em 0.7em"' for right in self._right]
        head = "".join(
            f'<th scope="col"{side}>{in_html(cell)}</th>' for cell, side in zip(self._heads, sides, strict=True)
        )
        rows = [
            "".join(f"<td{side}>{in_html(cell)}</td>" for cell, side in zip(row, sides, strict=True))
            for row in self._shown(most)
        ]
        body = "".join(f"<tr>{row}</tr>\n" for row in rows)
        rest = "".join(f"<p>{in_html(told)}</p>\n" for told in self._rest(most))
        return (
            f'<table style="border-collapse: collapse">'
            f'<caption style="text-align: left; white-space: nowrap">{in_html(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}</tbody></table>\n{rest}"
        )

    def block(self) -> blocks.Table:
        """The table as a block of a text."""
        return blocks.Table(self.caption, self._heads, tuple(self._shown(len(self))))

    def _repr_html_(self) -> str:
        return in_notebook(self.html())

    @property
    def _heads(self) -> tuple[str, ...]:
        return self.heads or self.columns

    @property
    def _right(self) -> list[bool]:
        """Whether each column holds numbers, which stand to the right."""
        kinds = (float, int, Fraction, type(None))
        return [
            bool(self.cells)
            and all(isinstance(v, kinds) and not isinstance(v, bool) for v in column)
            and not all(v is None for v in column)
            for column in (zip(*self.cells, strict=True) if self.cells else [()] * len(self.columns))
        ]

    def _shown(self, most: int) -> list[tuple[str, ...]]:
        return [tuple(self._word(value) for value in row) for row in self.cells[:most]]

    def _rest(self, most: int) -> list[str]:
        more = len(self) - most
        if not self.cells:
            return ["(no rows)"]
        return [f"... and {more:,} more {'row' if more == 1 else 'rows'}"] if more > 0 else []

    def _word(self, value: Any) -> str:
        if value is None:
            return self.missing
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, LabelledNumber):
            return value.words
        return number(value) if isinstance(value, float | Fraction) else str(value)


def paid(value: float) -> LabelledNumber:
    """A payoff at the scale of its scenario; what rounding leaves of a zero is told as one, where lines do so too."""
    nothing = same(value, 0) and abs(value) < current().least
    return LabelledNumber(value, number(0.0 if nothing else value))


def share(value: float) -> LabelledNumber:
    """A share of the whole, told in per cent."""
    return LabelledNumber(value, percent(value))


def _cut(cell: str) -> str:
    cell = inline(cell)
    return cell if len(cell) <= MOST_LETTERS else cell[: MOST_LETTERS - 1] + "\N{HORIZONTAL ELLIPSIS}"
