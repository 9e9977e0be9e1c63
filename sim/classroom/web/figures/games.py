"""The games of a part that are over, each with its round, its treatment, and the places that play came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.match import followed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.agents.arenas.arena import Arena, Place
    from sim.agents.arenas.match import MatchTurn, Session
    from sim.classroom.open_class import OpenClass
    from sim.classroom.session.state import Decision


@dataclass(frozen=True)
class Game:
    """A game that is over.

    Parameters
    ----------
    round, treatment : int
        From 0.
    session : Session
        Its record.
    course : tuple of (Place, MatchTurn)
        Where play came to, and what was done there.
    arena : Arena
        The rules.
    decisions : tuple of Decision
        All answers, those in advance included.
    """

    round: int
    treatment: int
    session: Session
    course: tuple[tuple[Place, MatchTurn], ...]
    arena: Arena
    decisions: tuple[Decision, ...]

    def choices(self) -> Iterator[tuple[Place, int, str, int]]:
        """What people chose where they had a choice: the place, the side, the choice, and the round inside the game.

        What an agent chose in the place of a person, as the clock had run out, is nobody's choice.
        """
        for number, (place, turn) in enumerate(self.course):
            for side in self.arena.movers(place):
                own = self.session.seats[side].human and (number, side) not in self.session.stand_ins
                if own and len(self.arena.options(place, side)) != 1:
                    yield self.arena.seen(place), side, turn.moves[side], turn.round

    @property
    def last(self) -> MatchTurn | None:
        """The turn that ended it."""
        return self.course[-1][1] if self.course else None


@dataclass(frozen=True)
class Played:
    """All games of a part.

    Parameters
    ----------
    treatments : tuple of str
        What each treatment sets, in words; one empty text where there is only one.
    rounds : int
        Rounds of the class that have been played.
    """

    games: tuple[Game, ...]
    arena: Arena
    treatments: tuple[str, ...]
    rounds: int

    def of(self, treatment: int) -> list[Game]:
        """The games of a treatment."""
        return [game for game in self.games if game.treatment == treatment]

    @property
    def names(self) -> tuple[str, str]:
        """The two players of the scenario."""
        one, two = (player.name for player in self.arena.scenario.players)
        return one, two


def played(room: OpenClass, part: int) -> Played:
    """The games of a part that are over.

    Parameters
    ----------
    room : OpenClass
        The class.
    part : int
        Number of the part.
    """
    spec = room.state.parts[part]
    over = [match for match in room.state.of_part(part) if match.over]
    sessions: Sequence[Session] = room.sessions(part)
    arenas = [room.arena(part, k) for k in range(len(spec.treatments))]
    games = tuple(
        Game(
            match.round,
            match.treatment,
            session,
            tuple((place, turn) for place, turn, _ in followed(arenas[match.treatment], session)),
            arenas[match.treatment],
            match.decisions,
        )
        for match, session in zip(over, sessions, strict=False)
    )
    return Played(
        games, arenas[0], told_treatments(spec.treatments), max((game.round for game in games), default=-1) + 1
    )


def told_treatments(treatments: Sequence[Sequence[tuple[str, str]]]) -> tuple[str, ...]:
    """What each treatment sets, in words; one empty text where there is only one."""
    told = [", ".join(f"{name} = {value}" for name, value in pairs) or "as in the file" for pairs in treatments]
    return ("",) if len(told) == 1 else tuple(told) if len(set(told)) == len(told) else _numbered(told)


def _numbered(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"treatment {k}: {words}" for k, words in enumerate(told, 1))
