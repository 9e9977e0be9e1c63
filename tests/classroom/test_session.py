"""A class under any order of joins, answers, double taps, time-outs, looks back, reloads and restarts.

Every answer that a phone was told to be counted is there exactly once, with what was chosen; nothing else counts as a
person's; every match pays what the rules of its game pay for the moves that were made.
"""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sim.agents.arenas.match import Match
from sim.agents.conflicts.table import ConflictTable
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.rehearsal.rehearse import Clock
from sim.classroom.session.commands import (
    Add,
    Back,
    Change,
    Command,
    Finish,
    Go,
    Merge,
    Next,
    Pause,
    Readmit,
    Redo,
    Remove,
    Reveal,
)
from sim.classroom.session.evolve import replayed
from sim.classroom.session.parts import AGENTS, MATCHINGS
from tests.classroom.parts import TABLES, attempt, part

PARTS = {
    "matrix": part("chicken", {"crash": "10"}, {"crash": "20"}, rounds=2, seconds=20.0),
    "tree": part("ultimatum", rounds=2, seconds=20.0),
    "answers in advance": part("ultimatum", rounds=2, seconds=20.0, in_advance=True),
    "repeated": part("repeated-prisoners-dilemma", stop=2, seconds=20.0),
    "offers": part("alternating-offers", stop=2, rounds=2),
    "types": part("beer-quiche", rounds=2),
    "three parties": part("elmira", rounds=2, stop=2, seconds=20.0),
}

SEATS = st.integers(1, 6)


class Class(RuleBasedStateMachine):
    """Phones and a teacher who do anything at any time; `sure` holds what phones were told to be counted."""

    @initialize(
        kinds=st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=2, unique=True),
        matching=st.sampled_from(MATCHINGS),
        agent=st.sampled_from([a for a in AGENTS if a != "tit_for_tat"]),
        bots=st.integers(0, 1),
        seats=st.integers(1, 4),
    )
    def begin(self, kinds: list[str], matching: Any, agent: str, bots: int, seats: int) -> None:
        self.made = TemporaryDirectory()
        self.folder, self.clock = Path(self.made.name), Clock()
        parts = [PARTS[kind] for kind in kinds]
        self.room = OpenClass.begin(
            self.folder, parts, seed=3, bots=bots, clock=self.clock, careful=False, tables=TABLES
        )
        for k in range(len(parts)):
            self.teach(Change(k, {"matching": matching, "agent": agent}))
        self.tokens: dict[int, str] = {}
        self.sure: dict[tuple[int, int, str], str] = {}
        for _ in range(seats):
            self.join()
        self.teach(Next())

    def teardown(self) -> None:
        if hasattr(self, "made"):
            self.room.abandon()
            self.made.cleanup()

    def teach(self, command: Command) -> None:
        with suppress(RefusedError):
            self.room.teach(command)

    @rule()
    def join(self) -> None:
        if len(self.tokens) < 6:
            joined = self.room.join("Anna")
            self.tokens[joined.seat] = joined.token

    @rule(seat=SEATS, back=st.booleans())
    def leave_or_come_back(self, seat: int, back: bool) -> None:
        if seat in self.tokens:
            (self.room.here if back else self.room.leave)(seat)

    @rule(seat=SEATS, on=st.booleans())
    def remove(self, seat: int, on: bool) -> None:
        self.teach(Remove(seat) if on else Readmit(seat))

    @rule(number=st.integers(0, 5))
    def go_on(self, number: int) -> None:
        """What a class does as a rule."""
        self.teach(Go())
        for seat in self.tokens:
            self.room.here(seat)
        for k in range(6):
            self.everybody_answers(number + k)
        self.teach(Next())

    @rule(command=st.sampled_from([Next(), Back(), Pause(), Go(), Finish(), Redo()]))
    def lead(self, command: Command) -> None:
        self.teach(command)

    @rule(
        command=st.sampled_from([Merge(0), Reveal(0), Reveal(0, False), Add(PARTS["tree"]), Change(0, {"rounds": 3})])
    )
    def arrange(self, command: Command) -> None:
        if not isinstance(command, Add) or len(self.room.state.parts) < 3:
            self.teach(command)

    @rule(wait=st.sampled_from([1.0, 15.0, 30.0]))
    def wait(self, wait: float) -> None:
        self.clock.time += wait
        self.room.tick()

    def answer_of(self, seat: int, number: int) -> tuple[int, str, str] | None:
        """A question that a seat has, and one of its answers."""
        question = self.room.seat_view(seat).question
        if question is None:
            return None
        values = [option.value for option in question.options] or ["0", "0.25", "1/2", "100%"]
        return question.match, question.id, values[number % len(values)]

    @rule(seat=SEATS, number=st.integers(0, 5), taps=st.integers(1, 2))
    def answer(self, seat: int, number: int, taps: int) -> None:
        if seat not in self.tokens or (asked := self.answer_of(seat, number)) is None:
            return
        match, question, choice = asked
        receipt = attempt(self.room, seat, match, question, choice)
        if isinstance(receipt, RefusedError):
            assert receipt.code in ("paused", "removed", "not_due")
            return
        assert receipt.status == "counted"
        self.sure[seat, match, question] = receipt.choice
        for _ in range(taps - 1):
            assert self.room.decide(seat, match, question, choice).status == "already"

    @rule(number=st.integers(0, 5))
    def everybody_answers(self, number: int) -> None:
        for seat in self.tokens:
            self.answer(seat, number + seat, 1)

    @precondition(lambda self: self.sure)
    @rule(data=st.data(), choice=st.sampled_from(["0", "swerve", "accept", "refuse", "<b>", "9" * 9_000]))
    def answer_once_more_from_another_tab(self, data: st.DataObject, choice: str) -> None:
        seat, match, question = data.draw(st.sampled_from(sorted(self.sure)))
        receipt = attempt(self.room, seat, match, question, choice)
        if isinstance(receipt, RefusedError):
            assert receipt.code == "removed"
        else:
            assert receipt.status == "already"
            assert receipt.choice == self.sure[seat, match, question]

    @rule(
        seat=SEATS,
        match=st.integers(-1, 9),
        question=st.sampled_from(["0", "1", "7", "a1", "a9", "", "x", "-1"]),
        choice=st.text(max_size=5),
    )
    def rubbish(self, seat: int, match: int, question: str, choice: str) -> None:
        known = self.room.state.seats.get(seat)
        if known is None or known.bot:
            return
        receipt = attempt(self.room, seat, match, question, choice)
        if not isinstance(receipt, RefusedError) and receipt.status == "counted":
            self.sure[seat, match, question] = receipt.choice

    @rule(seat=SEATS)
    def rename(self, seat: int) -> None:
        if seat in self.tokens:
            self.room.rename(seat, "Ben")

    @rule(down=st.sampled_from([0.0, 100.0]))
    def restart(self, down: float) -> None:
        before = self.room
        before.abandon()
        self.clock.time += down
        self.room = OpenClass.resume(self.folder, clock=self.clock, careful=False, tables=TABLES)
        assert {s: self.room.seat_of(t) for s, t in self.tokens.items()} == {s: s for s in self.tokens}
        assert self.room.names() == before._names | {n: f"bot {n}" for n, s in before.state.seats.items() if s.bot}
        assert (self.room.code, self.room.state.cursor) == (before.code, before.state.cursor)
        assert all(self.room.state.matches[n].decisions == m.decisions for n, m in before.state.matches.items())
        self.room.tick()
        if down:  # nobody's time has run out because nobody could decide
            assert all(self.room.state.matches[n].turns == m.turns for n, m in before.state.matches.items())

    @invariant()
    def every_answer_that_was_confirmed_is_there_once(self) -> None:
        if not hasattr(self, "sure"):
            return
        kept = [
            ((d.seat, m.number, d.question), d.choice)
            for m in self.room.state.matches.values()
            for d in m.decisions
            if d.by == "person"
        ]
        assert sorted(map(repr, kept)) == sorted(map(repr, self.sure.items()))

    @invariant()
    def the_state_is_what_the_file_says(self) -> None:
        if hasattr(self, "room"):
            assert replayed(self.room._store.events(), TABLES) == self.room.state

    @invariant()
    def matches_pay_what_the_rules_say(self) -> None:
        if not hasattr(self, "room"):
            return
        state = self.room.state
        for match in state.matches.values():
            conflict = TABLES.conflict(state.parts[match.part], match.treatment)
            if conflict is not None:
                table = ConflictTable(conflict.solution, conflict.stop)
                assert [table.move(turn.there) for turn in conflict.course(match.turns)] == table.turns
                assert (table.over, match.paid) == (match.over, ())
                continue
            again = Match(TABLES.arena(state.parts[match.part], match.treatment))
            for turn in match.turns:
                again.follow(turn)
            assert (again.place, again.paid) == (match.place, match.paid)
        for numbers in state.rounds.values():
            seats = [s for n in numbers for s in state.matches[n].seats if s is not None]
            assert len(seats) == len(set(seats))

    @invariant()
    def everybody_can_look(self) -> None:
        if hasattr(self, "tokens"):
            view = self.room.teacher_view()
            assert len(view.seats) == len(self.room.state.seats)
            for seat in self.tokens:
                shown = self.room.seat_view(seat)
                assert (shown.question is not None) == (shown.phase == "ask" or shown.phase == "paused") or (
                    shown.phase in ("paused", "away", "left")
                )


TestClass = Class.TestCase
TestClass.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
