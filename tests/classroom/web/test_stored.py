"""What is stored, how it is deleted, and that a server that was killed goes on where it was."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from sim.classroom.session.commands import Next
from tests.classroom.parts import part
from tests.classroom.web.phones import Pages, TestClient, field

ROOT = Path(__file__).resolve().parents[3]

SERVER = """
import sys
from pathlib import Path
from sim.classroom.open_class import OpenClass
from sim.classroom.session.commands import Next
from sim.classroom.session.parts import PartSpec
from sim.classroom.web.address import listening
from sim.classroom.web.serve import serve
from sim.scenario.load import load

folder, port = Path(sys.argv[1]), int(sys.argv[2])
if (folder / "class.sqlite").exists():
    room = OpenClass.resume(folder)
else:
    s = load("chicken")
    room = OpenClass.begin(folder, [PartSpec(s.file, s.text)], seed=1, code="ABCD")
with listening(False, port) as at:
    serve(room, at=at, lan=False, say=lambda line: print(line, flush=True))
"""


def started(folder: Path, port: int) -> tuple[subprocess.Popen[str], str, str]:
    """A server in a process of its own, its address, and the teacher's."""
    command = [sys.executable, "-c", SERVER, str(folder), str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    wall, teacher = (server.stdout.readline().strip().partition(": ")[2] for _ in range(2))
    return server, wall.rstrip("/"), teacher


def test_phones_go_on_by_themselves_after_the_server_was_killed(tmp_path: Path) -> None:
    """Two servers are started; about two seconds."""
    server, base, teacher = started(tmp_path, 0)
    phones = [build_opener(HTTPCookieProcessor()) for _ in range(2)]
    try:
        for phone in phones:
            phone.open(f"{base}/join", urlencode({"code": "ABCD"}).encode()).close()
        with phones[0].open(teacher) as page:
            at = field("at", page.read().decode())
        phones[0].open(f"{teacher}/do", urlencode({"do": "next", "at": at}).encode()).close()
        with phones[0].open(f"{base}/play") as page:
            text = page.read().decode()
        form = {"match": field("match", text), "question": field("question", text), "choice": "yield"}
        with phones[0].open(f"{base}/play", urlencode(form).encode()) as page:
            assert "Sent and saved" in page.read().decode()
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    server, again, known = started(tmp_path, int(base.rpartition(":")[2]))
    try:
        assert (again, known) == (base, teacher)
        with phones[0].open(f"{base}/play") as page:
            assert "Sent and saved" in page.read().decode()
        with phones[1].open(f"{base}/play") as page:
            assert 'name="question"' in page.read().decode()
        with phones[0].open(f"{base}/play", urlencode({**form, "choice": "stand firm"}).encode()) as page:
            assert "Sent and saved" in page.read().decode()
        with phones[1].open(f"{base}/play", urlencode(form).encode()) as page:
            assert re.search("You choose “yield”. [A-Z][^.]* chooses “yield”", page.read().decode())
    finally:
        server.terminate()
        server.wait(10)


def held(folder: Path) -> bytes:
    """All bytes in a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_one_button_deletes_the_names_from_the_disk(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    phones = [pages.phone("Ada Quartermain"), pages.phone("Bo Quartermain")]
    pages.room.teach(Next())
    for phone in phones:
        phone.choose("yield")
    pages.room.write_records()
    assert b"Quartermain" in held(tmp_path)
    assert pages.device().post(f"{pages.teacher}/forget").status_code == 200
    assert b"Quartermain" not in held(tmp_path)
    assert "Quartermain" not in pages.device().get(pages.teacher).text + phones[0].get("/play").text
    assert "You choose “yield”" in phones[0].get("/play").text


def test_names_stand_in_the_seats_table_alone(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    for phone in [pages.phone("Ada Quartermain"), pages.phone()]:
        phone.get("/play")
    pages.room.teach(Next())
    pages.room.write_records()
    others = [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith("class.sqlite")]
    assert not any(b"Quartermain" in path.read_bytes() for path in others)
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir() if path.name.startswith("class.sqlite"))


def test_one_button_deletes_the_class(tmp_path: Path) -> None:
    pages = Pages(tmp_path, part("chicken"))
    stopped: list[bool] = []
    pages.desk.stop = lambda: stopped.append(True)
    phone = pages.phone("Ada")
    teacher = pages.device()
    assert teacher.post(f"{pages.teacher}/delete", sure="").status_code == 409
    assert (tmp_path / "class.sqlite").exists()
    assert teacher.post(f"{pages.teacher}/delete", sure="delete").status_code == 200
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stopped == [True]
    for way in ("/", "/play", "/play/news", "/join"):
        assert phone.get(way).status_code in (401, 410)


def test_a_disk_that_was_full_for_a_while_stops_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    pages = Pages(tmp_path, part("chicken", seconds=5.0))
    pages.desk.say = said.append
    monkeypatch.setattr("sim.classroom.web.app.TICK", 0.01)
    pages.phone(), pages.phone()
    pages.teach("next")
    full = [True]
    append = pages.room._store.append

    def appended(events: object, at: float) -> None:
        if full[0]:
            raise sqlite3.OperationalError("database or disk is full")
        append(events, at)  # type: ignore[arg-type]

    monkeypatch.setattr(pages.room._store, "append", appended)
    with TestClient(pages.app):  # with its clock
        pages.clock.time += 10
        time.sleep(0.2)
        assert len(said) == 1
        assert "disk is full" in said[0]
        assert not pages.room.state.matches[1].over
        full[0] = False
        time.sleep(0.2)
        assert pages.room.state.matches[1].over


def test_a_disk_that_takes_nothing_is_told_before_the_bell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(tmp_path, part("chicken"))

    def full(_: str) -> float:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.classroom.web.preflight._written", full)
    assert "almost no room left" in pages.device().get(f"{pages.teacher}/preflight").text
