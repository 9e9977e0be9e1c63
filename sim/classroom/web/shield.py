"""What stands before every page: whom it answers, how much it reads, and what browsers are told not to do."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from sim.classroom.web.forms import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: its own style, scripts and news; nothing that stands in the page itself is run."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none, browsers would not say where a form comes from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
"""Sent with every answer; an answer may only say for how long it may be kept."""

LONGEST_PATH = 2_048
"""Bytes of an address with what is asked, most."""


class Shield:
    """Refuses requests that are too large, for another host, or sent by another site's form.

    Another site can make a browser on this machine ask a server that listens here. A page of such a site that goes by a
    name of its own (DNS rebinding) is told nothing: answers are for addresses in numbers, this machine's name, and the
    name that the teacher gave.

    Parameters
    ----------
    app : ASGIApp
        What answers the rest.
    host : callable
        The name that phones use, as the teacher gave it; empty if none.
    gone : callable
        Whether the class has been deleted.
    """

    def __init__(self, app: ASGIApp, host: Callable[[], str], gone: Callable[[], bool]) -> None:
        self.app, self.host, self.gone = app, host, gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        body = await _bounded(receive)
        if body is None:
            await PlainTextResponse("This is too large.", 413)(scope, receive, guarded)
            return
        await self.app(scope, _again(body, receive), guarded)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if self.gone():
            return PlainTextResponse("This class is over, and what it held has been deleted.", 410)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("There is no such thing to do here.", 405)
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_PATH:
            return PlainTextResponse("This address is too long.", 414)
        if not self._known(headers.get("host", "")):
            return PlainTextResponse("This class does not go by that name.", 421)
        if scope["method"] == "POST" and not _own(headers):
            return PlainTextResponse("This was sent from a page that is not the class's.", 403)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:12]) > MOST_BYTES:
            return PlainTextResponse("This is too large.", 413)
        return None

    def _known(self, host: str) -> bool:
        name = _parted(f"//{host}").hostname if "@" not in host and "/" not in host else None
        if not name:
            return False
        own = socket.gethostname().lower()
        if name in ("localhost", own, f"{own.partition('.')[0]}.local", self.host().lower()):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _own(headers: Headers) -> bool:
    """Whether a form comes from a page of the class, as far as the browser says where from."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:  # no browser: browsers say it with every form
        return True
    # "null" is what a frame says that hides where it stands; none of these pages does.
    return _parted(origin).netloc == headers.get("host")


def _parted(address: str) -> SplitResult:
    """The parts of an address; of one that is none, nothing."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


async def _bounded(receive: Receive) -> bytes | None:
    """The whole body of a request; None if it is too large, or has been given up."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """What reads a body that has been read already, and then waits for the end of the connection."""
    given = False

    async def read() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read
