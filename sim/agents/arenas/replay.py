"""A game held against the equilibrium, decision by decision: what each choice gave away, and what came from elsewhere.

What a choice gives away is the value of the best choice less its own, if the other side plays its part of the
equilibrium now and both do so afterwards. Added up over the decisions of a game, each as it counts in the payoff of
the whole game, this is on average just what the player's strategy falls short of the equilibrium by, against an
opponent who plays the equilibrium (the performance difference lemma).

Where several equilibria are equally good, nobody can be blamed for having played for another one than the first by
name: each choice is held against the one of them by which it gave away least. What it costs that both did not play for
the same one is then what the other side's choices brought.

References
----------
Kakade, S. and Langford, J. (2002): Approximately optimal approximate reinforcement learning. Proceedings of the 19th
International Conference on Machine Learning, 267-274.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.match import followed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Arena, Place, Way
    from sim.agents.arenas.match import MatchTurn, Session

ROUNDING = 1e-9
"""Share of what is at stake below which something given away is put down to rounding."""

RARE = 1e-9
"""Probability below which the equilibrium does not do something."""


@dataclass(frozen=True)
class ReplayedDecision:
    """A choice that was made, beside the equilibrium.

    Parameters
    ----------
    turn : int
        Number of the turn, from 0.
    round : int
        The round, from 0.
    seat : int
        Who chose.
    point : str
        Name of the decision point.
    options : tuple of str
        What was open; empty where a number was named.
    choice : str
        What was chosen.
    chances : tuple of (str, float)
        What the equilibrium does there, with probabilities.
    local : float
        What the choice gave away, from there on.
    given : float
        The same as it counts in the payoff of the whole game.
    """

    turn: int
    round: int
    place: Place
    seat: int
    point: str
    options: tuple[str, ...]
    choice: str
    chances: tuple[tuple[str, float], ...]
    local: float
    given: float

    @property
    def expected(self) -> bool:
        """Whether the equilibrium may do the same."""
        return dict(self.chances).get(self.choice, 0.0) > RARE


@dataclass(frozen=True)
class Account:
    """From what the equilibrium pays a player to what it got; the last is the sum of the others.

    Parameters
    ----------
    equilibrium : float
        What the equilibrium pays.
    given : float
        What the player's choices gave away; at least 0, and counted against it.
    other : float
        What the other side's choices brought it, against what the equilibrium expects of them.
    chance : float
        What chance brought it, against what was to be expected, and what it could not know.
    got : float
        What it got.
    """

    equilibrium: float
    given: float
    other: float
    chance: float
    got: float


@dataclass(frozen=True)
class Replay:
    """A game held against the equilibrium.

    Parameters
    ----------
    concept : str
        The solution concept.
    decisions : tuple of ReplayedDecision
        All choices of both sides, in order.
    accounts : pair of Account or None
        What became of each side's payoff; None for a game that was not played to its end.
    """

    session: Session
    concept: str
    decisions: tuple[ReplayedDecision, ...]
    accounts: tuple[Account, Account] | None

    def of(self, seat: int) -> tuple[ReplayedDecision, ...]:
        """The decisions of one side; where an agent stood in for the person in the seat, they are not its own."""
        absent = self.session.stand_ins
        return tuple(d for d in self.decisions if d.seat == seat and (d.turn, seat) not in absent)

    def given(self, seat: int) -> float:
        """What one side gave away in all, as it counts in the payoff of the whole game."""
        return sum(d.given for d in self.of(seat))

    def mistakes(self, seat: int) -> tuple[ReplayedDecision, ...]:
        """Decisions that gave something away, the dearest first."""
        found = [d for d in self.of(seat) if d.given > 0]
        return tuple(sorted(found, key=lambda d: (-d.given, d.turn)))


def replay(arena: Arena, session: Session) -> Replay:
    """Hold a game against the equilibrium.

    Parameters
    ----------
    arena : Arena
        The game, with its equilibrium.

    Raises
    ------
    PlayError
        If the record does not fit the game.
    """
    decisions: list[ReplayedDecision] = []
    rivals = arena.rivals()
    held: list[Arena | None] = [None, None]
    start, given, other, chance, got = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    scale = arena.scale
    for number, (place, turn, way) in enumerate(followed(arena, session)):
        for seat in (0, 1):
            against = _closest(rivals, place, turn, seat)
            made = _decision(against, number, place, turn, seat, scale[seat]) if seat in arena.movers(place) else None
            decisions += [] if made is None else [made]
            own = 0.0 if made is None else made.given
            mean, fell = _expected(against, place, turn)[seat], _landed(against, way)[seat]
            before, last = against.value(place)[seat], held[seat]
            start[seat] += before - (0.0 if last is None else last.value(place)[seat])
            held[seat] = against
            given[seat] += own
            others_turn = 1 - seat in arena.movers(place)
            (other if others_turn else chance)[seat] += mean - before + own
            chance[seat] += fell - mean
            got[seat] += way.paid[seat]
    if not session.finished:
        return Replay(session, arena.concept, tuple(decisions), None)
    one, two = (Account(start[s], given[s], other[s], chance[s], got[s]) for s in (0, 1))
    return Replay(session, arena.concept, tuple(decisions), (one, two))


def _closest(rivals: Sequence[Arena], place: Place, turn: MatchTurn, seat: int) -> Arena:
    """Of equally good equilibria the one that a choice fits best, and next to it the other side's."""
    if len(rivals) == 1:
        return rivals[0]

    def lost(rival: Arena) -> list[float]:
        return [rival.regret(place, s, turn.moves[s]) for s in (seat, 1 - seat) if s in rival.movers(place)]

    return min(rivals, key=lost)


def _decision(
    arena: Arena, number: int, place: Place, turn: MatchTurn, seat: int, scale: float
) -> ReplayedDecision | None:
    """What a seat chose; None if it had no choice."""
    options = arena.options(place, seat)
    if len(options) == 1:
        return None
    choice = turn.moves[seat]
    local = arena.regret(place, seat, choice)
    local = 0.0 if local <= ROUNDING * scale else local
    return ReplayedDecision(
        turn=number,
        round=arena.round(place),
        place=place,
        seat=seat,
        point=arena.point(place, seat),
        options=options,
        choice=choice,
        chances=tuple(arena.mixture(place, seat).items()),
        local=local,
        given=local * arena.weight(place, seat),
    )


def _expected(arena: Arena, place: Place, turn: MatchTurn) -> list[float]:
    """What both are to expect once the moves are made, before chance has drawn."""
    ways = [(way.chance, _landed(arena, way)) for way in arena.ways(place, turn.moves)]
    return [sum(p * landed[seat] for p, landed in ways) for seat in (0, 1)]


def _landed(arena: Arena, way: Way) -> list[float]:
    after = arena.value(way.to)
    return [way.paid[seat] + after[seat] for seat in (0, 1)]
