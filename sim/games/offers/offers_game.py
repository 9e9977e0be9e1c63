"""Alternating offers over a surplus: who proposes when, and what is left if nobody accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.types import Pair


@dataclass(frozen=True)
class OffersGame:
    """In round t the proposer names a division and the other side accepts it or the next round begins.

    A share x got in round t is worth d**t x to a player of discount factor d. After a refusal in the last round each
    gets its outside payoff in the round after it. Without a last round refusing for ever pays nothing.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    discount : pair of Fraction
        Each player's discount factor per round.
    surplus : Fraction
        What there is to share.
    grid : int
        Slices that the surplus is cut into in the game on a grid.
    first : int
        Who proposes in round 0; then they take turns.
    horizon : int or None
        Number of rounds; None if there is no last one.
    outside : pair of Fraction
        What each gets if the last offer is refused.
    """

    players: tuple[str, str]
    discount: Pair
    surplus: Fraction
    grid: int
    first: int
    horizon: int | None
    outside: Pair

    def proposer(self, round_: int) -> int:
        """Who proposes in a round."""
        return (self.first + round_) % 2


def from_offers(scenario: Scenario) -> OffersGame:
    """Compile a scenario of kind ``offers``."""
    game = scenario.game
    if not isinstance(game, Offers):
        raise TypeError(f"expected a scenario of kind offers, found {scenario.kind}")
    one, two = scenario.players
    if one.patience is None or two.patience is None:
        raise TypeError("alternating offers need both players' patience")
    return OffersGame(
        players=(one.id, two.id),
        discount=(one.patience, two.patience),
        surplus=game.surplus,
        grid=game.grid,
        first=game.first,
        horizon=game.rounds,
        outside=game.outside,
    )
