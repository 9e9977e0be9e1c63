"""A conflict over options under way: parties change their own options in turn, until all leave them as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import AgentError, PlayError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.agents.arenas.match import Seat
    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.games.options.options_game import OptionsGame
    from sim.scenario.scenario import Scenario

ROUNDS = 20
"""Rounds after which play is stopped, unless another number is asked for; in each everybody has a turn."""

COMPUTERS: tuple[Definition, ...] = ("seq", "smr", "gmr", "nash")
"""Who plays the seats of nobody: a party that moves just where the state is not stable for it by a definition."""


@dataclass(frozen=True)
class ConflictTurn:
    """What a party did: it went to a state, or stayed in the one where it was.

    Parameters
    ----------
    round : int
        The round, from 0.
    party : int
        Whose turn it was.
    here, there : int
        Indices of the states before and after.
    """

    round: int
    party: int
    here: int
    there: int


@dataclass(frozen=True)
class ConflictSession:
    """The record of a conflict that was played.

    Parameters
    ----------
    scenario : Scenario
        What was played.
    seats : tuple of Seat
        Who played, by party.
    rounds : int or None
        After how many rounds play was to stop, where that was asked for.
    seed : int
        A number that tells records apart; nothing is drawn.
    played : str
        When, as ``2018-06-12T09:00:00Z``.
    turns : tuple of ConflictTurn
        What happened.
    finished : bool
        Whether play came to its end.
    stand_ins : frozenset of int
        Turns, from 0, in which not the person in the seat chose, but an agent in its place.
    rehearsal : bool
        Whether it was a class's rehearsal, in which bots answer in the place of people.
    """

    scenario: Scenario
    seats: tuple[Seat, ...]
    rounds: int | None
    seed: int
    played: str
    turns: tuple[ConflictTurn, ...] = ()
    finished: bool = False
    stand_ins: frozenset[int] = frozenset()
    rehearsal: bool = False


class ConflictTable:
    """A conflict under way.

    Parameters
    ----------
    solution : StabilitySolution
        The conflict, with what is stable in it.
    rounds : int, optional
        After how many rounds play is stopped.
    state : int, optional
        Where it stands; by default at the start.
    before : int
        Turns that have been, and are not looked at.
    """

    def __init__(
        self, solution: StabilitySolution, rounds: int | None = None, state: int | None = None, before: int = 0
    ) -> None:
        self.solution, self.rounds, self.before = solution, rounds or ROUNDS, before
        self.state = solution.game.start if state is None else state
        self.turns: list[ConflictTurn] = []

    @property
    def game(self) -> OptionsGame:
        """The conflict."""
        return self.solution.game

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return len(self.game.parties)

    @property
    def rests(self) -> bool:
        """Whether everybody has stayed, one after the other."""
        last = self.turns[-self.parties :]
        return len(last) == self.parties and all(turn.here == turn.there for turn in last)

    @property
    def over(self) -> bool:
        """Whether play is over: everybody has stayed, or the rounds are."""
        return self.rests or self.before + len(self.turns) >= self.rounds * self.parties

    @property
    def round(self) -> int:
        """The round, from 0."""
        return (self.before + len(self.turns)) // self.parties

    @property
    def party(self) -> int:
        """Whose turn it is."""
        return (self.before + len(self.turns)) % self.parties

    @property
    def open(self) -> list[int]:
        """Where the party whose turn it is can go; first that it stays."""
        return [self.state, *self.game.moves(self.party, self.state)]

    def move(self, there: int) -> ConflictTurn:
        """Make a move.

        Raises
        ------
        PlayError
            If play is over, or the party cannot go there.
        """
        if self.over:
            raise PlayError("the record goes on after play is over")
        if there not in self.open:
            raise PlayError(f"{self.game.parties[self.party]} cannot change its options in this way")
        turn = ConflictTurn(self.round, self.party, self.state, there)
        self.turns.append(turn)
        self.state = there
        return turn


def free_improvements(solution: StabilitySolution, party: int, state: int, definition: Definition) -> list[int]:
    """Moves that a party likes and that nothing deters by a definition, what it likes most first.

    By its own view, where it mistakes what others prefer.
    """
    level = solution.game.levels[party]
    here = int(level[state])
    better = [there for there in solution.game.moves(party, state) if level[there] > here]
    if definition != "nash":
        worst = solution.taken[party].sanctions[definition][party].worst
        better = [there for there in better if worst[there] > here]
    return sorted(better, key=lambda there: (-int(level[there]), there))


def computer(solution: StabilitySolution, party: int, name: str) -> Callable[[int], int]:
    """Who plays a seat by itself: from a state to where it goes.

    Parameters
    ----------
    name : str
        One of `COMPUTERS`: it makes the improvement that it likes most of those that are not deterred by it, and stays
        where there is none, which is where the state is stable for it.

    Raises
    ------
    AgentError
        If there is nobody of this name.
    """
    found = next((definition for definition in COMPUTERS if definition == name), None)
    if found is None:
        told = nearest(name, COMPUTERS) or f"known here: {', '.join(COMPUTERS)}, human"
        raise AgentError(f"in a conflict over options nobody is called '{name}' ({told})")
    definition = found

    def goes(state: int) -> int:
        return next(iter(free_improvements(solution, party, state, definition)), state)

    return goes
