"""The file of a class: events and seats in SQLite, on the disk before anybody is told.

There is one connection, which holds the file for as long as the class is open, so that there is one writer. What is
written in one go is there as a whole or not at all (SQLite's write-ahead log), whatever becomes of the process.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.classroom.refused import RefusedError
from sim.classroom.session.events import Decided, document_of, event_of

if TYPE_CHECKING:
    from sim.classroom.session.events import Event

FORMAT = 1

TABLES = """
create table if not exists about (key text primary key, value text not null) strict;
create table if not exists events (
    number integer primary key,
    at real not null,
    kind text not null,
    match integer,
    question text,
    side integer,
    body text not null
) strict;
create unique index if not exists once on events (match, question, side) where kind = 'Decided';
create table if not exists seats (seat integer primary key, token text not null unique, name text not null) strict;
"""

OWN_TABLES = {"about", "events", "seats"}

THERE = "holds a class already; go on with it by --resume."
NEVER = "holds no class: it was stopped while it was being made; begin it anew, without --resume."


class Store:
    """The file of a class.

    Parameters
    ----------
    path : Path
        Where it is.
    fresh : bool
        Whether it is made now; else it must be there. A file in which no class was ever begun, because whoever made it
        was stopped at once, is as good as none.
    careful : bool
        Whether each write waits until the disk has it, so that a failure of power loses nothing either.

    Raises
    ------
    RefusedError
        If there is a class already, or none, or another process has it open.
    """

    def __init__(self, path: Path, fresh: bool, careful: bool = True) -> None:
        self.path = path
        if fresh and path.exists() and _holds_something(path):
            raise RefusedError("folder", f"{path.parent} {THERE}")
        if not fresh and not path.is_file():
            raise RefusedError("folder", f"{path.parent} holds no class.")
        self._made = fresh and _made(path)
        try:
            self._prepare(fresh, careful)
        except BaseException:
            if hasattr(self, "db"):
                self.close()
            if self._made:  # it holds nothing
                _unlink(path)
            raise

    def _prepare(self, fresh: bool, careful: bool) -> None:
        path = self.path
        try:
            self._open(careful)
            if _begun(self.db) == fresh:
                self._made = False
                raise RefusedError("folder", f"{path.parent} {THERE if fresh else NEVER}")
            if fresh:
                path.chmod(0o600)
                with self.writing():
                    for statement in TABLES.split(";"):
                        self.db.execute(statement)
                    self.say("format", str(FORMAT))
            elif self.about("format") != str(FORMAT):
                raise RefusedError("folder", f"{path} is of another version of detente.")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                self._made = False
                told = THERE if fresh else "is open already, in another process."
                raise RefusedError("folder", f"{path.parent} {told}") from None
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


def _made(path: Path) -> bool:
    """Make the file, which nobody else reads; whether it was not there."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    return True


def _holds_something(path: Path) -> bool:
    """Whether a file holds a class, or is somebody else's; it is not touched, and what only its log has is not seen."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as db:
            return _begun(db)
    except sqlite3.DatabaseError:
        return True


def _begun(db: sqlite3.Connection) -> bool:
    """Whether a file holds more than a class has before its first event, with which it keeps the teacher's key."""
    tables = {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}
    if not tables <= OWN_TABLES:
        return True
    return "about" in tables and bool(db.execute("select 1 from about where key <> 'format'").fetchone())


def _unlink(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
