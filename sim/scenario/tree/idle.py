"""Keys of game trees that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.source import Source
    from sim.scenario.tree.model import TreeModel


def idle(model: TreeModel, source: Source) -> Iterator[Found]:
    """Ends of a tree pay what they say, whenever they come."""
    del source
    for player, entry in model.players.items():
        if entry.patience is not None:
            path = "players", player, "patience"
            yield path, "trees have no rounds to discount", "remove it, and write discounted payoffs"
