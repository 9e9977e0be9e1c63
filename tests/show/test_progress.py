"""The line about a long computation: right numbers, one line, words that one can use, and nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.progress import Board, Stage, followed, stage, steps
from sim.show.progress import AFTER, STAGES, Display, duration, line, per_second


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen:
    """One line of a terminal: what a reader sees after all that was written to it."""

    def __init__(self) -> None:
        self.shown, self.writes = "", 0

    def __call__(self, text: str) -> None:
        assert text.startswith("\r")
        assert text.endswith("\x1b[K")
        self.shown = text[1:-3]
        self.writes += 1


def display(board: Board, width: int = 80) -> tuple[Display, Screen, Clock]:
    clock, screen = Clock(), Screen()
    return Display(board, screen, clock, lambda: width), screen, clock


@given(
    done=st.integers(0, 10**10),
    more=st.integers(0, 10**10),
    code=st.sampled_from(sorted(STAGES)),
    inner=st.sampled_from(sorted(STAGES)),
    seconds=st.floats(0, 1e7),
    width=st.integers(1, 200),
)
def test_the_line_never_needs_a_second_one(
    done: int, more: int, code: str, inner: str, seconds: float, width: int
) -> None:
    stages = [Stage(code, done + more, done, begun=0.0), Stage(inner, None, done, begun=0.0)]
    for n in range(3):
        assert len(line(stages[:n], seconds, seconds, width)) < width


def test_the_line_tells_what_is_done_how_much_of_it_and_how_long_still() -> None:
    # 250 points of 1000 in 5 s: 750 more take 15 s.
    assert line([Stage("points", 1000, 250, begun=0.0)], 5.0, 5.0, 80) == (
        "[######..................] 25%, 250 of 1,000 points, about 15 s left"
    )
    # What was there before a sweep was resumed counts as done and not as solved in that time.
    assert line([Stage("points", 1000, 750, before=500, begun=0.0)], 5.0, 5.0, 50) == (
        "[####..] 75%, 750 of 1,000 points, about 5 s left"
    )


def test_where_nobody_knows_how_much_there_is_the_line_says_how_long_it_has_taken() -> None:
    assert line([], 3.2, 3.2) == "computing, 3 s"
    assert line([Stage("region", None, 340, begun=0.0)], 7.0, 7.0) == "regions and their boundaries, 340 points, 7 s"


def test_what_goes_on_within_is_told_where_there_is_room() -> None:
    stages = [Stage("variants", 10, 4, begun=0.0), Stage("backward_induction", 20, 5, begun=5.0)]
    assert line(stages, 6.0, 6.0, 80).endswith("other rules and numbers, 40%: backward induction, 25%, about 9 s left")
    assert line(stages, 6.0, 6.0, 50) == "other rules and numbers, 40%, about 9 s left"
    assert line(stages, 6.0, 6.0, 20) == "about 9 s left"
    assert line(stages, 6.0, 6.0, 10) == ""


def test_short_work_shows_nothing() -> None:
    shown, screen, clock = display(Board())
    for clock.now in (0.2, 0.4, AFTER - 0.01):
        shown.tick()
    shown.end()
    assert screen.writes == 0


def test_the_line_is_gone_before_anything_else_is_written_and_at_the_end() -> None:
    board = Board()
    shown, screen, clock = display(board)
    clock.now = 2.0
    shown.tick()
    assert screen.shown == "computing, 2 s"
    shown.clear()
    assert screen.shown == ""
    shown.tick()
    assert screen.shown
    shown.end()
    assert screen.shown == ""
    clock.now = 3.0
    shown.tick()  # one that came too late
    assert screen.shown == ""


def test_stages_stand_on_the_board_while_they_last_and_count() -> None:
    board = Board()
    with followed(board), stage("points", 3) as outer:
        for n in steps("rounds", [1, 2]):
            assert [s.code for s in board.stages] == ["points", "rounds"]
            assert board.stages[1].total == 2
            assert board.stages[1].done == n - 1
        outer.step(2)
        assert [(s.code, s.done) for s in board.stages] == [("points", 2)]
        with pytest.raises(ValueError, match="lost"), stage("rules"):
            raise ValueError("lost")
        for _ in steps("rounds", [1, 2]):
            break
        assert [s.code for s in board.stages] == ["points"]
    assert not board.stages


def test_nothing_is_kept_where_nobody_follows() -> None:
    board = Board()
    with followed(board), followed(None), stage("points") as told:
        told.step()
        assert not board.stages


def test_every_stage_has_words_and_all_words_have_a_stage() -> None:
    used = set()
    for path in Path(sim.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'\b(?:stage|steps|each)\(\s*"(\w+)"', text))
        used |= set(re.findall(r'\bbackwards\([^\n]*, "(\w+)"\)', text))
        used |= set(re.findall(r'\bcode: str = "(\w+)"', text))
    assert used == set(STAGES)


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.25, "0.2 s"), (61, "61 s"), (600, "10 min"), (7200, "2.0 h"), (864_000, "10.0 days")]
)
def test_times_are_told_in_the_unit_that_one_thinks_in(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_slow_rates_keep_their_digits() -> None:
    assert per_second(0.256) == "0.26 per second"
    assert per_second(12_345.6) == "12,346 per second"
