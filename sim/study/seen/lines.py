"""Along which stretches of a parameter's range a course is that of an equilibrium, all other numbers as they are."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.errors import CertificateError, TimeLimitError
from sim.study.require.paths import Threshold, Way, bracket, look
from sim.study.require.solver import Points
from sim.study.seen.judged import judge_course
from sim.study.seen.linear import LinearGame, linear_in
from sim.study.single import TROUBLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.deadline import Deadline
    from sim.progress import Stage
    from sim.scenario.course.stated import Course
    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.require.judge import Judged
    from sim.study.require.paths import Walked
    from sim.study.seen.linear import GoneThrough

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
        Why there is none, or none at some values.
    ties : tuple of Fraction
        Single values at which somebody is indifferent, apart from stretches with the course, that are not looked at
        yet: some equilibrium may have it there.
    undecided : int
        Such values of which it is open.
    unsolved : int
        Values that were looked at and have no answer.
    """

    range: Range
    exact: bool
    stretches: tuple[Stretch, ...]
    edges: tuple[Threshold, ...] = ()
    problem: str = ""
    ties: tuple[Fraction, ...] = ()
    undecided: int = 0
    unsolved: int = 0

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
        """Whether the whole range has one answer, as far as it was looked at."""
        return len(self.stretches) < 2

    @property
    def everywhere(self) -> bool:
        """Whether that holds of each value that was looked at, from one end of the range to the other."""
        if not self.stretches or self.unsolved or self.ties or self.undecided:
            return False
        return self.whole and (self.stretches[0].low, self.stretches[-1].high) == (self.range.low, self.range.high)

    @property
    def only(self) -> bool:
        """Whether no other value than those with the course is known to have it, or open."""
        closed = all(s.answer in ("yes", "no") for s in self.stretches)
        return closed and not (self.unsolved or self.ties or self.undecided)

    @property
    def certified(self) -> bool:
        """Whether each stretch rests on sets that have passed their check, at a value of it."""
        return bool(self.stretches) and not self.ties and all(s.judged.certified for s in self.stretches)


def exactly(r: Range, solver: CourseSolver, fixed: Mapping[str, Fraction] | None = None) -> GoneThrough | None:
    """A range gone through without gaps; None where that cannot be done, or the game is none with the other values.

    Parameters
    ----------
    fixed : mapping of str to Fraction, optional
        Other parameters with other values than the file's.
    """
    from sim.scenario.load import load_source
    from sim.scenario.source import read

    scenario = solver.scenario
    try:
        if fixed:
            settings = dict(scenario.settings) | {name: str(value) for name, value in fixed.items()}
            scenario = load_source(read(scenario.file, scenario.text.encode(errors="replace")), settings)
        if not linear_in(scenario, r.name):
            return None
        return LinearGame(scenario, r.name, r.low, r.high).gone_through(solver.course)
    except TimeLimitError:
        raise
    except TROUBLE:
        return None


def exact_line(r: Range, solver: CourseSolver) -> SeenLine | None:
    """A parameter whose range can be gone through without gaps; each stretch is judged anew in its middle.

    Raises
    ------
    CertificateError
        If the sets of equilibria say otherwise, which would be an error of ours.
    TimeLimitError
        If the time is up.
    """
    found = exactly(r, solver)
    if found is None:
        return None
    low, stretches, edges = r.low, [], []
    for high, has in found.ends:
        stretches.append(Stretch(low, high, "yes" if has else "no", _checked(r, low, high, has, solver)))
        low = high
    for one, two in itertools.pairwise(stretches):
        at = solver.at({r.name: one.high}, certify=True)
        edges.append(Threshold(one.high, one.high, one.judged, two.judged, one.high, at))
    # Equilibria have limits: where a stretch with the course ends, some equilibrium has it still.
    kept = [(s.low, s.high) for s in stretches if s.answer == "yes"]
    alone = tuple(tie for tie in found.ties if not any(low <= tie <= high for low, high in kept))
    return SeenLine(r, True, tuple(stretches), tuple(edges), ties=alone)


def tie_looked_at(line: SeenLine, solver: CourseSolver) -> SeenLine:
    """A line with the first of its ties judged: one at which some equilibrium has the course is a stretch of its own.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    tie, rest = line.ties[0], line.ties[1:]
    judged = solver.at({line.range.name: tie}, certify=True)
    if judged.some is None:
        return replace(line, ties=rest, undecided=line.undecided + 1)
    if not judged.some:
        return replace(line, ties=rest)
    k = next(k for k, s in enumerate(line.stretches) if s.low <= tie <= s.high)
    around = line.stretches[k]
    parts = [replace(around, high=tie), Stretch(tie, tie, "yes", judged), replace(around, low=tie)]
    parts = [part for part in parts if part.low < part.high or part.answer == "yes"]
    edge = Threshold(tie, tie, around.judged, judged, tie, judged)
    stretches = (*line.stretches[:k], *parts, *line.stretches[k + 1 :])
    edges = (*line.edges[:k], *[edge] * (len(parts) - 1), *line.edges[k:])
    return replace(line, stretches=stretches, edges=edges, ties=rest)


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
    problems = [judged.problem for judged in walked.found.values() if not judged.word]
    if not solved:
        return SeenLine(r, False, (), (), problems[0] if problems else "the time was up")
    stretches, start, here = [], solved[0][0], solved[0][1]
    for t in walked.thresholds:
        edge = t.value if t.value is not None else (t.low + t.high) / 2
        stretches.append(Stretch(start, edge, solver.answer(here), here))
        start, here = edge, t.above
    stretches.append(Stretch(start, solved[-1][0], solver.answer(here), here))
    told = problems[0] if problems else ""
    return SeenLine(r, False, tuple(stretches), walked.thresholds, told, unsolved=len(problems))
