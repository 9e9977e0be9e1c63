"""The points of a study: parameters that take listed values, and parameters that are drawn by chance."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import AxisError, nearest
from sim.exact.spacing import spread
from sim.scenario.expressions.draws import ARGUMENTS, Draw, DrawError
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sim.scenario.scenario import Parameter
    from sim.types import Floats


COUNT = 11
"""Values of an axis that is given by its parameter's name alone."""

MOST_VALUES = 10_000_000
"""Values that one axis may have."""

FORMS = "expected FROM:TO:COUNT, values A,B,C, or a draw such as normal(MEAN, SD)"


@dataclass(frozen=True)
class Axis:
    """A parameter and what it takes on.

    Parameters
    ----------
    name : str
        The parameter.
    values : tuple of float
        Its values in the order of the study; empty if it is drawn.
    draw : Draw or None
        What it is drawn from.
    written : str
        The values as they were asked for, such as ``0:1:11``; empty if they are to be listed.
    """

    name: str
    values: tuple[float, ...] = ()
    draw: Draw | None = None
    written: str = ""

    @property
    def text(self) -> str:
        """The axis as one can write it on the command line."""
        return f"{self.name}={self.draw or self.written or ','.join(map(repr, self.values))}"


@dataclass(frozen=True)
class Grid:
    """Every combination of the values of some axes; the last axis changes fastest.

    Parameters
    ----------
    axes : tuple of Axis
        Axes with values.
    """

    axes: tuple[Axis, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters."""
        return tuple(axis.name for axis in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of values."""
        return tuple(len(axis.values) for axis in self.axes)

    def __len__(self) -> int:
        return prod(self.shape)

    def points(self, start: int, stop: int) -> Floats:
        """Points from `start` up to but not including `stop`, shape (stop - start, number of axes)."""
        places = np.unravel_index(np.arange(start, stop), self.shape) if self.axes else ()
        columns = [values[place] for values, place in zip(self._arrays, places, strict=True)]
        return np.stack(columns, axis=1) if columns else np.empty((stop - start, 0))

    @cached_property
    def _arrays(self) -> tuple[Floats, ...]:
        return tuple(np.array(axis.values) for axis in self.axes)


@dataclass(frozen=True)
class Sample:
    """Independent draws.

    Each axis has a stream of random numbers of its own, which depends on the seed and its name alone: draw number i is
    the same whoever works it out, in whatever piece, and whatever other axes there are.

    Parameters
    ----------
    axes : tuple of Axis
        Axes that are drawn.
    size : int
        Number of draws.
    seed : int
        Any whole number from 0 on.
    """

    axes: tuple[Axis, ...]
    size: int
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters."""
        return tuple(axis.name for axis in self.axes)

    def __len__(self) -> int:
        return self.size

    def points(self, start: int, stop: int) -> Floats:
        """Draws from `start` up to but not including `stop`, shape (stop - start, number of axes)."""
        columns = [axis.draw.quantile(_chances(self.seed, axis.name, start, stop)) for axis in self.axes if axis.draw]
        return np.stack(columns, axis=1) if columns else np.empty((stop - start, 0))


def _chances(seed: int, name: str, start: int, stop: int) -> Floats:
    """Numbers of a stream, strictly between 0 and 1."""
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=tuple(name.encode())))
    bits.advance(start)
    raw: NDArray[np.uint64] = bits.random_raw(stop - start)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


@dataclass(frozen=True)
class Design:
    """All points of a study: a grid, with the same draws at each of its points if there are any.

    Parameters
    ----------
    axes : tuple of Axis
        The parameters in the order in which they were asked for.
    samples : int
        Number of draws; nothing is drawn if no axis is.
    seed : int
        Of the draws.
    """

    axes: tuple[Axis, ...]
    samples: int = 0
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, in the order of the columns of `points`."""
        return tuple(axis.name for axis in self.axes)

    @cached_property
    def grid(self) -> Grid:
        """The axes with values."""
        return Grid(tuple(axis for axis in self.axes if axis.draw is None))

    @cached_property
    def sample(self) -> Sample | None:
        """The axes that are drawn; None if none is."""
        drawn = tuple(axis for axis in self.axes if axis.draw is not None)
        return Sample(drawn, self.samples, self.seed) if drawn else None

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of values of the grid's axes, and the number of draws if there are any."""
        return (*self.grid.shape, *((len(self.sample),) if self.sample else ()))

    def __len__(self) -> int:
        return prod(self.shape)

    def points(self, start: int, stop: int) -> Floats:
        """Points from `start` up to but not including `stop`, shape (stop - start, number of axes).

        The last axis of the grid changes faster than those before it, and the draw fastest.
        """
        if self.sample is None:
            return self.grid.points(start, stop)
        size = len(self.sample)
        index = np.arange(start, stop)
        first, last = start // size, max(start, stop - 1) // size
        low, high = (start % size, (stop - 1) % size + 1) if first == last else (0, size)
        drawn = self.sample.points(low, max(low, high))[index % size - low]
        listed = self.grid.points(first, last + 1)[index // size - first] if len(index) else self.grid.points(0, 0)
        order = [*self.grid.names, *self.sample.names]
        return np.concatenate([listed, drawn], axis=1)[:, [order.index(name) for name in self.names]]


def parse_axes(
    texts: Iterable[str], parameters: Sequence[Parameter], *, samples: int | None = None, seed: int = 0
) -> Design:
    """The points that a command line asks for.

    Parameters
    ----------
    texts : iterable of str
        Axes, as `parse_axis` reads them; with samples and no axes, all parameters for which the file has a draw.
    parameters : sequence of Parameter
        Those of the scenario.
    samples : int, optional
        Number of draws; 1000 if there is anything to draw and nothing is said.
    seed : int
        Of the draws.

    Raises
    ------
    AxisError
        If an axis is wrong, or stands twice.
    """
    asked = list(texts) or [parameter.name for parameter in parameters if parameter.draw and samples is not None]
    if not asked:
        more = (
            "no parameter of the file has a 'draw'" if samples is not None else "or say --samples for draws of the file"
        )
        raise AxisError(f"nothing is said to vary; name parameters, {more}")
    axes = tuple(parse_axis(text, parameters, drawn=samples is not None) for text in asked)
    names = [axis.name for axis in axes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise AxisError(f"{twice} is given twice; put its values into one list")
    drawn = any(axis.draw for axis in axes)
    if samples is not None and not drawn:
        raise AxisError("samples are for parameters that are drawn, such as leakage=uniform(0, 1), and none is")
    return Design(axes, (samples or 1000) if drawn else 0, seed if drawn else 0)


def parse_axis(text: str, parameters: Sequence[Parameter], *, drawn: bool = False) -> Axis:
    """An axis from ``name=FROM:TO:COUNT``, ``name=A,B,C``, ``name=normal(MEAN, SD)`` and the like, or ``name``.

    Values of a range are the floats nearest to the exact ones, so that a tenth is written 0.1.

    Parameters
    ----------
    text : str
        The axis.
    parameters : sequence of Parameter
        Those of the scenario; one that is given by its name alone goes over the range that the file gives it.
    drawn : bool
        Whether a name alone means a draw, as `drawn_axis` has it, rather than `COUNT` values at equal distances.

    Raises
    ------
    AxisError
        If the parameter is unknown, or what it takes on cannot be read.
    """
    name, sign, spec = (part.strip() for part in text.partition("="))
    known = {parameter.name: parameter for parameter in parameters}
    if name not in known:
        hint = nearest(name, known) or "the file has no parameters"
        raise AxisError(f"{name or text}: the file has no parameter '{name}' ({hint})")
    if not sign:
        return _whole_range(known[name], drawn)
    try:
        if "(" in spec or re.fullmatch(r"[a-z]+", spec):
            return Axis(name, draw=_fitting(Draw.parse(spec), known[name]))
        if ":" in spec:
            return Axis(name, _range(spec), written=spec)
        return Axis(name, _distinct([number(part) for part in spec.split(",")]))
    except (DrawError, AxisError) as error:
        raise AxisError(f"{name}: {error}") from None


def drawn_axis(parameter: Parameter) -> Axis | None:
    """A parameter drawn as its file says, else all values of its range being equally likely; None if it has neither.

    A normal or a lognormal that the file does not cut itself is cut at the ends of the range. What has to be a whole
    number is drawn from whole numbers.

    Raises
    ------
    AxisError
        If it has to be a whole number, and there is none to be drawn.
    """
    if parameter.draw:
        draw = Draw.parse(parameter.draw).cut(parameter.minimum, parameter.maximum)
    elif parameter.range is None:
        return None
    else:
        low, high = parameter.range
        draw = Draw("uniform", (float(low), float(high)))
    try:
        return Axis(parameter.name, draw=_fitting(draw, parameter))
    except DrawError as error:
        raise AxisError(f"{parameter.name}: {error}") from None


def _fitting(draw: Draw, parameter: Parameter) -> Draw:
    """A draw of whole numbers where the parameter has to be one."""
    return replace(draw, whole=True) if parameter.whole else draw


def _whole_range(parameter: Parameter, drawn: bool) -> Axis:
    if drawn and (axis := drawn_axis(parameter)) is not None:
        return axis
    if parameter.range is None:
        raise AxisError(f"{parameter.name}: the file gives it no range ('min' and 'max'), so say which; {FORMS}")
    low, high = parameter.range
    if parameter.whole:
        return Axis(parameter.name, _distinct(spread(low, high, COUNT, whole=True)))
    return Axis(parameter.name, spaced(low, high, COUNT), written=f"{float(low)!r}:{float(high)!r}:{COUNT}")


def _range(spec: str) -> tuple[float, ...]:
    parts = spec.split(":")
    if len(parts) != 3:
        raise AxisError(f"{FORMS}, found '{spec}'")
    low, high, count = (number(part) for part in parts)
    if count.denominator != 1 or not 1 <= count <= MOST_VALUES:
        raise AxisError(f"{FORMS}; the count is a whole number from 1 to {MOST_VALUES}, found '{parts[2]}'")
    if count == 1 and low != high:
        raise AxisError(f"one value cannot go from {parts[0]} to {parts[1]}; take a count of 2 or more")
    return spaced(low, high, int(count))


def spaced(low: Fraction, high: Fraction, count: int) -> tuple[float, ...]:
    """Values at equal distances, each the float nearest to the exact one.

    Parameters
    ----------
    low, high : Fraction
        First and last value.
    count : int
        How many.
    """
    step = (high - low) / max(count - 1, 1)
    return _distinct([low + k * step for k in range(count)])


def _distinct(exact: list[Fraction]) -> tuple[float, ...]:
    try:
        values = [float(value) for value in exact]
    except OverflowError:
        raise AxisError("a value is too large") from None
    if len(set(values)) < len(values):
        raise AxisError("a value comes twice")
    return tuple(values)


def number(text: str) -> Fraction:
    """A number as ``--set`` reads it.

    Parameters
    ----------
    text : str
        A decimal number, or an expression of numbers such as ``1/3``.

    Raises
    ------
    AxisError
        If it is none.
    """
    try:
        return evaluate(text.strip(), {})
    except ExpressionError:
        what = f"'{text.strip()}'" if text.strip() else "nothing"
        raise AxisError(f"{FORMS}, draws being {', '.join(ARGUMENTS)}; found {what} for a number") from None
