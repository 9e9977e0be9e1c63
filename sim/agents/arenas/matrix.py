"""Matrix games as people play them: once, or again and again."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.arenas.arena import Arena, Benchmark, Way
from sim.agents.arenas.responses import along
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.quantal import TableChoices
from sim.engine.matrix.refinements import safest
from sim.engine.selection import equally_good, order_key, parse_rule, select
from sim.errors import PlayError
from sim.exact.chances import as_float
from sim.games.matrix.strategic_form import from_matrix
from sim.scenario.scenario import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.agents.arenas.arena import Behaviour, Note, Wishes
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Repeat, Scenario
    from sim.types import FloatPair


ROUNDS = 10
"""Rounds after which a game that is repeated without end is stopped, unless another number is asked for."""


class MatrixArena(Arena):
    """A matrix game. The equilibrium is one of a single round, played in every round whatever happened.

    Rounds count by the players' patience where the file repeats the game, and all alike otherwise. A game repeated
    without end stops after a number of rounds; what follows is paid as if both played the equilibrium, or a lot
    drew one of those that are equally good.

    Parameters
    ----------
    scenario : Scenario
        A matrix scenario without hidden types.
    rule : str
        Which equilibrium, as in ``--select``.
    rounds : int, optional
        How many rounds are played.
    time_limit : float or None
        Seconds for the enumeration of equilibria.

    Raises
    ------
    PlayError
        If no equilibrium is found in time.
    """

    def __init__(
        self,
        scenario: Scenario,
        rule: str = "payoff-dominant",
        rounds: int | None = None,
        time_limit: float | None = 60.0,
    ) -> None:
        self.scenario, self.form, self.concept = scenario, from_matrix(scenario), "nash"
        self.equilibrium, self.others, self.equals, complete = _selected(self.form, rule, time_limit)
        repeat = _repeat(scenario)
        self.endless = repeat is not None and repeat.rounds is None
        own = ROUNDS if repeat is None or repeat.rounds is None else repeat.rounds
        self.last = rounds or (1 if repeat is None else own)
        self.weights, self.tail = _weights(scenario, self.last, repeat is not None, self.endless)
        self.notes: tuple[Note, ...] = () if complete else ("time",)

    @classmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> MatrixArena:
        """The game; whoever plays does not change it."""
        return cls(scenario, wishes.select, wishes.rounds, wishes.time_limit)

    @staticmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """The repetitions."""
        repeat = _repeat(scenario)
        return None if repeat is None else repeat.rounds

    @property
    def start(self) -> int:
        """The first round."""
        return 0

    def round(self, place: int) -> int:
        """The round."""
        return place

    def movers(self, place: int) -> tuple[int, ...]:
        """Both at once."""
        del place
        return 0, 1

    def options(self, place: int, seat: int) -> tuple[str, ...]:
        """The actions."""
        del place
        return self.form.actions[seat]

    def point(self, place: int, seat: int) -> str:
        """There is one decision for each seat, in every round the same."""
        del place
        return self.form.players[seat]

    def mixture(self, place: int, seat: int) -> dict[str, float]:
        """The equilibrium's probabilities."""
        chances = self.equilibrium.strategies[seat]
        return {a: float(p) for a, p in zip(self.options(place, seat), chances, strict=True)}

    def regret(self, place: int, seat: int, choice: str) -> float:
        """Against the other's part of the equilibrium, in a round."""
        del place
        return self.regret_in(self.equilibrium, seat, choice)

    def regret_in(self, equilibrium: Equilibrium, seat: int, choice: str) -> float:
        """What a choice gives away in a round against the other's part of some equilibrium.

        Parameters
        ----------
        seat : int
            Who chooses.
        choice : str
            What is chosen.
        """
        worths = self._worths(equilibrium, seat)
        return float(max(worths) - worths[self.form.actions[seat].index(choice)])

    def _worths(self, equilibrium: Equilibrium, seat: int) -> list[Fraction]:
        other = equilibrium.strategies[1 - seat]
        if seat == 0:
            return [sum((p * v for p, v in zip(other, line, strict=True)), Fraction(0)) for line in self.form.row]
        columns = zip(*self.form.column, strict=True)
        return [sum((p * v for p, v in zip(other, line, strict=True)), Fraction(0)) for line in columns]

    def weight(self, place: int, seat: int) -> float:
        """What a round counts for."""
        return self.weights[seat][place]

    def value(self, place: int | None) -> FloatPair:
        """The rounds that are left, at what the equilibrium pays in each."""
        if place is None:
            return 0.0, 0.0
        one, two = (
            float(self.equilibrium.payoffs[seat]) * sum(self.weights[seat][place:]) + self.tail[seat] * self.later[seat]
            for seat in (0, 1)
        )
        return one, two

    @cached_property
    def later(self) -> FloatPair:
        """What each round pays that comes after play is stopped."""
        one, two = (float(sum((e.payoffs[s] for e in self.equals), Fraction(0)) / len(self.equals)) for s in (0, 1))
        return one, two

    def rivals(self) -> tuple[MatrixArena, ...]:
        """The game with each equilibrium that is as good by the rule."""
        return tuple(self._with(e) for e in self.equals)

    def _with(self, equilibrium: Equilibrium) -> MatrixArena:
        other = copy(self)
        every = (self.equilibrium, *self.others)
        other.equilibrium, other.others = equilibrium, tuple(e for e in every if e is not equilibrium)
        return other

    def benchmarks(self) -> list[Benchmark]:
        """All equilibria that were found."""
        return [self._benchmark(e) for e in (self.equilibrium, *self.others)]

    def _benchmark(self, equilibrium: Equilibrium) -> Benchmark:
        one, two = map(float, equilibrium.payoffs)
        return Benchmark(self._rule(equilibrium.strategies), (one, two))

    def _rule(self, strategies: Sequence[Iterable[Fraction | float]]) -> Behaviour:
        def rule(place: int, seat: int) -> dict[str, float]:
            return dict(zip(self.options(place, seat), map(float, strategies[seat]), strict=True))

        return rule

    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """An error in every round."""
        found = along(TableChoices(self.form.row, self.form.column), precisions, time_limit)
        return [None if point is None else self._rule(point.strategies) for point in found]

    @property
    def payoff_range(self) -> float:
        """Of a round."""
        return max(float(np.ptp(side)) for side in self.form.arrays) or 1.0

    def ways(self, place: int, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """The round is paid."""
        i, j = self.form.actions[0].index(choices[0]), self.form.actions[1].index(choices[1])
        shown = float(self.form.row[i][j]), float(self.form.column[i][j])
        over = place + 1 == self.last
        one, two = (shown[s] * self.weights[s][place] + (self.tail[s] * self.later[s] if over else 0.0) for s in (0, 1))
        return (Way(1.0, "", None if over else place + 1, (one, two), shown),)


def _repeat(scenario: Scenario) -> Repeat | None:
    assert isinstance(scenario.game, Matrix)
    return scenario.game.repeat


def _selected(
    form: StrategicForm, rule: str, time_limit: float | None
) -> tuple[Equilibrium, tuple[Equilibrium, ...], tuple[Equilibrium, ...], bool]:
    """The equilibrium that a rule selects, the other (extreme) ones, those as good by it, and whether these are all."""
    parsed = parse_rule(rule, form.players).within(_ranges(form))
    solution = bimatrix_equilibria(form.row, form.column, time_limit=time_limit, second_opinion=False)
    found = solution.equilibria
    if not found:
        raise PlayError("no equilibrium was found in the time allowed; allow more with --time-limit")
    keys = [order_key(form.players, form.actions, e.strategies) for e in found]
    safe = safest(form.row, form.column, [e.strategies for e in found]) if parsed.safest_first else None
    payoffs = [e.payoffs for e in found]
    number = select(payoffs, keys, parsed, safe)[0]
    equal = [k for k in equally_good(payoffs, parsed, safe)[0] if k != number]
    others = tuple(e for k, e in enumerate(found) if k != number)
    return found[number], others, (found[number], *(found[k] for k in equal)), solution.complete


def _ranges(form: StrategicForm) -> tuple[Fraction, Fraction]:
    one, two = ([v for line in side for v in line] for side in (form.row, form.column))
    return max(one) - min(one), max(two) - min(two)


def _weights(
    scenario: Scenario, rounds: int, repeated: bool, endless: bool
) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], FloatPair]:
    """What each round counts for each player, and what all rounds after the last one do; together 1."""
    sides, tails = [], []
    for player in scenario.players:
        exact = player.patience or Fraction(0) if repeated else Fraction(1)
        d = as_float(exact)
        powers = [d**t for t in range(rounds)]
        whole = 1 / as_float(1 - exact) if endless else sum(powers)
        sides.append(tuple(p / whole for p in powers))
        tails.append(d**rounds if endless else 0.0)
    return (sides[0], sides[1]), (tails[0], tails[1])
