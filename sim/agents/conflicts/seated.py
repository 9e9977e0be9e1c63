"""A conflict over options as people sit at it, through the questions that every game which is played answers.

Nothing is paid in it: each party only likes some states more than others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.agents.arenas.arena import Way
from sim.agents.conflicts.table import ROUNDS, ConflictTable, ConflictTurn, computer
from sim.errors import PlayError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.agents.arenas.match import MatchTurn
    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario

STAY = "stay"
"""What a party does that changes nothing."""

SLIPS = 0.25
"""How often a party that errs does anything at all; likings are an order, so no error is worse by so and so much."""


class Stand(NamedTuple):
    """Where a conflict stands that is not over: how many turns there were, how many stayed last, and the state."""

    turns: int
    stayed: int
    state: int


class SeatedConflict:
    """A conflict that can be played, with a computer that plays for whoever does not.

    Parameters
    ----------
    scenario : Scenario
        The file.
    solution : StabilitySolution
        What is stable.
    rounds : int, optional
        After how many rounds play is stopped.
    agent : str
        The computer, one of `sim.agents.conflicts.table.COMPUTERS`.
    """

    unpaid: tuple[float, ...] = ()

    def __init__(self, scenario: Scenario, solution: StabilitySolution, rounds: int | None, agent: str) -> None:
        self.scenario, self.solution, self.stop = scenario, solution, rounds
        game = solution.game
        self.sides = len(game.parties)
        self._goes: list[Callable[[int], int]] = [computer(solution, party, agent) for party in range(self.sides)]

    @property
    def rounds(self) -> int:
        """Rounds after which play is stopped."""
        return self.stop or ROUNDS

    @property
    def start(self) -> Stand:
        """Where play starts."""
        return Stand(0, 0, self.solution.game.start)

    def round(self, place: Stand) -> int:
        """The round, from 0."""
        return place.turns // self.sides

    def movers(self, place: Stand) -> tuple[int, ...]:
        """Whose turn it is."""
        return (place.turns % self.sides,)

    def open(self, place: Stand, side: int) -> list[int]:
        """States to which a party can go; first that it stays."""
        return [place.state, *self.solution.game.moves(side, place.state)]

    def options(self, place: Stand, side: int) -> tuple[str, ...]:
        """What a party can do: ``stay``, or the options that it changes, joined by ``+``."""
        return tuple(self.named(place.state, there) for there in self.open(place, side))

    def named(self, here: int, there: int) -> str:
        """What leads from a state to another: the options that it changes."""
        game = self.solution.game
        changed = int(game.states[here]) ^ int(game.states[there])
        names = [name for bit, name in enumerate(game.options) if changed >> bit & 1]
        own = [name.partition(".")[2] for name in names]  # all are of one party
        return STAY if not own else names[0] if own == [STAY] else "+".join(own)

    def goes_to(self, place: Stand, side: int, choice: str) -> int:
        """The state to which a choice leads.

        Raises
        ------
        PlayError
            If it is not open.
        """
        for there in self.open(place, side):
            if self.named(place.state, there) == choice:
                return there
        raise PlayError(f"'{choice[:80]}' is not open at '{self.point(place, side)}'")

    def point(self, place: Stand, side: int) -> str:
        """The decision: which options are taken where it is made."""
        del side
        return "+".join(self.solution.game.taken(place.state)) or "nothing taken"

    def mixture(self, place: Stand, side: int) -> dict[str, float]:
        """What the computer does."""
        return {self.named(place.state, self._goes[side](place.state)): 1.0}

    def erring(self, place: Stand, side: int) -> dict[str, float]:
        """What somebody does who slips now and then."""
        options = self.options(place, side)
        mixed = dict.fromkeys(options, SLIPS / len(options))
        for choice, chance in self.mixture(place, side).items():
            mixed[choice] += (1 - SLIPS) * chance
        return mixed

    def ways(self, place: Stand, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """What a choice leads to; chance has no part in it."""
        (side,) = self.movers(place)
        there = self.goes_to(place, side, choices[side])
        stayed = place.stayed + 1 if there == place.state else 0
        to = Stand(place.turns + 1, stayed, there)
        over = stayed == self.sides or to.turns >= self.rounds * self.sides
        return (Way(1.0, "", None if over else to, ()),)

    def turn(self, place: Stand, choice: str) -> ConflictTurn:
        """A choice as a record has it."""
        (side,) = self.movers(place)
        return ConflictTurn(self.round(place), side, place.state, self.goes_to(place, side, choice))

    def table(self, place: Stand) -> ConflictTable:
        """The table at which play stands there, without the turns that led to it."""
        return ConflictTable(self.solution, self.rounds, place.state, place.turns)

    def end(self, turns: Sequence[MatchTurn]) -> int:
        """The state in which a match was left."""
        return self.course(turns)[-1].there if turns else self.solution.game.start

    def rests(self, turns: Sequence[MatchTurn]) -> bool:
        """Whether all stayed, one after the other, at the end of a match."""
        last = self.course(turns)[-self.sides :]
        return len(last) == self.sides and all(turn.here == turn.there for turn in last)

    def course(self, turns: Sequence[MatchTurn]) -> tuple[ConflictTurn, ...]:
        """The turns of a match as a record has them."""
        found, place = [], self.start
        for turn in turns:
            (side,) = self.movers(place)
            found.append(self.turn(place, turn.moves[side]))
            place = self.ways(place, turn.moves)[0].to
        return tuple(found)
