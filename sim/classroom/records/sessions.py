"""A match as the record of a game, as `play` leaves one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sim.agents.arenas.match import Seat, Session
from sim.agents.arenas.replay import replay
from sim.agents.conflicts.replay import replay_conflict
from sim.agents.conflicts.table import COMPUTERS, ConflictSession
from sim.classroom.games.tables import SELECT
from sim.classroom.views.of_teacher import told_treatment
from sim.study.classroom.conflict_file import conflict_document
from sim.study.classroom.session_file import session_document

if TYPE_CHECKING:
    from sim.agents.conflicts.replay import ConflictReplay
    from sim.agents.conflicts.seated import SeatedConflict
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import MatchState, State


def session_of(state: State, match: MatchState, tables: Tables) -> Session:
    """The record of a match; people are called by their seats, since names stay where they are.

    A side whose every decision was an agent's is the agent's.
    """
    spec = state.parts[match.part]
    absent = stand_ins(state, match, tables)
    seats = [seat_of(state, match, side) for side in (0, 1)]
    return Session(
        scenario=tables.scenario(spec, match.treatment),
        seats=(seats[0], seats[1]),
        select=SELECT,
        rounds=spec.stop,
        seed=match.number,
        played=played_at(match),
        turns=match.turns,
        finished=match.over,
        stand_ins=frozenset((turn, side) for turn, side in absent if seats[side].human),
        rehearsal=state.rehearsal,
    )


def conflict_of(state: State, match: MatchState, seated: SeatedConflict) -> ConflictReplay:
    """The record of a conflict over options; a party whose every decision was an agent's is the agent's."""
    found = [seat_of(state, match, side) for side in range(len(match.seats))]
    seats = tuple(replace(seat, agent=COMPUTERS[0]) if seat.agent == "equilibrium" else seat for seat in found)
    by = {d.turn: d for d in match.decisions}
    session = ConflictSession(
        scenario=seated.scenario,
        seats=seats,
        rounds=seated.stop,
        seed=match.number,
        played=played_at(match),
        turns=seated.course(match.turns),
        finished=match.over,
        stand_ins=frozenset(
            turn for turn, d in by.items() if turn is not None and d.by != "person" and seats[d.side].human
        ),
        rehearsal=state.rehearsal,
    )
    return replay_conflict(seated.solution, session)


def played_at(match: MatchState) -> str:
    """When a match began, as records have it."""
    return datetime.fromtimestamp(match.began, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seat_of(state: State, match: MatchState, side: int) -> Seat:
    """Who played a side."""
    seat = match.seats[side]
    if seat is None:
        return Seat(None, match.agents[side])
    if state.seats[seat].bot:
        return Seat(None, "bot")
    if not any(d.side == side and d.by == "person" for d in match.decisions):
        owed = [d for d in match.decisions if d.side == side]
        if owed:
            return Seat(None, match.agents[side] or state.parts[match.part].agent)
    return Seat(f"seat {seat}")


def stand_ins(state: State, match: MatchState, tables: Tables) -> set[tuple[int, int]]:
    """Turns and sides where an agent chose for a person."""
    arena = tables.arena(state.parts[match.part], match.treatment)
    place, found = arena.start, set()
    for number, turn in enumerate(match.turns):
        for side in arena.movers(place):
            made = match.made(side, number)
            if made is not None and made.by != "person":
                found.add((number, side))
        place = next(way for way in arena.ways(place, turn.moves) if way.event == turn.event).to
    return found


def record_of(state: State, match: MatchState, tables: Tables) -> dict[str, Any]:
    """The record of a match as a document, with where in the class it belongs."""
    spec = state.parts[match.part]
    conflict = tables.conflict(spec, match.treatment)
    if conflict is None:
        session = session_of(state, match, tables)
        document = session_document(replay(tables.arena(spec, match.treatment), session))
    else:
        document = conflict_document(conflict_of(state, match, conflict))
    ids = [player.id for player in tables.scenario(spec, match.treatment).players]
    own = {
        "class": state.code,
        "rehearsal": state.rehearsal,
        "match": match.number,
        "part": match.part + 1,
        "round": match.round + 1,
        "treatment": told_treatment(spec.treatments[match.treatment]),
        "matching": spec.matching,
        "seats": dict(zip(ids, match.seats, strict=True)),
        **({} if conflict else {"payoffs": dict(zip(ids, match.paid, strict=True))}),  # likings are an order
        "answers": [
            {
                "question": d.question,
                "turn": d.turn,
                "player": ids[d.side],
                "seat": d.seat,
                "choice": d.choice,
                "by": d.by,
                "seconds": round(d.seconds, 3),
            }
            for d in match.decisions
        ],
    }
    return {**document, **own}
