"""A class that is open: the one object that the pages, the command line and the rehearsal hold."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.classroom.kept_class import KeptClass
from sim.classroom.records.files import RECORDS, ROWS, write_records
from sim.classroom.records.rows import decision_rows
from sim.classroom.records.sessions import session_of
from sim.classroom.refused import RefusedError
from sim.classroom.seats.names import free_name
from sim.classroom.seats.secrets_of import hashed, new_token
from sim.classroom.session import answers, teaching
from sim.classroom.session.draft import Draft

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.agents.arenas.match import Session
    from sim.classroom.session.answers import Receipt
    from sim.classroom.session.commands import Command
    from sim.classroom.views.projector_view import ProjectorView
    from sim.classroom.views.seat_view import SeatView
    from sim.classroom.views.teacher_view import TeacherView
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Joined:
    """A seat that has been taken.

    Parameters
    ----------
    token : str
        What the phone keeps, and a link holds, to come back to the seat.
    name : str
        The name as it is kept.
    """

    seat: int
    token: str
    name: str


class OpenClass(KeptClass):
    """A class that is open. What a method changes is on the disk when it returns; any thread may call it.

    Made by `begin` and `resume`.
    """

    # Seats

    def join(self, name: str = "") -> Joined:
        """Take a seat.

        Raises
        ------
        RefusedError
            If there is none left.
        """
        with self._lock:
            self._check_open()
            draft = Draft(self.state, self._tables, self._now())
            seat, token = answers.join(draft), new_token()
            kept = free_name(name, self._names.values(), self.state.seed + 37 * seat)
            with self._store.writing():
                self._store.append(draft.events, draft.at)
                self._store.seat(seat, hashed(token), kept)
            self._take(draft)
            self._names[seat] = kept
            return Joined(seat, token, kept)

    def seat_of(self, token: str) -> int | None:
        """The seat of whoever holds a token."""
        with self._lock:
            self._check_open()
            return self._store.seat_of(hashed(token))

    def rename(self, seat: int, name: str) -> str:
        """Give a seat another name; the name as it is kept."""
        with self._lock:
            self._check_open()
            self._known(seat)
            others = [kept for other, kept in self._names.items() if other != seat]
            kept = free_name(name, others, self.state.seed + 37 * seat)
            self._store.rename(seat, kept)
            self._names[seat] = kept
            self._version += 1
            return kept

    def _known(self, seat: int) -> None:
        if seat not in self.state.seats:
            raise RefusedError("no_seat", "There is no such seat.")

    def here(self, seat: int) -> None:
        """Somebody is at a seat again."""
        self._known(seat)
        self._do(lambda draft: answers.come_back(draft, seat))

    def leave(self, seat: int) -> None:
        """A seat takes part no longer."""
        self._known(seat)
        if self.state.seats[seat].status != "removed":
            self._do(lambda draft: answers.go(draft, seat, "left"))

    def decide(self, seat: int, match: int, question: str, choice: str) -> Receipt:
        """Answer a question; it is on the disk when this returns.

        Raises
        ------
        RefusedError
            If it cannot be answered, or not so.
        """
        self._known(seat)
        return self._do(lambda draft: answers.decide(draft, seat, match, question, choice))

    def tick(self) -> bool:
        """Let the clock decide where it has run out; whether it has anywhere."""
        return self._do(answers.tick)

    def seat_view(self, seat: int) -> SeatView:
        """What a seat sees."""
        from sim.classroom.views.of_seat import seat_view

        # Without the lock, which is held while the disk writes: a state never changes, and games are only added to.
        self._known(seat)
        return seat_view(self.state, self._tables, seat, self._names.get(seat, ""))

    def projector_view(self) -> ProjectorView:
        """What everybody sees."""
        from sim.classroom.views.of_wall import projector_view

        return projector_view(self.state, self._tables)

    # The teacher

    def teach(self, command: Command) -> None:
        """Do what the teacher asks for.

        Raises
        ------
        RefusedError
            If it makes no sense now.
        """
        teaching.prepare(self.state, self._tables, command)  # what takes long keeps nobody waiting
        self._do(lambda draft: teaching.teach(draft, command))

    def teacher_view(self) -> TeacherView:
        """What the teacher sees."""
        from sim.classroom.views.of_teacher import teacher_view

        with self._lock:
            return teacher_view(self.state, self._tables, self.names())

    def names(self) -> dict[int, str]:
        """Names by seat; for the teacher alone."""
        with self._lock:
            bots = {n: f"bot {n}" for n, seat in self.state.seats.items() if seat.bot}
            return {**self._names, **bots}

    # What is left

    def scenario(self, part: int, treatment: int = 0) -> Scenario:
        """The scenario of a part under a treatment."""
        return self._tables.scenario(self.state.parts[part], treatment)

    def arena(self, part: int, treatment: int = 0) -> Arena:
        """The game of a part under a treatment."""
        with self._lock:
            return self._tables.arena(self.state.parts[part], treatment)

    def sessions(self, part: int) -> list[Session]:
        """Matches of a part that have come to their end, as records."""
        state = self.state
        return [session_of(state, match, self._tables) for match in state.of_part(part) if match.over]

    def csv(self) -> str:
        """A row for each decision; no names."""
        return decision_rows(self.state, self._tables)

    def write_records(self) -> int:
        """Write the record of each match that is over and has none yet, and all decisions; how many records are new."""
        with self._records:
            return 0 if self._gone else write_records(self.state, self._tables, self.folder)

    def forget_names(self) -> None:
        """Take all names off the disk."""
        with self._lock:
            self._check_open()
            self._store.forget_names()
            self._names = dict.fromkeys(self._names, "")
            self._version += 1

    def delete_all(self) -> None:
        """Take the whole class off the disk."""
        with self._records, self._lock:
            self._closed = self._gone = True
            self._store.delete()
            shutil.rmtree(self.folder / RECORDS, ignore_errors=True)
            (self.folder / ROWS).unlink(missing_ok=True)

    def close(self) -> None:
        """Give the file back; what was played is in the records."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._store.close()
        if any(match.over for match in self.state.matches.values()):
            self.write_records()
