"""The limit on memory: what it is, how it is set, and that it is looked at before anything is kept."""

from __future__ import annotations

import pytest

from sim.errors import MemoryLimitError, SettingError
from sim.memory import limit, need


def test_the_limit_is_one_and_a_half_gib_unless_the_surroundings_say_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_MEMORY", raising=False)
    assert limit() == 1.5 * 2**30
    monkeypatch.setenv("DETENTE_MEMORY", "4")
    assert limit() == 4 * 2**30


@pytest.mark.parametrize("given", ["much", "0", "-1", "nan", "inf", "1e99"])
def test_a_limit_that_is_no_size_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", given)
    with pytest.raises(SettingError, match="DETENTE_MEMORY"):
        need(1)


def test_what_is_more_than_the_limit_is_refused_with_both_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_MEMORY", raising=False)
    need(2**30)
    with pytest.raises(MemoryLimitError, match=r"some 2 GiB of memory, more than the 1\.5 GiB"):
        need(2**31)
