"""A conflict that was played, held against stability: which moves were improvements, and where it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.agents.conflicts.table import ConflictTable, free_improvements
from sim.engine.options.definitions import DEFINITIONS
from sim.errors import PlayError

if TYPE_CHECKING:
    from sim.agents.conflicts.table import ConflictSession, ConflictTurn
    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution

Made = Literal["improvement", "alike", "worse", "stayed"]
"""What a turn is to its mover, by its own likings: a move to something that it likes more, as much, or less; none."""


@dataclass(frozen=True)
class ConflictDecision:
    """A turn of a party that could have moved.

    Parameters
    ----------
    turn : ConflictTurn
        What it did.
    made : str
        What that is by its own likings.
    stable : tuple of str
        Definitions by which the state was stable for it, so that there was no reason to move.
    free : bool
        Whether the move that it made is an improvement that no credible answer deters (sequential stability).
    stand_in : bool
        Whether not the person in the seat chose, but an agent in its place.
    """

    turn: ConflictTurn
    made: Made
    stable: tuple[Definition, ...]
    free: bool
    stand_in: bool = False


@dataclass(frozen=True)
class ConflictReplay:
    """A conflict that was played, held against stability.

    Parameters
    ----------
    session : ConflictSession
        The record.
    solution : StabilitySolution
        What is stable.
    decisions : tuple of ConflictDecision
        All turns in which a party could have moved.
    end : int
        The state in which it was left.
    rests : bool
        Whether everybody had stayed there.
    """

    session: ConflictSession
    solution: StabilitySolution
    decisions: tuple[ConflictDecision, ...]
    end: int
    rests: bool

    @property
    def equilibrium(self) -> tuple[Definition, ...]:
        """Definitions by which the end is an equilibrium."""
        return tuple(d for d in DEFINITIONS if self.solution.equilibrium(d)[self.end])

    def of(self, party: int) -> tuple[ConflictDecision, ...]:
        """The decisions of whoever sits as one party; not those that an agent made in its place."""
        return tuple(d for d in self.decisions if d.turn.party == party and not d.stand_in)

    def place(self, party: int, state: int) -> tuple[int, int]:
        """At which place a state stands in a party's order, from 1, and how many places there are."""
        return place_of(self.solution, party, state)


def place_of(solution: StabilitySolution, party: int, state: int) -> tuple[int, int]:
    """At which place a state stands in a party's order, the best being 1, and how many places there are."""
    levels = np.unique(solution.game.levels[party])
    return int((levels > solution.game.levels[party][state]).sum()) + 1, len(levels)


def replay_conflict(solution: StabilitySolution, session: ConflictSession) -> ConflictReplay:
    """Hold a record against stability, going through its turns once more.

    Raises
    ------
    PlayError
        If the record does not fit the conflict.
    """
    table, decisions = ConflictTable(solution, session.rounds), []
    for number, turn in enumerate(session.turns):
        if table.over:
            raise PlayError("the record goes on after play is over")
        choice = len(table.open) > 1
        if table.move(turn.there) != turn:
            raise PlayError("the record has a turn that is not due")
        if choice:
            decisions.append(_decision(solution, turn, number in session.stand_ins))
    if session.finished != table.over:
        raise PlayError("the record says that it was played to the end, but it was not")
    return ConflictReplay(session, solution, tuple(decisions), table.state, table.rests)


def _decision(solution: StabilitySolution, turn: ConflictTurn, stand_in: bool) -> ConflictDecision:
    level = solution.game.levels[turn.party]
    gain = int(level[turn.there]) - int(level[turn.here])
    made: Made = "stayed"
    if turn.there != turn.here:
        made = "improvement" if gain > 0 else "worse" if gain < 0 else "alike"
    free = turn.there in free_improvements(solution, turn.party, turn.here, "seq")
    return ConflictDecision(turn, made, solution.definitions(turn.party, turn.here), free, stand_in)
