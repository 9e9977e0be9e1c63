"""Alternating offers over a surplus: who proposes when, and what is left if nobody accepts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.types import Pair

NOTHING = Fraction(0), Fraction(0)


@dataclass(frozen=True)
class Draw:
    """What chance may bring at the beginning of a round.

    Parameters
    ----------
    chance : Fraction
        How likely it is, above 0.
    size : Fraction
        What there is to share.
    proposer : int
        Who makes the offer.
    """

    chance: Fraction
    size: Fraction
    proposer: int


@dataclass(frozen=True)
class OffersGame:
    """In round t the proposer names a division and the other side accepts, refuses, or leaves if it may.

    A payoff x got in round t is worth d**t x to a player of discount factor d. Who leaves ends the game: each gets
    what leaving pays, in that round. After a refusal each gets what a round without agreement pays, in that round; then
    the talks break down with the chance ``hazard``, which pays ``broken`` in the round after, or the next round begins.
    After a refusal in the last round each gets its outside payoff in the round after it. Without a last round refusing
    for ever pays no more than the rounds themselves.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    discount : pair of Fraction
        Each player's discount factor per round.
    surplus : Fraction
        What there is to share; the most of it where it differs.
    grid : int
        Slices that the surplus is cut into in the game on a grid.
    first : int
        Who proposes in round 0 if they take turns.
    horizon : int or None
        Number of rounds; None if there is no last one.
    outside : pair of Fraction
        What each gets if the last offer is refused.
    opt_out : pair of Fraction or None
        What each gets if somebody leaves; None for who cannot leave, which gets nothing if the other does.
    hazard : Fraction
        Chance of a breakdown after a refusal.
    broken : pair of Fraction
        What each gets then.
    meanwhile : pair of Fraction
        What each gets in a round that ends with a refusal, less what it costs.
    by_round : tuple of Fraction
        What there is to share in each round, where that differs.
    sizes : tuple of (Fraction, Fraction)
        Chance and size of what there may be to share, where that is drawn.
    once : bool
        Whether it is drawn before the first offer, for all rounds.
    proposing : tuple of Fraction
        Chance that ``first`` proposes, for all rounds or for each; empty if they take turns.
    demands : bool
        Whether in the last round both name demands at once.
    """

    players: tuple[str, str]
    discount: Pair
    surplus: Fraction
    grid: int
    first: int
    horizon: int | None
    outside: Pair
    opt_out: tuple[Fraction | None, Fraction | None] = (None, None)
    hazard: Fraction = Fraction(0)
    broken: Pair = NOTHING
    meanwhile: Pair = NOTHING
    by_round: tuple[Fraction, ...] = ()
    sizes: tuple[tuple[Fraction, Fraction], ...] = ()
    once: bool = False
    proposing: tuple[Fraction, ...] = ()
    demands: bool = False

    def proposer(self, round_: int) -> int:
        """Who proposes in a round, if they take turns."""
        return (self.first + round_) % 2

    @property
    def left(self) -> Pair:
        """What each gets if somebody leaves."""
        one, two = self.opt_out
        return one or Fraction(0), two or Fraction(0)

    def may_leave(self, player: int) -> bool:
        """Whether a player may leave when it is made an offer."""
        return self.opt_out[player] is not None

    def draws(self, round_: int) -> tuple[Draw, ...]:
        """What chance may bring at the beginning of a round; one entry where nothing is left to it."""
        size = self.by_round[round_] if self.by_round else self.surplus
        sizes = self.sizes if self.sizes and not self.once else ((Fraction(1), size),)
        if not self.proposing:
            who = [(Fraction(1), self.proposer(round_))]
        else:
            chance = self.proposing[round_] if len(self.proposing) > 1 else self.proposing[0]
            who = [(chance, self.first), (1 - chance, 1 - self.first)]
        return tuple(Draw(p * q, size, i) for p, size in sizes for q, i in who if p * q)

    def drawn(self) -> tuple[tuple[Fraction, OffersGame], ...]:
        """The games that a draw before the first offer leads to, with their chances; the game itself without one."""
        if not self.sizes or not self.once:
            return ((Fraction(1), self),)
        return tuple((p, replace(self, surplus=size, sizes=(), once=False)) for p, size in self.sizes if p)

    @property
    def period(self) -> int:
        """After how many rounds an endless game is as it was: two if they take turns."""
        return 1 if self.proposing else 2

    @property
    def pressed(self) -> bool:
        """Whether anything but time presses or tempts: leaving, a breakdown, payoffs in between."""
        return any(v is not None for v in self.opt_out) or bool(self.hazard) or any(self.meanwhile)

    @property
    def uneven(self) -> bool:
        """Whether rounds differ by more than whose turn it is, or chance has a say."""
        return bool(self.by_round or self.sizes or self.proposing)

    @property
    def plain(self) -> bool:
        """Whether it is the game of Ståhl and Rubinstein: turns, a surplus that stays, and time alone that presses."""
        return not self.pressed and not self.uneven


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
        opt_out=game.opt_out,
        hazard=game.hazard,
        broken=game.broken,
        meanwhile=(game.inside[0] - game.cost[0], game.inside[1] - game.cost[1]),
        by_round=game.by_round,
        sizes=game.sizes,
        once=game.once,
        proposing=game.proposer,
        demands=game.demands,
    )
