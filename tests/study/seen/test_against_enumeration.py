"""Which courses equilibria have, against an enumeration of all pure subgame-perfect equilibria of small talks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from sim.deadline import Deadline
from sim.scenario.course.file import read_course
from sim.scenario.load import load
from sim.study.maps.ranges import ranges_of
from sim.study.seen.judged import judge_course
from sim.study.seen.lines import CourseSolver, exact_line, exactly, tie_looked_at
from tests.study.seen.small_talks import Enumerated, Talks, course_yaml, has, random_course, talks

F = Fraction
GRID = [F(k, 7) + F(1, 1000) for k in range(21)]


def judged(it: Talks, course: tuple[list[tuple[int, int, str, str]], int, str], at: F) -> bool | None:
    scenario = load("it.yaml", {"size": str(at)}, it.yaml())
    return judge_course(scenario, read_course("seen.yaml", scenario, course_yaml(course))[0], Deadline(None)).some


def enumerated(it: Talks, course: tuple[list[tuple[int, int, str, str]], int, str], at: F) -> tuple[bool, bool]:
    """Whether a pure equilibrium has the course, and whether somebody is indifferent somewhere."""
    all_ = Enumerated(replace(it, at=at))
    outcomes = all_.outcomes()
    return any(has(outcome, course, it.horizon) for outcome in outcomes), all_.tied


@pytest.mark.parametrize("moves", ["alternating", "sequential"])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_of_a_course_at_grid_points_is_what_enumeration_finds(moves: str, seed: int) -> None:
    draw = Random(f"{moves} {seed}")
    it = talks(draw, moves)
    course = random_course(draw, it)
    if seed % 2:  # a course that some equilibrium has somewhere
        paths = [o for at in GRID[::5] for o in Enumerated(replace(it, at=at)).outcomes()]
        path = draw.choice(paths)[2]
        through = draw.randint(1, len(path))
        seen, state = [], (0, 0)
        for t, pair in enumerate(path[:through], 1):
            for p in (0, 1):
                if pair[p] not in ("", "hold_out"):
                    seen.append((t, p, pair[p], f"s{state[p]}" if pair[p] == "concede" else ""))
                state = it.move(state, p, pair[p]) if pair[p] else state
        course = seen, through, "breakdown" if "walk_away" in path[through - 1] else "goes_on"
    for at in GRID[::2]:
        found, tied = enumerated(it, course, at)
        said = judged(it, course, at)
        if tied:  # lots may then do more than choices without lots
            assert said or not found
        else:
            assert said == found


@pytest.mark.parametrize("seed", range(10))
def test_with_simultaneous_moves_no_pure_equilibrium_has_a_course_that_is_excluded(seed: int) -> None:
    """Lots make more courses possible than pure choices without them, never fewer."""
    draw = Random(f"both {seed}")
    it = talks(draw, "simultaneous", horizon=2)
    for _ in range(6):
        course = random_course(draw, it)
        at = draw.choice(GRID)
        found, _ = enumerated(it, course, at)
        assert judged(it, course, at) is not False or not found


@pytest.mark.parametrize("moves", ["alternating", "sequential"])
@pytest.mark.parametrize("seed", range(8))
def test_stretches_of_a_range_are_those_of_every_point_of_a_dense_grid(moves: str, seed: int) -> None:
    draw = Random(f"line {moves} {seed}")
    it = talks(draw, moves, horizon=3)
    paths = Enumerated(replace(it, at=F(1, 3))).outcomes()
    seen = [
        (t, p, pair[p], "s0" if pair[p] == "concede" else "")
        for t, pair in enumerate(paths[0][2][:1], 1)
        for p in (0, 1)
        if pair[p] not in ("", "hold_out")
    ]
    course = seen, 1, "breakdown" if "walk_away" in paths[0][2][0] else "goes_on"
    scenario = load("it.yaml", text=it.yaml())
    solver = CourseSolver(scenario, read_course("seen.yaml", scenario, course_yaml(course))[0], None)
    line = exact_line(ranges_of(scenario)[0], solver)
    if line is None:  # somebody is indifferent all along: the range is looked at instead
        return
    assert line.stretches[0].low == 0
    assert line.stretches[-1].high == 3
    for k in range(60):
        at = F(k, 20) + F(1, 977)
        found, tied = enumerated(it, course, at)
        stretch = next(s for s in line.stretches if s.low <= at <= s.high)
        if not tied:
            assert (stretch.answer == "yes") == found


@pytest.mark.parametrize("moves", ["alternating", "sequential"])
@pytest.mark.parametrize("seed", range(8))
def test_where_somebody_is_indifferent_no_course_that_enumeration_finds_is_excluded(moves: str, seed: int) -> None:
    draw = Random(f"tie {moves} {seed}")
    it = talks(draw, moves, horizon=3)
    course = random_course(draw, it)
    scenario = load("it.yaml", text=it.yaml())
    solver = CourseSolver(scenario, read_course("seen.yaml", scenario, course_yaml(course))[0], None)
    (r,) = ranges_of(scenario)
    gone, line = exactly(r, solver), exact_line(r, solver)
    assert (gone is None) == (line is None)
    if gone is None or line is None:
        return
    while line.ties:
        line = tie_looked_at(line, solver)
    for tie in gone.ties:
        if enumerated(it, course, tie)[0]:
            assert any(s.low <= tie <= s.high for s in line.stretches if s.answer == "yes")
