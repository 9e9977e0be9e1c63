"""Along which stretches of a parameter's range a course is that of an equilibrium, all other numbers as they are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import CertificateError
from sim.study.require.paths import Threshold, Way, bracket, look
from sim.study.require.solver import Points
from sim.study.seen.judged import judge_course
from sim.study.seen.linear import LinearGame, linear_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.deadline import Deadline
    from sim.progress import Stage
    from sim.scenario.course.stated import Course
    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.require.judge import Judged
    from sim.study.require.paths import Walked

INSIDE = Fraction(317, 641), Fraction(401, 641)
"""Where in a stretch it is judged anew: near its middle, and elsewhere if that differs."""


class CourseSolver(Points):
    """Judges whether some equilibrium has a course.

    Parameters
    ----------
    course : Course
        What was seen.
    """

    def __init__(self, scenario: Scenario, course: Course, each: float | None) -> None:
        super().__init__(scenario, "possible", each)
        self.course = course

    def judged(self, scenario: Scenario, deadline: Deadline, *, certify: bool) -> Judged:
        """What holds of the course."""
        return judge_course(scenario, self.course, deadline, certify=certify)


@dataclass(frozen=True)
class Stretch:
    """A stretch of a range along which the answer is the same.

    Parameters
    ----------
    low, high : Fraction
        Its ends.
    answer : str
        ``yes``, ``no`` or ``open``; empty where the game could not be solved.
    judged : Judged
        What holds near its middle, or at a value of it that was looked at.
    """

    low: Fraction
    high: Fraction
    answer: str
    judged: Judged


@dataclass(frozen=True)
class SeenLine:
    """A parameter by itself.

    Parameters
    ----------
    range : Range
        The parameter.
    exact : bool
        Whether the range was gone through without gaps; else values of it were looked at.
    stretches : tuple of Stretch
        In order; two neighbours differ.
    edges : tuple of Threshold
        Where they meet, one fewer.
    problem : str
        Why there is none.
    """

    range: Range
    exact: bool
    stretches: tuple[Stretch, ...]
    edges: tuple[Threshold, ...] = ()
    problem: str = ""

    @property
    def kept(self) -> tuple[tuple[int, Stretch], ...]:
        """The stretches with the course, with their numbers."""
        return tuple((k, s) for k, s in enumerate(self.stretches) if s.answer == "yes")

    @property
    def share(self) -> Fraction:
        """How much of the range they are."""
        return sum(((s.high - s.low) for _, s in self.kept), Fraction(0)) / self.range.span

    @property
    def whole(self) -> bool:
        """Whether the whole range has one answer."""
        return len(self.stretches) < 2

    @property
    def certified(self) -> bool:
        """Whether each stretch rests on sets that have passed their check, at a value of it."""
        return bool(self.stretches) and all(s.judged.certified for s in self.stretches)


def exactly(
    r: Range, solver: CourseSolver, fixed: Mapping[str, Fraction] | None = None
) -> list[tuple[Fraction, bool]] | None:
    """Where stretches of a range end, and whether they have the course; None where that cannot be gone through.

    Parameters
    ----------
    fixed : mapping of str to Fraction, optional
        Other parameters with other values than the file's.
    """
    from sim.scenario.load import load_source
    from sim.scenario.source import read

    scenario = solver.scenario
    if fixed:
        settings = dict(scenario.settings) | {name: str(value) for name, value in fixed.items()}
        scenario = load_source(read(scenario.file, scenario.text.encode(errors="replace")), settings)
    if scenario.game.horizon is None or not linear_in(scenario, r.name):  # type: ignore[union-attr]
        return None
    return LinearGame(scenario, r.name, r.low, r.high).stretches(solver.course)


def exact_line(r: Range, solver: CourseSolver) -> SeenLine | None:
    """A parameter whose range can be gone through without gaps; each stretch is judged anew in its middle.

    Raises
    ------
    CertificateError
        If the sets of equilibria say otherwise, which would be an error of ours.
    TimeLimitError
        If the time is up.
    """
    ends = exactly(r, solver)
    if ends is None:
        return None
    low, stretches, edges = r.low, [], []
    for high, has in ends:
        stretches.append(Stretch(low, high, "yes" if has else "no", _checked(r, low, high, has, solver)))
        low = high
    for one, two in itertools.pairwise(stretches):
        at = solver.at({r.name: one.high}, certify=True)
        edges.append(Threshold(one.high, one.high, one.judged, two.judged, one.high, at))
    return SeenLine(r, True, tuple(stretches), tuple(edges))


def _checked(r: Range, low: Fraction, high: Fraction, has: bool, solver: CourseSolver) -> Judged:
    """What the sets of equilibria say of a stretch.

    Raises
    ------
    CertificateError
        If they say otherwise at two of its values; at one somebody may be indifferent by chance.
    """
    for share in INSIDE:
        judged = solver.at({r.name: low + share * (high - low)}, certify=True)
        if judged.some in (None, has):
            return judged
    raise CertificateError(f"backward induction and sets of equilibria differ at {r.name} from {low} to {high}")


def looked_at(
    ranges: Sequence[Range], points: int, solver: CourseSolver, seen: Stage, narrowed: Stage
) -> tuple[list[SeenLine], bool]:
    """Look at values of ranges, with brackets where neighbours differ; and say whether the time was enough."""
    ways = [Way(r.low, r.high, r.own, lambda place, name=r.name: {name: place}) for r in ranges]  # type: ignore[misc]
    found, done = look(ways, points, solver, seen)
    walked = bracket(found, solver, narrowed)
    done = done and not any(w.unfinished for w in walked)
    return [_line(r, w, solver) for r, w in zip(ranges, walked, strict=True)], done


def _line(r: Range, walked: Walked, solver: CourseSolver) -> SeenLine:
    solved = [(place, judged) for place, judged in walked.found.items() if judged.word]
    if not solved:
        problems = [judged.problem for judged in walked.found.values() if judged.problem]
        return SeenLine(r, False, (), (), problems[0] if problems else "the time was up")
    stretches, start, here = [], solved[0][0], solved[0][1]
    for t in walked.thresholds:
        edge = t.value if t.value is not None else (t.low + t.high) / 2
        stretches.append(Stretch(start, edge, solver.answer(here), here))
        start, here = edge, t.above
    stretches.append(Stretch(start, solved[-1][0], solver.answer(here), here))
    return SeenLine(r, False, tuple(stretches), walked.thresholds)
