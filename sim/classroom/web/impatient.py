"""Connections over which nothing, or only part of a request, comes: they are closed, so that they keep nobody out."""

from __future__ import annotations

import asyncio
import contextlib

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0
"""Seconds that a request may take to come in."""

BESIDE = 100
"""Files that the program has open beside its connections, most."""


COMING_IN = ("IDLE", "SEND_BODY")
"""What the connection's reader calls it where a request has not begun, or its head or body is still to come."""


class Impatient(H11Protocol):
    """A connection that is closed where a request does not come in within `PATIENCE`.

    The server by itself waits for ever for the first request and for the rest of one that has begun, and has only so
    many connections.
    """

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on, unless a request has come in."""
        super().data_received(data)
        if repr(self.conn.their_state) not in COMING_IN:
            self._wait_no_longer()
        elif self._waits is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waits = self.loop.call_later(PATIENCE, self.transport.close)

    def _wait_no_longer(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None


def room_for(connections: int) -> None:
    """Let the process have so many connections open at once, where the system allows it.

    Parameters
    ----------
    connections : int
        How many, beside the files of the program.
    """
    try:
        import resource  # systems other than Windows have it
    except ImportError:
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + BESIDE
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
