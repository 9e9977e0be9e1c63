"""Slows down whoever guesses: a small allowance for each address, which fills up again with time."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ADDRESSES = 4_096
"""Addresses that are remembered, most; the one not heard of for longest is forgotten first."""


class Throttle:
    """An allowance for each address that asks, and one for all of them together.

    Parameters
    ----------
    allowance : int
        How often an address may, before it has to wait.
    every : float
        Seconds after which it may once more.
    together : int
        How often all addresses together may.
    clock : callable
        Seconds that only grow.
    """

    def __init__(self, allowance: int, every: float, together: int, clock: Callable[[], float]) -> None:
        self.own, self.all, self.clock = (allowance, every), (together, every * allowance / together), clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._together = (float(together), clock())

    def wait(self, address: str) -> float:
        """Seconds that an address has to wait; 0 if it may ask now. Asking for this costs nothing.

        Parameters
        ----------
        address : str
            Where the request comes from.
        """
        now = self.clock()
        own = _refilled(self._left.get(block_of(address)), self.own, now)
        together = _refilled(self._together, self.all, now)
        return max(0.0, (1.0 - own) * self.own[1], (1.0 - together) * self.all[1])

    def count(self, address: str) -> None:
        """Take one from the allowance of an address, and from that of all."""
        block, now = block_of(address), self.clock()
        self._left[block] = (max(0.0, _refilled(self._left.get(block), self.own, now) - 1.0), now)
        self._left.move_to_end(block)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        self._together = (max(0.0, _refilled(self._together, self.all, now) - 1.0), now)


def _refilled(held: tuple[float, float] | None, allowance: tuple[int, float], now: float) -> float:
    """What is left of an allowance, with what has come back since."""
    most, every = allowance
    return float(most) if held is None else min(float(most), held[0] + (now - held[1]) / every)


def block_of(address: str) -> str:
    """Whom an address stands for: itself, or for IPv6 its network, in which one machine has many addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
