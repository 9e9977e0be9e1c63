"""Alternating offers as people play them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from sim.agents.arenas.arena import Arena, Way
from sim.agents.arenas.numbers import MOST_DIGITS, read_number, slice_named, tenth_of
from sim.engine.offers.erring_play import offers_quantal
from sim.engine.offers.round_play import expected, waiting
from sim.engine.offers.subgame_perfect import plan_of
from sim.errors import NoEquilibriumFoundError, NoQuantalResponseError, PlayError
from sim.games.offers.offers_game import from_offers
from sim.scenario.scenario import Offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.offers.round_play import Offer
    from sim.games.offers.offers_game import Draw, OffersGame
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair, Pair


class Place(NamedTuple):
    """Where offers stand.

    Parameters
    ----------
    round : int
        The round, from 0.
    demand : Fraction or None
        What the proposer asks for itself once it has.
    draw : Draw or None
        What chance has drawn for the round; None while it draws.
    size : Fraction or None
        What there is to share in all rounds where that is drawn before the first.
    """

    round: int
    demand: Fraction | None
    draw: Draw | None
    size: Fraction | None = None


ROUNDS = 20
"""Rounds after which a game without a last round is stopped, unless another number is asked for."""

ANSWERS = ("accept", "refuse")
LEAVE = "leave"


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
        self.scenario, self.game, self.concept = scenario, self._compiled(scenario), "subgame-perfect"
        self.last = self.game.horizon or rounds or ROUNDS
        # By size where it is drawn before the first round.
        self.games = {g.surplus if self.game.once and self.game.sizes else None: g for _, g in self.game.drawn()}
        try:
            self.offers = {size: plan_of(own)[0] for size, own in self.games.items()}
        except NoEquilibriumFoundError as error:
            raise PlayError(str(error)) from None
        self.notes: tuple[Note, ...] = ()
        demands = (
            offer.demand
            for plan in self.offers.values()
            for offer in plan
            if offer.demand is not None and offer.round < self.last
        )
        if any(demand.denominator >= 10**MOST_DIGITS for demand in demands):
            raise PlayError(
                f"an offer of the equilibrium is a number of over {MOST_DIGITS:,} digits; for play, shorten the "
                "rounds or write the patience with fewer digits"
            )

    def _compiled(self, scenario: Scenario) -> OffersGame:
        """The game that its equilibrium is found in."""
        return from_offers(scenario)

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
        """The first offer, or the draw before it."""
        return Place(0, None, None) if None not in self.games else self._round(0, None)

    def _round(self, t: int, size: Fraction | None) -> Place:
        """Where a round begins: with its offer, or with the draw of chance if there is one."""
        draws = self.games[size].draws(t)
        return Place(t, None, draws[0] if len(draws) == 1 else None, size)

    def round(self, place: Place) -> int:
        """The round."""
        return place.round

    def movers(self, place: Place) -> tuple[int, ...]:
        """The proposer, or whoever answers; nobody while chance draws."""
        if place.draw is None:
            return ()
        proposer = place.draw.proposer
        return (proposer,) if place.demand is None else (1 - proposer,)

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """The answers; none where a number is named."""
        if place.demand is None:
            return ()
        return (*ANSWERS, LEAVE) if self.game.may_leave(seat) else ANSWERS

    def point(self, place: Place, seat: int) -> str:
        """Round and, for an answer, what is offered, in tenths of the surplus."""
        del seat
        when = f"round {place.round + 1}, " if self.game.horizon is not None else ""
        if place.demand is None or place.draw is None:
            return f"{when}asks"
        return f"{when}is offered {self.tenth(place.draw.size - place.demand)}"

    def label(self, place: Place, choice: str) -> str:
        """Numbers by the tenth of the surplus that they lie in."""
        return self.tenth(Fraction(choice)) if place.demand is None else choice

    def chance(self, place: Place, choice: str, chances: Mapping[str, float]) -> float:
        """Numbers by the slice of the grid that they are nearest to."""
        if place.demand is not None or place.draw is None:
            return super().chance(place, choice, chances)
        return slice_named(Fraction(choice), place.draw.size / self.game.grid, Fraction(0), chances)

    def tenth(self, share: Fraction) -> str:
        """The tenth of the surplus that a share lies in, as ``0.2 to 0.3``."""
        return tenth_of(share, Fraction(0), self.game.surplus)

    def span(self, place: Place) -> FloatPair:
        """From nothing to all that there is to share."""
        return 0.0, float(self.game.surplus if place.draw is None else place.draw.size)

    def read(self, text: str, place: Place | None = None) -> str:
        """A share as it is typed: 0.6, 3/5 or 60%.

        Parameters
        ----------
        text : str
            What was typed.
        place : Place, optional
            Where it is asked for; what there is to share may hang on that.

        Raises
        ------
        PlayError
            If it is no number from 0 to the surplus.
        """
        most = self.game.surplus if place is None or place.draw is None else place.draw.size
        return read_number(text, Fraction(0), most)

    def plan(self, place: Place) -> Offer:
        """What the equilibrium does in a round, once chance has drawn."""
        return next(o for o in self._planned(place.round, place.size) if _is(o, place.draw))

    def _planned(self, t: int, size: Fraction | None) -> tuple[Offer, ...]:
        at = t if self.game.horizon is not None else t % self.game.period
        return tuple(o for o in self.offers[size] if o.round == at)

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """The offer of the equilibrium, or its answer."""
        plan, draw = self.plan(place), place.draw
        assert draw is not None
        if place.demand is None:
            # One who makes no offer that is accepted may as well ask for everything.
            return {str(draw.size if plan.demand is None else plan.demand): 1.0}
        takes = draw.size - place.demand >= plan.accepts_from
        does = "accept" if takes else LEAVE if plan.leaves else "refuse"
        return {answer: float(answer == does) for answer in self.options(place, seat)}

    def wait(self, place: Place) -> Pair:
        """What a refusal in a round is worth to both, seen from that round."""
        last = place.round + 1 == self.game.horizon
        later = self.game.outside if last else expected(self._planned(place.round + 1, place.size))
        return waiting(self.game, later, last)

    def waits(self, place: Place, seat: int) -> Fraction:
        """What a refusal is worth to a seat, seen from its round."""
        return self.wait(place)[seat]

    def _worth(self, place: Place, seat: int, choice: str) -> Fraction:
        draw, plan = place.draw, self.plan(place)
        assert draw is not None
        if place.demand is None:
            asked = Fraction(self.read(choice, place))
            if draw.size - asked >= plan.accepts_from:
                return asked
            return self.game.left[seat] if plan.leaves else self.waits(place, seat)
        if choice == LEAVE:
            return self.game.left[seat]
        return draw.size - place.demand if choice == "accept" else self.waits(place, seat)

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """In shares, from there on."""
        if place.demand is None:
            plan = self.plan(place)
            no = self.game.left[seat] if plan.leaves else self.waits(place, seat)
            best = max(plan.size - plan.accepts_from, no) if plan.accepts_from <= plan.size else no
        else:
            best = max(self._worth(place, seat, answer) for answer in self.options(place, seat))
        return float(max(Fraction(0), best - self._worth(place, seat, choice)))

    def weight(self, place: Place, seat: int) -> float:
        """The discount factor to the power of the round."""
        return float(self.game.discount[seat] ** place.round)

    def value(self, place: Place | None) -> FloatPair:
        """The equilibrium's worth from there on."""
        if place is None:
            return 0.0, 0.0
        if place.draw is None:
            ways = self.ways(place, ("", ""))
            each = [(way.chance, self.value(way.to)) for way in ways]
            return sum(p * v[0] for p, v in each), sum(p * v[1] for p, v in each)
        plan = self.plan(place)
        worth = plan.worth
        if place.demand is not None:
            takes = place.draw.size - place.demand >= plan.accepts_from
            no = self.game.left if plan.leaves else self.wait(place)
            worth = self._shares(place) if takes else no
        return self._counted(place, worth)

    def _counted(self, place: Place, worth: Pair) -> FloatPair:
        one, two = (float(d**place.round * v) for d, v in zip(self.game.discount, worth, strict=True))
        return one, two

    def _shares(self, place: Place) -> Pair:
        assert place.draw is not None
        assert place.demand is not None
        rest = place.draw.size - place.demand
        return (place.demand, rest) if place.draw.proposer == 0 else (rest, place.demand)

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in every offer, on the grid of slices, and in every answer."""
        del time_limit
        return [self._response(precision, self.games) for precision in precisions]

    def _response(self, precision: float, games: Mapping[Fraction | None, OffersGame]) -> Behaviour | None:
        try:
            found = {size: offers_quantal(own, precision) for size, own in games.items()}
        except NoQuantalResponseError:
            return None
        game = self.game
        rounds = {(size, r.round, r.draw): r for size, own in found.items() for r in own}

        def behaviour(place: Place, seat: int) -> dict[str, float]:
            at = place.round if game.horizon is not None else place.round % game.period
            draw = place.draw
            assert draw is not None
            own = rounds[place.size, at, draw]
            if place.demand is None:
                return {str(draw.size * k / game.grid): float(p) for k, p in enumerate(own.demands)}
            k = int(place.demand * game.grid / draw.size + Fraction(1, 2))
            takes, leaves = float(own.accepts[k]), float(own.leaves[k])
            answers = {"accept": takes, "refuse": 1 - takes - leaves}
            return answers | {LEAVE: leaves} if game.may_leave(seat) else answers

        return behaviour

    @property
    def payoff_range(self) -> float:
        """The surplus."""
        return float(self.game.surplus)

    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """An offer stands; an answer ends the game, or the next round begins, unless talks break down."""
        if place.draw is None:
            return self._drawn(place)
        choice = choices[0] or choices[1]
        if place.demand is None:
            return (Way(1.0, "", place._replace(demand=Fraction(self.read(choice, place))), (0.0, 0.0)),)
        if choice != "refuse":
            paid = self._shares(place) if choice == "accept" else self.game.left
            return (Way(1.0, "", None, self._counted(place, paid), (float(paid[0]), float(paid[1]))),)
        t, now = place.round, self._counted(place, self.game.meanwhile)
        shown = (float(self.game.meanwhile[0]), float(self.game.meanwhile[1])) if any(self.game.meanwhile) else None
        if t + 1 >= self.last:
            return (Way(1.0, "", None, self._counted(place, self.wait(place)), shown),)
        on = Way(float(1 - self.game.hazard), "", self._round(t + 1, place.size), now, shown)
        if not self.game.hazard:
            return (on,)
        broken = self._counted(place._replace(round=t + 1), self.game.broken)
        away = Way(float(self.game.hazard), HAZARD, None, (now[0] + broken[0], now[1] + broken[1]), shown)
        return (on, away) if self.game.hazard < 1 else (away,)

    def _drawn(self, place: Place) -> tuple[Way, ...]:
        """What chance may draw: what there is to share and who proposes."""
        if None not in self.games and place.size is None:
            sizes = [(float(p), g.surplus) for p, g in self.game.drawn()]
            return tuple(Way(p, f"surplus {size}", self._round(0, size), (0.0, 0.0)) for p, size in sizes)
        draws = self.games[place.size].draws(place.round)
        return tuple(
            Way(
                float(d.chance),
                f"surplus {d.size}, {self.game.players[d.proposer]}",
                place._replace(draw=d),
                (0.0, 0.0),
            )
            for d in draws
        )


HAZARD = "hazard"
"""What chance does where it ends the talks."""


def _is(offer: Offer, draw: Draw | None) -> bool:
    """Whether an offer is the one for what chance has drawn."""
    return draw is not None and (offer.size, offer.proposer) == (draw.size, draw.proposer)
