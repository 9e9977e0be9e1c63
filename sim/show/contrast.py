"""How well one colour is seen on another, as the Web Content Accessibility Guidelines measure it.

References
----------
WCAG 2.1 (W3C 2018): relative luminance, contrast ratio, success criteria 1.4.3 for words and 1.4.11 for what is drawn.
"""

from __future__ import annotations

RGB = tuple[float, float, float]


def contrast(one: str, two: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.

    Parameters
    ----------
    one, two : str
        Such as ``#0072B2``.
    """
    low, high = sorted((_luminance(parts(one)), _luminance(parts(two))))
    return (high + 0.05) / (low + 0.05)


def ink(paper: str) -> str:
    """Black or white, whichever is easier to read on a colour: never worse than 4.58 to 1.

    Parameters
    ----------
    paper : str
        Such as ``#0072B2``.
    """
    return "black" if contrast(paper, "#000000") > contrast(paper, "#ffffff") else "white"


def parts(colour: str) -> RGB:
    """Red, green and blue of a colour, each from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: RGB) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
