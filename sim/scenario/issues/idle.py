"""Keys of bargaining over issues that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.issues.model import IssuesModel
    from sim.scenario.kind import Found
    from sim.scenario.source import Source


def idle(model: IssuesModel, source: Source) -> Iterator[Found]:
    """Patience where nobody makes offers; points on top that are none."""
    del source
    for player, side in model.players.items():
        if model.offers is None and side.patience is not None:
            yield ("players", player, "patience"), "no offers are made in turn", "remove it, or add 'offers'"
    for k, extra in enumerate(model.extras):
        if not any(extra.points):
            yield ("extras", k), "it adds no points", "remove it"
