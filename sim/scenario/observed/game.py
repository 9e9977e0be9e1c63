"""From checked models to what people did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.scenario.observed.stated import Counted, Observed
from sim.scenario.scenario import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario.scenario import Game


def observed(model: Any, game: Game) -> tuple[Observed, ...]:
    """What people did, as the model of a file has it; nothing for kinds in which it cannot be said.

    Parameters
    ----------
    model : FileModel
        A model that has passed every check.
    game : Game
        Its game.
    """
    players = list(model.players)
    owners = {node.infoset: node.player for node in game.nodes} if isinstance(game, Tree) else {}
    return tuple(
        Observed(
            study.source,
            study.about or "",
            tuple(study.set.items()),
            tuple(_counted(entry, players, owners) for entry in study.choices),
        )
        for study in getattr(model, "observed", ())
    )


def _counted(entry: Any, players: Sequence[str], owners: Mapping[str, int | None]) -> Counted:
    place = None if getattr(entry, "round", None) is None else entry.round - 1
    if hasattr(entry, "offered"):
        accepted = entry.accepted
        # Of a share that is not under 'accepted' nobody counted what became of it.
        taken = None if accepted is None else tuple(accepted.get(share) for share in entry.offered)
        return Counted((0, 1), tuple(entry.offered.items()), round=place or 0, accepted=taken)
    at, counts = getattr(entry, "at", ""), tuple(entry.counts.items())
    if at:
        owner = owners.get(at)
        return Counted((0, 1) if owner is None else (owner,), counts, at)
    player, after = getattr(entry, "player", None), getattr(entry, "after", None)
    sides = (0, 1) if player is None else (players.index(player),)
    return Counted(sides, counts, round=place, after=None if after is None else (after[0], after[1]))
