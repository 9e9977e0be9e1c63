"""Keys of alternating offers that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.offers.model import OffersModel
    from sim.scenario.source import Source


def idle(model: OffersModel, source: Source) -> Iterator[Found]:
    """Outside payoffs come after the last round."""
    if model.rounds is None and "outside" in source.data:
        yield ("outside",), "without a last round nobody ever gets it", "remove it, or give 'rounds' a number"
