"""Expressions in options, read once and evaluated exactly for all states: each part for what it speaks of only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import check_time
from sim.scenario.expressions.exact import ARITHMETIC, COMPARE, apply, bounded, power, read_number
from sim.scenario.expressions.grammar import ExpressionError, Parser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Value = Fraction | ExpressionError

CHECKED = 4096
"""Values after which the clock is looked at."""


@dataclass(frozen=True, eq=False)
class Table:
    """A value for each way in which some options are taken that is met in a feasible state.

    Parameters
    ----------
    mask : int
        Bits of the options.
    ways : array of int64, shape (m,)
        Numbers of the ways, ascending.
    places : array of int, shape (m,)
        Which of the values each way has.
    values : list of Fraction or ExpressionError
        The different values, or why there is none.
    """

    mask: int
    ways: NDArray[np.int64]
    places: NDArray[np.intp]
    values: list[Value]

    def at(self, states: NDArray[np.int64]) -> NDArray[np.intp]:
        """Which of the values is met in some states that are feasible, or parts of such."""
        found: NDArray[np.intp] = self.places[np.searchsorted(self.ways, states & self.mask)]
        return found


def constant(value: Value) -> Table:
    """What is the same in all states."""
    return Table(0, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.intp), [value])


def of_option(bit: int, states: NDArray[np.int64]) -> Table:
    """1 where an option is taken and 0 where it is not."""
    ways = np.unique(states & (1 << bit))
    return Table(1 << bit, ways, np.arange(len(ways)), [Fraction(int(way > 0)) for way in ways])


class Tabulator(Parser[Table]):
    """Evaluation for many states; what has no value in a state is an error of that state.

    Parameters
    ----------
    states : array of int64, shape (n,)
        The feasible states.
    """

    def __init__(self, text: str, values: Mapping[str, Table], states: NDArray[np.int64]) -> None:
        super().__init__(text, values)
        self.states = states

    def literal(self, text: str, offset: int) -> Table:
        """A number, the same in all states."""
        return constant(read_number(text, offset))

    def combine(self, symbol: str, left: Table, right: Table, offset: int) -> Table:
        """Sum, difference, product or quotient, state by state."""

        def done(one: Fraction, two: Fraction) -> Fraction:
            if symbol == "/" and two == 0:
                raise ExpressionError("division by zero", offset)
            return bounded(ARITHMETIC[symbol](one, two), offset)

        return self._each(done, left, right)

    def negative(self, value: Table) -> Table:
        """The number with its sign turned."""
        return self._each(lambda one: -one, value)

    def raised(self, base: Table, exponent: Table, offset: int) -> Table:
        """A power."""
        return self._each(lambda one, two: power(one, two, offset), base, exponent)

    def compared(self, symbol: str, left: Table, right: Table) -> Table:
        """1 where a comparison holds and 0 where it does not."""
        return self._each(lambda one, two: Fraction(int(COMPARE[symbol](one, two))), left, right)

    def apply(self, name: str, arguments: list[Table], offset: int) -> Table:
        """Value of a function."""
        return self._each(lambda *each: apply(name, list(each), offset), *arguments)

    def _each(self, function: Callable[..., Fraction], *tables: Table) -> Table:
        mask = 0
        for table in tables:
            mask |= table.mask
        ways = np.unique(self.states & mask)
        together = np.zeros(len(ways), dtype=np.int64)
        for table in tables:  # numbers the combinations of values that are met
            joined = together * len(table.values) + table.at(ways)
            together = np.unique(joined, return_inverse=True)[1].reshape(-1)
        _, first = np.unique(together, return_index=True)
        met = [[table.values[k] for k in table.at(ways[first]).tolist()] for table in tables]
        found: dict[Value, int] = {}
        places = []
        for count, arguments in enumerate(zip(*met, strict=True)):
            if count % CHECKED == 0:
                check_time()
            places.append(found.setdefault(_value(function, arguments), len(found)))
        return Table(mask, ways, np.array(places, dtype=np.intp)[together], list(found))


def _value(function: Callable[..., Fraction], arguments: tuple[Value, ...]) -> Value:
    wrong = next((one for one in arguments if isinstance(one, ExpressionError)), None)
    try:
        return wrong or function(*arguments)
    except ExpressionError as error:
        return error
