"""Prices named to somebody whose value nobody else knows, as people play them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Way
from sim.agents.arenas.numbers import MOST_DIGITS, read_number, slice_named, tenth_of
from sim.engine.offers.one_price import one_price_quantal, takes
from sim.engine.offers.pbe import solve_prices
from sim.engine.offers.price_play import Priced, PricePlay
from sim.errors import NoQuantalResponseError, PlayError
from sim.games.offers.values_game import from_values
from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair, Pair

NOTHING = Fraction(0)

ROUNDS = 20
"""Rounds after which a game without a last round is stopped, unless another number is asked for."""

TAKE, WAIT = "take", "wait"

ANSWERS = TAKE, WAIT
"""What can be done about a price."""

SLICES = 100
"""Slices between nothing and the highest value, among which somebody errs who names prices."""


class ValuesArena(Arena):
    """Prices for a hidden value. Without a last round, what follows the last one played is paid as in equilibrium.

    A choice of the seller is a text with the price that it names.

    Parameters
    ----------
    scenario : Scenario
        A scenario of kind ``offers`` with hidden values.
    rounds : int, optional
        After how many rounds a game without a last one is stopped.
    time_limit : float or None
        Seconds for solving.
    """

    def __init__(self, scenario: Scenario, rounds: int | None = None, time_limit: float | None = 60.0) -> None:
        self.scenario, self.game, self.concept = scenario, from_values(scenario), "pbe"
        self.last = self.game.horizon or rounds or ROUNDS
        self.play = PricePlay(self.game, solve_prices(self.game, time_limit).stages)
        self.notes: tuple[Note, ...] = ()
        pays = (step.pays for stage in self.play.plan for step in stage.steps)
        if any(price.denominator >= 10**MOST_DIGITS for price in pays):
            raise PlayError(
                f"a price of the equilibrium is a number of over {MOST_DIGITS:,} digits; for play, shorten the rounds "
                "or write the patience with fewer digits"
            )

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> ValuesArena:
        """The game, held against the equilibrium that is told."""
        return cls(scenario, wishes.rounds, wishes.time_limit)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """The rounds of prices."""
        assert isinstance(scenario.game, Offers)
        return scenario.game.rounds

    @property
    def start(self) -> Priced:
        """The draw of the value."""
        return Priced(0, None)

    def round(self, place: Priced) -> int:
        """The round."""
        return place.round

    def movers(self, place: Priced) -> tuple[int, ...]:
        """Who names the price, or whoever answers; nobody while chance draws."""
        if place.value is None:
            return ()
        return (self.game.seller,) if place.price is None else (self.game.buyer,)

    def options(self, place: Priced, seat: int) -> tuple[str, ...]:
        """The answers; none where a price is named."""
        del seat
        return () if place.price is None else ANSWERS

    def span(self, place: Priced) -> FloatPair:
        """From nothing, or a lower worth to the seller, to the highest value; a price beyond these sells to nobody."""
        del place
        return float(self.least), float(self.most)

    @cached_property
    def most(self) -> Fraction:
        """The highest price that can be named."""
        return max(self.game.values[0][0], self.game.own)

    @cached_property
    def least(self) -> Fraction:
        """The lowest price that can be named."""
        return min(NOTHING, self.game.own, self.game.values[-1][0])

    def point(self, place: Priced, seat: int) -> str:
        """Round and, for an answer, what the buyer would gain, in tenths of the prices that can be named."""
        del seat
        when = f"round {place.round + 1}, " if self.game.horizon is not None else ""
        if place.price is None or place.value is None:
            return f"{when}names a price"
        gain = place.value - place.price
        if gain <= 0:
            return f"{when}would gain nothing"
        return f"{when}would gain {tenth_of(gain, NOTHING, self.most - self.least)}"

    def label(self, place: Priced, choice: str) -> str:
        """Prices by the tenth that they lie in."""
        return tenth_of(Fraction(choice), self.least, self.most) if place.price is None else choice

    def chance(self, place: Priced, choice: str, chances: Mapping[str, float]) -> float:
        """Prices by the slice that they lie in."""
        if place.price is not None:
            return super().chance(place, choice, chances)
        return slice_named(Fraction(choice), (self.most - self.least) / SLICES, self.least, chances)

    def read(self, text: str, place: Priced | None = None) -> str:
        """A price as it is typed: 0.6, 3/5 or 60% of the highest one.

        Raises
        ------
        PlayError
            If it is no price that can be named.
        """
        del place
        return read_number(text, self.least, self.most)

    def mixture(self, place: Priced, seat: int) -> dict[str, float]:
        """The price of the equilibrium, or its answer."""
        del seat
        if place.price is None:
            return {str(price): float(p) for price, p in self.play.prices(place)}
        takes = float(self.play.takes(place))
        return {TAKE: takes, WAIT: 1 - takes}

    def regret(self, place: Priced, seat: int, choice: str) -> float:
        """At what the seller believes; for the buyer at its value."""
        if place.price is not None:
            worth = self.play.answers(place)
            return float(max(worth) - worth[ANSWERS.index(choice)])
        return float(self.play.gives_away(place, Fraction(self.read(choice))))

    def weight(self, place: Priced, seat: int) -> float:
        """The discount factor to the power of the round."""
        return float(self.game.discount[seat] ** place.round)

    def value(self, place: Priced | None) -> FloatPair:
        """The equilibrium's worth from there on, which the seller need not know."""
        if place is None:
            return 0.0, 0.0
        if place.value is None:
            each = [(float(p), self.value(Priced(0, value))) for value, p in self.game.values]
            return sum(p * v[0] for p, v in each), sum(p * v[1] for p, v in each)
        return self._counted(place.round, self.play.worth(place))

    def _counted(self, t: int, worth: Pair) -> FloatPair:
        one, two = (float(d**t * v) for d, v in zip(self.game.discount, worth, strict=True))
        return one, two

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in the price and in the answer, where there is one price.

        Raises
        ------
        NoQuantalResponseError
            If there may be several prices.
        """
        del time_limit
        if self.game.horizon != 1:
            raise NoQuantalResponseError(
                "after a price that errs anything may be believed of the value, so that play with errors is worked out "
                "for one price only"
            )
        return [self._response(precision) for precision in precisions]

    def _response(self, precision: float) -> Behaviour:
        grid = [self.least + (self.most - self.least) * k / SLICES for k in range(SLICES + 1)]
        chances = one_price_quantal(self.game, grid, precision)

        def behaviour(place: Priced, seat: int) -> dict[str, float]:
            del seat
            if place.price is None:
                return {str(price): float(p) for price, p in zip(grid, chances, strict=True)}
            assert place.value is not None
            yes = float(takes(float(place.value - place.price), precision))
            return {TAKE: yes, WAIT: 1 - yes}

        return behaviour

    @property
    def payoff_range(self) -> float:
        """From the lowest to the highest price; 1 if there is but one."""
        return float(self.most - self.least) or 1.0

    def ways(self, place: Priced, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """The value is drawn; a price stands; an answer ends the game, or the next round begins."""
        if place.value is None:
            return tuple(Way(float(p), f"value {value}", Priced(0, value), (0.0, 0.0)) for value, p in self.game.values)
        choice = choices[self.movers(place)[0]]
        if place.price is None:
            return (Way(1.0, "", place._replace(price=Fraction(self.read(choice))), (0.0, 0.0)),)
        if choice == TAKE:
            paid = self.play.traded(place)
            return (Way(1.0, "", None, self._counted(place.round, paid), (float(paid[0]), float(paid[1]))),)
        if self.play.ends(place.round):
            return (Way(1.0, "", None, (0.0, 0.0), (0.0, 0.0)),)
        after = self.play.after(place, place.price)
        if after.round >= self.last:
            return (Way(1.0, "", None, self.value(after)),)
        return (Way(1.0, "", after, (0.0, 0.0)),)
