"""A class of two hundred phones on one machine: nobody lost or stuck, payoffs as the engine's, and how long it takes.

The server is a process of its own, started as ``detente class`` starts it; every phone is a client that joins with the
code, asks for news as a page does, and answers what it is asked. Decisions are told as sent once they are on the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from benchmarks.timing import table
from sim.agents.arenas.match import Match, Seat
from sim.agents.arenas.seating import arena_of
from sim.classroom.open_class import OpenClass
from sim.classroom.session.parts import PartSpec
from sim.scenario.catalog import find

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PHONES = 200
CLASSES = {"ultimatum": 5, "chicken": 5, "action-for-action": 1}
"""What they play, and how many rounds of it."""

POLL = 1.5
"""Seconds from one question for news to the next, as in a page's script."""

SERVER = """
import sys
from pathlib import Path
from sim.classroom.open_class import OpenClass
from sim.classroom.web.serve import serve
room = OpenClass.resume(Path(sys.argv[1]))
serve(room, lan=False, port=int(sys.argv[2]), say=lambda line: print(line, flush=True))
"""


@dataclass
class Seen:
    """What the phones of a class have seen.

    Parameters
    ----------
    answers : list of float
        Seconds from a tap until the page says that it is sent, and saved.
    pages : list of float
        Seconds of all other requests.
    sent : list of (int, str, str)
        Phone, match and question of each answer that was confirmed.
    """

    answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    sent: list[tuple[int, str, str]] = field(default_factory=list)
    ended: int = 0


class Phone:
    """A phone: a seat of its own, from an address and on a connection of its own.

    It writes and reads requests itself: a client of a library would take more of the machine than the server does.
    """

    def __init__(self, base: str, number: int, seen: Seen) -> None:
        self.number, self.host = number, base.removeprefix("http://")
        self.own = (f"127.1.{number // 200}.{number % 200 + 1}", 0)
        self.seen, self.rng, self.stamp, self.cookie = seen, random.Random(number), "", ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, way: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """A request, timed; its status and its text."""
        start = time.perf_counter()
        try:
            answer = await self._sent(way, data)
        except (ConnectionError, asyncio.IncompleteReadError):  # an idle connection was closed: again, as browsers do
            self.streams = None
            answer = await self._sent(way, data)
        (self.seen.pages if data is None else self.seen.answers).append(time.perf_counter() - start)
        return answer

    async def _sent(self, way: str, data: dict[str, str] | None) -> tuple[int, str]:
        if self.streams is None:
            host, _, port = self.host.partition(":")
            self.streams = await asyncio.open_connection(host, int(port), local_addr=self.own)
        reader, writer = self.streams
        body = "" if data is None else urlencode(data)
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{'POST' if body else 'GET'} {way} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n"
        writer.write(f"{head}X-Live: 1\r\n{form}\r\n{body}".encode())
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition(";")[0]
        text = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        return int(lines[0].split()[1]), text

    async def join(self, code: str, name: str) -> None:
        """Take a seat."""
        await asyncio.sleep(self.rng.uniform(0, 5))
        status, text = await self._sent("/join", {"code": code, "name": name})
        assert status == 303, text

    async def live(self) -> None:
        """Answer whatever is asked, until the class is over."""
        await asyncio.sleep(self.rng.uniform(0, POLL))
        while True:
            _, news = await self.ask("/play/news")
            if json.loads(news)["stamp"] != self.stamp:
                _, page = await self.ask("/play")
                while form := asked(page):
                    await asyncio.sleep(self.rng.uniform(0.2, 2.0))  # thinks
                    data = {"match": form[0], "question": form[1], "choice": self.rng.choice(form[2])}
                    status, page = await self.ask("/play", data)
                    assert status == 200, page
                    self.seen.sent.append((self.number, data["match"], data["question"]))
                self.stamp = found(r'data-stamp="([^"]*)"', page)
                if 'data-key="end/' in page:
                    self.seen.ended += 1
                    break
            await asyncio.sleep(POLL * self.rng.uniform(0.85, 1.15))
        if self.streams is not None:
            self.streams[1].close()


def found(pattern: str, page: str) -> str:
    """What stands at a place of a page."""
    match = re.search(pattern, page)
    assert match is not None, page
    return html.unescape(match.group(1))


def asked(page: str) -> tuple[str, str, list[str]] | None:
    """The match, the question and the choices of a page; None where nothing is asked."""
    match = re.search(r'name="match" value="(\d+)"', page)
    question = re.search(r'name="question" value="([^"]*)"', page)
    if match is None or question is None:
        return None
    choices = [html.unescape(c) for c in re.findall(r'name="choice" value="([^"]+)"', page)]
    return match.group(1), question.group(1), choices or [f"{k / 20:g}" for k in range(1, 20)]


@contextlib.asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """A server of the class in a folder, for as long as this lasts."""
    command = [sys.executable, "-c", SERVER, str(folder), "0"]
    server = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert server.stdout is not None
    line = (await server.stdout.readline()).decode()
    try:
        yield line.partition(": ")[2].strip().rstrip("/")
    finally:
        server.terminate()
        await server.wait()


async def teach(base: str, teacher: str, seen: Seen) -> None:
    """Go on whenever a round is over, to the end."""
    async with httpx.AsyncClient(base_url=base, timeout=30.0, follow_redirects=True) as http:
        while True:
            start = time.perf_counter()
            page = (await http.get(f"/teach/{teacher}")).text
            seen.pages.append(time.perf_counter() - start)
            at = found(r'name="at" value="([^"]*)"', page)
            if at.startswith("end."):
                return
            button = re.search(r'<button class="main" name="do" value="next"( disabled)?>', page)
            if button and not button.group(1):
                await http.post(f"/teach/{teacher}/do", data={"do": "next", "at": at})
            await asyncio.sleep(1.0)


async def run(name: str, phones: int, rounds: int) -> tuple[Seen, float, list[str]]:
    """A whole class; what the phones saw, how long it took, and what is wrong with it."""
    path = find(name)
    assert path is not None
    seen = Seen()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        spec = PartSpec(path.name, path.read_text(encoding="utf-8"), rounds=rounds)
        room = OpenClass.begin(folder, [spec], seed=1)
        code, teacher = room.code, room.teacher
        room.close()
        start = time.perf_counter()
        async with served(folder) as base:
            clients = [Phone(base, k, seen) for k in range(phones)]
            await asyncio.gather(*(client.join(code, f"phone {k}") for k, client in enumerate(clients)))
            await asyncio.gather(teach(base, teacher, seen), *(client.live() for client in clients))
        took = time.perf_counter() - start
        return seen, took, wrong(OpenClass.resume(folder), seen, phones, rounds)


def wrong(room: OpenClass, seen: Seen, phones: int, rounds: int) -> list[str]:
    """What is wrong with a class: answers lost or made up, games stuck, payoffs that are not the engine's."""
    faults = []
    kept = sorted((str(m.number), d.question) for m in room.state.matches.values() for d in m.decisions if d.seat)
    told = sorted((match, question) for _, match, question in seen.sent)
    if kept != told:
        faults.append(f"{len(told)} answers were told as sent, {len(kept)} are kept")
    if len(seen.sent) != len(set(seen.sent)):
        faults.append("an answer was counted twice")
    matches = room.state.of_part(0)
    if len(matches) != rounds * phones // 2 or not all(m.over for m in matches):
        faults.append(f"{sum(m.over for m in matches)} of {rounds * phones // 2} games are over")
    if seen.ended != phones:
        faults.append(f"{phones - seen.ended} phones did not get to the end")
    spec = room.state.parts[0]
    arena = arena_of(room.scenario(0, 0), (Seat(""), Seat("")), "payoff-dominant", spec.stop, 60.0)
    for m in matches:
        replayed = Match(arena)
        for turn in m.turns:
            replayed.follow(turn)
        if any(abs(a - b) > 1e-12 for a, b in zip(replayed.paid, m.paid, strict=True)):
            faults.append(f"game {m.number} paid {m.paid}, by its moves {replayed.paid}")
    room.close()
    return faults


def children() -> float:
    """Processor seconds of processes that have been waited for."""
    import resource  # systems other than Windows have it

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the times of a class, and what is wrong with it."""
    rows = [
        ("200 phones, 5 rounds", "seconds", "answers", "median ms", "95% ms", "pages", "median ms", "95% ms", "wrong")
    ]
    for name, rounds in CLASSES.items():
        before = children()
        seen, took, faults = asyncio.run(run(name, PHONES, rounds))
        for fault in faults:
            print(fault)
        rows.append(
            (
                f"{name}, {rounds} rounds" if rounds > 1 else name,
                f"{took:.0f}",
                str(len(seen.answers)),
                f"{1e3 * median(seen.answers):.0f}",
                f"{1e3 * quantiles(seen.answers, n=20)[-1]:.0f}",
                str(len(seen.pages)),
                f"{1e3 * median(seen.pages):.0f}",
                f"{1e3 * quantiles(seen.pages, n=20)[-1]:.0f}",
                f"{children() - before:.0f}",
                str(len(faults)),
            )
        )
    table("A class of phones", rows)


if __name__ == "__main__":
    main()
