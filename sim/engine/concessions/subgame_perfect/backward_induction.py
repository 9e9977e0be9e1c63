"""Subgame-perfect equilibrium of a stochastic game with a finite horizon, by backward induction.

From the last round to the first, the stage game of every node that play can reach is built from what the round
pays and from the continuation values, all of its equilibria are found, and the selection rule picks one. The
stage games of a round are solved together in floats; whatever lies within the float error is decided in
rationals, and what is beyond their reach is counted as not certified.

References
----------
Selten, R. (1965): Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit. Zeitschrift für die
gesamte Staatswissenschaft 121, 301-324. Kuhn, H. W. (1953): Extensive games and the problem of information.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.digits import need_digits
from sim.engine.concessions.profile import NEAR, IndependentLayer, LayeredProfile
from sim.engine.concessions.subgame_perfect.exact_values import ExactValues, bounded, mixture
from sim.engine.concessions.subgame_perfect.walking import goes_on, stays, walking
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.refinements import safest
from sim.engine.matrix.stage_games import BatchEquilibria, Vertices, batch_equilibria
from sim.engine.selection import Reason, Rule, order_key, select
from sim.exact.chances import as_float
from sim.games.concessions.bellman import outcome_values
from sim.progress import steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.games.concessions.stochastic_game import Node, Phase, StochasticGame
    from sim.types import Flags, Floats, Index, Pair, Strategies


ROUNDING = 128 * np.finfo(float).eps
"""Share of the payoff range that rounding can add in one round, with room to spare."""


def nearness(game: StochasticGame) -> Floats:
    """Difference of values, per player, below which floats do not decide.

    A round changes a value by at most (1 - d) times the payoff range, and rounding, which is a share of the payoffs
    themselves, builds up over the rounds that count, which are about 1 / (1 - d).
    """
    count = np.minimum(game.rounds, 1.0 / game.impatience)
    near: Floats = np.maximum(NEAR * game.impatience * game.scale, ROUNDING * count * game.size)
    return near


_CHUNK = 4096


@dataclass(frozen=True)
class Layer(IndependentLayer):
    """The selected equilibrium at every node of one phase of one round.

    Parameters
    ----------
    count : ndarray of int, shape (nodes,)
        Number of (extreme) equilibria of the stage game; 0 where play cannot get to.
    reason : ndarray of int, shape (nodes,)
        Why the equilibrium was selected, as `Reason`.
    certified : ndarray of bool, shape (nodes,)
        False where a comparison within the float error could not be decided in rationals.
    going : ndarray of int, shape (nodes,)
        How many of those equilibria there are in which nobody walks away for certain.
    """

    count: NDArray[np.int64]
    reason: NDArray[np.int8]
    certified: Flags
    going: NDArray[np.int64]


@dataclass(frozen=True)
class PerfectProfile(LayeredProfile[Layer]):
    """A subgame-perfect equilibrium: a layer per round and phase.

    Parameters
    ----------
    reached : list of tuple of ndarray of bool
        Nodes that some play can reach, per round and phase.
    exact : ExactValues
        Exact continuation values, computed as they are asked for.
    """

    reached: list[tuple[Flags, ...]]
    rule: Rule
    exact: ExactValues


def subgame_perfect(game: StochasticGame, rule: Rule | None = None, deadline: Deadline | None = None) -> PerfectProfile:
    """Solve a stochastic game with a finite horizon by backward induction.

    Parameters
    ----------
    rule : Rule, optional
        Which equilibrium of a stage game is played where there are several.

    Raises
    ------
    PayoffDigitsError
        If floats do not have the digits for its payoffs.
    TimeLimitError
        If the time is up.
    """
    need_digits(game)
    rule = (rule or Rule()).within(game.ranges)
    reached = game.reachable()
    phases = game.layers
    solver = _Induction(game, rule, phases, deadline or Deadline())
    flat = [flags for layer in reached for flags in layer]
    values = game.ends
    solved: list[Layer] = []
    for k in steps("backward_induction", range(len(phases))[::-1]):
        solved.append(solver.layer(k, flat[k], values))
        values = solved[-1].values
    solved.reverse()
    layers, start = [], 0
    for t in range(game.rounds):
        width = len(game.phases(t))
        layers.append(tuple(solved[start : start + width]))
        start += width
    return PerfectProfile(game, tuple(layers), reached, rule, solver.exact)


class _Induction:
    """One run of backward induction."""

    def __init__(self, game: StochasticGame, rule: Rule, phases: list[Phase], deadline: Deadline) -> None:
        self.game, self.rule, self.phases, self.deadline = game, rule, phases, deadline
        self.exact = ExactValues(game, phases)
        self.near = nearness(game)
        self._walking: dict[int, Index] = {}

    def walking(self, phase: Phase) -> Index:
        """By which actions players walk away at the nodes of a phase."""
        if id(phase) not in self._walking:
            self._walking[id(phase)] = walking(phase)
        return self._walking[id(phase)]

    def layer(self, k: int, reached: Flags, after: Floats) -> Layer:
        phase = self.phases[k]
        worth = outcome_values(self.game, phase, after)
        size, (m, n) = len(phase.nodes), phase.shape
        layer = Layer(
            np.zeros((size, m)),
            np.zeros((size, n)),
            np.zeros((size, 2)),
            np.zeros(size, dtype=np.int64),
            np.zeros(size, dtype=np.int8),
            np.ones(size, dtype=bool),
            np.zeros(size, dtype=np.int64),
        )
        everywhere = np.flatnonzero(reached)
        self.deadline.check()
        for start in range(0, len(everywhere), _CHUNK):
            _Stage(self, k, layer, everywhere[start : start + _CHUNK], worth).solve()
        return layer


class _Stage:
    """The stage games of some nodes of one phase."""

    def __init__(self, run: _Induction, k: int, layer: Layer, nodes: NDArray[np.intp], worth: Floats) -> None:
        self.run, self.k, self.layer, self.nodes = run, k, layer, nodes
        self.phase = run.phases[k]
        self.cells = self.phase.cells[nodes]
        self.open = tuple(flags[nodes] for flags in self.phase.open)
        self.worth = worth.copy()

    def solve(self) -> None:
        """Fill in the layer at these nodes."""
        hazy = self._settle_near_ties()
        row, column = (np.where(self.cells < 0, 0.0, self.worth[self.cells, p]) for p in (0, 1))
        found = batch_equilibria(row, column, *self.open)
        by_hand = hazy | found.unclear
        chosen, reason, open_question = self._select(found)
        count = found.pairs.sum(axis=(1, 2))
        width = found.pairs.shape[2]
        a, b = chosen // width, chosen % width
        games = np.arange(len(self.nodes))
        x, y = found.row.points[games, a], found.column.points[games, b]
        put = self.nodes
        self.layer.row[put], self.layer.column[put] = x, y
        self.layer.values[put, 0] = found.column.values[games, b]
        self.layer.values[put, 1] = found.row.values[games, a]
        self.layer.count[put], self.layer.reason[put] = count, reason
        self.layer.going[put] = goes_on(found, self.run.walking(self.phase)[:, self.nodes])
        # What is mixed is known exactly; a weight of 1e-99 leaves a float of 1 to the other action.
        pure = _single(found.row.mixed[games, a]) & _single(found.column.mixed[games, b])
        outcome = self.cells[games, x.argmax(axis=1), y.argmax(axis=1)]
        for g in games:
            node = int(put[g])
            # What deviating costs is in the tables and not in the payoffs of the equilibria.
            if by_hand[g] or (self.run.rule.safest_first and count[g] > 1):
                self.run.deadline.check()
                self._solve_exactly(node)
            elif open_question[g]:
                self._select_exactly(node, found, int(g))
            elif pure[g]:
                self.run.exact.choose(self.k, node, int(outcome[g]))
            else:
                self._record(node, *self._exact_pair(node, found, int(g), int(a[g]), int(b[g])))

    def _settle_near_ties(self) -> Flags:
        """Make payoffs that are exactly equal bitwise equal; flag nodes with payoffs too close for floats."""
        hazy = np.zeros(len(self.nodes), dtype=bool)
        by_axis = (self.cells, self.cells.transpose(0, 2, 1))
        for player, cells in enumerate(by_axis):
            pay = self.worth[cells, player]
            one, two = cells[:, :, None, :], cells[:, None, :, :]
            gap = np.abs(pay[:, :, None, :] - pay[:, None, :, :])
            near = (gap <= self.run.near[player]) & (one < two) & (one >= 0)
            if not near.any():
                continue
            least: dict[int, int] = {}
            for g, i, j, o in zip(*np.nonzero(near), strict=True):
                # Two that are equal to a third are equal, also where nobody chooses between them.
                lowest, other = sorted(_least(least, int(cells[g, k, o])) for k in (i, j))
                if lowest == other:
                    continue
                exact = self.run.exact.outcome(self.k, lowest), self.run.exact.outcome(self.k, other)
                if exact[0] is not None and exact[1] is not None and exact[0][player] == exact[1][player]:
                    least[other] = lowest
                else:
                    hazy[g] = True
            for outcome in list(least):
                self.worth[outcome, player] = self.worth[_least(least, outcome), player]
        return hazy

    def _select(self, found: BatchEquilibria) -> tuple[NDArray[np.intp], NDArray[np.int8], Flags]:
        """Apply the rule in floats: flat index of the pair, the reason, and where floats cannot tell."""
        pairs = found.pairs
        games, _, width = pairs.shape
        flat = pairs.reshape(games, -1)
        pay = [p.reshape(games, -1) for p in found.payoffs]
        near = [self._near_top(flat, pay[p], self.run.near[p]) for p in (0, 1)]
        rule = self.run.rule
        # They count against each other alone; one over a range that is as good as none is no float.
        weights = np.array([float(w / max(rule.weights)) for w in rule.weights])
        total = weights[0] * pay[0] + weights[1] * pay[1] if rule.favoured is None else pay[rule.favoured]
        slack = float(weights @ self.run.near if rule.favoured is None else self.run.near[rule.favoured])
        best = self._near_top(flat, total, slack)
        chosen, unsure = best.argmax(axis=1), best.sum(axis=1) > 1
        reason = np.full(games, rule.criterion, dtype=np.int8)
        if rule.dominance_first:
            both = near[0] & near[1]
            dominated = both.any(axis=1)
            pick = both.argmax(axis=1)
            # Payoffs of pairs that share the vertex paying them are equal; others near the top need rationals.
            a, b = pick[:, None] // width, pick[:, None] % width
            index = np.arange(flat.shape[1])[None, :]
            stray = (near[0] & (index % width != b)) | (near[1] & (index // width != a))
            chosen = np.where(dominated, pick, chosen)
            unsure = np.where(dominated, stray.any(axis=1) | (both.sum(axis=1) > 1), unsure)
            reason[dominated] = Reason.PAYOFF_DOMINANT
        only = flat.sum(axis=1) == 1
        reason[only] = Reason.ONLY
        return np.where(only, flat.argmax(axis=1), chosen), reason, unsure & ~only

    @staticmethod
    def _near_top(flat: Flags, pay: Floats, slack: float) -> Flags:
        top = np.where(flat, pay, -np.inf).max(axis=1, keepdims=True)
        near: Flags = flat & (pay >= top - slack)
        return near

    def _select_exactly(self, node: int, found: BatchEquilibria, g: int) -> None:
        """Apply the rule in rationals to equilibria that floats have found."""
        candidates = []
        for a, b in zip(*np.nonzero(found.pairs[g]), strict=True):
            pair = self._exact_pair(node, found, g, a, b)
            if pair[1] is None:
                return self._solve_exactly(node)
            candidates.append(pair)
        label = self.phase.nodes[node]
        keys = [order_key(self.run.game.players, label.actions, strategies) for strategies, _ in candidates]
        k, reason = select([payoffs for _, payoffs in candidates if payoffs], keys, self.run.rule)
        self.layer.reason[node] = reason
        self._record(node, *candidates[k])
        return None

    def _exact_pair(self, node: int, found: BatchEquilibria, g: int, a: int, b: int) -> tuple[Strategies, Pair | None]:
        """An equilibrium that floats have found, in rationals: strategies and payoffs (None if beyond the bound)."""
        label = self.phase.nodes[node]
        x = self._exact_vertex(label, found.row, g, a, player=0)
        y = self._exact_vertex(label, found.column, g, b, player=1)
        if x is None or y is None:
            floats = found.row.points[g, a], found.column.points[g, b]
            strategies = [tuple(map(Fraction, p[: len(own)])) for p, own in zip(floats, label.actions, strict=True)]
            return (strategies[0], strategies[1]), None
        return (x[0], y[0]), (y[1], x[1])

    def _exact_vertex(
        self, label: Node, side: Vertices, g: int, v: int, player: int
    ) -> tuple[tuple[Fraction, ...], Fraction] | None:
        """A player's vertex in rationals: the strategy, and what the other player gets by a best response."""
        mine, theirs = (_positions(int(bits[g, v])) for bits in (side.mixed, side.indifferent))
        grid = [[(i, j) if player == 0 else (j, i) for j in theirs] for i in mine]
        exact = self.run.exact.outcomes(self.k, [[label.cells[i][j] for i, j in line] for line in grid])
        if exact is None:
            return None
        shares, value = mixture(exact[1 - player])
        wide = [Fraction(0)] * len(label.actions[player])
        for i, share in zip(mine, shares, strict=True):
            wide[i] = share
        return tuple(wide), value

    def _solve_exactly(self, node: int) -> None:
        """Solve one stage game in rationals; floats stand in for values beyond the bound, and that is recorded."""
        label = self.phase.nodes[node]
        exact = self.run.exact.outcomes(self.k, label.cells)
        if exact is None:
            self.layer.certified[node] = False
            row, column = (
                tuple(tuple(Fraction(float(self.worth[cell, p])) for cell in line) for line in label.cells)
                for p in (0, 1)
            )
        else:
            row, column = exact
        solution = bimatrix_equilibria(row, column, second_opinion=False)
        keys = [order_key(self.run.game.players, label.actions, e.strategies) for e in solution.equilibria]
        profiles = [e.strategies for e in solution.equilibria]
        safe = safest(row, column, profiles) if self.run.rule.safest_first else None
        k, reason = select([e.payoffs for e in solution.equilibria], keys, self.run.rule, safe)
        self.layer.count[node], self.layer.reason[node] = len(solution.equilibria), reason
        self.layer.going[node] = sum(stays(label, e.strategies) for e in solution.equilibria)
        picked = solution.equilibria[k]
        self._record(node, picked.strategies, picked.payoffs if exact is not None else None)
        self.layer.values[node] = [float(v) for v in picked.payoffs]

    def _record(self, node: int, strategies: Strategies, payoffs: Pair | None) -> None:
        """Enter an equilibrium given in rationals."""
        self.layer.row[node], self.layer.column[node] = 0.0, 0.0
        self.layer.row[node, : len(strategies[0])] = [as_float(p) for p in strategies[0]]
        self.layer.column[node, : len(strategies[1])] = [as_float(p) for p in strategies[1]]
        if payoffs is not None:
            self.layer.values[node] = [float(v) for v in payoffs]
        if all(max(strategy) == 1 for strategy in strategies):
            i, j = (strategy.index(1) for strategy in strategies)
            self.run.exact.choose(self.k, node, self.phase.nodes[node].cells[i][j])
        else:
            self.run.exact.learn(self.k, node, payoffs and bounded(payoffs))


def _least(known: dict[int, int], outcome: int) -> int:
    """The lowest number among outcomes known to pay the same as one."""
    while outcome in known:
        outcome = known[outcome]
    return outcome


def _single(bits: NDArray[np.int64]) -> Flags:
    """Where just one bit is set."""
    single: Flags = bits & (bits - 1) == 0
    return single


def _positions(bits: int) -> list[int]:
    return [k for k in range(bits.bit_length()) if bits >> k & 1]
