"""Under which numbers of a scenario a course of talks that was seen is that of an equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.errors import AskError, TimeLimitError
from sim.progress import stage, steps
from sim.scenario.scenario import Concessions
from sim.study.seen.box import Box, Plane, drawn, plane
from sim.study.seen.legal import refuse_what_cannot_be
from sim.study.seen.lines import CourseSolver, SeenLine, exact_line, looked_at, tie_looked_at
from sim.study.seen.moved import moved, moved_one
from sim.study.seen.options import SeenOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.scenario.course.stated import Course
    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.require.judge import Judged
    from sim.study.seen.moved import Moved

LINES, MAP, DRAWS = 0.55, 0.6, 0.9
"""Shares of the time left for each parameter by itself, for the map, and for draws from all ranges."""


@dataclass(frozen=True)
class Explained:
    """Under which numbers what was seen is the course of an equilibrium.

    Parameters
    ----------
    course : Course
        What was seen.
    now : Judged
        What holds with the file's own numbers.
    lines : tuple of SeenLine
        Each parameter by itself.
    plane : Plane or None
        A map over two.
    box : Box or None
        All ranges together.
    late : tuple of str
        What the time was not enough for: ``lines``, ``ties``, ``map``, ``draws``.
    solved : int
        How many games were judged by their sets of equilibria.
    points : int
        Values that were looked at first where a range was not gone through without gaps.
    seed : int
        Of the draws.
    """

    course: Course
    now: Judged
    lines: tuple[SeenLine, ...]
    plane: Plane | None
    box: Box | None
    late: tuple[str, ...]
    solved: int
    points: int
    seed: int

    @property
    def certified(self) -> bool:
        """Whether the file's own verdict and each stretch are certified, and the time was enough for all."""
        ranges = (line.certified or not line.exact for line in self.lines)
        return self.now.certified and not self.late and all(ranges)


def explain(
    scenario: Scenario,
    course: Course,
    text: bytes,
    parameters: Iterable[str] = (),
    options: SeenOptions = SeenOptions(),  # noqa: B008 - it cannot be changed
) -> Explained:
    """Find the values of parameters under which some equilibrium has a course that was seen.

    Parameters
    ----------
    course : Course
        What was seen.
    text : bytes
        The file that says so, for the places of what is wrong with it.
    parameters : iterable of str
        Those that are moved, each as NAME or NAME=FROM:TO; by default all that have a range in the file.
    options : SeenOptions
        How that is done.

    Raises
    ------
    AskError
        If the scenario is no concession game or hides something.
    ScenarioError
        If the rules do not let the course come about.
    RangeError
        If a parameter or its range cannot be used.
    TimeLimitError
        If the time is not enough for the file's own game.
    """
    options.check()
    refuse_others(scenario)
    with within(options.time_limit) as limit:
        refuse_what_cannot_be(course, scenario, text)
        those = moved(scenario, parameters)
        two = None if options.two is None else _pair(scenario, options.two)
        solver = CourseSolver(scenario, course, options.each)
        return _Search(solver, options, limit).explained(those, two)


def refuse_others(scenario: Scenario) -> None:
    """Refuse scenarios in which a course says nothing, or more than the sets of equilibria know.

    Raises
    ------
    AskError
        For all but concession games in which nothing is hidden and nobody is bound in advance.
    """
    if not isinstance(scenario.game, Concessions):
        more = "of other games, give a folder with the records of a class"
        raise AskError("kind", f"a course is explained in scenarios of kind concessions, not {scenario.kind}: {more}")
    if scenario.variants:
        raise AskError(
            "kind",
            "that no equilibrium has a course is proven from sets of all equilibria, which there are where nothing is "
            "hidden; this file has types, and what each believes would be part of them. Take 'types' out of a copy and "
            "give the numbers of one type to ask of that; 'detente sweep' tells what is played with other numbers, "
            "types included",
        )
    if scenario.game.commit is not None:
        raise AskError(
            "kind",
            "that no equilibrium has a course is proven from sets of all equilibria, in which nobody is bound in "
            "advance; this file has 'commit'. Take it out of a copy to ask of the talks without it; 'detente sweep' "
            "tells what is played with other numbers where one side is bound",
        )


def _pair(scenario: Scenario, two: tuple[str, str]) -> tuple[Range, Range]:
    one, other = (moved_one(text, scenario).range for text in two)
    if one.name == other.name:
        raise AskError("two", f"expected two different parameters, found '{one.name}' twice")
    return one, other


class _Search:
    """One search: what is found, and what the time is not enough for."""

    def __init__(self, solver: CourseSolver, options: SeenOptions, limit: Deadline) -> None:
        self.solver, self.options, self.limit = solver, options, limit
        self.late: list[str] = []

    def explained(self, those: Sequence[Moved], two: tuple[Range, Range] | None) -> Explained:
        """All of it."""
        now = self.solver.of(self.solver.scenario, certify=True)
        if not now.word:
            raise AskError("kind", f"the file's own game cannot be solved: {now.problem}")
        lines = self._lines([each.range for each in those])
        pair = two or _telling(lines)
        with within(self._share(MAP)):
            shown = None if pair is None else plane(*pair, self.solver)
        if shown is not None and shown.late:
            self.late.append("map")
        box = self._box(those)
        return Explained(
            self.solver.course, now, tuple(lines), shown, box, tuple(self.late), self.solver.solved,
            self.options.points, self.options.seed,
        )  # fmt: skip

    def _share(self, part: float) -> float | None:
        return None if self.limit.left is None else part * self.limit.left

    def _lines(self, ranges: Sequence[Range]) -> list[SeenLine]:
        """Each parameter by itself: first those that can be gone through without gaps."""
        found: dict[str, SeenLine] = {}
        late = False
        with within(self._share(LINES)):
            for r in steps("lines", ranges):
                try:
                    if (line := exact_line(r, self.solver)) is not None:
                        found[r.name] = line
                except TimeLimitError:
                    late = True
                    break
            rest = [r for r in ranges if r.name not in found]
            with stage("lines") as seen, stage("thresholds") as narrowed:
                lines, done = looked_at(rest, self.options.points, self.solver, seen, narrowed)
            found |= {line.range.name: line for line in lines}
            try:
                for r in ranges:
                    while found[r.name].ties:
                        found[r.name] = tie_looked_at(found[r.name], self.solver)
            except TimeLimitError:
                self.late.append("ties")
        if late or not done:
            self.late.append("lines")
        return [found[r.name] for r in ranges]

    def _box(self, those: Sequence[Moved]) -> Box | None:
        if not self.options.draws or not those:
            return None
        with within(self._share(DRAWS)):
            box = drawn(those, self.options.draws, self.options.seed, self.solver)
        if box.late:
            self.late.append("draws")
        return box


def _telling(lines: Sequence[SeenLine]) -> tuple[Range, Range] | None:
    """The two parameters that matter most by themselves: with both answers, and with least of the range kept."""
    both = sorted((line for line in lines if not line.whole), key=lambda line: (not line.share, line.share))
    chosen = [line.range for line in both][:2]
    if len(chosen) == 1:
        chosen += [line.range for line in lines if line.range is not chosen[0]][:1]
    return (chosen[0], chosen[1]) if len(chosen) == 2 else None
