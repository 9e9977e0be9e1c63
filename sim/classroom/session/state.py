"""Where a class stands: the state that its events lead to. Nothing in it changes, and no name is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from sim.agents.arenas.arena import Place
from sim.classroom.session.events import By, Status

if TYPE_CHECKING:
    from sim.agents.arenas.match import MatchTurn
    from sim.classroom.session.parts import PartSpec

MISSES = 2
"""Clocks that run out one after the other until a seat is taken for away."""


class Step(NamedTuple):
    """Something that a class does: the lobby, a round of a part, its debrief, the end."""

    name: Literal["lobby", "round", "debrief", "end"]
    part: int = 0
    round: int = 0


@dataclass(frozen=True)
class SeatState:
    """A seat.

    Parameters
    ----------
    missed : int
        Clocks that have run out since it last decided.
    """

    number: int
    bot: bool = False
    status: Status = "here"
    missed: int = 0


@dataclass(frozen=True)
class Decision:
    """An answer as it counts.

    Parameters
    ----------
    question : str
        ``3`` for the fourth question of the side, ``a2`` for the second of the answers given in advance.
    turn : int or None
        Number of the turn; None for an answer given in advance.
    """

    question: str
    turn: int | None
    side: int
    seat: int | None
    choice: str
    by: By
    seconds: float
    at: float


@dataclass(frozen=True)
class MatchState:
    """One game of two sides or more.

    Parameters
    ----------
    number : int
        From 1, over the whole class.
    seats : tuple of (int or None)
        Who sits there; None for nobody.
    agents : tuple of str
        Who sits in, where there is nobody or a side was taken over; empty otherwise.
    place : Place
        Where play stands.
    paid : tuple of float
        What all have got; empty where nothing is paid.
    decisions : tuple of Decision
        All answers, those given in advance included.
    opened : tuple of float
        Since when each side has had the question that it has now.
    began : float
        When it began.
    void : bool
        Whether it does not count.
    """

    number: int
    part: int
    treatment: int
    round: int
    seats: tuple[int | None, ...]
    agents: tuple[str, ...]
    place: Place
    began: float
    opened: tuple[float, ...]
    turns: tuple[MatchTurn, ...] = ()
    paid: tuple[float, ...] = (0.0, 0.0)
    decisions: tuple[Decision, ...] = ()
    void: bool = False

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""
        return self.place is None

    @property
    def live(self) -> bool:
        """Whether it is still played."""
        return not self.over and not self.void

    def side_of(self, seat: int) -> int | None:
        """The side that a seat plays."""
        return self.seats.index(seat) if seat in self.seats else None

    def answer(self, side: int, question: str) -> Decision | None:
        """What a side has answered to a question."""
        return next((d for d in self.decisions if d.side == side and d.question == question), None)

    def made(self, side: int, turn: int) -> Decision | None:
        """What a side has decided in a turn."""
        return next((d for d in self.decisions if d.side == side and d.turn == turn), None)

    def due(self, side: int) -> str:
        """The question that a side is asked next when it is asked in its turn."""
        return str(sum(1 for d in self.decisions if d.side == side and d.turn is not None))


@dataclass(frozen=True)
class State:
    """A class.

    Parameters
    ----------
    front : int
        The furthest step that has been begun.
    cursor : int
        The step at which the class stands; before the front where the teacher looks back.
    held : float or None
        Since when nobody can decide, because of a pause or a look back.
    rounds : mapping of (int, int) to tuple of int
        Matches of each round of each part that has begun, those that are void left out.
    treatments : mapping of (int, int) to int
        Treatment by part and seat.
    shown : tuple of (int, str)
        Parts and chapters of their results that have been revealed, the last one last.
    now : float
        When the last event was.
    """

    code: str = ""
    seed: int = 0
    rehearsal: bool = False
    parts: tuple[PartSpec, ...] = ()
    front: int = 0
    cursor: int = 0
    paused: bool = False
    held: float | None = None
    seats: Mapping[int, SeatState] = field(default_factory=dict)
    matches: Mapping[int, MatchState] = field(default_factory=dict)
    rounds: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    treatments: Mapping[tuple[int, int], int] = field(default_factory=dict)
    merged: frozenset[int] = frozenset()
    shown: tuple[tuple[int, str], ...] = ()
    now: float = 0.0

    @property
    def revealed(self) -> frozenset[int]:
        """Parts of whose results something has been revealed."""
        return frozenset(part for part, _ in self.shown)

    def chapters(self, part: int) -> tuple[str, ...]:
        """The chapters of a part's results that have been revealed, the last one last."""
        return tuple(chapter for own, chapter in self.shown if own == part)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in order."""
        found = [Step("lobby")]
        for k, part in enumerate(self.parts):
            found += [Step("round", k, r) for r in range(part.rounds)]
            found.append(Step("debrief", k))
        return (*found, Step("end", len(self.parts) - 1))

    @property
    def step(self) -> Step:
        """Where the class stands."""
        return self.steps[self.cursor]

    @property
    def began(self) -> tuple[int, ...]:
        """Parts that have begun."""
        return tuple(sorted({part for part, _ in self.rounds}))

    def of_round(self, step: Step) -> tuple[MatchState, ...]:
        """Matches of a round."""
        if step.name != "round":
            return ()
        return tuple(self.matches[n] for n in self.rounds.get((step.part, step.round), ()))

    @property
    def current(self) -> tuple[MatchState, ...]:
        """Matches of the round at which the class stands."""
        return self.of_round(self.step)

    @property
    def under_way(self) -> tuple[MatchState, ...]:
        """Matches of the last round that has begun, if the class has not gone beyond it."""
        if not self.parts:
            return ()
        return self.of_round(self.steps[self.front])

    def match_of(self, seat: int) -> MatchState | None:
        """The match of a seat in the round at which the class stands."""
        return next((m for m in self.current if seat in m.seats), None)

    def of_part(self, part: int) -> tuple[MatchState, ...]:
        """Matches of a part that count, in the order in which they began."""
        return tuple(m for m in self.matches.values() if m.part == part and not m.void)
