"""Logit agent quantal responses of a stochastic game, by backward induction over its states.

At every decision point an action is played with a probability proportional to exp(t * its worth), where its worth is
the discounted average payoff per round from there on, everybody erring likewise later, the player itself included.
Where both choose at once the two choices are a logit equilibrium of the stage game: the one on the branch that starts
at the uniform point. It is followed at all decision points of a phase together; where the branch turns back on itself
the path is followed by its arc length. With no last round the values are iterated to a fixed point.

What is certified is the definition: with the values that the profile itself has, every probability is the logit
response to the others. That the branch is the one from the uniform point is how it is found, and is not certified.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.concessions.profile import IndependentLayer, LayeredProfile
from sim.engine.concessions.quantal.units import in_units
from sim.engine.matrix.stage_logit import stage_logit
from sim.errors import NoQuantalResponseError
from sim.games.concessions.bellman import outcome_values

if TYPE_CHECKING:
    from sim.engine.concessions.quantal.units import InUnits
    from sim.games.concessions.stochastic_game import Phase, StochasticGame
    from sim.types import Floats


RESIDUAL = 1e-8
"""Largest difference between a probability and the logit response to it in a solution that is returned."""

MOST_SWEEPS = 20_000
"""Sweeps over a game without a last round, most."""

STILL = 1e-13
"""Share of the payoff range to which values are rounded, and by which they may still change when the sweeps end."""


@dataclass(frozen=True)
class LatticeQuantal(LayeredProfile[IndependentLayer]):
    """A logit agent quantal response equilibrium of a stochastic game.

    Parameters
    ----------
    precision : float
        The precision t, per unit of payoff.
    residual : float
        Largest difference between a probability and the logit response to all others.
    """

    precision: float
    residual: float

    @property
    def values(self) -> tuple[float, float]:
        """Both players' expected payoffs, as discounted averages per round."""
        one, two = self.layers[0][0].values[0]
        return float(one), float(two)


def lattice_quantal(
    game: StochasticGame, precision: float, deadline: Deadline | None = None, fading: bool = False
) -> LatticeQuantal:
    """The logit agent quantal response equilibrium of a stochastic game at a precision.

    Parameters
    ----------
    precision : float
        The precision, per unit of payoff; 0 is play at random.
    fading : bool
        Weigh payoffs from the first round on, as on the tree of all histories, where later differences are discounted
        and so errors grow. By default each decision weighs what follows it. Only with a last round.

    Raises
    ------
    NoQuantalResponseError
        If none is found that meets the definition.
    TimeLimitError
        If the time is up.
    """
    deadline = deadline or Deadline()
    deadline.check()
    units = in_units(game)
    solver = _Solver(units, precision, deadline, fading)
    found = solver.endless() if game.horizon is None else solver.finite()
    residual = solver.residual(found)
    if not residual <= RESIDUAL:
        raise NoQuantalResponseError(f"the responses found miss their definition by {residual:.1g}")
    layers = tuple(tuple(replace(layer, values=units.paid(layer.values)) for layer in layers) for layers in found)
    return LatticeQuantal(game, layers, precision, residual)


class _Solver:
    def __init__(self, units: InUnits, precision: float, deadline: Deadline, fading: bool) -> None:
        self.game, self.precision = units.game, precision * units.width
        self.deadline, self.fading = deadline, fading
        self.final = self.game.ends

    def weight(self, t: int) -> Floats:
        """Precision of both players in a round, per unit."""
        weight: Floats = self.precision * self.game.rates**t if self.fading else self.precision
        return weight

    def worths(self, phase: Phase, after: Floats) -> tuple[Floats, Floats]:
        """Both players' worth of every cell, shape (nodes, m, n) each; 0 where a cell is not open."""
        worth = outcome_values(self.game, phase, after)
        table = np.where((phase.cells >= 0)[..., None], worth[phase.cells], 0.0)
        return table[..., 0], table[..., 1]

    def respond(self, phase: Phase, after: Floats, t: int, near: IndependentLayer | None = None) -> IndependentLayer:
        one, two = self.worths(phase, after)
        weight = self.weight(t)
        guess = None if near is None else (near.row, near.column)
        x, y = stage_logit(one * weight[0], two * weight[1], phase.open, self.deadline, guess)
        values = np.stack([np.einsum("kij,ki,kj->k", side, x, y) for side in (one, two)], axis=1)
        return IndependentLayer(x, y, values)

    def sweep(
        self, t: int, after: Floats, near: list[IndependentLayer] | None = None
    ) -> tuple[list[IndependentLayer], Floats]:
        """The phases of a round from the last to the first, given what the states after it are worth."""
        layers: list[IndependentLayer] = []
        phases, after = self.game.phases(t), self._gridded(after)
        for p in reversed(range(len(phases))):
            layers.append(self.respond(phases[p], after, t, near[p] if near else None))
            after = layers[-1].values
        return layers[::-1], after

    def _gridded(self, values: Floats) -> Floats:
        """Values on a grid coarser than rounding, which must not break the symmetry of a game."""
        grid: Floats = STILL * self.game.scale
        on_grid: Floats = np.round(values / grid) * grid
        return on_grid

    def finite(self) -> list[list[IndependentLayer]]:
        rounds, after = [], self.final
        for t in reversed(range(self.game.rounds)):
            layers, after = self.sweep(t, after)
            rounds.append(layers)
        return rounds[::-1]

    def endless(self) -> list[list[IndependentLayer]]:
        """Sweeps over the cycle until the values stay; then once more from the uniform points."""
        cycle = len(self.game.cycle)
        found: list[list[IndependentLayer]] = [[] for _ in range(cycle)]
        after, still = self.final, STILL * self.game.scale
        for _ in range(MOST_SWEEPS):
            before = after
            for c in reversed(range(cycle)):
                found[c], after = self.sweep(c, after, found[c] or None)
            after = self._gridded(after)
            if np.all(np.abs(after - before) <= 1.5 * still):
                break
        else:
            raise NoQuantalResponseError(f"play with errors does not settle within {MOST_SWEEPS:,} sweeps")
        for c in reversed(range(cycle)):
            fresh, worth = self.sweep(c, after)
            if max(_apart(a, b) for a, b in zip(fresh, found[c], strict=True)) > RESIDUAL:
                raise NoQuantalResponseError("the values settle on another branch than that of the uniform point")
            found[c], after = fresh, worth
        return found

    def residual(self, rounds: list[list[IndependentLayer]]) -> float:
        """Largest difference between a probability and the logit response, at the values that the profile has."""
        values = self._evaluated(rounds)
        worst = 0.0
        for t in range(len(rounds)):
            self.deadline.check()
            phases = self.game.phases(t)
            for p, phase in enumerate(phases):
                after = self._after(values, t, p)
                one, two = self.worths(phase, after)
                layer, weight = rounds[t][p], self.weight(t)
                wanted = np.einsum("kij,kj->ki", one, layer.column), np.einsum("kij,ki->kj", two, layer.row)
                for k, mixed in enumerate((layer.row, layer.column)):
                    logits = np.where(phase.open[k], weight[k] * wanted[k], -np.inf)
                    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
                    worst = max(worst, float(np.abs(mixed - odds / odds.sum(axis=1, keepdims=True)).max(initial=0.0)))
        return worst

    def _after(self, values: list[list[Floats]], t: int, p: int) -> Floats:
        if p + 1 < len(values[t]):
            return values[t][p + 1]
        if t + 1 < len(values):
            return values[t + 1][0]
        return values[0][0] if self.game.horizon is None else self.final

    def _evaluated(self, rounds: list[list[IndependentLayer]]) -> list[list[Floats]]:
        """The profile's own values, once more: by induction, or without a last round from linear equations."""
        start = self.final if self.game.horizon is not None else self._stationary(rounds)
        after, found = start, []
        for t in reversed(range(len(rounds))):
            self.deadline.check()
            layers = []
            for phase, layer in reversed(list(zip(self.game.phases(t), rounds[t], strict=True))):
                sides = self.worths(phase, after)
                after = np.stack([np.einsum("kij,ki,kj->k", s, layer.row, layer.column) for s in sides], axis=1)
                layers.append(after)
            found.append(layers[::-1])
        return found[::-1]

    def _stationary(self, rounds: list[list[IndependentLayer]]) -> Floats:
        """Worth of the states at the start of the cycle: values are linear in those at its end."""
        states = len(self.game.states)
        base = self._chain(rounds, np.zeros((states, 2)))
        solved = np.empty((states, 2))
        slope = np.empty((states, states, 2))
        for k in range(states):
            unit = np.zeros((states, 2))
            unit[k] = 1.0
            slope[:, k] = self._chain(rounds, unit) - base
        for player in (0, 1):
            solved[:, player] = np.linalg.solve(np.eye(states) - slope[..., player], base[:, player])
        return solved

    def _chain(self, rounds: list[list[IndependentLayer]], after: Floats) -> Floats:
        self.deadline.check()
        for t in reversed(range(len(rounds))):
            for phase, layer in reversed(list(zip(self.game.phases(t), rounds[t], strict=True))):
                sides = self.worths(phase, after)
                after = np.stack([np.einsum("kij,ki,kj->k", s, layer.row, layer.column) for s in sides], axis=1)
        return after


def _apart(one: IndependentLayer, two: IndependentLayer) -> float:
    return max(
        float(np.abs(one.row - two.row).max(initial=0.0)), float(np.abs(one.column - two.column).max(initial=0.0))
    )
