"""The ladders of a concession game as a seat sees them: which steps stand, and which is the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.tree import TreeArena
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Place
    from sim.classroom.open_class import OpenClass
    from sim.classroom.views.seat_view import SeatView


@dataclass(frozen=True)
class Rung:
    """A step.

    Parameters
    ----------
    name : str
        What people read.
    stands : bool
        Whether it has been taken, or seems to.
    next : bool
        Whether the seat can take it now.
    """

    name: str
    stands: bool
    next: bool


@dataclass(frozen=True)
class Ladder:
    """The steps of a side, the first of them lowest.

    Parameters
    ----------
    mine : bool
        Whether they are the seat's own.
    owner : str
        Whose they are.
    """

    mine: bool
    owner: str
    steps: tuple[Rung, ...]


def ladders_of(room: OpenClass, view: SeatView) -> tuple[Ladder, ...]:
    """Both ladders, the own one first; nothing in games without steps.

    Parameters
    ----------
    room : OpenClass
        The class.
    view : SeatView
        Who looks, and what it may do: nothing is shown that its question does not tell in words.
    """
    question = view.question
    if question is None or view.side is None or question.id.startswith("a"):
        return ()
    match = room.state.matches[question.match]
    if match.place is None or room.conflict(match.part) is not None:
        return ()
    arena = room.arena(match.part, match.treatment)
    rules, stands = arena.scenario.game, standing(arena, match.place)
    if stands is None or not isinstance(rules, Concessions):
        return ()
    may = any(option.value == "concede" for option in question.options)
    found = []
    for side in (view.side, 1 - view.side):
        mine = side == view.side
        left = [step.id for step in rules.ladders[side] if step.id not in stands[side]]
        rungs = tuple(
            Rung(step.name, step.id in stands[side], mine and may and step.id == left[0])
            for step in rules.ladders[side]
        )
        found.append(Ladder(mine, arena.scenario.players[side].name, rungs))
    return tuple(found)


def standing(arena: Arena, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The steps that stand, or seem to, at a place; None in games without steps."""
    if isinstance(arena, ConcessionsArena):
        t, phase, k = arena.seen(place)
        return arena.base.states[arena.base.phases(t)[phase].nodes[k].state].stands
    if isinstance(arena, TreeArena) and arena.hidden is not None and arena.hidden.course is not None:
        i, j = arena.hidden.draw(place)
        return arena.hidden.games[i][j].states[arena.hidden.situations[place].state].stands
    return None
