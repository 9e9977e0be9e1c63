"""Codes of where a conflict rests say which states those are, or tell sets of many apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.engine.options.resting import MOST_NAMED, read_code, resting_code

states = st.lists(st.lists(st.sampled_from(["a.x", "b-1.y", "c.z"]), unique=True).map(tuple), max_size=8, unique=True)


@given(states, states)
def test_a_code_is_read_back(nash: list[tuple[str, ...]], more: list[tuple[str, ...]]) -> None:
    read = read_code(resting_code(nash, more))
    assert read is not None
    for told, own in zip(read, (nash, more), strict=True):
        assert told.count == len(own)
        assert bool(told.mark) == (len(own) > MOST_NAMED)
        assert told.mark or list(told.states) == own


@given(states, states)
def test_different_states_have_different_codes(one: list[tuple[str, ...]], two: list[tuple[str, ...]]) -> None:
    assert (resting_code(one, []) == resting_code(two, [])) == (one == two)


def test_other_endings_are_no_codes() -> None:
    assert read_code("agreement") is None
    assert read_code("") is None
