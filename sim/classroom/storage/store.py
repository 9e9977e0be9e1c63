"""The file of a class: events and seats in SQLite, on the disk before anybody is told.

There is one connection, which holds the file for as long as the class is open, so that there is one writer. What is
written in one go is there as a whole or not at all (SQLite's write-ahead log), whatever becomes of the process.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.classroom.refused import RefusedError
from sim.classroom.session.events import Decided, document_of, event_of

if TYPE_CHECKING:
    from sim.classroom.session.events import Event

FORMAT = 1

TABLES = """
create table about (key text primary key, value text not null) strict;
create table events (
    number integer primary key,
    at real not null,
    kind text not null,
    match integer,
    question text,
    side integer,
    body text not null
) strict;
create unique index once on events (match, question, side) where kind = 'Decided';
create table seats (seat integer primary key, token text not null unique, name text not null) strict;
"""


class Store:
    """The file of a class.

    Parameters
    ----------
    path : Path
        Where it is.
    fresh : bool
        Whether it is made now; else it must be there.
    careful : bool
        Whether each write waits until the disk has it, so that a failure of power loses nothing either.

    Raises
    ------
    RefusedError
        If there is a class already, or none, or another process has it open.
    """

    def __init__(self, path: Path, fresh: bool, careful: bool = True) -> None:
        self.path = path
        if fresh and path.exists():
            raise RefusedError("folder", f"{path.parent} holds a class already; go on with it by --resume.")
        if not fresh and not path.is_file():
            raise RefusedError("folder", f"{path.parent} holds no class.")
        if fresh:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # nobody else reads it
        try:
            self._prepare(fresh, careful)
        except BaseException:
            if hasattr(self, "db"):
                self.close()
            if fresh:  # it holds nothing, and would be in the way of the next try
                _unlink(path)
            raise

    def _prepare(self, fresh: bool, careful: bool) -> None:
        path = self.path
        try:
            self._open(careful)
            if fresh:
                with self.writing():
                    for statement in TABLES.split(";"):
                        self.db.execute(statement)
                    self.say("format", str(FORMAT))
            elif self.about("format") != str(FORMAT):
                raise RefusedError("folder", f"{path} is of another version of detente.")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise RefusedError("folder", f"{path.parent} is open already, in another process.") from None
            if "no such table" in str(error):
                raise RefusedError("folder", f"{path} is no class.") from None
            raise RefusedError("folder", f"{path} cannot be used: {error}.") from None
        except sqlite3.DatabaseError:
            raise RefusedError("folder", f"{path} is no class, or is damaged.") from None

    def _open(self, careful: bool) -> None:
        # No transaction is begun unasked; one process, several threads, one at a time.
        self.db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=1.0)
        self.db.execute("pragma locking_mode = exclusive")
        self.db.execute("pragma journal_mode = wal")
        self.db.execute(f"pragma synchronous = {'full' if careful else 'off'}")
        self.db.execute("pragma secure_delete = on")
        self.db.execute("begin immediate")  # takes the lock, or finds it taken
        self.db.execute("commit")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside is kept together, or none of it.

        Raises
        ------
        RefusedError
            If the disk does not take it.
        """
        try:
            self.db.execute("begin immediate")
            yield
            self.db.execute("commit")
        except BaseException as error:
            if self.db.in_transaction:
                self.db.execute("rollback")
            if isinstance(error, sqlite3.OperationalError):
                raise RefusedError("disk", f"It could not be written to the disk ({error}); try again.") from None
            raise

    def about(self, key: str) -> str | None:
        """Something that is kept of the class."""
        row = self.db.execute("select value from about where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def say(self, key: str, value: str) -> None:
        """Keep something of the class; inside of `writing`."""
        self.db.execute("insert or replace into about values (?, ?)", (key, value))

    def append(self, events: Sequence[Event], at: float) -> None:
        """Add events; inside of `writing`.

        Raises
        ------
        sqlite3.IntegrityError
            If a decision among them has been made before.
        """
        rows = []
        for event in events:
            own = (event.match, event.question, event.side) if isinstance(event, Decided) else (None, None, None)
            rows.append((at, type(event).__name__, *own, json.dumps(document_of(event), ensure_ascii=False)))
        self.db.executemany(
            "insert into events (at, kind, match, question, side, body) values (?, ?, ?, ?, ?, ?)", rows
        )

    def events(self) -> Iterator[tuple[Event, float]]:
        """All events in order, with their times."""
        for kind, at, body in self.db.execute("select kind, at, body from events order by number"):
            yield event_of(kind, json.loads(body)), at

    def count(self) -> int:
        """How many events there are."""
        return int(self.db.execute("select count(*) from events").fetchone()[0])

    def seat(self, seat: int, token: str, name: str) -> None:
        """Keep who has taken a seat; inside of `writing`."""
        self.db.execute("insert into seats values (?, ?, ?)", (seat, token, name))

    def rename(self, seat: int, name: str) -> None:
        """Keep another name."""
        with self.writing():
            self.db.execute("update seats set name = ? where seat = ?", (name, seat))

    def seat_of(self, token: str) -> int | None:
        """The seat of a token, which comes hashed."""
        row = self.db.execute("select seat from seats where token = ?", (token,)).fetchone()
        return None if row is None else int(row[0])

    def names(self) -> dict[int, str]:
        """Names by seat."""
        return {int(seat): str(name) for seat, name in self.db.execute("select seat, name from seats order by seat")}

    def forget_names(self) -> None:
        """Take all names off the disk: the table, what the file had kept of it, and the log of writes."""
        with self.writing():
            self.db.execute("update seats set name = ''")
        self.db.execute("pragma wal_checkpoint(truncate)")
        self.db.execute("vacuum")
        self.db.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Give the file back."""
        self.db.close()

    def delete(self) -> None:
        """Take the file off the disk."""
        self.close()
        _unlink(self.path)


def _unlink(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
