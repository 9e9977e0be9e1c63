"""Which parameters can be moved, over which values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import SliderError
from sim.exact.spacing import spread
from sim.scenario.scenario import Matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Parameter, Scenario
    from sim.study.turns import Turn

MOST_SLIDERS = 3
"""Sliders of one grid, most: their points multiply."""

VALUES = {
    "matrix": (31, 13, 6),
    "tree": (31, 13, 6),
    "offers": (21, 9, 5),
    "concessions": (21, 8, 5),
    "options": (31, 13, 6),
    "issues": (21, 9, 5),
}
"""Values of each slider by the kind of game and the number of sliders, so that a lesson is made in about 20 seconds."""

VALUES_LARGE = ((5_000, (7, 4, 3)), (400, (21, 9, 5)))
"""The same for matrices with more cells than so many."""

VALUES_HIDDEN = (9, 5, 3)
"""The same for games with hidden types, which take longest. Limits of time count what is computed for a point, so that
a lesson has the same answers however busy the machine is; a list of equilibria that a limit cut is told as cut."""


@dataclass(frozen=True)
class Slider:
    """A parameter and the values at which the scenario is solved.

    Parameters
    ----------
    name, about : str
        The parameter, and what it stands for.
    values : tuple of Fraction
        Its values, rising.
    own : int
        Place of the scenario's own value among them.
    label, unit : str
        What the parameter is called and counted in, where the file says so.
    turns : tuple of Turn
        Values among them at which what is played changes, all else as in the file.
    """

    name: str
    about: str
    values: tuple[Fraction, ...]
    own: int
    label: str = ""
    unit: str = ""
    turns: tuple[Turn, ...] = ()


def movable(scenario: Scenario) -> list[Parameter]:
    """The parameters to which the file gives a range around their value, in its order."""
    set_ = dict(scenario.settings)
    return [
        p
        for p in scenario.parameters
        if p.range is not None and p.range[0] <= p.value <= p.range[1] and p.name not in set_
    ]


def slider(parameter: Parameter, count: int, held: Sequence[Fraction] = ()) -> Slider:
    """A slider over the range of a parameter, which holds the parameter's own value.

    Parameters
    ----------
    parameter : Parameter
        A parameter with a range.
    count : int
        Number of values that are spread over the range; the own value may make it one more.
    held : sequence of Fraction
        Further values that it holds, in the place of values of the spread that are close by.
    """
    assert parameter.range is not None
    low, high = parameter.range
    even = spread(low, high, count, whole=parameter.whole)
    tidy = even if parameter.whole else [_short(value, high - low) for value in even[1:-1]]
    near = (high - low) / (count - 1) * Fraction(3, 4)
    inside = [value for value in tidy if low < value < high and all(abs(value - other) >= near for other in held)]
    values = sorted({low, high, parameter.value, *inside, *held})
    own = values.index(parameter.value)
    return Slider(parameter.name, parameter.about, tuple(values), own, parameter.label, parameter.unit)


def _short(value: Fraction, span: Fraction) -> Fraction:
    """A value near by that reads well, to a hundredth or a thousandth of the range: what is shown is what is solved."""
    unit = Fraction(10) ** (math.floor(math.log10(span)) - 2)
    return round(value / unit) * unit


def chosen(scenario: Scenario, names: Sequence[str]) -> list[Parameter]:
    """The parameters of some names, which must have ranges.

    Parameters
    ----------
    names : sequence of str
        Names of parameters.

    Raises
    ------
    SliderError
        If there are too many, one is named twice, or one has no range.
    """
    known = {p.name: p for p in movable(scenario)}
    if len(names) > MOST_SLIDERS:
        raise SliderError(f"expected at most {MOST_SLIDERS} parameters, found {len(names)}")
    if len(set(names)) < len(names):
        raise SliderError("a parameter is named twice")
    for name in names:
        if name not in known:
            offer = f"those with a range are {', '.join(known)}" if known else "no parameter of the file has a range"
            raise SliderError(f"'{name}' is no parameter with a min and max that can be moved ({offer})")
    return [known[name] for name in names]


def usual(scenario: Scenario) -> tuple[int, ...]:
    """Values of each slider by the number of sliders, if nobody says how many."""
    if scenario.variants:
        return VALUES_HIDDEN
    game = scenario.game
    cells = len(game.actions[0]) * len(game.actions[1]) if isinstance(game, Matrix) else 0
    return next((values for least, values in VALUES_LARGE if cells > least), VALUES[scenario.kind])


def beside(made: Slider, turns: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Values of a slider and the turns, without values that one takes for a turn, as rounded ones of a lesson are."""
    low, own, high = made.values[0], made.values[made.own], made.values[-1]
    near = (high - low) / 500
    kept = [v for v in made.values if v in (low, own, high) or all(abs(v - turn) > near for turn in turns)]
    return tuple(sorted({*kept, *turns}))
