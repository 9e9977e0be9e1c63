"""What a phone asks every second or two: whether its own page would be another one, and how far the others are.

The answer is small and quick to make, as two hundred phones ask for it. It says when a seat's own page changes, and how
many have decided; it is the same whatever another seat has chosen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sim.classroom.views.of_seat import decided_of

if TYPE_CHECKING:
    from sim.classroom.open_class import OpenClass
    from sim.classroom.session.state import State


def seat_stamp(state: State, seat: int) -> str:
    """Changes whenever the page of a seat does, but for counts.

    Parameters
    ----------
    state : State
        Where the class stands.
    seat : int
        Whose page.
    """
    match, step = state.match_of(seat), state.step
    shown: list[object] = [state.cursor, state.held, state.seats[seat].status, state.chapters(step.part)]
    shown += [len(state.parts), state.parts[step.part].seconds]
    side = None if match is None else match.side_of(seat)
    if match is not None and side is not None:
        own = sum(decision.side == side for decision in match.decisions)
        shown += [match.number, len(match.turns), own, match.opened[side], match.agents, match.over]
    return hashlib.blake2s(repr(shown).encode(), digest_size=8).hexdigest()


def counts_of(room: OpenClass, state: State) -> str:
    """How far the others are, in words.

    Parameters
    ----------
    room : OpenClass
        The class.
    state : State
        Where it stands.
    """
    if state.step.name == "lobby":
        return f"{sum(s.status != 'removed' for s in state.seats.values())} here so far."
    if state.step.name != "round":
        return ""
    decided, everybody = decided_of(state, room.tables)
    return f"{decided} of {everybody} have decided." if everybody else ""
