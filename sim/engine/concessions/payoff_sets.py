"""All payoffs of subgame-perfect equilibria of a stochastic game with a last round.

What is played after a round may depend on everything that was done before, so after each pair of actions any
equilibrium of what follows may be played. A pair of actions with a continuation is therefore an equilibrium of the
stage game exactly if neither player gains by another action that is answered by the continuation worst for the
deviator: the finite-horizon case of the self-generation of Abreu, Pearce and Stacchetti (1990), and how Benoit and
Krishna (1985) sustain in finitely repeated games what no single rule for choosing among equilibria does. All numbers
are exact. Equilibria in which somebody mixes are found for each combination of continuations, of which there may be
many; where there are too many they are left out, and counted.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990): Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58, 1041-1063. Benoit, J.-P. and Krishna, V. (1985): Finitely repeated games. Econometrica
53, 905-922.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.exact.rationals import ZERO, Rational
from sim.games.concessions.bellman import Exits
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline
    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Pair, Vector


MOST_PAYOFFS = 500
"""Different payoffs, most, that are kept at a decision point."""

MOST_COMBINATIONS = 64
"""Combinations of continuations, most, over which mixed equilibria are looked for at a decision point."""


@dataclass(frozen=True, eq=False, slots=True)
class AttainingStrategy:
    """A subgame-perfect equilibrium of a subgame.

    Numbers are `sim.exact.rationals.Rational`: there are many of them, and few are handed out.

    Parameters
    ----------
    node : int
        Its first decision point, as a node of its phase.
    payoffs : pair of Fraction
        What it is worth.
    strategies : pair of tuple of Fraction
        What is done at the first decision point.
    then : tuple of tuple of (Plan or None)
        What is played after each pair of actions; None where nothing follows.
    """

    node: int
    payoffs: Pair
    strategies: tuple[Vector, Vector]
    then: tuple[tuple[AttainingStrategy | None, ...], ...]


@dataclass(frozen=True)
class AllPlans:
    """The plans found at the start of the game, and what was left out.

    Parameters
    ----------
    plans : list of AttainingStrategy
        One for each payoff.
    skipped : int
        Decision points at which mixed equilibria were not looked for.
    cut : int
        Decision points at which there were more payoffs than are kept.
    sloping : int
        Stage games with a whole set of equilibria, of which only the corners are kept.
    """

    plans: list[AttainingStrategy]
    skipped: int
    cut: int
    sloping: int


@dataclass(frozen=True)
class _Ways:
    """All continuations after a pair of actions, and what the pair is then worth."""

    worth: list[Pair]
    plans: Sequence[AttainingStrategy | None]

    @cached_property
    def worst(self) -> tuple[int, int]:
        """For each player the continuation that is worth least to it, the first of several."""
        one, two = ([pair[p] for pair in self.worth] for p in (0, 1))
        return one.index(min(one)), two.index(min(two))

    def least(self, player: int) -> Fraction:
        """What the worst continuation is worth to a player."""
        return self.worth[self.worst[player]][player]


def all_perfect(game: StochasticGame, deadline: Deadline) -> AllPlans:
    """Payoffs of all subgame-perfect equilibria, each with an equilibrium that has them.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return _Search(game, deadline).run()


class _Search:
    def __init__(self, game: StochasticGame, deadline: Deadline) -> None:
        self.game, self.deadline, self.exits = game, deadline, Exits(game)
        self.skipped = self.cut = self.sloping = 0

    def run(self) -> AllPlans:
        reached = self.game.reachable()
        later: dict[int, list[AttainingStrategy]] | None = None
        for t in reversed(range(self.game.rounds)):
            for p, phase in reversed(list(enumerate(self.game.phases(t)))):
                ways = [self._ways(phase, o, later) for o in range(len(phase.outcomes))]
                here = [k for k in range(len(phase.nodes)) if reached[t][p][k]]
                later = {k: self._plans(k, phase.nodes[k], ways) for k in here}
        assert later is not None
        return AllPlans(later[0], self.skipped, self.cut, self.sloping)

    def _ways(self, phase: Phase, o: int, later: dict[int, list[AttainingStrategy]] | None) -> _Ways:
        """What may follow an outcome; nothing if it can never come about."""
        found = self.exits.of(phase, o)
        base, gain = _quick(found.base), _quick(found.gain)
        if found.to == BROKEN:
            return _Ways([base], [None])
        plans: Sequence[AttainingStrategy | None] = [None]
        if later is None:
            worth = [_quick(self.game.final[found.to])]
        else:
            plans = follow = later.get(found.to, [])
            worth = [plan.payoffs for plan in follow]
        if phase.closes_round:
            worth = [(base[0] + gain[0] * v, base[1] + gain[1] * w) for v, w in worth]
        return _Ways(worth, plans)

    def _plans(self, k: int, node: Node, ways: list[_Ways]) -> list[AttainingStrategy]:
        self.deadline.check()
        table = [[ways[o] for o in line] for line in node.cells]
        pure = _pure(table)
        mixed: dict[Pair, AttainingStrategy] = {}
        for plan in self._mixed(k, table):
            if plan.payoffs not in pure:
                mixed.setdefault(plan.payoffs, plan)
        kept = [*pure, *mixed]
        if len(kept) > MOST_PAYOFFS:
            self.cut += 1
            kept = _spread(kept)
        return [mixed[pair] if pair in mixed else _attaining(k, table, pair, pure[pair]) for pair in kept]

    def _mixed(self, k: int, table: list[list[_Ways]]) -> Iterator[AttainingStrategy]:
        """Equilibria in which both mix, for every combination of continuations.

        A player who alone moves, or mixes against a pure action, is indifferent between pairs of actions that are
        equilibria themselves or would be with other continuations; its mixtures pay what lies between those.
        """
        m, n = len(table), len(table[0])
        if m == 1 or n == 1:
            return
        if prod(len(ways.worth) for line in table for ways in line) > MOST_COMBINATIONS:
            self.skipped += 1
            return
        cells = [list(zip(ways.worth, ways.plans, strict=True)) for line in table for ways in line]
        for chosen in product(*cells):
            grid = [chosen[a * n : (a + 1) * n] for a in range(m)]
            row, column = ([[worth[p] for worth, _ in line] for line in grid] for p in (0, 1))
            solution = bimatrix_equilibria(row, column, second_opinion=False)
            self.sloping += solution.degenerate
            then = tuple(tuple(plan for _, plan in line) for line in grid)
            for e in solution.equilibria:
                if not e.pure:
                    x, y = (tuple(map(Rational, side)) for side in e.strategies)
                    yield AttainingStrategy(k, e.payoffs, (x, y), then)


def _quick(pair: Pair) -> Pair:
    return Rational(pair[0]), Rational(pair[1])


def _unit(k: int, size: int) -> Vector:
    return tuple(Rational(a == k) for a in range(size))


def _pure(table: list[list[_Ways]]) -> dict[Pair, int]:
    """Payoffs of pairs of actions, each with every continuation that the worst answers to deviations can hold.

    Most are soon dropped, so that they come with a mere number: that of the continuation times the count of cells,
    and that of the cell.
    """
    m, n = len(table), len(table[0])
    found: dict[Pair, int] = {}
    for i, j in product(range(m), range(n)):
        first = max((table[a][j].least(0) for a in range(m) if a != i), default=None)
        second = max((table[i][b].least(1) for b in range(n) if b != j), default=None)
        for number, worth in enumerate(table[i][j].worth):
            if (first is None or worth[0] >= first) and (second is None or worth[1] >= second):
                found.setdefault(worth, number * m * n + i * n + j)
    return found


def _attaining(k: int, table: list[list[_Ways]], worth: Pair, code: int) -> AttainingStrategy:
    """A pair of actions with one continuation, and the worst answers to deviations; the code is that of `_pure`."""
    m, n = len(table), len(table[0])
    number, cell = divmod(code, m * n)
    i, j = divmod(cell, n)
    then = [[ways.plans[ways.worst[int(a == i)]] for ways in line] for a, line in enumerate(table)]
    then[i][j] = table[i][j].plans[number]
    return AttainingStrategy(k, worth, (_unit(i, m), _unit(j, n)), tuple(map(tuple, then)))


def _spread(payoffs: list[Pair]) -> list[Pair]:
    """As many payoffs as are kept, spread evenly, with the best and the worst of both players among them."""
    ends = [pick(payoffs, key=itemgetter(p)) for p in (0, 1) for pick in (min, max)]
    ordered = sorted(payoffs)
    even = [ordered[len(ordered) * k // MOST_PAYOFFS] for k in range(MOST_PAYOFFS - len(ends))]
    return list(dict.fromkeys([*ends, *even]))


def plan_regret(game: StochasticGame, roots: list[AttainingStrategy]) -> Pair:
    """Most that either player could gain by one deviation anywhere, at any history of any plan, in rationals.

    Every plan that can follow is evaluated anew from what its strategies do, the last ones first. That no single
    deviation pays is enough for subgame perfection (the one-shot deviation principle, Blackwell 1965).

    Parameters
    ----------
    roots : list of AttainingStrategy
        Plans for the whole of it.

    Raises
    ------
    ValueError
        If a plan is not worth what it says.
    """
    phases = [phase for t in range(game.rounds) for phase in game.phases(t)]
    layers: list[dict[int, AttainingStrategy]] = [{id(root): root for root in roots}]
    for _ in phases[1:]:
        layers.append({id(q): q for plan in layers[-1].values() for line in plan.then for q in line if q is not None})
    gain = [ZERO, ZERO]
    values: dict[int, Pair] = {}
    for phase, layer in zip(reversed(phases), reversed(layers), strict=True):
        evaluation = _Evaluation(game, phase, values)
        values = {}
        for name, plan in layer.items():
            values[name], gains = evaluation.of(plan)
            gain = [max(g, h) for g, h in zip(gain, gains, strict=True)]
    if any(values[id(root)] != root.payoffs for root in roots):
        raise ValueError("a plan is not worth what it says")
    return gain[0], gain[1]


class _Evaluation:
    """Worth of the plans of one layer, given those of the next."""

    def __init__(self, game: StochasticGame, phase: Phase, later: dict[int, Pair]) -> None:
        self.game, self.phase, self.later = game, phase, later
        self.cells: dict[tuple[int, int | None], Pair] = {}

    def of(self, plan: AttainingStrategy) -> tuple[Pair, Pair]:
        """Worth of a plan, and what each player gains by its best action at the first decision point."""
        x, y = plan.strategies
        first, second = [ZERO] * len(x), [ZERO] * len(y)
        for i, line in enumerate(self.phase.nodes[plan.node].cells):
            for j, o in enumerate(line):
                if not x[i] and not y[j]:
                    continue
                pair = self._cell(o, plan.then[i][j])
                first[i] += y[j] * pair[0]
                second[j] += x[i] * pair[1]
        worth = (
            sum((p * v for p, v in zip(x, first, strict=True) if p), ZERO),
            sum((p * v for p, v in zip(y, second, strict=True) if p), ZERO),
        )
        return worth, (max(first) - worth[0], max(second) - worth[1])

    def _cell(self, o: int, plan: AttainingStrategy | None) -> Pair:
        key = o, None if plan is None else id(plan)
        if key not in self.cells:
            self.cells[key] = self._worth(o, plan)
        return self.cells[key]

    def _worth(self, o: int, plan: AttainingStrategy | None) -> Pair:
        game, outcome = self.game, self.phase.outcomes[o]
        if plan is not None:
            later = self.later[id(plan)]
        else:
            later = outcome.ended if outcome.over else game.final[outcome.successor]
        if not self.phase.closes_round:
            return later
        pair = [
            (1 - d) * r + d * ((1 - outcome.risk) * v + outcome.risk * b)
            for d, r, v, b in zip(game.discount, outcome.reward, later, outcome.ended, strict=True)
        ]
        return pair[0], pair[1]
