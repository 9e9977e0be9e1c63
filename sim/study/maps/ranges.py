"""Over which values a parameter is varied: ``leakage``, ``leakage=0:1`` or ``leakage=0:1:21``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import RangeError, nearest
from sim.exact.spacing import spread, whole_between
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Parameter, Scenario

MOST_POINTS = 1001
"""Points, most, of one range."""


@dataclass(frozen=True)
class Range:
    """A parameter and the values that it takes.

    Parameters
    ----------
    name : str
        The parameter.
    own : Fraction
        The value that the scenario gives it.
    low, high : Fraction
        First and last value, the first the smaller one.
    points : int or None
        How many values to start from, where the user says so.
    about, label, unit : str
        What the parameter stands for, is called, and is counted in, where the file says so.
    whole : bool
        Whether it has to be a whole number; both ends are whole then.
    """

    name: str
    own: Fraction
    low: Fraction
    high: Fraction
    points: int | None = None
    about: str = ""
    label: str = ""
    unit: str = ""
    whole: bool = False

    @property
    def span(self) -> Fraction:
        """Length of the range."""
        return self.high - self.low

    @property
    def holds_own(self) -> bool:
        """Whether the scenario's own value is within."""
        return self.low <= self.own <= self.high

    def places(self, count: int) -> list[Fraction]:
        """Values from one end to the other, as `spread` has them."""
        return spread(self.low, self.high, count, whole=self.whole)

    def mesh(self, count: int) -> list[Fraction]:
        """The same and the scenario's own value, if it is within, in order."""
        return sorted({*self.places(count), *([self.own] if self.holds_own else [])})


def parse_range(text: str, scenario: Scenario) -> Range:
    """The range that a word of the command line asks for.

    Parameters
    ----------
    text : str
        The parameter's name, perhaps with ``=FROM:TO`` and with ``:POINTS`` after it.
    scenario : Scenario
        The scenario, settings applied.

    Raises
    ------
    RangeError
        If there is no such parameter, the file gives it no range and the word neither, or the numbers make no range.
    """
    name, sign, rest = (part.strip() for part in text.partition("="))
    found = next((p for p in scenario.parameters if p.name == name), None)
    if found is None:
        names = [p.name for p in scenario.parameters]
        known = f"it has {', '.join(names)}" if names else "it has none"
        raise RangeError(f"the scenario has no parameter '{name}' ({nearest(name, names) or known})")
    if not sign:
        return range_of(found)
    parts = rest.split(":")
    if len(parts) not in (2, 3):
        raise RangeError(f"expected {name}=FROM:TO or {name}=FROM:TO:POINTS, found '{text}'")
    low, high = (_number(name, part) for part in parts[:2])
    if low >= high:
        raise RangeError(f"{name}: expected a range that goes up, found {parts[0]} to {parts[1]}")
    if (found.minimum is not None and low < found.minimum) or (found.maximum is not None and high > found.maximum):
        least, most = ("any" if v is None else f"{float(v):g}" for v in (found.minimum, found.maximum))
        raise RangeError(f"{name}: the file allows {least} to {most}, found {parts[0]} to {parts[1]}")
    count = _count(name, parts[2]) if len(parts) == 3 else None
    if found.whole:
        low, high = whole_between(low, high)
        if low >= high:
            raise RangeError(f"{name}: it has to be a whole number, and there are no two from {parts[0]} to {parts[1]}")
    return Range(name, found.value, low, high, count, found.about, found.label, found.unit, found.whole)


def range_of(parameter: Parameter) -> Range:
    """The range that the file gives a parameter.

    Raises
    ------
    RangeError
        If it gives none.
    """
    name = parameter.name
    if parameter.range is not None:
        told = parameter.about, parameter.label, parameter.unit
        return Range(name, parameter.value, *parameter.range, None, *told, parameter.whole)
    if parameter.minimum is None or parameter.maximum is None:
        raise RangeError(f"{name}: the file gives it no min and max; say {name}=FROM:TO")
    if parameter.minimum < parameter.maximum:
        raise RangeError(f"{name}: it has to be a whole number, and there are no two between its min and max")
    raise RangeError(f"{name}: its min and max are the same; say {name}=FROM:TO")


def ranges_of(scenario: Scenario) -> list[Range]:
    """All parameters to which the file gives a range, in its order."""
    return [range_of(p) for p in scenario.parameters if p.range is not None]


def _number(name: str, text: str) -> Fraction:
    try:
        return evaluate(text.strip(), {})
    except ExpressionError:
        raise RangeError(f"{name}: expected a number, found '{text}'") from None


def _count(name: str, text: str) -> int:
    if not text.strip().isdecimal() or not 2 <= int(text) <= MOST_POINTS:
        raise RangeError(f"{name}: expected 2 to {MOST_POINTS} points, found '{text}'")
    return int(text)
