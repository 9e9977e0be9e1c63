"""A class of bots from the first hello to the records: each answers as a phone would.

Half way through every part the class is closed and opened again from its file, as after a failure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from sim.classroom.games.agents import pick
from sim.classroom.games.tables import Tables
from sim.classroom.open_class import OpenClass
from sim.classroom.session.commands import Next
from sim.classroom.session.draft import question_of
from sim.study.classroom.collection import read_folder
from sim.study.classroom.conflict_file import read_conflicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Behaviour
    from sim.classroom.games.advance import AdvanceQuestion
    from sim.classroom.session.parts import PartSpec
    from sim.classroom.session.state import MatchState, State

CODE = "TEST"
"""What would be typed to join a rehearsal."""

START = 946_684_800.0
"""The time at which a rehearsal begins: a fixed one, so that the same seed gives the same records."""


@dataclass
class Clock:
    """A clock that goes on when it is told to."""

    time: float = START

    def __call__(self) -> float:
        """The time."""
        return self.time


@dataclass
class Rehearsed:
    """What came of a rehearsal.

    Parameters
    ----------
    state : State
        Where it ended.
    confirmed : list of (int, int, str, str)
        Seat, match, question and choice of each answer that a bot was told to be counted.
    kept : set of the same
        What the file of the class holds after it was opened once more.
    written : int
        Records.
    read_back : int
        Those that `play --summary` reads.
    folder : Path or None
        Where they are; None if they were not to be kept.
    """

    state: State
    tables: Tables
    confirmed: list[tuple[int, int, str, str]] = field(default_factory=list)
    kept: set[tuple[int, int, str, str]] = field(default_factory=set)
    written: int = 0
    read_back: int = 0
    folder: Path | None = None

    @property
    def lost(self) -> int:
        """Answers that were confirmed and are not kept, or twice, and matches without a record that can be read."""
        gone = sum(1 for answer in self.confirmed if answer not in self.kept)
        twice = len(self.confirmed) - len(set(self.confirmed))
        over = sum(1 for m in self.state.matches.values() if m.over and not m.void)
        return gone + twice + (over - self.read_back)


def rehearse(
    parts: Sequence[PartSpec],
    participants: int,
    seed: int,
    time_limit: float = 60.0,
    folder: Path | None = None,
    program: str | None = None,
) -> Rehearsed:
    """Play a whole class with bots in all seats.

    Parameters
    ----------
    participants : int
        How many.
    seed : int
        What everything is drawn from.
    time_limit : float
        Seconds for solving each game.
    folder : Path, optional
        Where the class and its records go; by default nothing is left.
    program : str, optional
        The command of a program that plays where nobody is left to play with.

    Raises
    ------
    RefusedError
        If a part cannot be played, or the folder holds a class.
    """
    if folder is not None:
        return _Rehearsal(parts, participants, seed, time_limit, folder, program).run(folder)
    with TemporaryDirectory() as made:
        return _Rehearsal(parts, participants, seed, time_limit, Path(made), program).run(None)


class _Rehearsal:
    """A rehearsal under way."""

    def __init__(
        self,
        parts: Sequence[PartSpec],
        participants: int,
        seed: int,
        time_limit: float,
        folder: Path,
        program: str | None = None,
    ) -> None:
        self.clock, self.rng = Clock(), np.random.default_rng([seed, 7])
        self.folder, self.time_limit, self.program = folder, time_limit, program
        self.room = OpenClass.begin(
            folder,
            parts,
            seed=seed,
            time_limit=time_limit,
            clock=self.clock,
            rehearsal=True,
            code=CODE,
            careful=False,
            tables=Tables(time_limit, program),
        )
        self.seats = [self.room.join().seat for _ in range(participants)]
        self.confirmed: list[tuple[int, int, str, str]] = []

    def run(self, kept_in: Path | None) -> Rehearsed:
        while self.room.state.step.name != "end":
            self.clock.time += 10.0
            self.room.teach(Next())
            if self.room.state.step.name == "round":
                self._round()
            elif self.room.state.step.name == "debrief":
                self._again()
        self.room.write_records()
        self._again()
        state = self.room.state
        records, _ = read_folder(self.folder / "records")
        conflicts, _ = read_conflicts(self.folder / "records")
        self.room.close()
        return Rehearsed(
            state=state,
            tables=self.room.tables,
            confirmed=self.confirmed,
            kept={
                (d.seat, m.number, d.question, d.choice)
                for m in state.matches.values()
                for d in m.decisions
                if d.seat is not None
            },
            written=sum(1 for _ in (self.folder / "records").glob("match-*.json")),
            read_back=len(records) + sum(len(table.replays) for table in conflicts),
            folder=kept_in,
        )

    def _again(self) -> None:
        """Close the file and open it, as after a failure."""
        self.room.abandon()
        self.room = OpenClass.resume(
            self.folder,
            time_limit=self.time_limit,
            tables=Tables(self.time_limit, self.program),
            clock=self.clock,
            careful=False,
        )

    def _round(self) -> None:
        """Everybody answers, in no order, until nobody is asked anything."""
        while asked := self._asked():
            for k in self.rng.permutation(len(asked)):
                number, side, seat = asked[int(k)]
                match = self.room.state.matches[number]
                question = question_of(self.room.state, match, side, self.room.tables)
                if question is None:
                    continue
                self.clock.time += float(round(self.rng.exponential(0.4), 3))
                choice = self._choice(match, side, question)
                receipt = self.room.decide(seat, number, question, choice)
                assert receipt.status == "counted"
                self.confirmed.append((seat, number, question, receipt.choice))

    def _asked(self) -> list[tuple[int, int, int]]:
        state = self.room.state
        return [
            (m.number, side, seat)
            for m in state.current
            for side, seat in enumerate(m.seats)
            if seat is not None and question_of(state, m, side, self.room.tables) is not None
        ]

    def _choice(self, match: MatchState, side: int, question: str) -> str:
        state = self.room.state
        spec = state.parts[match.part]
        rule = self.room.tables.erring(spec, match.treatment)
        draw = float(self.rng.random())
        if not question.startswith("a"):
            return pick(rule(match.place, side), draw)
        ahead = self.room.tables.advance(spec, match.treatment)[side][int(question[1:]) - 1]
        return _least(rule, ahead, side, draw) if ahead.threshold else pick(rule(ahead.place, side), draw)


def _least(rule: Behaviour, question: AdvanceQuestion, side: int, draw: float) -> str:
    """The least offer that a bot accepts: the first of twenty at which it does, for one and the same draw."""
    size = question.place.draw.size
    for k in range(21):
        demand = size * (20 - k) / 20
        if rule(question.place._replace(demand=demand), side).get("accept", 0.0) > draw:
            return str(size * k / 20)
    return str(size)
