"""Checks of alternating offers that need a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.offers.model import OffersModel


def problems(model: OffersModel) -> Iterator[Found]:
    """Nothing that only a whole file shows."""
    del model
    yield from ()
