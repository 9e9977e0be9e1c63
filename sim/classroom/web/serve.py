"""The server of a class: it listens to this machine alone, or with ``--lan`` to the local network, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from sim.classroom.web.address import LOOPBACK, own_addresses
from sim.classroom.web.app import make_app
from sim.classroom.web.desk import Desk
from sim.classroom.web.impatient import Impatient, room_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from sim.classroom.open_class import OpenClass

MOST_CONNECTIONS = 1_500
"""Connections at once, most; phones keep one or two each."""

KEEP_ALIVE = 20
"""Seconds for which a connection waits for its next request."""

LONGEST_HEAD = 32_768
"""Bytes of the head of a request, most."""


def serve(room: OpenClass, *, at: socket, lan: bool, say: Callable[[str], None]) -> None:
    """Serve a class until it is interrupted or deleted.

    Parameters
    ----------
    room : OpenClass
        The class; the caller closes it afterwards.
    at : socket
        Where it listens, as `sim.classroom.web.address.listening` makes it; the caller closes it afterwards.
    lan : bool
        Whether it listens to the local network.
    say : callable
        Prints a line: addresses, the teacher's link, and what goes wrong.
    """
    desk = Desk(room, lan=lan, port=at.getsockname()[1], say=say)
    room.keep_place(lan, desk.port)
    for line in greeting(desk):
        say(line)
    server_of(desk).run(sockets=[at])


def server_of(desk: Desk) -> uvicorn.Server:
    """The server of a class, which runs on a socket that listens already.

    Parameters
    ----------
    desk : Desk
        The class.
    """
    room_for(MOST_CONNECTIONS)
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(desk),
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="on",
            ws="none",
            http=Impatient,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=LONGEST_HEAD,
        )
    )

    def stop() -> None:
        server.should_exit = True

    desk.stop = stop
    return server


def greeting(desk: Desk) -> list[str]:
    """What is printed as soon as the class is open.

    Parameters
    ----------
    desk : Desk
        The class.
    """
    own = f"http://{LOOPBACK}:{desk.port}"
    told = [f"On the wall: {own}/", f"Teacher (keep this link to yourself): {own}/teach/{desk.room.teacher}"]
    if not desk.lan:
        told.append("Only this machine can open these pages. For phones start it with --lan.")
    elif found := own_addresses():
        told.append(f"Phones in this network: http://{found[0]}:{desk.port}/join with the code {desk.room.code}")
        told.append("Everybody in the local network can open the class now (--lan); traffic is not encrypted.")
    else:
        told.append("This machine listens to its networks (--lan), but is in none: phones cannot find it.")
    return told
