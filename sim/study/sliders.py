"""Parameters that a reader can move: a grid of points, each solved, with what is to be shown of it."""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from sim.deadline import check_time, own_time
from sim.engine.solve import solve
from sim.errors import ScenarioError, SliderError
from sim.progress import steps
from sim.scenario.load import load_source
from sim.study.processes import Processes, single_threaded
from sim.study.single import TROUBLE, message_of, parsed
from sim.study.slider_values import Slider, beside, chosen, movable, slider, usual
from sim.study.turns import found_turns, taught

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Parameter, Scenario
    from sim.study.record import StudyFile

MOST_POINTS = 5_000
"""Points of a grid, most: the page holds them all."""

SOON = 0.1
"""Seconds after which it is looked whether the time is up."""

WORTH_STARTING = 3.0
"""Seconds of work that is left from which other processes are started."""

SEARCHING = 3.0
"""Seconds of processor time, most, in which changes along the sliders are looked for."""

SEEN = 0.5
"""Seconds of work from which on it is known how long the rest will take."""


@dataclass(frozen=True)
class Curve:
    """One equilibrium of a point, as a piece of a curve along a slider.

    Parameters
    ----------
    key : str
        What is played; it is the same play at points with equal keys.
    name : str
        The same for readers.
    payoffs : tuple of float
        What it pays both players.
    """

    key: str
    name: str
    payoffs: tuple[float, float]


class Kept(Protocol):
    """What is kept of a solved point, whatever else that is."""

    @property
    def curves(self) -> tuple[Curve, ...]:
        """Its equilibria."""


@dataclass(frozen=True)
class Unsolved:
    """A point that could not be solved, and why."""

    trouble: str


K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class SliderGrid(Generic[K]):
    """A solved grid.

    Parameters
    ----------
    sliders : tuple of Slider
        The parameters that move.
    points : tuple of Kept or Unsolved
        What is kept of each combination of values, the last slider changing fastest.
    """

    sliders: tuple[Slider, ...]
    points: tuple[K | Unsolved, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of values."""
        return tuple(len(slider.values) for slider in self.sliders)


@dataclass(frozen=True)
class SliderJob(Generic[K]):
    """How points of a grid are solved, and what is kept of them.

    Parameters
    ----------
    file : StudyFile
        The scenario, the settings of all points, the selection rule and the time limit of one point.
    concept : str or None
        The solution concept; None for the default.
    keep : callable
        What is kept of a solved point; a function of a module, so that other processes find it.
    """

    file: StudyFile
    concept: str | None
    keep: Callable[[Scenario, Solution], K]

    def at(self, settings: dict[str, str]) -> K | Unsolved:
        """What is kept of one point."""
        try:
            scenario = load_source(parsed(self.file), dict(self.file.settings) | settings)
            with own_time():
                found = solve(scenario, self.concept, self.file.select, self.file.time_limit)
            found.insist()
            return self.keep(scenario, found)
        except TROUBLE as error:
            return Unsolved(message_of(error))

    def all(self, points: Sequence[dict[str, str]]) -> list[K | Unsolved]:
        """What is kept of some points, in order.

        Raises
        ------
        TimeLimitError
            If the time for all of them is up, which is not that for one.
        """
        found = []
        for settings in points:
            found += [self.at(settings)]
            check_time()
        return found


def grid(
    job: SliderJob[K],
    scenario: Scenario,
    names: Sequence[str] | None = None,
    count: int | None = None,
) -> SliderGrid[K]:
    """Solve a grid over a scenario's own ranges.

    Without names, the sliders are those that the file's lesson asks for, or else the parameters that change most from
    one end of their range to the other, looked at one by one: first whether what is played changes, then how far
    payoffs move.

    Parameters
    ----------
    job : SliderJob
        How points are solved.
    scenario : Scenario
        The scenario with the settings of all points.
    names : sequence of str, optional
        The parameters to move.
    count : int, optional
        Values of each slider; by default as `VALUES` has them.

    Raises
    ------
    SliderError
        If a parameter cannot be moved.
    """
    names = names or _of_file(scenario)
    movers = chosen(scenario, names) if names else _telling(job, scenario)
    if not movers:
        return SliderGrid((), (job.at({}),))
    spread = count or usual(scenario)[len(movers) - 1]
    texts = [text for entry in scenario.lesson.questions for text in (entry.question, entry.answer)]
    sliders = tuple(slider(p, spread, taught(texts, *p.range) if p.range else ()) for p in movers)
    _check_size(sliders)
    solver = _Solver(job)
    sliders = _with_turns(solver, sliders)
    _check_size(sliders)
    return SliderGrid(sliders, solver.at(list(product(*(s.values for s in sliders))), sliders))


def _check_size(sliders: Sequence[Slider]) -> None:
    total = math.prod(len(s.values) for s in sliders)
    if total > MOST_POINTS:
        raise SliderError(f"{total:,} points are more than {MOST_POINTS:,}; take fewer sliders or fewer values of each")


@dataclass
class _Solver(Generic[K]):
    """Solves points of some sliders, each once."""

    job: SliderJob[K]
    known: dict[tuple[Fraction, ...], K | Unsolved] = field(default_factory=dict)

    def at(self, places: Sequence[tuple[Fraction, ...]], sliders: Sequence[Slider]) -> tuple[K | Unsolved, ...]:
        """What is kept of points, by the values of the sliders there."""
        new = [values for values in places if values not in self.known]
        points = [{s.name: _written(value) for s, value in zip(sliders, values, strict=True)} for values in new]
        found = steps("points", _solved(self.job, points), len(points))
        self.known.update(zip(new, found, strict=True))
        return tuple(self.known[values] for values in places)


def _with_turns(solver: _Solver[K], sliders: tuple[Slider, ...]) -> tuple[Slider, ...]:
    """Sliders that hold the values at which what is played changes, all others where the file has them."""
    home = tuple(s.values[s.own] for s in sliders)
    places = [[(*home[:axis], value, *home[axis + 1 :]) for value in s.values] for axis, s in enumerate(sliders)]
    solver.at([values for line in places for values in line], sliders)
    begin, found = time.process_time(), []
    for axis, (s, line) in enumerate(zip(sliders, places, strict=True)):

        def kind_at(value: Fraction, axis: int = axis) -> tuple[str, ...] | None:
            if time.process_time() - begin > SEARCHING * (axis + 1) / len(sliders):
                return None
            at = (*home[:axis], value, *home[axis + 1 :])
            (kept,) = solver.at([at], sliders)
            return None if isinstance(kept, Unsolved) else played(kept)

        kept = [solver.known[values] for values in line]
        kinds = [played(point) for point in kept if not isinstance(point, Unsolved)]
        turns = found_turns(s.values, kinds, s.own, kind_at) if len(kinds) == len(kept) else ()
        values = beside(s, [turn.value for turn in turns])
        found.append(replace(s, values=values, own=values.index(home[axis]), turns=turns))
    return tuple(found)


def _of_file(scenario: Scenario) -> list[str]:
    """The sliders that the file asks for, without those that are set from outside."""
    free = {p.name for p in movable(scenario)}
    return [name for name in scenario.lesson.sliders if name in free]


def _telling(job: SliderJob[K], scenario: Scenario) -> list[Parameter]:
    """The two parameters whose ends differ most; with hidden types, what is believed of them at the start."""
    known = movable(scenario)
    if scenario.variants:
        return _priors(job, scenario, known)[:1] or known[-1:]
    own = job.at({})
    found: list[tuple[float, int, Parameter]] = []
    for p in known:
        ends = job.all([{p.name: _written(value)} for value in (p.minimum, p.maximum) if value is not None])
        found.append((_moved(own, ends), -known.index(p), p))
    best = sorted(found, key=lambda entry: entry[:2], reverse=True)[:2]
    moving = [entry for entry in best if entry[0] > 0] or best[:1]
    return [p for _, _, p in sorted(moving, key=lambda entry: -entry[1])]


def _priors(job: SliderJob[K], scenario: Scenario, known: list[Parameter]) -> list[Parameter]:
    """Parameters that change how likely the types are."""
    found = []
    for p in known:
        assert p.minimum is not None
        try:
            moved = load_source(parsed(job.file), dict(job.file.settings) | {p.name: _written(p.minimum)})
        except ScenarioError:
            continue
        if moved.types != scenario.types:
            found.append(p)
    return found


def _moved(own: K | Unsolved, ends: list[K | Unsolved]) -> float:
    """How much a point's ends differ from it: kinds of outcome first, then payoffs."""
    solved = [end for end in ends if not isinstance(end, Unsolved)]
    if isinstance(own, Unsolved) or not solved:
        return 0.0
    kinds = {played(point) for point in (own, *solved)}
    spread = [
        abs(a - b)
        for end in solved
        for one, other in zip(own.curves, end.curves, strict=False)
        for a, b in zip(one.payoffs, other.payoffs, strict=True)
    ]
    largest = max(spread, default=0.0)
    return (len(kinds) - 1) * 1e6 + largest


def played(point: Kept) -> tuple[str, ...]:
    """What is played at a point: the keys of its curves."""
    return tuple(curve.key for curve in point.curves)


def _workers() -> int:
    return max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def _written(value: Fraction) -> str:
    """A value as a setting: a decimal number if it is one, else a fraction."""
    text = repr(float(value))
    return text if Fraction(text) == value else f"{value.numerator}/{value.denominator}"


def _long(done: int, seconds: float, left: int) -> bool:
    """Whether what is left is worth starting other processes, at the pace of what is done."""
    return done > 0 and seconds >= min(SEEN, WORTH_STARTING) and left * seconds / done > WORTH_STARTING


def _solved(job: SliderJob[K], points: list[dict[str, str]]) -> Iterator[K | Unsolved]:
    """Solve points, in several processes where that is worth starting them."""
    begin = time.process_time()
    done = 0
    while done < len(points) and (_workers() == 1 or not _long(done, time.process_time() - begin, len(points) - done)):
        yield from job.all(points[done : done + 1])
        done += 1
    if done == len(points):
        return
    left = points[done:]
    size = max(1, min(20, len(left) // (4 * _workers())))
    pieces = [left[k : k + size] for k in range(0, len(left), size)]
    with single_threaded(), Processes(_workers()) as pool:
        for answers in [pool.submit(job.all, piece) for piece in pieces]:
            while not answers.done():
                check_time()
                wait([answers], SOON)
            yield from answers.result()
