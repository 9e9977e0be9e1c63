"""From the state of a class to what the teacher sees of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.classroom.views.of_seat import has_decided, total
from sim.classroom.views.of_wall import projector_view
from sim.classroom.views.teacher_view import MatchRow, PartView, SeatRow, TeacherView

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import SeatState, State


def teacher_view(state: State, tables: Tables, names: Mapping[int, str]) -> TeacherView:
    """All that the teacher's page shows.

    Parameters
    ----------
    names : mapping of int to str
        Names by seat.
    """
    last = {
        d.seat: d.seconds
        for match in state.matches.values()
        for d in match.decisions
        if d.seat is not None and d.by == "person"
    }
    return TeacherView(
        projector=projector_view(state, tables),
        parts=tuple(_part(state, tables, k) for k in range(len(state.parts))),
        seats=tuple(
            _seat(state, tables, seat, names.get(seat.number, ""), last.get(seat.number))
            for seat in state.seats.values()
        ),
        matches=tuple(
            MatchRow(m.number, m.treatment, m.seats, m.agents, len(m.turns), m.over, m.void) for m in state.current
        ),
        can=_can(state),
        warnings=_warnings(state),
    )


def told_treatment(settings: tuple[tuple[str, str], ...]) -> str:
    """A treatment as it would be typed: ``crash=10``; ``as in the file`` without settings."""
    return ",".join(f"{name}={value}" for name, value in settings) or "as in the file"


def _part(state: State, tables: Tables, k: int) -> PartView:
    spec = state.parts[k]
    return PartView(
        part=k,
        title=tables.scenario(spec, 0).title,
        treatments=tuple(map(told_treatment, spec.treatments)),
        rounds=spec.rounds,
        begun=sum(1 for part, _ in state.rounds if part == k),
        current=state.step.name != "lobby" and state.step.part == k,
        revealed=k in state.revealed,
        merged=k in state.merged,
        spec=spec,
    )


def _seat(state: State, tables: Tables, seat: SeatState, name: str, last: float | None) -> SeatRow:
    match = state.match_of(seat.number)
    side = None if match is None else match.side_of(seat.number)
    role = ""
    if match is not None and side is not None:
        role = tables.scenario(state.parts[match.part], match.treatment).players[side].name
    return SeatRow(
        seat=seat.number,
        name=name,
        status=seat.status,
        bot=seat.bot,
        side=side,
        role=role,
        treatment=state.treatments.get((state.step.part, seat.number)),
        match=None if match is None else match.number,
        decided=match is not None and side is not None and has_decided(state, match, side, tables),
        last_seconds=last,
        total=total(state, tables, seat.number, state.step.part),
    )


def _can(state: State) -> tuple[str, ...]:
    """Words of the commands that make sense now."""
    looking, live = state.cursor < state.front, any(m.live for m in state.current)
    found = []
    if looking or (not live and state.cursor + 1 < len(state.steps)):
        found.append("next")
    if state.cursor:
        found.append("back")
    if live and not looking:
        found.append("finish")
    if state.step.name == "round" and not looking:
        found.append("redo")
    found.append("go" if state.paused else "pause")
    if state.step.name != "lobby":
        found.append("reveal")
    return (*found, "add", "bots")


def _warnings(state: State) -> tuple[str, ...]:
    found = []
    away = sum(s.status == "away" for s in state.seats.values())
    if away:
        found.append(f"{away} {'seat is' if away == 1 else 'seats are'} away: nobody decided there in time, twice.")
    if state.cursor < state.front:
        found.append("You look back; the class waits until you go on.")
    return tuple(found)
