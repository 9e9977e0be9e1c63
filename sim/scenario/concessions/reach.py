"""What can come about in a concession game: in which round each step at the earliest, and whether rounds can stall."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.concessions.model import ConcessionsModel
    from sim.scenario.source import Path


def earliest(model: ConcessionsModel) -> dict[Path, int]:
    """Earliest round of each step, from 1, by its path in the file, if both sides take steps whenever they can.

    Nothing is gained by waiting or by taking steps back, since prerequisites only ask for steps that stand.

    Parameters
    ----------
    model : ConcessionsModel
        A file that has passed every check, so that each step can be taken at some time.
    """
    players = list(model.players)
    leader = players.index(model.first) if model.first else 0
    ladders = [model.concessions.get(player, []) for player in players]
    stands: set[str] = set()
    taken: dict[Path, int] = {}
    counts, round_ = [0, 0], 0
    while counts[0] < len(ladders[0]) or counts[1] < len(ladders[1]):
        round_ += 1
        # Those who choose at once see the same; in turn, the second one sees what the first one did.
        turns: list[tuple[int, ...]] = [(0, 1)]
        if model.moves == "alternating":
            turns = [((leader + round_ + 1) % 2,)]
        elif model.moves == "sequential":
            turns = [(leader,), (1 - leader,)]
        for movers in turns:
            before = frozenset(stands)
            for i in movers:
                if counts[i] < len(ladders[i]) and before.issuperset(ladders[i][counts[i]].after):
                    stands.add(f"{players[i]}.{ladders[i][counts[i]].id}")
                    taken["concessions", players[i], counts[i]] = round_
                    counts[i] += 1
    return taken


def may_stall(model: ConcessionsModel, faked: bool) -> bool:
    """Whether there may be a round in which nobody changes the state before everything stands.

    A round in which steps are only taken back is one, unless the file says that any change keeps the talks alive.

    Where nobody may hold out, a player without any other action does. With `walk_away` there always is another one. As
    prerequisites form no circle there always is a step that can be taken, so that a round in which both move is none.
    Where only one of them moves, each round before that has but one way to go, unless something can be undone: of that
    it is said that it may stall.

    Parameters
    ----------
    model : ConcessionsModel
        A file that has passed every check.
    faked : bool
        Whether a step can be faked.
    """
    if "hold_out" in model.actions:
        return True
    if "renege" in model.actions and model.breakdown is not None and model.breakdown.stalls == "without_progress":
        return True
    if "walk_away" in model.actions:
        return False
    if "concede" not in model.actions:
        return True
    if model.moves != "alternating":
        return False
    return faked or "renege" in model.actions or _waits(model)


def _waits(model: ConcessionsModel) -> bool:
    """Whether a round comes in which who is to move has no step to take, if each one that can be taken is."""
    taken = earliest(model)
    last = max(taken.values()) if model.horizon is None else min(max(taken.values()), model.horizon)
    return len({round_ for round_ in taken.values() if round_ <= last}) < last
