"""A map or a sensitivity is refused where no point has an answer, and only there."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import UnsolvedError
from sim.study.ask import _refuse_if_nothing
from sim.study.record import FAILED, LACKING, empty_chunk
from sim.study.solve import failed


def test_points_picked_from_a_list_that_may_lack_some_have_an_answer() -> None:
    chunk = empty_chunk(3)
    chunk.how[:] = LACKING
    _refuse_if_nothing(chunk.counts, {})
    chunk.how[1:] = FAILED
    _refuse_if_nothing(chunk.counts, {"too large": 2})


def test_where_all_points_failed_the_first_reason_is_told() -> None:
    chunk = failed(3, "too large")
    assert np.all(chunk.how == FAILED)
    with pytest.raises(UnsolvedError, match="too large"):
        _refuse_if_nothing(chunk.counts, {"too large": 3})
