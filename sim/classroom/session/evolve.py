"""What an event does to the state of a class. Pure: the same events lead to the same state, whoever asks when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from sim.agents.arenas.match import MatchTurn
from sim.classroom.session import events as happened
from sim.classroom.session.parts import PartSpec
from sim.classroom.session.state import Decision, MatchState, SeatState, State

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Seated
    from sim.classroom.session.events import Event


class Games(Protocol):
    """Where the games are."""

    def game(self, spec: PartSpec, treatment: int) -> Seated:
        """The game of a part under a treatment."""


def evolved(state: State, event: Event, at: float, games: Games) -> State:
    """The state after an event.

    Parameters
    ----------
    at : float
        When it happened, in seconds.
    """
    after = _changed(state, event, at, games)
    if isinstance(event, happened.Restarted):
        if after.held is None:
            after = _shifted(after, state.now, at)  # nobody could decide while the server was down
    else:
        after = _held(after, at)
    return replace(after, now=max(at, state.now))


def replayed(kept: Iterable[tuple[Event, float]], games: Games) -> State:
    """The state that events lead to."""
    state = State()
    for event, at in kept:
        state = evolved(state, event, at, games)
    return state


def _changed(state: State, event: Event, at: float, games: Games) -> State:
    match event:
        case happened.Opened():
            parts = tuple(PartSpec.read(part) for part in event.parts)
            return replace(state, code=event.code, seed=event.seed, parts=parts, rehearsal=event.rehearsal)
        case happened.Joined():
            return replace(state, seats={**state.seats, event.seat: SeatState(event.seat, event.bot)})
        case happened.StatusSet():
            return _seat(state, event.seat, status=event.status, missed=0)
        case happened.RoundBegan():
            return _begun(state, event, at, games)
        case happened.Decided():
            return _decided(state, event, at)
        case happened.Turned():
            return _turned(state, event, at, games)
        case happened.TakenOver():
            return _taken(state, event)
        case happened.Voided():
            return _voided(state, event)
    return _set(state, event)


def _revealed(state: State, event: happened.Revealed) -> State:
    """The chapter that is revealed last is the last of its part; hiding hides them all."""
    shown = [own for own in state.shown if own != (event.part, event.chapter)]
    if not event.on:
        return replace(state, shown=tuple(own for own in shown if own[0] != event.part))
    return replace(state, shown=(*shown, (event.part, event.chapter)))


def _set(state: State, event: Event) -> State:
    """Events that set a value or two."""
    match event:
        case happened.Moved():
            return replace(state, cursor=event.cursor, front=max(state.front, event.cursor))
        case happened.Paused():
            return replace(state, paused=event.on)
        case happened.Revealed():
            return _revealed(state, event)
        case happened.Merged():
            return replace(state, merged=state.merged | {event.part})
        case happened.Changed():
            return _with_part(state, event)
        case happened.Dropped():
            return replace(state, parts=state.parts[: event.part] + state.parts[event.part + 1 :])
    return state


def _with_part(state: State, event: happened.Changed) -> State:
    spec = PartSpec.read(event.spec)
    if event.part < len(state.parts):
        return replace(state, parts=(*state.parts[: event.part], spec, *state.parts[event.part + 1 :]))
    end = len(state.steps) - 1
    back = min(state.front, end - 1)  # the end is no longer where it was
    return replace(state, parts=(*state.parts, spec), front=back, cursor=min(state.cursor, end - 1))


def _seat(state: State, seat: int, **changes: Any) -> State:
    return replace(state, seats={**state.seats, seat: replace(state.seats[seat], **changes)})


def _match(state: State, match: MatchState) -> State:
    return replace(state, matches={**state.matches, match.number: match})


def _begun(state: State, event: happened.RoundBegan, at: float, games: Games) -> State:
    spec = state.parts[event.part]
    new = {}
    for p in event.pairs:
        game = games.game(spec, p.treatment)
        new[p.match] = MatchState(
            p.match,
            event.part,
            p.treatment,
            event.round,
            p.seats,
            p.agents,
            game.start,
            began=at,
            opened=(at,) * len(p.seats),
            paid=game.unpaid,
        )
    under = {(event.part, seat): treatment for seat, treatment in event.treatments}
    return replace(
        state,
        matches={**state.matches, **new},
        rounds={**state.rounds, (event.part, event.round): tuple(new)},
        treatments={**state.treatments, **under},
    )


def _decided(state: State, event: happened.Decided, at: float) -> State:
    match = state.matches[event.match]
    made = Decision(event.question, event.turn, event.side, event.seat, event.choice, event.by, event.seconds, at)
    opened = tuple(at if side == event.side else since for side, since in enumerate(match.opened))
    state = _match(state, replace(match, decisions=(*match.decisions, made), opened=opened))
    if event.seat is None or event.by == "agent":
        return state
    missed = state.seats[event.seat].missed + 1 if event.by == "clock" else 0
    return _seat(state, event.seat, missed=missed)


def _turned(state: State, event: happened.Turned, at: float, games: Games) -> State:
    match = state.matches[event.match]
    game = games.game(state.parts[match.part], match.treatment)
    way = next(w for w in game.ways(match.place, event.moves) if w.event == event.chance)
    turn = MatchTurn(game.round(match.place), event.moves, way.event, way.shown)
    paid = tuple(had + got for had, got in zip(match.paid, way.paid, strict=True))
    opened = (at,) * len(match.seats)
    if state.parts[match.part].in_advance:  # whoever still answers in advance does not begin anew
        opened = tuple(at if move else since for move, since in zip(event.moves, match.opened, strict=True))
    return _match(state, replace(match, place=way.to, turns=(*match.turns, turn), paid=paid, opened=opened))


def _taken(state: State, event: happened.TakenOver) -> State:
    match = state.matches[event.match]
    agents = tuple(event.agent if side == event.side else agent for side, agent in enumerate(match.agents))
    return _match(state, replace(match, agents=agents))


def _voided(state: State, event: happened.Voided) -> State:
    key = event.part, event.round
    void = {n: replace(state.matches[n], void=True) for n in state.rounds[key]}
    rounds = {k: v for k, v in state.rounds.items() if k != key}
    return replace(state, matches={**state.matches, **void}, rounds=rounds)


def _held(state: State, at: float) -> State:
    """Notes when deciding stops, and when it goes on moves all clocks by the time between."""
    holds = state.paused or state.cursor != state.front
    if holds == (state.held is not None):
        return state
    if holds:
        return replace(state, held=at)
    assert state.held is not None
    return replace(_shifted(state, state.held, at), held=None)


def _shifted(state: State, since: float, at: float) -> State:
    """Questions that were open while nobody could decide have been opened as much later."""

    def later(opened: float) -> float:
        return opened + max(0.0, at - max(since, opened))

    moved = {m.number: replace(m, opened=tuple(map(later, m.opened))) for m in state.under_way if m.live}
    return replace(state, matches={**state.matches, **moved}) if moved else state
