"""Offers with demands at the deadline as people play them: in the last round both name at once what they demand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.arena import Benchmark, Way
from sim.agents.arenas.numbers import slice_named
from sim.agents.arenas.offers import OffersArena, Place
from sim.agents.arenas.responses import along
from sim.engine.matrix.quantal import TableChoices
from sim.engine.offers.deadline_pick import before_the_deadline, division_kept
from sim.engine.selection import parse_rule
from sim.games.offers.offers_game import from_offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.agents.arenas.arena import Behaviour, Wishes
    from sim.engine.logit import QuantalPoint
    from sim.games.offers.offers_game import OffersGame
    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair, Pair

    Table = tuple[tuple[Fraction, ...], ...]

SIDES = 0, 1


class DemandsArena(OffersArena):
    """Alternating offers whose last round is one of demands.

    Any division that both like at least as much as none is an equilibrium of the last round. Held against is the one
    of highest product of gains (Nash 1953), or where a rule favours a side the one that is best for it; offers before
    are those of the one subgame-perfect equilibrium in which that division is expected.

    Parameters
    ----------
    scenario : Scenario
        A scenario of kind ``offers`` with ``deadline: demands``.
    rule : str
        Which equilibrium, as in ``--select``.
    """

    def __init__(self, scenario: Scenario, rule: str = "payoff-dominant") -> None:
        self.whole = from_offers(scenario)
        assert self.whole.horizon is not None
        self.rule = parse_rule(rule, self.whole.players)
        self.kept = division_kept(self.whole, self.rule)
        self.deadline = self.whole.horizon - 1
        self.none = self._none()
        super().__init__(scenario)
        self.last = self.whole.horizon

    def _compiled(self, scenario: Scenario) -> OffersGame:
        """The rounds with offers, after which the division that is expected is paid."""
        del scenario
        return before_the_deadline(self.whole, self.none if self.kept is None else self.kept)

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> DemandsArena:
        """The game, held against one of its equilibria."""
        return cls(scenario, wishes.select)

    def _none(self) -> Pair:
        """What demands that are too high together pay, seen from their round."""
        one, two = (d * v for d, v in zip(self.whole.discount, self.whole.outside, strict=True))
        return one, two

    def at_once(self, place: Place) -> bool:
        """Whether both name demands."""
        return place.round == self.deadline

    def movers(self, place: Place) -> tuple[int, ...]:
        """Both in the last round."""
        return SIDES if self.at_once(place) else super().movers(place)

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """The answers; none where a number is named."""
        return () if self.at_once(place) else super().options(place, seat)

    def point(self, place: Place, seat: int) -> str:
        """Round and, for an answer, what is offered."""
        return f"round {place.round + 1}, demands" if self.at_once(place) else super().point(place, seat)

    def chance(self, place: Place, choice: str, chances: Mapping[str, float]) -> float:
        """Numbers by the slice of the grid that they are nearest to."""
        if self.at_once(place):
            return slice_named(Fraction(choice), self.whole.surplus / self.whole.grid, Fraction(0), chances)
        return super().chance(place, choice, chances)

    def demanded(self, seat: int) -> Fraction:
        """What the equilibrium demands in the last round: what is kept, or everything where no division is liked."""
        return self.whole.surplus if self.kept is None else self.kept[seat]

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """The demand, offer or answer of the equilibrium."""
        return {str(self.demanded(seat)): 1.0} if self.at_once(place) else super().mixture(place, seat)

    def _paid(self, demands: Pair) -> Pair:
        """What demands pay, seen from their round."""
        return demands if sum(demands) <= self.whole.surplus else self.none

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """Against what the other side demands in equilibrium, or does from there on."""
        if not self.at_once(place):
            return super().regret(place, seat, choice)
        other = self.demanded(1 - seat)
        own = Fraction(self.read(choice, place))
        got = own if own + other <= self.whole.surplus else self.none[seat]
        best = self.whole.surplus - other
        # Nobody demands more than all, so that nothing is too high against a demand of nothing.
        return float((max(best, self.none[seat]) if other else best) - got)

    def value(self, place: Place | None) -> FloatPair:
        """The equilibrium's worth from there on."""
        if place is not None and self.at_once(place):
            return self._counted(place, self._paid((self.demanded(0), self.demanded(1))))
        return super().value(place)

    def benchmarks(self) -> list[Benchmark]:
        """The equilibrium of the arena, and those that are best for each side where they are others."""
        found = [self]
        for seat in SIDES:
            other = type(self)(self.scenario, f"first-best:{self.whole.players[seat]}")
            if all(other.kept != known.kept for known in found):
                found.append(other)
        return [Benchmark(arena.mixture, arena.value(arena.start)) for arena in found]

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in every demand, offer and answer, on the grid of slices."""
        rows, columns = self._tables()
        found = along(TableChoices(rows, columns), precisions, time_limit)
        return [
            None if point is None else self._erring(precision, point)
            for precision, point in zip(precisions, found, strict=True)
        ]

    def _tables(self) -> tuple[Table, Table]:
        """What demands pay both, in whole slices."""
        asked = [self.whole.surplus * k / self.whole.grid for k in range(self.whole.grid + 1)]
        paid = [[self._paid((one, two)) for two in asked] for one in asked]
        one, two = (tuple(tuple(pair[seat] for pair in row) for row in paid) for seat in SIDES)
        return one, two

    def _erring(self, precision: float, point: QuantalPoint) -> Behaviour | None:
        one, two = (np.asarray(chances, dtype=float) for chances in point.strategies)
        tables = (np.array(side, dtype=float) for side in self._tables())
        first, second = (Fraction(float(one @ table @ two)) for table in tables)
        names = [str(self.whole.surplus * k / self.whole.grid) for k in range(self.whole.grid + 1)]
        before = self._response(precision, {None: before_the_deadline(self.whole, (first, second))})

        def behaviour(place: Place, seat: int) -> dict[str, float]:
            if self.at_once(place):
                return dict(zip(names, (one, two)[seat].tolist(), strict=True))
            assert before is not None
            return before(place, seat)

        return behaviour

    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """Demands end the talks; before, an offer stands, and an answer ends them or the next round begins."""
        if self.at_once(place):
            one, two = (Fraction(self.read(choice, place)) for choice in choices)
            paid = self._paid((one, two))
            return (Way(1.0, "", None, self._counted(place, paid), self._shown((one, two))),)
        return super().ways(place, choices)

    def _shown(self, demands: Pair) -> FloatPair:
        """What is told: what is paid, be it a round later."""
        paid = demands if sum(demands) <= self.whole.surplus else self.whole.outside
        return float(paid[0]), float(paid[1])
