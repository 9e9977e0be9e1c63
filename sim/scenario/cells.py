"""Expressions evaluated exactly in all cells of a table at once.

A number per cell is a numerator and a denominator, in arrays of machine integers where they are short enough for that
and of Python's integers where they are not. What hangs on one side's choice alone is kept as one row or one column.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.deadline import check_time
from sim.scenario.expressions.exact import COMPARE, MAX_BITS, MAX_EXPONENT, MAX_LENGTH, apply, bounded, evaluate, power
from sim.scenario.expressions.grammar import ExpressionError, Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.types import Flags

    Whole = NDArray[Any]

SHORT = 1 << 62
"""Size below which whole numbers are kept in machine integers."""

MOST_KEPT = 20_000
"""Different numbers of a table up to which it is looked whether the next one has been there already."""

OFTEN = 1 << 14
"""Cells that are looked at one by one between two looks at the clock."""


@dataclass(frozen=True)
class Cells:
    """A rational number per cell of a table.

    Parameters
    ----------
    over, under : ndarray of int or of object, shape (m, n), (m, 1), (1, n) or (1, 1)
        Numerators and denominators in lowest terms, the latter above 0.
    """

    over: Whole
    under: Whole

    @cached_property
    def size(self) -> tuple[int, int]:
        """The largest numerator, without its sign, and the largest denominator."""
        return int(np.abs(self.over).max()), int(self.under.max())

    @property
    def long(self) -> bool:
        """Whether some number is kept in Python's integers."""
        return self.over.dtype == object

    def wide(self) -> Cells:
        """The same numbers in Python's integers."""
        return self if self.long else Cells(self.over.astype(object), self.under.astype(object))

    def number(self, i: int, j: int) -> Fraction:
        """The number in a cell."""
        i, j = min(i, self.over.shape[0] - 1), min(j, self.over.shape[1] - 1)
        return Fraction(int(self.over[i, j]), int(self.under[i, j]))


def line_of(numbers: Sequence[Fraction], upright: bool) -> Cells:
    """Numbers that hang on the choice of one side.

    Parameters
    ----------
    numbers : sequence of Fraction
        One per action.
    upright : bool
        Whether they stand below each other, as the row player's do.
    """
    shape = (-1, 1) if upright else (1, -1)
    over, under = ([getattr(v, part) for v in numbers] for part in ("numerator", "denominator"))
    long = max(max(map(abs, over)), max(under)) >= SHORT
    kind = object if long else np.int64
    return Cells(np.array(over, dtype=kind).reshape(shape), np.array(under, dtype=kind).reshape(shape))


def evaluate_cells(text: str, values: Mapping[str, Cells], where: Callable[[int, int], str]) -> Cells:
    """Values of an expression in all cells, exactly those of `sim.scenario.expressions.exact.evaluate`.

    Parameters
    ----------
    text : str
        The expression.
    values : mapping of str to Cells
        What it may name.
    where : function of two int
        A cell in words, for what has no value there.

    Raises
    ------
    ExpressionError
        If it is not an expression, names something unknown, or has no finite value in some cell.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters, this one has {len(text)}")
    return _Table(text, values, where).whole()


class _Table(Parser[Cells]):
    """Evaluation in all cells."""

    def __init__(self, text: str, values: Mapping[str, Cells], where: Callable[[int, int], str]) -> None:
        super().__init__(text, values)
        self.where = where

    def literal(self, text: str, offset: int) -> Cells:
        try:
            return line_of([evaluate(text, {})], True)
        except ExpressionError as error:
            raise ExpressionError(error.message, offset, error.hint) from None

    def combine(self, symbol: str, left: Cells, right: Cells, offset: int) -> Cells:
        check_time()
        if symbol == "/":
            self._refuse(right.over == 0, "division by zero", offset)
            turned = np.where(right.over < 0, -1, 1)
            right = Cells(right.under * turned, np.abs(right.over))
            symbol = "*"
        (a, b), (c, d) = left.size, right.size
        most = max(a * c if symbol == "*" else a * d + c * b, b * d)
        if most >= SHORT:
            left, right = left.wide(), right.wide()
        under = left.under * right.under
        if symbol == "*":
            return self._lowest(left.over * right.over, under, offset)
        one, two = left.over * right.under, right.over * left.under
        return self._lowest(one + two if symbol == "+" else one - two, under, offset)

    def _lowest(self, over: Whole, under: Whole, offset: int) -> Cells:
        """Numbers in lowest terms, in machine integers again if they are short enough."""
        over, under = np.broadcast_arrays(over, under)
        common = np.gcd(over, under)
        if not (common == 1).all():
            over, under = over // common, under // common
        found = Cells(over, under)
        if not found.long:
            return found
        if max(found.size) < SHORT:
            return Cells(over.astype(np.int64), under.astype(np.int64))
        if max(found.size).bit_length() > MAX_BITS:
            for i, j in np.ndindex(over.shape):
                self._one(lambda i=i, j=j: bounded(found.number(i, j), offset), i, j)  # type: ignore[misc]
        return found

    def negative(self, value: Cells) -> Cells:
        return Cells(-value.over, value.under)

    def raised(self, base: Cells, exponent: Cells, offset: int) -> Cells:
        times = exponent.number(0, 0)
        whole = exponent.over.size == 1 and times.denominator == 1 and 0 <= times <= MAX_EXPONENT
        if not whole or max(base.size) ** int(times) >= SHORT:
            return self._each(lambda b, e: power(b, e, offset), [base, exponent])
        return Cells(base.over ** int(times), base.under ** int(times))

    def compared(self, symbol: str, left: Cells, right: Cells) -> Cells:
        (a, b), (c, d) = left.size, right.size
        if max(a * d, c * b) >= SHORT:
            left, right = left.wide(), right.wide()
        one, two = left.over * right.under, right.over * left.under
        over = np.asarray(COMPARE[symbol](one, two), dtype=bool).astype(np.int64)
        return Cells(over, np.ones_like(over))

    def apply(self, name: str, arguments: list[Cells], offset: int) -> Cells:
        if name == "abs":
            return Cells(np.abs(arguments[0].over), arguments[0].under)
        if name in ("min", "max"):
            best = arguments[0]
            for other in arguments[1:]:
                best = self._chosen(best, other, "<=" if name == "min" else ">=")
            return best
        return self._each(lambda *numbers: apply(name, list(numbers), offset), arguments)

    def _chosen(self, one: Cells, two: Cells, symbol: str) -> Cells:
        """The first number where a comparison holds, else the second."""
        first = self.compared(symbol, one, two).over > 0
        if one.long or two.long:
            one, two = one.wide(), two.wide()
        return Cells(np.where(first, one.over, two.over), np.where(first, one.under, two.under))

    def _each(self, function: Callable[..., Fraction], arguments: list[Cells]) -> Cells:
        """A function of the numbers of each cell, worked out once for the same numbers."""
        parts = np.broadcast_arrays(*(part for value in arguments for part in (value.over, value.under)))
        shape = parts[0].shape
        known: dict[tuple[int, ...], Fraction] = {}
        results = []
        for k, row in enumerate(zip(*(part.ravel().tolist() for part in parts), strict=True)):
            if not k % OFTEN:
                check_time()
            found = known.get(row)
            if found is None:
                numbers = [Fraction(row[p], row[p + 1]) for p in range(0, len(row), 2)]
                found = known[row] = self._one(
                    lambda numbers=numbers: function(*numbers),  # type: ignore[misc]
                    k // shape[1],
                    k % shape[1],
                    shape,
                )
            results.append(found)
        line = line_of(results, True)
        return Cells(line.over.reshape(shape), line.under.reshape(shape))

    def _one(self, compute: Callable[[], Fraction], i: int, j: int, shape: tuple[int, int] | None = None) -> Fraction:
        """A number of one cell, told with its cell if there is none."""
        try:
            return compute()
        except ExpressionError as error:
            single = shape is None or shape == (1, 1)
            raise ExpressionError(
                error.message if single else f"{error.message}{self._told(i, j, shape)}", error.offset, error.hint
            ) from None

    def _refuse(self, wrong: Flags, message: str, offset: int) -> None:
        if wrong.any():
            i, j = (int(k[0]) for k in np.nonzero(wrong))
            told = self._told(i, j, wrong.shape) if wrong.size > 1 else ""
            raise ExpressionError(f"{message}{told}", offset)

    def _told(self, i: int, j: int, shape: tuple[int, ...] | None) -> str:
        tall, wide = shape or (1, 1)
        return self.where(i if tall > 1 else -1, j if wide > 1 else -1)


def rows_of(cells: Cells, shape: tuple[int, int]) -> tuple[tuple[Fraction, ...], ...]:
    """The numbers of a table, equal ones once.

    Parameters
    ----------
    shape : pair of int
        The numbers of actions, which the cells may be fewer than.
    """
    over, under = (np.broadcast_to(part, shape) for part in (cells.over, cells.under))
    known: dict[tuple[int, int], Fraction] = {}
    rows = []
    for tops, bottoms in zip(over.tolist(), under.tolist(), strict=True):
        check_time()
        pairs = list(zip(tops, bottoms, strict=True))
        if len(known) > MOST_KEPT:
            rows.append(tuple(Fraction(*pair) for pair in pairs))
            continue
        known |= {pair: Fraction(*pair) for pair in {*pairs} - known.keys()}
        rows.append(tuple(known[pair] for pair in pairs))
    return tuple(rows)
