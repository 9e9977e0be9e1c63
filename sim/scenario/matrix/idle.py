"""Keys of matrix games that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.kind import Found
    from sim.scenario.matrix.model import MatrixModel
    from sim.scenario.source import Source


def idle(model: MatrixModel, source: Source) -> Iterator[Found]:
    """Patience where there is one round, punishments where there is a last one, a profile without hidden types."""
    del source
    if model.profile and not model.types:
        yield (
            ("profile",),
            "equilibria of a game without hidden types are found without it",
            "remove it, or add 'types'",
        )
    if model.repeat is None:
        for player, entry in model.players.items():
            if entry.patience is not None:
                yield ("players", player, "patience"), "the game is played once", "remove it, or add 'repeat'"
    elif model.repeat.punish and model.repeat.rounds is not None:
        yield ("repeat", "punish"), "punishments are looked at in games without end", "remove it, or say 'infinite'"
