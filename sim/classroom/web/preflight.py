"""Before the bell: whether phones can reach this machine, and whether its disk keeps up with a class."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from sim.classroom.web.address import own_addresses, picture_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.classroom.web.desk import Desk

SLOW_DISK = 0.05
"""Seconds that a decision may take to be written, above which a class would wait for the disk."""

LITTLE_ROOM = 50_000_000
"""Bytes that should be free on the disk."""


@dataclass(frozen=True)
class Way:
    """An address under which phones may find this machine, with a code that leads to a page that says they did."""

    address: str
    picture: Markup


@dataclass(frozen=True)
class Preflight:
    """What was found before the bell.

    Parameters
    ----------
    lan : bool
        Whether the server listens to the local network at all.
    ways : tuple of Way
        Where phones may find it, the likeliest first.
    devices : int
        Other machines that have been here.
    last : int or None
        Seconds since one was here last.
    disk : float or None
        Milliseconds until a decision is on the disk, the median of a few; None if it takes none.
    disk_slow, disk_full : bool
        Whether that is too long, and whether there is too little room.
    """

    lan: bool
    ways: tuple[Way, ...]
    devices: int
    last: int | None
    disk: float | None
    disk_slow: bool
    disk_full: bool


def preflight(desk: Desk) -> Preflight:
    """Look at addresses, disk, and who has been here.

    Parameters
    ----------
    desk : Desk
        The class.
    """
    hosts = [desk.name] if desk.name else []
    hosts += own_addresses() if desk.lan else []
    addresses = [f"http://{host if ':' in host else f'{host}:{desk.port}'}" for host in hosts]
    try:
        seconds: float | None = _written(os.fspath(desk.room.folder))
    except OSError:  # it takes not even that
        seconds = None
    return Preflight(
        lan=desk.lan,
        ways=tuple(Way(address, picture_of(f"{address}/hello")) for address in addresses),
        devices=len(desk.reached),
        last=max(0, round(time.time() - max(desk.reached.values()))) if desk.reached else None,
        disk=None if seconds is None else 1_000 * seconds,
        disk_slow=seconds is not None and seconds > SLOW_DISK,
        disk_full=seconds is None or shutil.disk_usage(desk.room.folder).free < LITTLE_ROOM,
    )


def _written(folder: str) -> float:
    """Seconds until a few bytes are on the disk, the median of five tries."""
    path = os.path.join(folder, f"preflight-{os.getpid()}.tmp")
    times = []
    try:
        with open(path, "wb") as file:
            for _ in range(5):
                start = time.perf_counter()
                file.write(b"x" * 512)
                file.flush()
                os.fsync(file.fileno())
                times.append(time.perf_counter() - start)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
    return median(times)
