"""Which parameter the ending hangs on most: each by itself over its range, and all at once by variance shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import within
from sim.errors import TimeLimitError
from sim.study.maps.bisection import POINTS_TOGETHER, CountingSolver, Line, scan_lines
from sim.study.maps.variance import Variance, variance_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.deadline import Deadline
    from sim.study.maps.ranges import Range
    from sim.study.maps.regime import Regime, Solve
    from sim.study.record import Counts


FOR_SHARES = 0.9
"""Share of the time left that the variance shares may take."""


@dataclass(frozen=True)
class Influence:
    """What one parameter does by itself.

    Parameters
    ----------
    line : Line
        What was found along its range.
    turned : float
        Share of the range over which there is a deal and with the scenario's own numbers there is none, or the reverse.
    changed : float
        Share of the range over which it ends in another way than with the scenario's own numbers, rounds aside.
    swing : (float, float)
        Largest less smallest payoff of both players over the points of the line.
    """

    line: Line
    turned: float
    changed: float
    swing: tuple[float, float]


@dataclass(frozen=True)
class Influences:
    """What the ending hangs on.

    Parameters
    ----------
    own : Regime
        The regime of the scenario's own point.
    payoffs : (float, float)
        What it pays.
    influences : tuple of Influence
        One for each parameter, the most influential first.
    variance : Variance or None
        Variance shares; None if none were asked for, or there was no time for any.
    counts : tuple of int
        Points solved with others, again, singly, and not.
    messages : dict of str to int
        What went wrong, and at how many points.
    kinds : dict of str to int
        Number of points by kind of equilibrium.
    late : bool
        Whether there was no time for any variance shares, or for all base points.
    """

    own: Regime
    payoffs: tuple[float, float]
    influences: tuple[Influence, ...]
    variance: Variance | None
    counts: Counts
    messages: dict[str, int]
    kinds: dict[str, int]
    late: bool = False


def sensitivity(
    ranges: Sequence[Range],
    players: tuple[str, ...],
    moved: Callable[[int, float], Sequence[float]],
    solve: Solve,
    samples: int,
    seed: int,
    never: float | None = None,
    at_once: int | None = None,
    points: int = POINTS_TOGETHER,
    left: Deadline | None = None,
) -> Influences:
    """Vary each parameter over its range by itself, then all of them at once, as far as there is time.

    Parameters
    ----------
    ranges : sequence of Range
        At least one parameter.
    players : tuple of str
        Identifiers of those who are paid.
    moved : callable
        The point at which parameter number i has a value and nothing else is set.
    samples : int
        Base points of the variance shares, a power of two; 0 for none.
    seed : int
        Seed of their draw.
    never : float or None
        What counts as the round of an agreement that is not made; None where there are no agreements.
    at_once : int or None
        Points, most, per call of the solver.
    points : int
        Values along each range to start from, where a range does not say.
    left : Deadline, optional
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is not enough for each parameter by itself.
    """
    tally = CountingSolver(solve, at_once)
    with tally.stage("lines"):
        lines = scan_lines(ranges, moved, tally, points)
    ranked = sorted((_influence(line) for line in lines), key=lambda i: (-i.turned, -i.changed, -max(i.swing)))
    first = lines[0]
    place = int(np.searchsorted(first.values, float(first.range.own)))
    own = (float(first.chunk.payoffs[place, 0]), float(first.chunk.payoffs[place, 1]))
    shares, late = None, False
    if samples:
        time = None if left is None else left.share(FOR_SHARES).left
        try:
            with tally.stage("shares", samples * (len(ranges) + 2)), within(time):
                asked = samples, seed, never, tally.whole
                shares = variance_shares(ranges, players, first.own, tally, *asked)
            late = shares.late
        except TimeLimitError:
            late = True
    messages = dict(sorted(tally.messages.items()))
    kinds = {kind: count for kind, count in sorted(tally.kinds.items()) if kind}
    return Influences(first.own, own, tuple(ranked), shares, tally.counts, messages, kinds, late)


def _influence(line: Line) -> Influence:
    span = float(line.range.span)
    stretches = line.stretches()
    turned = sum(high - low for low, high, regime in stretches if regime.agreed != line.own.agreed)
    changed = sum(high - low for low, high, regime in stretches if regime.ending != line.own.ending)
    known = line.chunk.payoffs[np.isfinite(line.chunk.payoffs).all(axis=1)]
    one, two = np.ptp(known, axis=0) if len(known) else (0.0, 0.0)
    return Influence(line, min(1.0, turned / span), min(1.0, changed / span), (float(one), float(two)))
