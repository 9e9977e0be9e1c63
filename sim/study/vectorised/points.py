"""The numbers of a plan at the points of a chunk: payoffs, discount factors, risks, and what is too near to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.profile import NEAR
from sim.engine.concessions.subgame_perfect.backward_induction import ROUNDING
from sim.exact import residues as mod
from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.concessions.breakdown import ROUND
from sim.scenario.expressions.vector import Numbers, constant, evaluate_all, holds_everywhere

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.study.vectorised.plan import GameStructure, PhasePlan, Whole
    from sim.types import Flags, Floats, Index


@dataclass(frozen=True)
class Worth:
    """Floats with the residues of the exact numbers, arrays of one shape."""

    value: Floats
    residue: mod.Residues


@dataclass(frozen=True)
class PhaseNumbers:
    """What the outcomes of a phase are worth: ``base + gain * value of the node they lead to``.

    Parameters
    ----------
    base, gain : pair of Worth, each of shape (outcomes, n)
        Per player.
    risk : ndarray of float, shape (outcomes, n)
        Chance of a breakdown after each outcome.
    """

    base: tuple[Worth, Worth]
    gain: tuple[Worth, Worth]
    risk: Floats


@dataclass(frozen=True)
class PointNumbers:
    """All numbers of a plan at n points.

    Parameters
    ----------
    phases : tuple of PhaseNumbers
        In the order of the plan's phases.
    final : pair of Worth, each of shape (states, n)
        Per player, what each state is worth after the last round.
    near : ndarray of float, shape (2, n)
        Difference of values below which floats do not decide.
    weights : ndarray of float, shape (2, n)
        Weights of both payoffs in the sum that the selection rule takes.
    doubt : ndarray of bool, shape (n,)
        Points at which some number is not known well enough.
    """

    phases: tuple[PhaseNumbers, ...]
    final: tuple[Worth, Worth]
    near: Floats
    weights: Floats
    doubt: Flags


def parameters_at(
    declared: Sequence[tuple[str, str, str | None, str | None]],
    settings: Mapping[str, str],
    swept: Mapping[str, Numbers],
    doubt: Flags,
) -> dict[str, Numbers]:
    """Values of all parameters at all points; points that leave a parameter's range are doubtful.

    Parameters
    ----------
    declared : sequence of (name, value, min, max)
        The parameters of the file with their expressions, in order.
    settings : mapping of str to str
        Parameters set for all points, as expressions.
    swept : mapping of str to Numbers
        Parameters that differ from point to point, with their values.
    doubt : ndarray of bool, shape (n,)
        Set where a value is not certain or not allowed.
    """
    known: dict[str, Numbers] = {}
    for name, text, _, _ in declared:
        found = evaluate_all(text, known, doubt)
        if name in swept:
            found = swept[name]
        elif name in settings:
            found = evaluate_all(settings[name], known, doubt)
        known[name] = found
    for name, _, low, high in declared:
        for bound, symbol in ((low, ">="), (high, "<=")):
            if bound is not None:
                doubt |= ~holds_everywhere(symbol, known[name], evaluate_all(bound, known, doubt), doubt)
    return known


def check_ranges(ranges: Mapping[str, tuple[float, float]], known: Mapping[str, Numbers], doubt: Flags) -> None:
    """Note points at which an expression leaves the range in which it has to lie."""
    for text, ends in ranges.items():
        found = evaluate_all(text, known, doubt)
        for end, symbol in zip(ends, (">=", "<="), strict=True):
            if np.isfinite(end):
                limit = constant(Fraction(end), doubt)
                doubt |= ~holds_everywhere(symbol, found, limit, doubt)


def numbers_at(
    plan: GameStructure, patience: tuple[str, str], known: Mapping[str, Numbers], doubt: Flags
) -> PointNumbers:
    """All numbers of a plan at all points.

    Parameters
    ----------
    patience : pair of str
        Expressions of both discount factors.
    known : mapping of str to Numbers
        The parameters.
    doubt : ndarray of bool, shape (n,)
        Set where a number is not certain.
    """
    n = len(doubt)
    symbols = [evaluate_all(text, known, doubt) for text in plan.symbols]
    rates = [evaluate_all(text, known, doubt) for text in patience]
    risks = [_risk(text, round_, known, doubt) for text, round_ in plan.hazards]
    for x in (*rates, *risks):
        doubt |= x.value >= 1.0 - 1e-9
    table = _Sums(symbols, n)
    ended = [table.of(plan.ended[p]) for p in (0, 1)]
    final = [table.of(plan.final[p]) for p in (0, 1)]
    width = _widths(plan, table, risks)
    scale = np.where(width > 0, width, 1.0)
    d = np.stack([rate.value for rate in rates])
    count = np.minimum(plan.rounds, 1.0 / np.maximum(1.0 - d, 1e-9))
    near = np.maximum(NEAR * (1.0 - d), ROUNDING * count) * scale
    for p in (0, 1):
        # What is not exactly the same everywhere but nearly so is measured by a range that floats cannot give.
        doubt |= (table.error > near[p] / 16) | ((width[p] > 0) & (width[p] <= 64 * table.error))
    phases = []
    for phase in plan.phases:
        risk = risks[phase.hazard]
        parts = [
            _outcomes(phase, table.of(phase.rewards[p]), _picked(ended[p], phase.ended), rates[p], risk) for p in (0, 1)
        ]
        at_risk = np.where(phase.risky[:, None], risk.value[None], 0.0)
        phases.append(PhaseNumbers((parts[0][0], parts[1][0]), (parts[0][1], parts[1][1]), at_risk))
    return PointNumbers(tuple(phases), (final[0], final[1]), near, 1.0 / scale, doubt)


class _Sums:
    """Sums of symbols with whole coefficients."""

    def __init__(self, symbols: list[Numbers], n: int) -> None:
        self.value = np.array([s.value for s in symbols]).reshape(-1, n)
        self.residue = np.array([s.residue for s in symbols], dtype=np.float64).reshape(-1, n)
        errors = np.array([s.error for s in symbols]).reshape(-1, n)
        self._errors = errors + len(self.value) * np.finfo(float).eps * np.abs(self.value)
        self.error = np.zeros(n)
        self._known: dict[bytes, Worth] = {}

    def of(self, factors: Whole) -> Worth:
        """Sums for coefficients of shape (rows, symbols); the largest error of any so far is kept."""
        key = factors.tobytes()
        if key not in self._known:
            wide = factors.astype(np.float64)
            error = _product(np.abs(wide).max(axis=0, keepdims=True), self._errors)
            self.error = np.maximum(self.error, error[0])
            # Residues are below 2^31 and coefficients are numbers of steps, so floats add them without rounding.
            left = _product(wide, self.residue).astype(np.int64) % mod.PRIME
            self._known[key] = Worth(_product(wide, self.value), left.astype(np.uint64))
        return self._known[key]


def _product(factors: Floats, symbols: Floats) -> Floats:
    """A product of matrices, one of them mostly zeros, in one thread: studies have their own."""
    result = np.zeros((len(factors), symbols.shape[1]))
    for symbol in np.flatnonzero(factors.any(axis=0)):
        for row in np.flatnonzero(factors[:, symbol]):
            result[row] += factors[row, symbol] * symbols[symbol]
    return result


def _risk(text: str, round_: int | None, known: Mapping[str, Numbers], doubt: Flags) -> Numbers:
    """A hazard at all points."""
    if round_ is not None:
        known = {**known, ROUND: constant(Fraction(round_), doubt)}
        check_ranges({text: (0.0, 1.0)}, known, doubt)
    risk = evaluate_all(text, known, doubt)
    # A breakdown that is certain changes what can be reached; a hazard of one half, what is likelier.
    even = holds_everywhere("==", risk, constant(Fraction(1, 2), doubt), doubt)
    return replace(risk, value=np.where(even, 0.5, risk.value))


def _widths(plan: GameStructure, table: _Sums, risks: list[Numbers]) -> Floats:
    """Highest less lowest payoff of each player over all rounds that can be, shape (2, n)."""
    n = len(risks[0].value)
    walked = np.unique([k for phase in plan.phases for k in phase.ended[phase.successors == BROKEN]]).astype(np.intp)
    risky = {(int(k), phase.hazard) for phase in plan.phases for k in phase.ended[phase.risky]}
    lowest, highest = np.full((2, n), np.inf), np.full((2, n), -np.inf)
    for p in (0, 1):
        ended = table.of(plan.ended[p]).value
        closing = [table.of(phase.rewards[p]).value for phase in plan.phases if phase.closes_round]
        for rows in (table.of(plan.final[p]).value, *closing, ended[walked]):
            lowest[p] = np.minimum(lowest[p], rows.min(axis=0, initial=np.inf))
            highest[p] = np.maximum(highest[p], rows.max(axis=0, initial=-np.inf))
        for k, hazard in risky:
            threatened = risks[hazard].value > 0
            lowest[p] = np.where(threatened, np.minimum(lowest[p], ended[k]), lowest[p])
            highest[p] = np.where(threatened, np.maximum(highest[p], ended[k]), highest[p])
    width: Floats = highest - lowest
    return width


def _picked(worth: Worth, rows: Index) -> Worth:
    return Worth(worth.value[rows], worth.residue[rows])


def _outcomes(phase: PhasePlan, reward: Worth, ended: Worth, rate: Numbers, risk: Numbers) -> tuple[Worth, Worth]:
    """Base and gain of the outcomes of a phase for one player."""
    shape = reward.value.shape
    over = (phase.successors == BROKEN)[:, None]
    goes_on = np.where(over, 0, 1) + np.zeros(shape, dtype=np.intp)
    if not phase.closes_round:
        base = Worth(np.where(over, ended.value, 0.0), np.where(over, ended.residue, np.uint64(0)))
        return base, Worth(goes_on.astype(np.float64), goes_on.astype(np.uint64))
    one = np.ones_like(rate.residue)
    rest = 1.0 - rate.value, mod.difference(one, rate.residue)
    lost = rate.value * risk.value, mod.product(rate.residue, risk.residue)
    kept = rate.value - lost[0], mod.difference(rate.residue, lost[1])
    at_risk = phase.risky[:, None]
    share = np.where(over, rate.value, np.where(at_risk, lost[0], 0.0))
    left = np.where(over, rate.residue, np.where(at_risk, lost[1], np.uint64(0)))
    base = Worth(
        rest[0] * reward.value + share * ended.value,
        mod.total(mod.product(rest[1], reward.residue), mod.product(left, ended.residue)),
    )
    gain = Worth(
        goes_on * np.where(at_risk, kept[0], rate.value),
        goes_on.astype(np.uint64) * np.where(at_risk, kept[1], rate.residue),
    )
    return base, gain
