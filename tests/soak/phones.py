"""A class whose phones and clock behave badly: what was confirmed counts once, whatever else is sent."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from sim.agents.arenas.match import Match
from sim.classroom.open_class import OpenClass
from sim.classroom.web.app import make_app
from sim.classroom.web.desk import Desk
from tests.classroom.parts import TABLES, part
from tests.classroom.web.phones import Device, Pages
from tests.soak.outcome import Outcome

GAMES = ("chicken", "stag-hunt", "ultimatum", "centipede", "entry-deterrence")
FAULTS = "faults of phones, of the clock and of the server"
Answer = tuple[int, str, str]


def once(seed: str, number: int, folder: Path) -> Outcome:
    """A class of a few rounds, in which about every second thing that happens goes wrong."""
    draw, outcome = Random(f"phones {seed} {number}"), Outcome()
    clocked = {"seconds": 30.0} if draw.random() < 0.5 else {}
    pages = Pages(
        folder / "class", part(draw.choice(GAMES), rounds=draw.randint(1, 4), **clocked), seed=draw.randrange(99)
    )
    bad = _Bad(pages, draw, outcome)
    for _ in range(draw.randint(2, 8)):
        bad.join()
    for _ in range(300):
        bad.step()
        if bad.over:
            break
    bad.judge()
    pages.room.abandon()
    outcome.counts["classes with bad phones"] += 1
    return outcome


class _Bad:
    """Phones that send twice, late, what is not theirs, and with other people's keys."""

    def __init__(self, pages: Pages, draw: Random, outcome: Outcome) -> None:
        self.pages, self.draw, self.outcome, self.over = pages, draw, outcome, False
        self.phones: list[Device] = []
        self.confirmed: dict[Answer, str] = {}
        self.sent: list[dict[str, str]] = []

    def join(self) -> None:
        """Somebody joins, with a wrong code first or not."""
        if self._wrong(0.3):
            answer = self.pages.device().post("/join", code="WRONG", name="Eve")
            self.outcome.expect(answer.url.path != "/play", "a seat is had with a wrong code")
        self.phones.append(self.pages.phone(self.draw.choice(("Anna", "Bela", "", "<b>", "x" * 300))))

    def step(self) -> None:
        """A phone answers, or the class goes on; something goes wrong."""
        if self.draw.random() < 0.2:
            self._fault()
        waiting = [k for k, seat in enumerate(self.pages.room.state.seats) if self._asked(seat)]
        if not waiting or self.draw.random() < 0.05:
            before = self.pages.room.state.cursor
            self.pages.teach(self.draw.choice(("next", "next", "next", "finish", "pause", "go")))
            self.over = not waiting and self.pages.room.state.cursor == before and self.draw.random() < 0.3
            return
        self._answer(self.draw.choice(waiting) + 1)

    def _asked(self, seat: int) -> bool:
        return self.pages.room.seat_view(seat).question is not None

    def _answer(self, seat: int) -> None:
        """An answer, whose confirmation may be lost, sent again and again, with another choice or the same."""
        room = self.pages.room
        question = room.seat_view(seat).question
        if question is None or not question.options:
            choice = f"{self.draw.randint(0, 20) / 20:g}"
        else:
            choice = self.draw.choice(question.options).value
        if question is None:
            return
        phone = self.phones[seat - 1]
        form = {"match": str(question.match), "question": question.id, "choice": choice}
        told = self._send(phone, form)
        self._note(seat, form, told)
        self.sent.append(form)
        while self._wrong(0.35):
            other = {**form, "choice": self.draw.choice((choice, "", "nothing", "0.5", "yield", "\x00", "é" * 5000))}
            self._send(phone, other)
            self._note(seat, form, told)

    def _send(self, phone: Device, form: dict[str, str]) -> bool:
        """Whether the page then says that the answer is saved."""
        answer = phone.post("/play", **form)
        self.outcome.counts["answers sent"] += 1
        self.outcome.expect(answer.status_code < 500, "a page breaks", f"{form}\n{answer.text[:2000]}")
        return "Sent and saved" in answer.text

    def _note(self, seat: int, form: dict[str, str], told: bool) -> None:
        """What is kept of an answer from now on."""
        key = (seat, form["match"], form["question"])
        kept = self._kept().get(key)
        if key in self.confirmed:
            self.outcome.expect(kept == self.confirmed[key], "an answer is another one later", f"{key} {kept}")
        elif told:
            self.outcome.expect(kept is not None, "an answer is told as saved that is not kept", key)
        if kept is not None:
            self.confirmed[key] = kept

    def _kept(self) -> dict[Answer, str]:
        """Answers of people as they are kept; each question has one."""
        found: dict[Answer, str] = {}
        for match in self.pages.room.state.matches.values():
            for d in match.decisions:
                if d.by == "person" and d.seat is not None:
                    key = (d.seat, str(match.number), d.question)
                    self.outcome.expect(key not in found, "an answer is counted twice", key)
                    found[key] = d.choice
        return found

    def _wrong(self, chance: float) -> bool:
        wrong = self.draw.random() < chance
        self.outcome.counts[FAULTS] += wrong
        return wrong

    def _fault(self) -> None:
        """One of the things that go wrong in a class."""
        self.outcome.counts[FAULTS] += 1
        self.draw.choice((self._stranger, self._clock, self._killed, self._old, self._link, self._news))()

    def _stranger(self) -> None:
        """Somebody with a made-up key, for the teacher's pages or a seat."""
        stranger = self.pages.device()
        before = self.pages.room.state
        stranger.post("/teach/made-up/do", do="next", at="")
        stranger.get("/seat/made-up")
        stranger.http.cookies.set(self.pages.desk.cookie, "made-up")
        for form in self.sent[-3:]:
            stranger.post("/play", **form)
        self.outcome.expect(self.pages.room.state is before, "a stranger changes the class")

    def _clock(self) -> None:
        """The machine's clock is set."""
        self.pages.clock.time += self.draw.choice((-86_400.0, -3600.0, -1.0, 1.0, 45.0, 3600.0))
        self.pages.room.tick()

    def _killed(self) -> None:
        """The process dies, and the class is opened again."""
        before, folder = self._kept(), self.pages.room.folder
        matches, names = len(self.pages.room.state.matches), self.pages.room.names()
        self.pages.room.abandon()
        self.pages.room = OpenClass.resume(folder, clock=self.pages.clock, careful=False, tables=TABLES)
        self.pages.desk = Desk(self.pages.room)
        self.pages.app = make_app(self.pages.desk)
        self.phones = [self._again(phone) for phone in self.phones]
        self.outcome.expect(self._kept() == before, "an answer is lost with the process", (before, self._kept()))
        self.outcome.expect(len(self.pages.room.state.matches) == matches, "a game is lost with the process")
        self.outcome.expect(self.pages.room.names() == names, "a name is lost with the process")

    def _again(self, phone: Device) -> Device:
        """The same phone, with its cookies, on a new connection."""
        found = self.pages.device()
        found.http.cookies.update(phone.http.cookies)
        return found

    def _old(self) -> None:
        """An answer of long ago comes again, from anywhere."""
        if self.sent:
            form, before = self.draw.choice(self.sent), self._kept()
            phone = self.draw.choice(self.phones)
            self._send(phone, form)
            late = {key: c for key, c in self._kept().items() if key not in before}
            self.outcome.expect(
                all(key[1:] == (form["match"], form["question"]) for key in late), "another question is answered"
            )

    def _link(self) -> None:
        """A phone has lost its cookies and comes back by its own link, or does not."""
        k = self.draw.randrange(len(self.phones))
        found = re.search(r"/seat/([\w-]+)", self.phones[k].get("/play/link").text)
        if found:
            self.phones[k].http.cookies.clear()
            self.phones[k].get(found.group(0))
            self.outcome.expect(self.phones[k].get("/play").url.path == "/play", "a seat's link does not lead to it")

    def _news(self) -> None:
        """All phones ask for everything at once."""
        for phone in self.phones:
            for way in ("/play", "/play/news", "/", "/news", "/results/0"):
                self.outcome.expect(phone.get(way).status_code < 500, f"{way} breaks")
        self.outcome.expect(self.pages.device().get(self.pages.teacher).status_code == 200, "the teacher's page breaks")

    def judge(self) -> None:
        """At the end: all that was confirmed is kept, and games pay what their moves pay."""
        kept = self._kept()
        lost = [key for key, choice in self.confirmed.items() if kept.get(key) != choice]
        self.outcome.expect(not lost, "a confirmed answer is lost", lost)
        self.outcome.counts["confirmed answers found again at the end"] += len(self.confirmed) - len(lost)
        room = self.pages.room
        for match in room.state.of_part(0):
            if match.over and not match.void:
                again = Match(room.arena(0, match.treatment))
                for turn in match.turns:
                    again.follow(turn)
                same = all(abs(a - b) < 1e-9 for a, b in zip(again.paid, match.paid, strict=True))
                self.outcome.expect(same, "a game pays what its moves do not", (match.paid, again.paid))
                self.outcome.counts["games of a class replayed"] += 1
