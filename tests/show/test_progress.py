"""The line about a long computation: right numbers, one line, words that one can use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.show.progress import duration, line, per_second


@given(
    done=st.integers(0, 10**10),
    more=st.integers(0, 10**10),
    seconds=st.floats(0, 1e7),
    width=st.integers(20, 200),
)
def test_the_line_never_needs_a_second_one(done: int, more: int, seconds: float, width: int) -> None:
    assert len(line(done, done + more, done, seconds, width)) < width


def test_the_line_tells_rate_and_time_left() -> None:
    # 250 points of 1000 in 5 s: 50 a second, and 750 points more take 15 s.
    assert line(250, 1000, 250, 5.0, 100) == (
        "[######..................]  25%  250 of 1,000 points, 50 per second, 15 s left"
    )
    # What was there before a sweep was resumed counts as done and not as solved in that time.
    assert line(750, 1000, 250, 5.0, 60) == " 75%  750 of 1,000 points, 50 per second, 5.0 s left"


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.25, "0.2 s"), (61, "61 s"), (600, "10 min"), (7200, "2.0 h"), (864_000, "10.0 days")]
)
def test_times_are_told_in_the_unit_that_one_thinks_in(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_slow_rates_keep_their_digits() -> None:
    assert per_second(0.256) == "0.26 per second"
    assert per_second(12_345.6) == "12,346 per second"
