"""Numbers at the edge of what they may be: next to 0 and 1 by less than floats can tell, huge, tiny, and no numbers."""

from __future__ import annotations

from random import Random

CHANCES = (
    "0", "0", "1", "0.5", "1/3", "1e-15", "1e-17", "1e-100", "1 - 1e-15", "1 - 1e-16", "1 - 1e-17", "1 - 1e-100",
    "0.9999999999999999", "2 ** -60", "1 - 2 ** -53", "0.1", "0.9",
)  # fmt: skip
"""Chances and discount factors."""

PAYOFFS = (
    "0", "0", "0", "1", "-1", "1", "-1", "0.5", "1/3", "2", "3", "1e-17", "-1e-100", "1e15", "1e99", "1e100", "-1e100",
    "1 + 1e-17", "1 + 1e-400", "1e16 + 1", "0.1 + 0.2", "p", "1 - p", "-p",
)  # fmt: skip
"""Payoffs, some of which name the parameter that small games have."""

STRANGE = (
    "1e-400", "1 - 1e-400", "0o9", "0x1p3", "1_000", "1e400",
    "-1e101", "10 ** 400", "1 / 0", "nan", ".nan", ".inf", "-.inf", "1,5", "", "~",
    "true", "[]", "{}", "[1]", "{a: 1}", "infinite", "--1", "1e", "0b2", "0 ** -1", "sqrt(-1)", "log(0)", "exp(1000)",
    "2 ** 0.5", "2018-10-01", "\u0661", "\u22121", "'", "a.b", "((((1))))",
)  # fmt: skip
"""What is no number, or none that a file may have."""


def chance(draw: Random) -> str:
    """A chance or a discount factor."""
    return draw.choice(CHANCES)


def patience(draw: Random) -> str:
    """A discount factor."""
    return draw.choice([text for text in CHANCES if text != "1"])


def payoff(draw: Random) -> str:
    """A payoff."""
    return draw.choice(PAYOFFS)


def anything(draw: Random) -> str:
    """A number or none."""
    return draw.choice(draw.choice((CHANCES, PAYOFFS, STRANGE)))
