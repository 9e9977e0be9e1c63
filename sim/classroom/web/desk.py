"""What the pages of one class share: the class, where it is found, who may guess how often, and who has been here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.classroom.web.address import own_addresses
from sim.classroom.web.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from sim.classroom.open_class import OpenClass

GUESSES, GUESS_EVERY, GUESSES_TOGETHER = 10, 6.0, 400
"""Wrong codes that an address has, seconds until it has another, and wrong codes that all have together."""

JOINS, JOIN_EVERY, JOINS_TOGETHER = 80, 1.0, 400
"""Seats that an address may take at once (a room may share one), seconds until another, and all together."""


@dataclass
class Desk:
    """One class as its pages see it.

    Parameters
    ----------
    room : OpenClass
        The class.
    lan : bool
        Whether it listens to the local network.
    port : int
        Where it listens.
    name : str
        Address that phones are told, as the teacher gave it; empty for the likeliest of this machine.
    reached : dict of str to float
        When another machine was last here, by its address; in memory alone.
    open_door : bool
        Whether others may join.
    gone : bool
        Whether the class has been deleted.
    stop : callable
        Ends the server.
    say : callable
        Prints a line for the teacher.
    """

    room: OpenClass
    lan: bool = False
    port: int = 8000
    name: str = ""
    reached: dict[str, float] = field(default_factory=dict)
    guesses: Throttle = field(default_factory=lambda: Throttle(GUESSES, GUESS_EVERY, GUESSES_TOGETHER, time.monotonic))
    joins: Throttle = field(default_factory=lambda: Throttle(JOINS, JOIN_EVERY, JOINS_TOGETHER, time.monotonic))
    open_door: bool = True
    gone: bool = False
    _seats: dict[str, int] = field(default_factory=dict)
    stop: Callable[[], None] = lambda: None
    say: Callable[[str], None] = lambda line: None

    def seat_of(self, token: str) -> int | None:
        """The seat of a token; one that was found is not looked for again, as the disk may be busy."""
        if token and token not in self._seats:
            found = self.room.seat_of(token)
            if found is None:
                return None
            self._seats[token] = found
        return self._seats.get(token)

    @property
    def host(self) -> str:
        """The host of the address that phones are told, without its port."""
        return self.name.rpartition(":")[0] or self.name

    @property
    def address(self) -> str:
        """Where phones find the class, without a path."""
        if self.name:
            return f"http://{self.name}" if ":" in self.name else f"http://{self.name}:{self.port}"
        found = own_addresses() if self.lan else []
        return f"http://{found[0] if found else '127.0.0.1'}:{self.port}"

    def seen(self, request: Request) -> None:
        """Remember that a request came from another machine."""
        came = address_of(request)
        if not came.startswith("127.") and came not in ("::1", "testclient", ""):
            self.reached[came] = time.time()
            while len(self.reached) > 1_000:
                del self.reached[next(iter(self.reached))]

    @property
    def cookie(self) -> str:
        """Name of the seat's cookie: another class on this machine has another."""
        return f"seat_{self.room.code.lower()}"


def address_of(request: Request) -> str:
    """Where a request comes from; no header that a sender could write counts."""
    return request.client.host if request.client else ""
