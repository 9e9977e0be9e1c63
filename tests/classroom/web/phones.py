"""A class with its pages, and devices that ask them, for tests."""

from __future__ import annotations

import html
import re
import warnings
from pathlib import Path
from typing import Any

from sim.classroom.open_class import OpenClass
from sim.classroom.rehearsal.rehearse import Clock
from sim.classroom.session.parts import PartSpec
from sim.classroom.web.app import make_app
from sim.classroom.web.desk import Desk
from tests.classroom.parts import TABLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its client for requests, which a later version changes
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8000"


class Pages:
    """A class, its pages, and the devices that ask them."""

    def __init__(self, folder: Path, *parts: PartSpec, seed: int = 1, code: str | None = None) -> None:
        self.clock = Clock()
        self.room = OpenClass.begin(folder, parts, seed=seed, clock=self.clock, careful=False, tables=TABLES, code=code)
        self.desk = Desk(self.room)
        self.app = make_app(self.desk)

    def device(self, address: str = "192.0.2.7", raises: bool = True) -> Device:
        """A device that has no seat yet."""
        return Device(self, address, raises)

    def phone(self, name: str = "") -> Device:
        """A device with a seat."""
        found = self.device()
        answer = found.post("/join", code=self.room.code, name=name)
        assert answer.url.path == "/play"
        return found

    @property
    def teacher(self) -> str:
        """Where the teacher's pages are."""
        return f"/teach/{self.room.teacher}"

    def teach(self, word: str, **fields: str) -> Any:
        """Press a button of the teacher's page."""
        device = self.device()
        page = device.get(self.teacher).text
        return device.post(f"{self.teacher}/do", do=word, at=field("at", page), **fields)


class Device:
    """A device with cookies of its own, which follows where it is sent."""

    def __init__(self, pages: Pages, address: str, raises: bool) -> None:
        self.http = TestClient(
            pages.app, base_url=BASE, client=(address, 50_000), raise_server_exceptions=raises, follow_redirects=True
        )
        self.http.headers.pop("user-agent", None)

    def get(self, way: str, **headers: str) -> Any:
        """Ask for a page."""
        return self.http.get(way, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, way: str, **fields: str) -> Any:
        """Send a form."""
        return self.http.post(way, data=fields)

    def form(self) -> dict[str, str]:
        """What the form of the question holds before anything is chosen."""
        page = self.get("/play").text
        return {"match": field("match", page), "question": field("question", page)}

    def choose(self, choice: str) -> Any:
        """Answer the question that stands on the page."""
        return self.post("/play", **self.form(), choice=choice)

    def stamp(self) -> str:
        """What the phone is told when it asks for news."""
        return str(self.get("/play/news").json()["stamp"])


def field(name: str, page: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page
    return html.unescape(found.group(1))


def main_of(page: str) -> str:
    """What stands in the main part of a page."""
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found is not None
    return found.group(0)
