"""Where phones find this machine: its addresses in the local network, and the code of one as a picture."""

from __future__ import annotations

import contextlib
import io
import socket
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.classroom.refused import RefusedError

if TYPE_CHECKING:
    from markupsafe import Markup

LOOPBACK = "127.0.0.1"
"""The address at which a machine reaches itself alone."""

_ELSEWHERE = ("192.0.2.1", "10.255.255.255", "192.168.255.255", "172.31.255.255")
"""Addresses that nothing is sent to: asking which of the own addresses leads there is answered by this machine."""


def own_addresses() -> list[str]:
    """Addresses of this machine in its networks, the likeliest for phones first; empty if it is in none."""
    found: list[str] = []
    for elsewhere in _ELSEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((elsewhere, 9))  # of a datagram: no packet leaves
                found.append(str(probe.getsockname()[0]))
            except OSError:
                continue
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [a for a in dict.fromkeys(found) if not a.startswith("127.") and a != "0.0.0.0"]


PORTS = range(8000, 8010)
"""Where a class listens if no port is named: at the first of these that is free."""


def listening(lan: bool, port: int | None) -> socket.socket:
    """A socket that listens: to this machine alone, or to its networks.

    Parameters
    ----------
    lan : bool
        Whether phones in the local network may come.
    port : int or None
        The port; 0 for any that is free, None for the first of `PORTS` that is.

    Raises
    ------
    RefusedError
        If the port is taken or not to be had.
    """
    if port is not None:
        return _listening(lan, port)
    for number in PORTS[:-1]:
        with contextlib.suppress(RefusedError):
            return _listening(lan, number)
    return _listening(lan, PORTS[-1])


def _listening(lan: bool, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("" if lan else LOOPBACK, port))
    except (OSError, OverflowError) as error:
        found.close()
        why = getattr(error, "strerror", None) or str(error)
        raise RefusedError("port", f"Port {port} is not to be had ({why}); name another with --port.") from None
    found.listen(512)
    found.set_inheritable(True)
    return found


@lru_cache(maxsize=64)
def picture_of(address: str) -> Markup:
    """A link as the code that phones read with their camera, black on white in any light.

    Parameters
    ----------
    address : str
        The link.
    """
    import segno
    from markupsafe import Markup

    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, svgclass=None, lineclass=None)
    drawn = out.getvalue().decode("utf-8").strip()
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-label="QR code of the address" ', 1))
