"""What would have answered a class best, and what each first choice brought in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.observed.stated import Counted, Observed
from sim.scenario.scenario import Matrix, Tree
from sim.study.observed.best_reply import best_replies

if TYPE_CHECKING:
    from sim.study.classroom.class_table import ClassTable
    from sim.study.observed.best_reply import Reply


@dataclass(frozen=True)
class Brought:
    """What a first choice brought those who made it.

    Parameters
    ----------
    seat : int
        The side.
    point : str
        Where it was made.
    action : str
        What was chosen.
    games : int
        Games that were played to their end with it.
    mean : float
        What the side got in them on average.
    """

    seat: int
    point: str
    action: str
    games: int
    mean: float


def counted_class(table: ClassTable) -> Observed:
    """What a class chose, as counts of people are stated in a file."""
    tree = isinstance(table.scenario.game, Tree)
    choices = tuple(
        Counted((p.seat,), tuple((row.action, row.count) for row in p.rows), p.name if tree else "")
        for p in table.points
    )
    return Observed("this class", "", (), choices)


def class_replies(table: ClassTable) -> tuple[Reply, ...]:
    """What answers a class best, from its own shares; of a repeated matrix game in a single round.

    It is found where `sim.study.observed.best_reply` finds it: in matrix games and trees without hidden types.
    """
    scenario = table.scenario
    if isinstance(scenario.game, Matrix):
        scenario = replace(scenario, game=replace(scenario.game, repeat=None))
    return best_replies(scenario, counted_class(table))


def brought(table: ClassTable) -> tuple[Brought, ...]:
    """What the first choice of people in each seat brought, over games that were played to their end."""
    got: dict[tuple[int, str, str], list[float]] = {}
    for played in table.replays:
        if played.accounts is None:
            continue
        for seat in (0, 1):
            own = played.of(seat)
            if played.session.seats[seat].human and own:
                key = seat, own[0].point, table.arena.label(own[0].place, own[0].choice)
                got.setdefault(key, []).append(played.accounts[seat].got)
    return tuple(Brought(*key, len(all_), sum(all_) / len(all_)) for key, all_ in sorted(got.items()))
