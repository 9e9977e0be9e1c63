"""Offers of prices to somebody whose value nobody else knows: who names the prices, and what the value may be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.types import Pair


@dataclass(frozen=True)
class ValuesGame:
    """In each round one side names a price and the other, whose value only itself knows, takes it or waits.

    A trade at price p in round t is worth d**t (p - own) to who names prices and d**t (value - p) to the other, each
    with its own discount factor d. Without a trade both get nothing.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    seller : int
        Who names the prices.
    discount : pair of Fraction
        Each player's discount factor per round.
    own : Fraction
        What the good is worth to who names the prices.
    values : tuple of (Fraction, Fraction)
        What it may be worth to the other with the chance of that, above 0, from the highest value down.
    horizon : int or None
        Number of rounds; None if there is no last one.
    """

    players: tuple[str, str]
    seller: int
    discount: Pair
    own: Fraction
    values: tuple[tuple[Fraction, Fraction], ...]
    horizon: int | None

    @property
    def buyer(self) -> int:
        """Whose value is hidden."""
        return 1 - self.seller

    @property
    def serious(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The values above what the good is worth to who names the prices: with the others there is no trade."""
        return tuple((value, chance) for value, chance in self.values if value > self.own)

    @property
    def gains(self) -> Fraction:
        """What trade at once with all who have something to gain from it would be worth to both together."""
        return sum((chance * (value - self.own) for value, chance in self.serious), Fraction(0))


def from_values(scenario: Scenario) -> ValuesGame:
    """Compile a scenario of kind ``offers`` with hidden values."""
    game = scenario.game
    if not isinstance(game, Offers) or not game.values:
        raise TypeError(f"expected a scenario of kind offers with hidden values, found {scenario.form}")
    one, two = scenario.players
    if one.patience is None or two.patience is None:
        raise TypeError("offers need both players' patience")
    chances: dict[Fraction, Fraction] = {}
    for value, chance in game.values:
        chances[value] = chances.get(value, Fraction(0)) + chance
    drawn = tuple((value, chances[value]) for value in sorted(chances, reverse=True) if chances[value])
    return ValuesGame((one.id, two.id), game.first, (one.patience, two.patience), game.own_value, drawn, game.rounds)
