"""What the teacher's commands do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.classroom.games.agents import check_agent
from sim.classroom.matching.pairing import paired
from sim.classroom.matching.past import Past
from sim.classroom.matching.treatments import assigned
from sim.classroom.refused import RefusedError
from sim.classroom.session import commands as asked
from sim.classroom.session import events as happened
from sim.classroom.session.answers import go, join, overtake
from sim.classroom.session.draft import question_of
from sim.classroom.session.parts import PartSpec

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.draft import Draft
    from sim.classroom.session.state import State, Step

MOST_PARTS = 30
"""Parts of a class, most."""


def teach(draft: Draft, command: asked.Command) -> None:
    """Do what the teacher asks for.

    Raises
    ------
    RefusedError
        If it makes no sense now.
    """
    match command:
        case asked.Next():
            _next(draft)
        case asked.Back():
            if draft.state.cursor == 0:
                raise RefusedError("first", "There is nothing before the lobby.")
            draft.emit(happened.Moved(draft.state.cursor - 1))
        case asked.Redo():
            _redo(draft)
        case asked.Finish():
            _finish(draft)
        case asked.Pause() | asked.Go():
            on = isinstance(command, asked.Pause)
            if draft.state.paused != on:
                draft.emit(happened.Paused(on))
        case asked.Remove() | asked.Readmit() | asked.AddBots():
            _seats(draft, command)
        case asked.Reveal() | asked.Merge() | asked.Change() | asked.Add() | asked.Drop():
            _parts(draft, command)


def prepare(state: State, tables: Tables, command: asked.Command) -> None:
    """Solve what a command will need, before anything waits for it.

    Raises
    ------
    RefusedError
        If a part that it brings cannot be played.
    """
    specs: list[PartSpec] = []
    match command:
        case asked.Add():
            specs = [command.spec]
        case asked.Change() if 0 <= command.part < len(state.parts):
            specs = [_changed(state.parts[command.part], dict(command.changes))]
        case asked.Next() | asked.AddBots():
            specs = list(state.parts)
    erring = isinstance(command, asked.AddBots) or any(seat.bot for seat in state.seats.values())
    for spec in specs:
        check_part(tables, spec)
        for treatment in range(len(spec.treatments) if erring or spec.agent == "quantal_response" else 0):
            tables.erring(spec, treatment)


def _next(draft: Draft) -> None:
    state = draft.state
    if state.cursor < state.front:
        draft.emit(happened.Moved(state.cursor + 1))
        return
    if any(m.live for m in state.current):
        raise RefusedError("open_round", "The round is still played; finish it first, or wait.")
    if state.cursor + 1 >= len(state.steps):
        raise RefusedError("last", "The class is at its end.")
    step = state.steps[state.cursor + 1]
    pairs = _pairs(draft, step) if step.name == "round" else None
    draft.emit(happened.Moved(state.cursor + 1))
    if pairs is not None:
        _begin(draft, pairs)


def _pairs(draft: Draft, step: Step) -> happened.RoundBegan:
    """A round as it would begin now."""
    state = draft.state
    spec = state.parts[step.part]
    present = [s.number for s in state.seats.values() if s.status == "here"]
    if not present:
        raise RefusedError("nobody", "Nobody has joined yet.")
    draft.tables.check(spec)
    attempt = sum(1 for m in state.matches.values() if (m.part, m.round) == (step.part, step.round))
    rng = np.random.default_rng([state.seed, step.part, step.round, attempt])
    count = 1 if step.part in state.merged else len(spec.treatments)
    known = {seat: t for (part, seat), t in state.treatments.items() if part == step.part}
    if count == 1:
        known = dict.fromkeys(present, 0)
    size = draft.tables.sides(spec)
    new = assigned(present, known, count, rng, size)
    under = {**known, **new}
    number, pairs = max(state.matches, default=0), []
    past = Past(tuple(m.seats for m in state.of_part(step.part)))
    for treatment in range(count):
        own = sorted(seat for seat in present if under[seat] == treatment)
        for seats in paired(spec.matching, own, past, rng, size):
            number += 1
            agents = tuple("" if seat is not None else spec.agent for seat in seats)
            pairs.append(happened.Pair(number, treatment, seats, agents))
    return happened.RoundBegan(step.part, step.round, tuple(pairs), tuple(sorted(new.items())))


def _begin(draft: Draft, event: happened.RoundBegan) -> None:
    draft.emit(event)
    for pair in event.pairs:
        draft.settle(pair.match)


def _redo(draft: Draft) -> None:
    state = draft.state
    step = state.step
    if step.name != "round" or state.cursor != state.front:
        raise RefusedError("no_round", "Only the round at which the class stands can begin anew.")
    draft.emit(happened.Voided(step.part, step.round))
    _begin(draft, _pairs(draft, step))


def _finish(draft: Draft) -> None:
    if draft.state.cursor != draft.state.front:
        raise RefusedError("no_round", "Go on to the round that is played first.")
    for number in [m.number for m in draft.state.current if m.live]:
        for _ in range(100_000):
            match = draft.state.matches[number]
            owed = [s for s in range(len(match.seats)) if question_of(draft.state, match, s, draft.tables)]
            if not owed:
                break
            overtake(draft, number, owed[0])


def _seats(draft: Draft, command: asked.Remove | asked.Readmit | asked.AddBots) -> None:
    if isinstance(command, asked.AddBots):
        for _ in range(command.count):
            join(draft, bot=True)
        return
    seat = draft.state.seats.get(command.seat)
    if seat is None:
        raise RefusedError("no_seat", "There is no such seat.")
    if isinstance(command, asked.Remove):
        go(draft, seat.number, "removed")
    elif seat.status == "removed":
        draft.emit(happened.StatusSet(seat.number, "here"))


def _parts(draft: Draft, command: asked.Reveal | asked.Merge | asked.Change | asked.Add | asked.Drop) -> None:
    state = draft.state
    if isinstance(command, asked.Add):
        if len(state.parts) >= MOST_PARTS:
            raise RefusedError("part", f"A class has at most {MOST_PARTS} parts.")
        check_part(draft.tables, command.spec)
        draft.emit(happened.Changed(len(state.parts), command.spec.document()))
        return
    if not 0 <= command.part < len(state.parts):
        raise RefusedError("no_part", "There is no such part.")
    match command:
        case asked.Reveal():
            draft.emit(happened.Revealed(command.part, command.on, command.chapter))
        case asked.Merge():
            draft.emit(happened.Merged(command.part))
        case asked.Drop():
            if command.part in state.began or len(state.parts) == 1:
                raise RefusedError("begun", "A part that has begun stays, and so does the only one.")
            draft.emit(happened.Dropped(command.part))
        case asked.Change():
            _change(draft, command.part, dict(command.changes))


ANY_TIME = frozenset({"agent", "seconds"})
"""Values of a part that can be changed while it is played."""

BEFORE = frozenset({"rounds", "matching", "treatments", "in_advance", "stop"})
"""Values of a part that can be changed before it begins."""


def _change(draft: Draft, part: int, changes: dict[str, Any]) -> None:
    spec, began = draft.state.parts[part], part in draft.state.began
    new = _changed(spec, changes)
    late = set(changes) & BEFORE
    if began and late - {"rounds"}:
        raise RefusedError("begun", "The part has begun; only its rounds, its clock and who sits in can be changed.")
    done = sum(1 for p, _ in draft.state.rounds if p == part)
    if began and new.rounds < done:
        raise RefusedError("begun", f"The part has come to round {done}.")
    if began and new.rounds != spec.rounds and _beyond(draft.state, part):
        raise RefusedError("begun", "The part is over; add it once more to play on.")
    check_part(draft.tables, new)
    draft.emit(happened.Changed(part, new.document()))


def _changed(spec: PartSpec, changes: dict[str, Any]) -> PartSpec:
    """A part with other values."""
    unknown = set(changes) - ANY_TIME - BEFORE
    if unknown:
        raise RefusedError("unknown", f"A part has no value '{min(map(str, unknown))[:40]}' that can be changed.")
    return PartSpec.read({**spec.document(), **changes})


def _beyond(state: State, part: int) -> bool:
    """Whether the class has come to the debrief of a part."""
    step = state.steps[state.front]
    return step.name != "round" or step.part != part


def check_part(tables: Tables, spec: PartSpec) -> None:
    """Refuse a part that cannot be played, or not by whom it names.

    Raises
    ------
    RefusedError
        With the reason.
    """
    tables.check(spec)
    for k in range(len(spec.treatments)):
        check_agent(tables.game(spec, k), spec.agent, tables.program is not None)
