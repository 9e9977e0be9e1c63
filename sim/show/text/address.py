"""How the sides are called: by their names, or as ``you`` where one of them reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.words import amount, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.scenario.scenario import Scenario


def called(scenario: Scenario, seat: int, you: int | None, start: bool = False) -> str:
    """A side as it is called: ``you``, or its name.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    seat : int
        The side.
    you : int or None
        Who is spoken to.
    start : bool
        Whether a sentence starts with it.
    """
    if seat == you:
        return "You" if start else "you"
    return scenario.players[seat].name


def seats_for(you: int | None) -> tuple[int, int]:
    """Both sides, whoever is spoken to before the other."""
    return (1, 0) if you == 1 else (0, 1)


def pays(scenario: Scenario, pair: Sequence[float | Fraction], you: int | None) -> str:
    """What both get: ``you 3.10 and North Korea 2.30``.

    Parameters
    ----------
    scenario : Scenario
        For the names.
    pair : pair of float
        What they get.
    you : int or None
        Who is spoken to, and is named first.
    """
    return " and ".join(f"{called(scenario, s, you)} {amount(pair[s])}" for s in seats_for(you))


def pays_shares(scenario: Scenario, pair: Sequence[float | Fraction], you: int | None) -> str:
    """Shares of both: ``you 0.6 and North Korea 0.4``."""
    return " and ".join(f"{called(scenario, s, you)} {number(pair[s])}" for s in seats_for(you))
