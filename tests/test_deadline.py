"""Limits of time: what they count, and who is told that a list was cut by one."""

from __future__ import annotations

import time

import pytest

import sim
from sim.deadline import Deadline, own_time
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


def test_a_list_of_equilibria_that_a_limit_cut_is_told_as_cut_wherever_it_is_counted() -> None:
    """Without a size the freeze costs neither type anything: what each does is a matter of belief alone.

    A second, of which a quarter goes to the list of all, is too short for it; what was found stands, and says so.
    """
    result = sim.load("reassurance").set(size=0).solve("pbe", time_limit=1)
    assert not result.complete
    assert ": at least " in result.line
    assert any("at least " in str(value) for row in sim.compare(result) for value in row.values())
