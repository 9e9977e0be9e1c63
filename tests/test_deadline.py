"""Limits of time: what they count, and who is told that a list was cut by one."""

from __future__ import annotations

import time

import pytest

import sim
from sim.deadline import Deadline, check_time, own_time, within
from sim.errors import TimeLimitError


def test_in_studies_a_limit_counts_what_is_computed_and_not_what_is_waited_for() -> None:
    with own_time():
        computed, waited = Deadline(0.05), Deadline(None)
    passed = Deadline(0.05)
    time.sleep(0.1)
    assert passed.over
    assert not computed.over
    assert waited.left is None
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    with pytest.raises(TimeLimitError):
        computed.check()


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_no_deadline_within_a_limit_ends_later_than_the_limit() -> None:
    with within(0.02):
        longer, none, shorter = Deadline(60.0), Deadline(), Deadline(0.01)
        assert longer.left is not None
        assert longer.left <= 0.02
        time.sleep(0.03)
        for deadline in (longer, none):
            with pytest.raises(TimeLimitError, match=r"stopped after 0\.02 seconds"):
                deadline.check()
        with pytest.raises(TimeLimitError, match=r"stopped after 0\.01 seconds"):
            shorter.check()
    Deadline().check()


def test_what_knows_of_no_deadline_looks_at_the_limit_around_it() -> None:
    check_time()
    with within(None), within(0.01), within(5.0):
        time.sleep(0.02)
        with pytest.raises(TimeLimitError, match=r"stopped after 0\.01 seconds"):
            check_time()
    check_time()


def test_limits_on_different_clocks_both_hold() -> None:
    with own_time(), within(0.02):
        computing = Deadline(60.0)
    with within(0.02):
        with own_time():
            waiting, inner = Deadline(60.0), Deadline(0.01)
        time.sleep(0.03)
        assert waiting.over
        assert inner.over
        assert not computing.over
    busy(0.03)
    assert computing.over
    assert computing.left == 0.0


def test_telling_has_a_tenth_of_the_limit_where_finding_took_all() -> None:
    # The share is small enough for limits to hold within about 10 %, and what was found can still be told.
    with within(0.2) as limit:
        time.sleep(0.21)
        assert limit.rest == pytest.approx(0.02)
        telling = limit.for_telling()
        telling.check()
        assert Deadline().over
        time.sleep(0.025)
        assert telling.over
    with within(10.0) as limit:
        assert limit.rest == pytest.approx(10.0, abs=1.0)
        assert limit.for_telling() is limit
    assert Deadline().rest is None


def test_a_list_of_equilibria_that_a_limit_cut_is_told_as_cut_wherever_it_is_counted() -> None:
    """Without a size the freeze costs neither type anything: what each does is a matter of belief alone.

    A second, of which a quarter goes to the list of all, is too short for it; what was found stands, and says so.
    """
    result = sim.load("reassurance").set(size=0).solve("pbe", time_limit=1)
    assert not result.complete
    assert ": at least " in result.line
    assert any("at least " in str(value) for row in sim.compare(result) for value in row.values())


def test_points_of_a_sweep_whose_list_was_cut_are_marked_wherever_points_are_told() -> None:
    """Without a size the list is cut by the limit, as above; of any other size it is done in time."""
    found = sim.load("reassurance").sweep(size=[0, 0.5], time_limit=2)
    words = dict(zip(found.how.attrs["flag_values"], found.how.attrs["flag_meanings"].split(), strict=True))
    assert [words[int(way)] for way in found.how.values] == ["lacking", "singly"]
