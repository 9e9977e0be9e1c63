"""Events as they are drawn up: each changes the state at once, and all are kept together or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.match import completed
from sim.classroom.games.advance import answered
from sim.classroom.games.agents import BOT, drawn_chance, drawn_choice
from sim.classroom.session import events as happened
from sim.classroom.session.evolve import evolved

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Seated
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.events import Event
    from sim.classroom.session.state import MatchState, State


class Draft:
    """What a request leads to.

    Parameters
    ----------
    state : State
        Where the class stands.
    at : float
        The time.
    """

    def __init__(self, state: State, tables: Tables, at: float) -> None:
        self.state, self.tables, self.at = state, tables, at
        self.events: list[Event] = []

    def emit(self, event: Event) -> None:
        """Note an event."""
        self.state = evolved(self.state, event, self.at, self.tables)
        self.events.append(event)

    def game(self, match: MatchState) -> Seated:
        """The game of a match."""
        return self.tables.game(self.state.parts[match.part], match.treatment)

    def settle(self, number: int) -> None:
        """Play a match on as far as it goes without a person: agents choose, chance draws, rounds are paid."""
        while (match := self.state.matches[number]).live:
            arena = self.game(match)
            moves = self._moves(match, arena)
            if moves is None:
                return
            pair = completed(arena, match.place, moves)
            chance = drawn_chance(self.state, match, pair, arena)
            self.emit(happened.Turned(number, pair, chance))

    def _moves(self, match: MatchState, arena: Seated) -> dict[int, str] | None:
        """What those who have a choice now have chosen; None while it is a person's."""
        moves: dict[int, str] = {}
        for side in choosing(match, arena):
            made = match.made(side, len(match.turns))
            ahead = self.tables.advance(self.state.parts[match.part], match.treatment).get(side, ())
            if made is not None:
                moves[side] = made.choice
            elif (agent := self.sitting_in(match, side)) is not None:
                self.decided_by(match, side, agent, "agent")
                moves[side] = self.state.matches[match.number].decisions[-1].choice
            elif ahead and all(match.answer(side, f"a{k}") for k in range(1, len(ahead) + 1)):
                point = arena.point(match.place, side)
                k = next(k for k, q in enumerate(ahead, 1) if q.threshold or q.point == point)
                given = match.answer(side, f"a{k}")
                assert given is not None
                moves[side] = answered(arena, match.place, ahead[k - 1], given.choice)
        waits = set(choosing(match, arena)) - set(moves)
        return None if waits else moves

    def sitting_in(self, match: MatchState, side: int) -> str | None:
        """The agent that plays a side; None if it is a person's."""
        return sitting_in(self.state, match, side)

    def decided_by(self, match: MatchState, side: int, agent: str, by: happened.By) -> None:
        """Let an agent answer what a side is asked where the match stands."""
        choice = drawn_choice(self.state, match, side, agent, self.tables)
        seconds = max(0.0, self.at - match.opened[side]) if by == "clock" else 0.0
        turn, seat = len(match.turns), match.seats[side]
        self.emit(happened.Decided(match.number, match.due(side), turn, side, seat, choice, by, seconds))


def sitting_in(state: State, match: MatchState, side: int) -> str | None:
    """The agent that plays a side of a match; None if it is a person's."""
    if match.agents[side]:
        return match.agents[side]
    seat = match.seats[side]
    return BOT if seat is not None and state.seats[seat].bot else None


def choosing(match: MatchState, arena: Seated) -> tuple[int, ...]:
    """Sides that have more than one thing to do where a match stands."""
    return tuple(s for s in arena.movers(match.place) if len(arena.options(match.place, s)) != 1)


def question_of(state: State, match: MatchState, side: int, tables: Tables) -> str | None:
    """What a side is asked now: the number of its question, or of an answer given in advance; None if it waits.

    An agent that plays a side is asked nothing.
    """
    if not match.live or sitting_in(state, match, side) is not None:
        return None
    spec = state.parts[match.part]
    ahead = tables.advance(spec, match.treatment).get(side)
    if ahead is not None:
        return next((f"a{k}" for k in range(1, len(ahead) + 1) if match.answer(side, f"a{k}") is None), None)
    arena = tables.game(spec, match.treatment)
    if side not in choosing(match, arena) or match.made(side, len(match.turns)) is not None:
        return None
    return match.due(side)
