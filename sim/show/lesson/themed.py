"""A picture of the solution in the colours of the page, light, dark or on paper."""

from __future__ import annotations

import re

KNOWN = {
    "ffffff": "--paper",
    "000000": "--ink",
    "0072b2": "--one",
    "b84e00": "--two",
}
"""Colours of pictures, and what the page's style calls their like."""

PALE = 0xA8
"""Grey, from 0 to 255, from which on it is that of lines in the background."""


def themed(svg: str) -> str:
    """A drawing whose colours are the page's.

    Parameters
    ----------
    svg : str
        An element as the pictures of solutions are made.
    """
    return re.sub(r"(?<=: )#([0-9a-fA-F]{6})(?=[;\"])", lambda found: _colour(found[1].lower()), svg)


def _colour(code: str) -> str:
    if code in KNOWN:
        return f"var({KNOWN[code]})"
    parts = [int(code[k : k + 2], 16) for k in (0, 2, 4)]
    if max(parts) - min(parts) > 8:
        return f"#{code}"
    return f"var({'--rule' if parts[0] >= PALE else '--quiet'})"


def second(svg: str) -> str:
    """The same drawing for a second place on the page, with identifiers of its own."""
    return re.sub(r'( id="|href="#|url\(#)', r"\g<1>second-", svg)
