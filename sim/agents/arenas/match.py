"""A game under way, and the record that it leaves: who played, what was done, what chance did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.arena import check_choice
from sim.errors import PlayError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.agents.arenas.arena import Arena, Place, Seated, Way
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair


@dataclass(frozen=True)
class MatchTurn:
    """One place that play came to, and what happened there.

    Parameters
    ----------
    round : int
        The round, from 0.
    moves : tuple of str
        What each did; empty for who did not act.
    event : str
        What chance did; empty if nothing.
    shown : pair of float or None
        What the round paid both, if one was paid.
    """

    round: int
    moves: tuple[str, ...]
    event: str = ""
    shown: FloatPair | None = None


@dataclass(frozen=True)
class Seat:
    """Who plays a side: a person (the name may be empty), or an agent.

    Parameters
    ----------
    person : str or None
        The person's name; None for an agent.
    agent : str
        The agent, as it is called on the command line; empty for a person.
    """

    person: str | None = None
    agent: str = ""

    @property
    def human(self) -> bool:
        """Whether a person plays it."""
        return self.person is not None


@dataclass(frozen=True)
class Session:
    """The record of a game.

    Parameters
    ----------
    scenario : Scenario
        What was played.
    seats : pair of Seat
        Who played.
    select : str
        Which equilibrium it is held against, as in ``--select``.
    rounds : int or None
        After how many rounds play was to stop, where that was asked for.
    seed : int
        What chance drew from.
    played : str
        When, as ``2018-06-12T09:00:00Z``.
    turns : tuple of MatchTurn
        What happened.
    finished : bool
        Whether the game came to its end.
    stand_ins : frozenset of (int, int)
        Turns and seats where not the person in the seat chose, but an agent in its place.
    rehearsal : bool
        Whether it was a class's rehearsal, in which bots answer in the place of people.
    """

    scenario: Scenario
    seats: tuple[Seat, Seat]
    select: str
    rounds: int | None
    seed: int
    played: str
    turns: tuple[MatchTurn, ...] = ()
    finished: bool = False
    stand_ins: frozenset[tuple[int, int]] = frozenset()
    rehearsal: bool = False


class Match:
    """A game under way.

    Parameters
    ----------
    seed : int
        What chance draws.
    """

    def __init__(self, arena: Arena, seed: int = 1) -> None:
        self.arena, self.rng = arena, np.random.default_rng(seed)
        self.place: Place = arena.start
        self.turns: list[MatchTurn] = []
        self.paid: FloatPair = (0.0, 0.0)

    @property
    def over(self) -> bool:
        """Whether the game has come to its end."""
        return self.place is None

    def choosing(self) -> tuple[int, ...]:
        """Seats that have more than one thing to do now."""
        return tuple(s for s in self.arena.movers(self.place) if len(self.arena.options(self.place, s)) != 1)

    def drawn(self, chances: dict[str, float]) -> str:
        """An action drawn by its probabilities."""
        return list(chances)[_drawn(list(chances.values()), float(self.rng.random()))]

    def play(self, choices: dict[int, str]) -> MatchTurn:
        """Make the moves of all who choose; whoever has no choice does the one thing that it can.

        Parameters
        ----------
        choices : dict of int to str
            What each seat that has a choice does.

        Raises
        ------
        PlayError
            If a choice is not open.
        """
        moves = completed(self.arena, self.place, choices)
        ways = self.arena.ways(self.place, moves)
        return self._take(moves, ways[_drawn([way.chance for way in ways], float(self.rng.random()))])

    def follow(self, turn: MatchTurn) -> Way:
        """Play a turn of a record once more.

        Raises
        ------
        PlayError
            If it cannot have happened here.
        """
        if self.over:
            raise PlayError("the record goes on after the game is over")
        choices = {seat: turn.moves[seat] for seat in self.choosing()}
        moves = completed(self.arena, self.place, choices)
        if moves != turn.moves:
            raise PlayError(f"the record has the moves {turn.moves} where the rules leave {moves}")
        found = [way for way in self.arena.ways(self.place, moves) if way.event == turn.event]
        if not found:
            raise PlayError(f"the record has chance do '{turn.event}', which cannot happen there")
        self._take(moves, found[0])
        return found[0]

    def _take(self, moves: tuple[str, ...], way: Way) -> MatchTurn:
        turn = MatchTurn(self.arena.round(self.place), moves, way.event, way.shown)
        self.place, self.paid = way.to, (self.paid[0] + way.paid[0], self.paid[1] + way.paid[1])
        self.turns.append(turn)
        return turn


def completed(arena: Seated, place: Place, choices: dict[int, str]) -> tuple[str, ...]:
    """All sides' moves at a place, those included that are no matter of choice.

    Parameters
    ----------
    choices : dict of int to str
        What each seat that has a choice does.

    Raises
    ------
    PlayError
        If a choice is missing or not open.
    """
    moves = [""] * arena.sides
    for seat in arena.movers(place):
        options = arena.options(place, seat)
        moves[seat] = options[0] if len(options) == 1 else choices.get(seat, "")
        check_choice(arena, place, seat, moves[seat])
    return tuple(moves)


def followed(arena: Arena, session: Session) -> Iterator[tuple[Place, MatchTurn, Way]]:
    """The turns of a record with the places where they happened, checked against the rules.

    Raises
    ------
    PlayError
        If the record does not fit the game.
    """
    match = Match(arena)
    for turn in session.turns:
        place = match.place
        yield place, turn, match.follow(turn)
    if session.finished != match.over:
        raise PlayError("the record says that the game was played to its end, but it was not")


def _drawn(chances: list[float], draw: float) -> int:
    """Number of what a draw from 0 to 1 falls on."""
    total = 0.0
    for k, p in enumerate(chances):
        total += p
        if p > 0 and draw < total:
            return k
    return max(k for k, p in enumerate(chances) if p > 0)  # rounding leaves the sum a little short of 1
