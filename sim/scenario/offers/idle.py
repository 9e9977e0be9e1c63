"""Keys of alternating offers that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.offers.model import OffersModel
    from sim.scenario.source import Source


def idle(model: OffersModel, source: Source) -> Iterator[Found]:
    """Outside payoffs come after the last round, payoffs of a breakdown with a hazard, and a draw has sizes."""
    if model.rounds is None and "outside" in source.data:
        yield (
            ("outside",),
            "without a last round nobody ever gets it",
            "remove it, give 'rounds' a number, or write 'opt_out' for what each gets by leaving",
        )
    if "drawn" in source.data and not model.sizes:
        yield ("drawn",), "nothing is drawn", "remove it, or list 'sizes'"
    if model.breakdown is not None and not model.breakdown.hazard:
        yield ("breakdown",), "talks never break down", "remove it, or give 'hazard' a chance above 0"
