"""All decisions of a class as comma-separated values: a row each, with the seat and never the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.agents.conflicts.replay import place_of
from sim.classroom.views.of_teacher import told_treatment
from sim.show.text.escapes import in_csv

if TYPE_CHECKING:
    from sim.classroom.games.tables import Tables
    from sim.classroom.session.state import Decision, MatchState, State

HEAD = (
    "class",
    "part",
    "scenario",
    "treatment",
    "round",
    "match",
    "counts",
    "question",
    "turn",
    "seat",
    "player",
    "point",
    "choice",
    "by",
    "seconds",
    "other_seat",
    "payoff",
    "other_payoff",
    "place",
)
"""Columns. `by` says whether a person, an agent or the clock decided; `counts` is empty for rounds that were void. Of a
conflict over options, which pays nothing, `place` is that of its end in the order of whoever decided, from 1."""


def decision_rows(state: State, tables: Tables) -> str:
    """A row for each decision of a class, those that do not count included."""
    rows = [row for match in state.matches.values() for row in _of_match(state, match, tables)]
    return in_csv([HEAD, *rows])


def _of_match(state: State, match: MatchState, tables: Tables) -> Iterator[tuple[object, ...]]:
    spec = state.parts[match.part]
    scenario, points = tables.scenario(spec, match.treatment), _Points(state, match, tables)
    places = _places(state, match, tables)
    for d in match.decisions:
        yield (
            state.code,
            match.part + 1,
            scenario.title,
            told_treatment(spec.treatments[match.treatment]),
            match.round + 1,
            match.number,
            None if match.void else "yes",
            d.question,
            d.turn,
            d.seat,
            scenario.players[d.side].id,
            points.of(d),
            d.choice,
            d.by,
            f"{d.seconds:.3f}",
            _others(match, d.side),
            match.paid[d.side] if match.over and match.paid else None,
            match.paid[1 - d.side] if match.over and match.paid else None,
            places[d.side] if places else None,
        )


def _places(state: State, match: MatchState, tables: Tables) -> list[int]:
    """The place of a conflict's end in each party's order; empty for other games, and before it is over."""
    seated = tables.conflict(state.parts[match.part], match.treatment) if match.over else None
    if seated is None:
        return []
    return [place_of(seated.solution, side, seated.end(match.turns))[0] for side in range(seated.sides)]


def _others(match: MatchState, side: int) -> object:
    """The seat of the other side; where there are several, all of them, one after the other."""
    others = [seat for k, seat in enumerate(match.seats) if k != side]
    return others[0] if len(others) == 1 else " ".join("-" if seat is None else str(seat) for seat in others)


class _Points:
    """Names of the decision points of a match."""

    def __init__(self, state: State, match: MatchState, tables: Tables) -> None:
        spec = state.parts[match.part]
        self.arena, self.ahead = tables.game(spec, match.treatment), tables.advance(spec, match.treatment)
        self.places = [self.arena.start]
        for turn in match.turns:
            ways = self.arena.ways(self.places[-1], turn.moves)
            self.places.append(next(way for way in ways if way.event == turn.event).to)

    def of(self, d: Decision) -> str:
        """The point of a decision."""
        if d.turn is None:
            question = self.ahead[d.side][int(d.question[1:]) - 1]
            return question.point or "least that is accepted"
        return self.arena.point(self.places[d.turn], d.side)
