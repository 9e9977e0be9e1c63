"""Alternating offers as people play them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Way
from sim.engine.offers.erring_play import offers_quantal
from sim.engine.offers.subgame_perfect import backward, rubinstein
from sim.errors import NoQuantalResponseError, PlayError
from sim.games.offers.offers_game import from_offers
from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.offers.subgame_perfect import Offer
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair

    Place = tuple[int, Fraction | None]  # the round, and what the proposer asks for itself once it has

ROUNDS = 20
"""Rounds after which a game without a last round is stopped, unless another number is asked for."""

ANSWERS = ("accept", "refuse")

MOST_DIGITS = 1_000
"""Digits, most, of a number that is asked for; it is handed on as text, and Python writes no numbers of over 4,300."""

_NUMBER = re.compile(rf"[0-9]{{0,{MOST_DIGITS}}}(?:\.[0-9]{{0,12}})?(?:/[0-9]{{1,{MOST_DIGITS}}})?%?")


class OffersArena(Arena):
    """Alternating offers. Without a last round, what follows the last one played is paid as in equilibrium.

    A choice of the proposer is a text with the number that it asks for itself.

    Parameters
    ----------
    scenario : Scenario
        A scenario of kind ``offers``.
    rounds : int, optional
        After how many rounds a game without a last one is stopped.
    """

    def __init__(self, scenario: Scenario, rounds: int | None = None) -> None:
        self.scenario, self.game, self.concept = scenario, from_offers(scenario), "subgame-perfect"
        self.last = self.game.horizon or rounds or ROUNDS
        self.offers = rubinstein(self.game) if self.game.horizon is None else backward(self.game, self.game.horizon)[0]
        self.notes: tuple[Note, ...] = ()
        demands = (offer.demand for offer in self.offers[: self.last] if offer.demand is not None)
        if any(demand.denominator >= 10**MOST_DIGITS for demand in demands):
            raise PlayError(
                f"an offer of the equilibrium is a number of over {MOST_DIGITS:,} digits; for play, shorten the "
                "rounds or write the patience with fewer digits"
            )

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> OffersArena:
        """The game; its equilibrium is the only one."""
        return cls(scenario, wishes.rounds)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """The rounds of offers."""
        assert isinstance(scenario.game, Offers)
        return scenario.game.rounds

    @property
    def start(self) -> Place:
        """The first offer."""
        return 0, None

    def round(self, place: Place) -> int:
        """The round."""
        return place[0]

    def movers(self, place: Place) -> tuple[int, ...]:
        """The proposer, or whoever answers."""
        proposer = self.game.proposer(place[0])
        return (proposer,) if place[1] is None else (1 - proposer,)

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """The answers; none where a number is named."""
        del seat
        return () if place[1] is None else ANSWERS

    def point(self, place: Place, seat: int) -> str:
        """Round and, for an answer, what is offered, in tenths of the surplus."""
        del seat
        t, demand = place
        when = f"round {t + 1}, " if self.game.horizon is not None else ""
        return f"{when}asks" if demand is None else f"{when}is offered {self.tenth(self.game.surplus - demand)}"

    def label(self, place: Place, choice: str) -> str:
        """Numbers by the tenth of the surplus that they lie in."""
        return self.tenth(Fraction(choice)) if place[1] is None else choice

    def chance(self, place: Place, choice: str, chances: Mapping[str, float]) -> float:
        """Numbers by the slice of the grid that they are nearest to."""
        if place[1] is not None:
            return super().chance(place, choice, chances)
        asked, size = Fraction(choice), self.game.surplus / self.game.grid
        if len(chances) == 1:  # an equilibrium names one number; whoever names another, however near, does not play it
            return float(abs(Fraction(next(iter(chances))) - asked) <= size / 2)
        return list(chances.values())[int(asked / size + Fraction(1, 2))]

    def tenth(self, share: Fraction) -> str:
        """The tenth of the surplus that a share lies in, as ``0.2 to 0.3``."""
        k = min(9, int(10 * share / self.game.surplus))
        low, high = (float(self.game.surplus * part / 10) for part in (k, k + 1))
        return f"{low:g} to {high:g}"

    def read(self, text: str) -> str:
        """A share as it is typed: 0.6, 3/5 or 60%.

        Parameters
        ----------
        text : str
            What was typed.

        Raises
        ------
        PlayError
            If it is no number from 0 to the surplus.
        """
        told = f"expected a number from 0 to {float(self.game.surplus):g}, as in 0.6, 3/5 or 60%, found '{text}'"
        typed = text.strip().replace(",", ".")
        if not _NUMBER.fullmatch(typed) or not any(map(str.isdigit, typed)):
            raise PlayError(told)
        try:
            whole, _, below = typed.rstrip("%").partition("/")
            value = Fraction(whole) / Fraction(below or 1)
        except (ValueError, ZeroDivisionError):
            raise PlayError(told) from None
        if typed.endswith("%"):
            value *= self.game.surplus / 100
        if not 0 <= value <= self.game.surplus:
            raise PlayError(told)
        return str(value)

    def plan(self, t: int) -> Offer:
        """What the equilibrium does in a round."""
        return self.offers[t % len(self.offers)] if self.game.horizon is None else self.offers[t]

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """The offer of the equilibrium, or its answer."""
        del seat
        t, demand = place
        plan = self.plan(t)
        if demand is None:
            # One who makes no offer that is accepted may as well ask for everything.
            return {str(self.game.surplus if plan.demand is None else plan.demand): 1.0}
        takes = self.game.surplus - demand >= plan.accepts_from
        return {"accept": float(takes), "refuse": float(not takes)}

    def waits(self, t: int, seat: int) -> Fraction:
        """What a refusal in a round is worth to a seat, seen from that round."""
        if t + 1 == self.game.horizon:
            return self.game.discount[seat] * self.game.outside[seat]
        return self.game.discount[seat] * self.plan(t + 1).worth[seat]

    def _worth(self, place: Place, seat: int, choice: str) -> Fraction:
        t, demand = place
        if demand is None:
            asked = Fraction(self.read(choice))
            rest = self.game.surplus - asked
            return asked if rest >= self.plan(t).accepts_from else self.waits(t, seat)
        return self.game.surplus - demand if choice == "accept" else self.waits(t, seat)

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """In shares, from there on."""
        t, demand = place
        if demand is None:
            best = max(self.game.surplus - self.plan(t).accepts_from, self.waits(t, seat))
        else:
            best = max(self._worth(place, seat, answer) for answer in ANSWERS)
        return float(max(Fraction(0), best - self._worth(place, seat, choice)))

    def weight(self, place: Place, seat: int) -> float:
        """The discount factor to the power of the round."""
        return float(self.game.discount[seat] ** place[0])

    def value(self, place: Place | None) -> FloatPair:
        """The equilibrium's worth from there on."""
        if place is None:
            return 0.0, 0.0
        t, demand = place
        worth = self.plan(t).worth
        if demand is not None:
            takes = self.mixture(place, 1 - self.game.proposer(t))["accept"] == 1
            worth = self._shares(t, demand) if takes else (self.waits(t, 0), self.waits(t, 1))
        one, two = (float(d**t * v) for d, v in zip(self.game.discount, worth, strict=True))
        return one, two

    def _shares(self, t: int, demand: Fraction) -> tuple[Fraction, Fraction]:
        rest = self.game.surplus - demand
        return (demand, rest) if self.game.proposer(t) == 0 else (rest, demand)

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in every offer, on the grid of slices, and in every answer."""
        del time_limit
        return [self._response(precision) for precision in precisions]

    def _response(self, precision: float) -> Behaviour | None:
        try:
            rounds = offers_quantal(self.game, precision)
        except NoQuantalResponseError:
            return None
        game = self.game

        def behaviour(place: Place, seat: int) -> dict[str, float]:
            del seat
            t, demand = place
            own = rounds[t % len(rounds)]
            if demand is None:
                return {str(game.surplus * k / game.grid): float(p) for k, p in enumerate(own.demands)}
            takes = float(own.accepts[int(demand * game.grid / game.surplus + Fraction(1, 2))])
            return {"accept": takes, "refuse": 1 - takes}

        return behaviour

    @property
    def payoff_range(self) -> float:
        """The surplus."""
        return float(self.game.surplus)

    def ways(self, place: Place, choices: tuple[str, str]) -> tuple[Way, ...]:
        """An offer stands; an answer ends the game, or the next round begins."""
        t, demand = place
        choice = choices[0] or choices[1]
        if demand is None:
            return (Way(1.0, "", (t, Fraction(self.read(choice))), (0.0, 0.0)),)
        if choice == "accept":
            shares = self._shares(t, demand)
            one, two = (float(d**t * v) for d, v in zip(self.game.discount, shares, strict=True))
            return (Way(1.0, "", None, (one, two), (float(shares[0]), float(shares[1]))),)
        if t + 1 < self.last:
            return (Way(1.0, "", (t + 1, None), (0.0, 0.0)),)
        one, two = (float(d**t * self.waits(t, s)) for s, d in enumerate(self.game.discount))
        return (Way(1.0, "", None, (one, two)),)
