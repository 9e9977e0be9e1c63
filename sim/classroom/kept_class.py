"""A class and its file: whatever happens is on the disk first, and only then in the state that everybody sees."""

from __future__ import annotations

import math
import sqlite3
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from sim.classroom.games.tables import Tables
from sim.classroom.records.files import RECORDS
from sim.classroom.refused import RefusedError
from sim.classroom.seats.secrets_of import hashed, new_code, new_token, same_code, same_secret
from sim.classroom.session import answers, teaching
from sim.classroom.session import events as happened
from sim.classroom.session.draft import Draft
from sim.classroom.session.evolve import replayed
from sim.classroom.storage.store import Store
from sim.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sim.classroom.session.parts import PartSpec
    from sim.classroom.session.state import State

T = TypeVar("T")


def steady() -> Callable[[], float]:
    """A clock that shows the time of day and then goes on evenly, though the machine's be set forward or back."""
    ahead = time.time() - time.monotonic()
    return lambda: time.monotonic() + ahead


FILE = "class.sqlite"


@dataclass(eq=False)
class Job(Generic[T]):
    """Something to do, for whoever has the lock, and what came of it once it is on the disk."""

    work: Callable[[Draft], T]
    found: T | None = None
    error: BaseException | None = None
    done: bool = False

    def failed(self, error: BaseException) -> None:
        """It could not be done or kept."""
        self.error, self.done = error, True


class KeptClass:
    """A class with its file: how it is opened, opened again, and how what happens is kept before it is seen."""

    def __init__(self, folder: Path, store: Store, tables: Tables, clock: Callable[[], float]) -> None:
        self.folder, self._store, self._tables, self._clock = folder, store, tables, clock
        self._lock, self._records, self._gone = RLock(), RLock(), False
        self._waiting: deque[Job[Any]] = deque()
        self.state = replayed(store.events(), tables)
        self._version, self._names = store.count(), store.names()
        self._secret = store.about("teacher") or new_token()
        self._late = max(0.0, self.state.now - clock())  # the machine's clock was set back while the class was closed
        self._closed = False

    @classmethod
    def begin(
        cls,
        folder: Path,
        parts: Sequence[PartSpec],
        *,
        seed: int,
        bots: int = 0,
        time_limit: float = 60.0,
        clock: Callable[[], float] | None = None,
        rehearsal: bool = False,
        code: str | None = None,
        careful: bool = True,
        tables: Tables | None = None,
    ) -> Self:
        """Open a new class.

        Parameters
        ----------
        folder : Path
            Where it is kept; made if there is none.
        seed : int
            What chance and matching draw from.
        bots : int
            Seats that a bot plays.
        time_limit : float
            Seconds for solving each game.
        clock : callable, optional
            The time, in seconds; by default one that goes on evenly, whatever becomes of the machine's.
        rehearsal : bool
            Whether nobody is in it; its records say so.
        code : str, optional
            What is typed to join; drawn by default.
        careful : bool
            Whether each write waits for the disk.
        tables : Tables, optional
            Games that have been solved already.

        Raises
        ------
        RefusedError
            If a part cannot be played, or the folder holds a class.
        """
        tables, clock = tables or Tables(time_limit), clock or steady()
        if not parts:
            raise RefusedError("part", "A class needs a scenario.")
        for part in parts:
            teaching.check_part(tables, part)
            for treatment in range(len(part.treatments) if bots else 0):
                tables.erring(part, treatment)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            store = Store(folder / FILE, fresh=True, careful=careful)
        except OSError as error:
            raise RefusedError(
                "folder", f"{folder} cannot be used: {(error.strerror or str(error)).lower()}."
            ) from None
        try:
            with store.writing():
                opened = happened.Opened(code or new_code(), seed, tuple(p.document() for p in parts), rehearsal)
                store.append([opened], clock())
                store.say("teacher", new_token())
        except BaseException:
            store.delete()
            raise
        room = cls(folder, store, tables, clock)
        for _ in range(bots):
            room._do(lambda draft: answers.join(draft, bot=True))
        return room

    @classmethod
    def resume(
        cls,
        folder: Path,
        *,
        time_limit: float = 60.0,
        clock: Callable[[], float] | None = None,
        careful: bool = True,
        tables: Tables | None = None,
    ) -> Self:
        """Open a class again, with all that had been confirmed.

        Raises
        ------
        RefusedError
            If the folder holds none, or it is open.
        """
        store = Store(folder / FILE, fresh=False, careful=careful)
        try:
            room = cls(folder, store, tables or Tables(time_limit), clock or steady())
            if not room.state.parts:
                raise LookupError
            room._do(lambda draft: draft.emit(happened.Restarted()))
        except (sqlite3.DatabaseError, LookupError, ValueError, TypeError, StopIteration, DetenteError) as error:
            store.close()
            why = (
                str(error) if isinstance(error, sqlite3.DatabaseError | DetenteError) else "what it holds does not fit"
            )
            raise RefusedError(
                "folder",
                f"{folder / FILE} is damaged and cannot be gone on with ({why}). Records of matches that were over are "
                f"in {folder / RECORDS}, if there is such a folder.",
            ) from None
        except BaseException:
            store.close()
            raise
        return room

    @property
    def tables(self) -> Tables:
        """The games."""
        return self._tables

    @property
    def code(self) -> str:
        """What is typed to join."""
        return self.state.code

    @property
    def teacher(self) -> str:
        """The secret of the teacher's link."""
        return self._secret

    @property
    def gone(self) -> bool:
        """Whether it has been deleted."""
        return self._gone

    @property
    def place(self) -> tuple[bool, int] | None:
        """Where it was found when it was last open: whether from the local network, and at which port."""
        with self._lock:
            kept = self._store.about("place")
        lan, _, port = (kept or "").partition(" ")
        return (lan == "lan", int(port)) if port.isdecimal() else None

    def keep_place(self, lan: bool, port: int) -> None:
        """Keep where it is found, so that it is found there again."""
        with self._lock, self._store.writing():
            self._store.say("place", f"{'lan' if lan else 'here'} {port}")

    def same_code(self, typed: str) -> bool:
        """Whether the code was typed."""
        return same_code(self.code, typed)

    def is_teacher(self, given: str) -> bool:
        """Whether a secret is the teacher's."""
        return same_secret(self._secret, given)

    def stamp(self, seat: int | None = None) -> str:
        """Changes whenever something has happened, and does not tell how much; for whoever asks for news."""
        del seat
        return hashed(f"{self._secret}{self._version}")[:16]

    def _do(self, work: Callable[[Draft], T]) -> T:
        """Do something, keep what it led to, and only then let it be seen.

        What several threads ask for while the disk writes is written in one go as soon as it is free, and none of them
        hears of it before that.
        """
        job: Job[T] = Job(work)
        self._waiting.append(job)
        with self._lock:
            if not job.done:  # else whoever had the lock before has done it
                self._serve(job)
        if job.error is not None:
            raise job.error
        return cast("T", job.found)

    def _serve(self, own: Job[Any]) -> None:
        """Do all that waits, and keep it together; one by one where the disk does not take it so."""
        jobs = []
        while self._waiting:
            jobs.append(self._waiting.popleft())
        if own not in jobs:
            jobs.append(own)
        if len(jobs) > 1:
            with suppress(RefusedError, sqlite3.Error):
                self._keep(jobs)
                return
        for job in jobs:
            try:
                self._keep([job])
            except BaseException as error:
                job.failed(error)

    def _keep(self, jobs: Sequence[Job[Any]]) -> None:
        """Do something after something else, each as if the one before had been kept, and keep all or nothing of it."""
        state, drafts = self.state, []
        for job in jobs:
            job.error = None
            try:
                self._check_open()
                draft = Draft(state, self._tables, self._now(state))
                job.found = job.work(draft)
            except Exception as error:
                job.error = error
            else:
                state = draft.state
                drafts += [draft] if draft.events else []
        if drafts:
            with self._store.writing():
                for draft in drafts:
                    self._store.append(draft.events, draft.at)
            self.state = state
            self._version += sum(len(draft.events) for draft in drafts)
        for job in jobs:
            job.done = True

    def _take(self, draft: Draft) -> None:
        self.state = draft.state
        self._version += len(draft.events)

    def _now(self, state: State | None = None) -> float:
        return max(self._clock() + self._late, (state or self.state).now)  # what has happened is never still to come

    def seconds_until(self, deadline: float | None) -> int | None:
        """Whole seconds until a clock runs out; None without one."""
        return None if deadline is None else max(0, math.ceil(deadline - self._now()))

    def _check_open(self) -> None:
        if self._closed:
            raise RefusedError("closed", "The class is closed.")

    def abandon(self) -> None:
        """Give the file back and write nothing more, as if the process had died."""
        with self._lock:
            self._closed = True
            self._store.close()
