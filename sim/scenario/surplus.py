"""What a file says of offers over a surplus."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.types import Pair


@dataclass(frozen=True)
class Offers:
    """Alternating offers over a surplus as the file states them; the first of each pair belongs to the first player."""

    surplus: Fraction  # the most that there can be in any round
    grid: int
    first: int
    rounds: int | None  # None: there is no last round
    outside: Pair
    opt_out: tuple[Fraction | None, Fraction | None] = (None, None)  # None: it cannot leave
    hazard: Fraction = Fraction(0)
    broken: Pair = (Fraction(0), Fraction(0))
    inside: Pair = (Fraction(0), Fraction(0))
    cost: Pair = (Fraction(0), Fraction(0))
    by_round: tuple[Fraction, ...] = ()  # the surplus of each round, where they differ
    sizes: tuple[tuple[Fraction, Fraction], ...] = ()  # chance and surplus, where it is drawn
    once: bool = False  # whether it is drawn once, before the first offer
    proposer: tuple[Fraction, ...] = ()  # chance that ``first`` proposes, one or one per round; empty: by turns
    demands: bool = False  # whether in the last round both name demands at once
    values: tuple[tuple[Fraction, Fraction], ...] = ()  # value and chance, where one side's value is hidden
    own_value: Fraction = Fraction(0)  # what the good is then worth to ``first``, who names all prices
