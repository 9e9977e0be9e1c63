"""The file of a class: killed at any moment, it has all that was confirmed; deleted, it has nothing."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.kept_class import FILE
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.session.answers import Receipt
from sim.classroom.session.commands import Next
from sim.classroom.session.events import Event
from sim.classroom.storage.store import Store
from tests.classroom.parts import TABLES, attempt, opened, part

ROOT = Path(__file__).resolve().parents[2]

PHONES = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from sim.classroom.open_class import OpenClass
from sim.classroom.refused import RefusedError
from sim.classroom.session.commands import Next
from sim.classroom.session.parts import PartSpec
from sim.scenario.load import load

folder = Path(sys.argv[1])
try:
    room = OpenClass.resume(folder)
except RefusedError:  # there is none yet, or there never was one
    s = load("chicken")
    room = OpenClass.begin(folder, [PartSpec(s.file, s.text, rounds=100)], seed=1)
    for _ in range(7):
        joined = room.join("Anna")
        print("joined", joined.seat, joined.token, flush=True)
while True:
    for seat in room.state.seats:
        question = room.seat_view(seat).question
        if question is not None:
            choice = question.options[(seat + question.match) % 2].value
            room.decide(seat, question.match, question.id, choice)
            print("sent", seat, question.match, question.id, choice.replace(" ", "_"), flush=True)
    room.teach(Next())
"""


def test_a_server_that_is_killed_comes_back_with_every_answer_that_was_confirmed(tmp_path: Path) -> None:
    """Killed three times with answers under way, each time at another moment."""
    folder, told = tmp_path / "class", []
    for most in (5, 23, 60):
        server = subprocess.Popen(
            [sys.executable, "-c", PHONES, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        for _ in range(most):
            told.append(server.stdout.readline().split())
        os.kill(server.pid, signal.SIGKILL)
        rest = server.stdout.read()  # what was told before it died counts as well
        told += [line.split() for line in rest.splitlines() if line.count(" ") in (2, 4)]
        server.stdout.close()
        server.wait()
        room = OpenClass.resume(folder, tables=TABLES)
        kept = {
            (str(d.seat), str(m.number), d.question, d.choice.replace(" ", "_"))
            for m in room.state.matches.values()
            for d in m.decisions
            if d.by == "person"
        }
        sent = [tuple(line[1:]) for line in told if line[0] == "sent"]
        assert len(sent) == len(set(sent))
        assert set(sent) <= kept
        assert len(kept - set(sent)) <= 1  # written, and killed before it was told
        told += [["sent", *answer] for answer in kept - set(sent)]
        assert all(room.seat_of(line[2]) == int(line[1]) for line in told if line[0] == "joined")
        room.abandon()


def test_nothing_is_counted_twice_even_by_the_file_itself(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.teach(Next())
    question = room.seat_view(1).question
    assert question is not None
    room.decide(1, question.match, question.id, question.options[0].value)
    event = next(e for e, _ in room._store.events() if type(e).__name__ == "Decided")
    with pytest.raises(sqlite3.IntegrityError), room._store.writing():
        room._store.append([event], 0.0)
    room.abandon()


def test_what_goes_wrong_while_writing_leaves_the_class_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.teach(Next())
    question, before = room.seat_view(1).question, room.state
    assert question is not None

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(room._store, "append", full)
        with pytest.raises(RefusedError, match="disk is full"):
            room.decide(1, question.match, question.id, question.options[0].value)
    assert room.state is before
    assert room.decide(1, question.match, question.id, question.options[0].value).status == "counted"
    room.abandon()


def test_the_file_is_for_one_process_and_one_user(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    script = f"import sqlite3; sqlite3.connect({str(tmp_path / FILE)!r}, timeout=0.1).execute('select * from seats')"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "locked" in other.stderr
    with pytest.raises(RefusedError, match="holds a class already"):
        opened(tmp_path, part("chicken"))
    room.abandon()


STOPPED = {
    "when its file is made": ("os.close", 1),
    "before it has tables": ("Store.writing", 1),
    "before it is opened": ("Store.writing", 2),
}
"""Where whoever makes a class is stopped, by the call that it does not come to any more."""

MAKES = """
import os, sys
from pathlib import Path
from sim.classroom.open_class import OpenClass
from sim.classroom.session.parts import PartSpec
from sim.classroom.storage.store import Store
from sim.scenario.load import load

calls = int(sys.argv[2])
def stop(*_):
    global calls
    calls -= 1
    if not calls:
        os._exit(9)
    return before(*_)
before = {where}
{where} = stop
s = load("chicken")
OpenClass.begin(Path(sys.argv[1]), [PartSpec(s.file, s.text, rounds=1)], seed=1)
"""


@pytest.mark.parametrize("stopped", STOPPED)
def test_a_class_that_was_stopped_while_it_was_made_is_none_and_can_be_made_anew(stopped: str, tmp_path: Path) -> None:
    """Else its file would be in the way: neither a class to go on with nor a folder for another."""
    where, calls = STOPPED[stopped]
    words = [sys.executable, "-c", MAKES.replace("{where}", where), str(tmp_path), str(calls)]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 9
    assert (tmp_path / FILE).exists()
    with pytest.raises(RefusedError, match="holds no class: it was stopped while it was being made; begin it anew"):
        OpenClass.resume(tmp_path, tables=TABLES)
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    room.abandon()
    again = OpenClass.resume(tmp_path, tables=TABLES)
    assert len(again.state.seats) == 2
    again.abandon()


def test_a_new_class_takes_no_file_away_that_holds_something(tmp_path: Path) -> None:
    room, _ = opened(tmp_path / "class", part("chicken"), seats=1)
    room.abandon()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / FILE).write_text("nothing of the kind, though a file of some length" * 100)
    (tmp_path / "other").mkdir()
    sqlite3.connect(tmp_path / "other" / FILE).execute("create table other (x)").connection.close()
    for name in ("class", "text", "other"):
        before = (tmp_path / name / FILE).read_bytes()
        with pytest.raises(RefusedError, match=r"holds a class already|is no class"):
            opened(tmp_path / name, part("chicken"))
        assert (tmp_path / name / FILE).read_bytes() == before


def test_a_folder_without_a_class_says_so(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="holds no class"):
        OpenClass.resume(tmp_path)
    (tmp_path / FILE).write_text("nothing of the kind, though a file of some length" * 100)
    with pytest.raises(RefusedError, match="is no class"):
        OpenClass.resume(tmp_path)
    (tmp_path / FILE).unlink()
    sqlite3.connect(tmp_path / FILE).execute("create table other (x)").connection.close()
    with pytest.raises(RefusedError):
        OpenClass.resume(tmp_path)


def test_names_are_in_one_table_and_gone_from_the_disk_when_they_are_forgotten(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken", rounds=2))
    for name in ("Xanthippe", "Yggdrasil"):
        room.join(name)
    room.rename(1, "Zarathustra")
    room.teach(Next())
    for seat in (1, 2):
        question = room.seat_view(seat).question
        assert question is not None
        room.decide(seat, question.match, question.id, question.options[0].value)
    room.write_records()

    def holding(name: str) -> list[str]:
        return [p.name for p in tmp_path.rglob("*") if p.is_file() and name.encode() in p.read_bytes()]

    assert not [f for name in ("Xanthippe", "Yggdrasil", "Zarathustra") for f in holding(name) if FILE not in f]
    assert holding("Yggdrasil")
    before = room.state
    room.forget_names()
    assert not holding("Xanthippe") + holding("Yggdrasil") + holding("Zarathustra")
    assert room.state is before
    assert set(room.names().values()) == {""}
    assert room.seat_of("rubbish") is None
    room.delete_all()
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
    with pytest.raises(RefusedError, match="closed"):
        room.join()


def test_what_is_written_in_one_go_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store(tmp_path / FILE, fresh=True)

    def twice() -> None:
        with store.writing():
            store.seat(1, "token", "Anna")
            store.seat(2, "token", "Ben")

    with pytest.raises(sqlite3.IntegrityError):
        twice()
    assert store.names() == {}
    store.close()


def test_forty_phones_at_once_are_each_heard_once(tmp_path: Path) -> None:
    """Every phone sends every answer three times, in threads, while the clock ticks and pages are read."""
    room, _ = opened(tmp_path, part("repeated-prisoners-dilemma", stop=3, seconds=1000.0))
    with ThreadPoolExecutor(16) as threads:
        joined = list(threads.map(lambda _: room.join("Anna"), range(40)))
        assert len({j.seat for j in joined}) == len({j.name for j in joined}) == 40
        room.teach(Next())
        counted = []
        for _ in range(3):
            asked = [(seat, room.seat_view(seat).question) for seat in room.state.seats] * 3
            sent = threads.map(
                lambda each: attempt(room, each[0], each[1].match, each[1].id, each[1].options[each[0] % 2].value),
                asked,
            )
            looks = threads.map(lambda seat: (room.tick(), room.seat_view(seat), room.teacher_view()), range(1, 41))
            counted += [receipt.status for receipt in sent]
            assert len(list(looks)) == 40
    assert (counted.count("counted"), counted.count("already")) == (120, 240)
    assert all(m.over and len(m.decisions) == 6 for m in room.state.current)
    room.abandon()
    again = OpenClass.resume(tmp_path, tables=TABLES)
    assert again.state.matches == room.state.matches
    again.abandon()


@pytest.mark.parametrize(
    "damage",
    [
        "update events set body = '{' where number = 2",
        "update events set kind = 'Nothing' where number = 2",
        "update events set body = '{}' where number = 2",
        "delete from events",
        "delete from events where number = 1",
        "update events set body = replace(body, 'kind: matrix', 'kind: nothing') where number = 1",
    ],
)
def test_a_class_that_was_damaged_says_so_and_lets_go_of_its_file(tmp_path: Path, damage: str) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.teach(Next())
    room.abandon()
    for _ in range(2):  # also after it was tried: the file is not held
        db = sqlite3.connect(tmp_path / FILE)
        db.execute(damage)
        db.commit()
        db.close()
        with pytest.raises(RefusedError, match=r"is damaged|found 'nothing'"):
            OpenClass.resume(tmp_path)


def test_a_file_that_was_cut_off_says_so(tmp_path: Path) -> None:
    room, _ = opened(tmp_path, part("chicken"), seats=2)
    room.close()
    held = (tmp_path / FILE).read_bytes()
    for size in (100, len(held) // 2, len(held) - 5_000):
        (tmp_path / FILE).write_bytes(held[:size])
        with pytest.raises(RefusedError, match=r"damaged|no class"):
            OpenClass.resume(tmp_path)


def test_a_class_that_could_not_be_begun_is_not_in_the_way_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for name in ("_open", "append"):
        with monkeypatch.context() as patch:
            patch.setattr(Store, name, full)
            with pytest.raises(RefusedError, match="disk is full"):
                opened(tmp_path, part("chicken"))
        assert list(tmp_path.iterdir()) == []
    opened(tmp_path, part("chicken"))[0].abandon()


def test_clocks_go_on_evenly_when_the_machines_clock_is_set_forward_or_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    even, shown = [500.0], [1_000_000.0]
    monkeypatch.setattr("time.monotonic", lambda: even[0])
    monkeypatch.setattr("time.time", lambda: shown[0])
    room = OpenClass.begin(tmp_path, [part("chicken", seconds=60.0)], seed=1, careful=False, tables=TABLES)
    for _ in range(2):
        room.join()
    room.teach(Next())
    for jump in (5_000.0, -9_000.0):
        shown[0] += jump
        even[0] += 20.0
        assert not room.tick()
    assert room.seconds_until(room.seat_view(1).deadline) == 20
    room.abandon()
    shown[0] -= 50_000.0  # set back by hours while it was closed
    again = OpenClass.resume(tmp_path, careful=False, tables=TABLES)
    assert again.seconds_until(again.seat_view(1).deadline) == 60  # those who waited for the server lose nothing
    even[0] += 61.0
    assert again.tick()
    again.abandon()


def counted(writing: Any, commits: list[str]) -> Any:
    """What notes each write that is one whole."""

    def noted(store: Store) -> Any:
        commits.append("write")
        return writing(store)

    return noted


def crowd(folder: Path, monkeypatch: pytest.MonkeyPatch, fail: int) -> tuple[OpenClass, list[object], list[int]]:
    """Twenty phones that answer at once, one of them twice and one where it is not; and the size of each write.

    Parameters
    ----------
    fail : int
        How many answers, from the third, the disk does not take at first.
    """
    room, _ = opened(folder, part("chicken"), seats=20)
    room.teach(Next())
    jobs = [(seat, match.number, "yield") for match in room.state.current for seat in match.seats if seat]
    jobs += [jobs[0], (jobs[1][0], 9999, "yield")]
    writes: list[int] = []
    kept, until = room._store.append, time.monotonic() + 2

    def slow(events: Sequence[Event], at: float) -> None:
        while not writes and len(room._waiting) < len(jobs) - 2 and time.monotonic() < until:
            time.sleep(0.001)  # the others come while the disk is busy
        writes.append(len(events))
        if len(writes) in range(3, 3 + fail):
            raise sqlite3.OperationalError("disk I/O error")
        kept(events, at)

    monkeypatch.setattr(room._store, "append", slow)
    with ThreadPoolExecutor(len(jobs)) as pool:
        told: list[object] = list(pool.map(lambda job: attempt(room, job[0], job[1], "0", job[2]), jobs))
    return room, told, writes


def test_answers_that_come_while_the_disk_writes_are_kept_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[str] = []
    monkeypatch.setattr(Store, "writing", counted(Store.writing, commits))
    room, told, writes = crowd(tmp_path, monkeypatch, 0)
    before = room.state
    assert len(writes) == 20
    assert len(commits) < 30  # one to begin, 20 to take seats, and one for each round; not 20 for the answers
    statuses = Counter(answer.status for answer in told if isinstance(answer, Receipt))
    assert statuses == {"counted": 20, "already": 1}
    assert sum(isinstance(answer, RefusedError) for answer in told) == 1  # and nobody else's answer with it
    room.abandon()
    again = OpenClass.resume(tmp_path, careful=False, tables=TABLES)
    assert all(match.over for match in again.state.matches.values())
    assert {m.number: m.turns for m in again.state.matches.values()} == {
        m.number: m.turns for m in before.matches.values()
    }


def test_a_write_of_several_that_fails_is_tried_one_by_one_and_nothing_is_half_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, told, _ = crowd(tmp_path, monkeypatch, 1)
    counted = sum(isinstance(answer, Receipt) and answer.status == "counted" for answer in told)
    assert counted == 20
    room.abandon()
    again = OpenClass.resume(tmp_path, careful=False, tables=TABLES)
    assert sum(len(match.decisions) for match in again.state.matches.values()) == 20
