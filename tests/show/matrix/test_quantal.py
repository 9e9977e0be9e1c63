"""Which precisions quantal responses of matrix games are asked for, and what is refused."""

from __future__ import annotations

import pytest

import sim
from sim.errors import AskError


@pytest.mark.parametrize("precision", [-1.0, float("nan"), float("inf")])
def test_a_precision_that_is_none_is_refused(precision: float) -> None:
    with pytest.raises(AskError, match="expected 0 or a positive number"):
        sim.load("stag-hunt").solve("quantal", precision=precision)


def test_a_precision_is_for_quantal_responses_alone() -> None:
    with pytest.raises(AskError, match="it is for quantal responses, not for 'nash'"):
        sim.load("stag-hunt").solve(precision=1.0)
