"""Which parameter the variance of an output comes from: Sobol' indices over all ranges at once.

References
----------
Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M. and Tarantola, S. (2010): Variance based sensitivity
analysis of model output. Computer Physics Communications 181, 259-270.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.courses.ending_names import is_deal
from sim.errors import NothingSampledError, TimeLimitError
from sim.scenario.expressions.draws import Draw
from sim.study.maps.regime import regimes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.study.maps.ranges import Range
    from sim.study.maps.regime import Regime, Solve
    from sim.study.record import Chunk
    from sim.types import Floats


LEAST = 4
"""Base points, least."""

RESAMPLES = 200
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Shares:
    """Variance shares of one output, in the order of the parameters.

    Parameters
    ----------
    mean, variance : float
        Of the output over the points drawn; the shares are NaN if it does not vary.
    first : ndarray of float, shape (k,)
        What the parameter explains by itself (first-order index).
    total : ndarray of float, shape (k,)
        What would be left if all others were known: its part with all interactions (total index).
    first_interval, total_interval : ndarray of float, shape (k, 2)
        Percentile intervals of 95% by resampling the points.
    """

    mean: float
    variance: float
    first: Floats
    total: Floats
    first_interval: Floats
    total_interval: Floats


@dataclass(frozen=True)
class Variance:
    """Variance shares of several outputs over the same points.

    Parameters
    ----------
    ranges : tuple of Range
        The parameters; they are drawn evenly over their ranges, or the whole numbers in them, and independently.
    shares : mapping of str to Shares
        By output.
    samples : int
        Base points used.
    dropped : int
        Base points left out since one of their runs has no answer, or to leave a power of two.
    unanswered : int
        Those of them of which a run has no answer.
    runs : int
        Scenarios solved.
    seed : int
        Seed of the draw.
    asked : int
        Base points that were to be drawn; the time was up if there are more than were used and dropped.
    """

    ranges: tuple[Range, ...]
    shares: Mapping[str, Shares]
    samples: int
    dropped: int
    unanswered: int
    runs: int
    seed: int
    asked: int

    @property
    def late(self) -> bool:
        """Whether the time was not enough for all base points."""
        return self.samples + self.dropped < self.asked


@dataclass(frozen=True)
class SobolShares:
    """Variance shares from a design, and how much of it they come from.

    Parameters
    ----------
    shares : dict of str to Shares
        By output.
    used : int
        Base points used, a power of two.
    done : int
        Base points all of whose runs were solved.
    unanswered : int
        Those of them of which a run has no answer.
    """

    shares: dict[str, Shares]
    used: int
    done: int
    unanswered: int


def variance_shares(
    ranges: Sequence[Range],
    players: tuple[str, ...],
    own: Regime,
    solve: Solve,
    samples: int,
    seed: int,
    never: float | None = None,
    whole: bool = True,
) -> Variance:
    """Estimate Sobol' indices by the design and the estimators of Saltelli et al. (2010), as SciPy computes them.

    Parameters
    ----------
    ranges : sequence of Range, length k
        The parameters.
    players : tuple of str
        Identifiers of those who are paid.
    own : Regime
        Regime of the scenario's own point, for the output ``ending``.
    samples : int
        Base points, a power of two; ``samples * (k + 2)`` scenarios are solved.
    seed : int
        Seed of the scrambling of Sobol's sequence and of the resampling.
    never : float or None
        What counts as the round of an agreement that is never made; without it there is no output ``round``.
    whole : bool
        Whether all points are solved together, or in parts, of which those stand that there was time for.

    Raises
    ------
    NothingSampledError
        If fewer than four base points have answers to all their runs.
    TimeLimitError
        If the time was not enough for the first part.
    """
    draws = [Draw("uniform", (float(r.low), float(r.high)), r.whole) for r in ranges]
    found = sobol_shares(
        len(ranges),
        lambda chances: np.stack([draw.quantile(chances[:, k]) for k, draw in enumerate(draws)], axis=1),
        lambda points: outputs_of(solve(points), players, own, never),
        samples,
        seed,
        whole,
    )
    runs = found.done * (len(ranges) + 2)
    return Variance(
        tuple(ranges), found.shares, found.used, found.done - found.used, found.unanswered, runs, seed, samples
    )


def sobol_shares(
    k: int,
    placed: Callable[[Floats], Floats],
    outputs: Callable[[Floats], Mapping[str, Floats]],
    samples: int,
    seed: int,
    whole: bool = True,
) -> SobolShares:
    """Sobol' indices of independent parameters, whatever they are drawn from.

    Parameters
    ----------
    k : int
        Number of parameters.
    placed : callable
        From chances of shape (n, k), between 0 and 1, to the points below which the parameters lie with them.
    outputs : callable
        From points of shape (m, k) to numbers by output, NaN where there is no answer.
    samples : int
        Base points, a power of two; ``samples * (k + 2)`` points are solved.
    whole : bool
        Whether all points are solved together, or in parts of 4, 4, 8, 16, ... base points. If the time is up, those
        before stand: they are again a power of two from the start of the sequence.

    Raises
    ------
    NothingSampledError
        If fewer than four base points have answers to all their runs.
    TimeLimitError
        If the time was not enough for the first part.
    """
    from scipy.stats import qmc

    drawn = qmc.Sobol(2 * k, seed=seed).random(samples).reshape(2 * samples, k)
    pairs = placed(drawn).reshape(samples, 2, k)
    found: dict[str, Floats] = {}
    done = 0
    for stop in [samples] if whole else _parts(samples):
        try:
            part = outputs(_runs(pairs[done:stop]))
        except TimeLimitError:
            if not done:
                raise
            break
        # One row per base point: the run of the first point, of the second, and of each mixture.
        rows = {name: values.reshape(k + 2, stop - done) for name, values in part.items()}
        found = {name: np.hstack([found[name], more]) if done else more for name, more in rows.items()}
        done = stop
    good = np.all([np.isfinite(v).all(axis=0) for v in found.values()], axis=0)
    if good.sum() < LEAST:
        raise NothingSampledError("most of the points drawn have no answer, so that there is nothing to share out")
    used = 1 << (int(good.sum()).bit_length() - 1)
    keep = np.flatnonzero(good)[:used]
    shares = {name: _shares(values[:, keep], seed) for name, values in found.items()}
    return SobolShares(shares, used, done, done - int(good.sum()))


def _parts(samples: int) -> list[int]:
    """Where parts of a design end: each doubles it."""
    return [size for size in (LEAST << i for i in range(samples.bit_length())) if size < samples] + [samples]


def _runs(pairs: Floats) -> Floats:
    """The points of a design: the first and the second of each pair, and the first with each coordinate of the second.

    Parameters
    ----------
    pairs : ndarray of float, shape (n, 2, k)
        Base points.

    Returns
    -------
    ndarray of float, shape ((k + 2) * n, k)
    """
    one, two = np.swapaxes(pairs, 0, 1)
    k = one.shape[1]
    mixed = np.repeat(one[None], k, axis=0)
    for i in range(k):
        mixed[i, :, i] = two[:, i]
    return np.concatenate([one, two, mixed.reshape(-1, k)])


def outputs_of(chunk: Chunk, players: tuple[str, ...], own: Regime, never: float | None) -> dict[str, Floats]:
    """Numbers that an answer comes to, by name; NaN where there is no answer.

    Parameters
    ----------
    chunk : Chunk
        The answers.
    players : tuple of str
        Identifiers of those who are paid.
    own : Regime
        What ``ending`` is compared with: 1 where it ends like that, whatever the round, else 0.
    never : float or None
        What counts as the round of an agreement that is not made.
    """
    failed = ~np.array([r.answered for r in regimes_of(chunk)])
    same = np.where(failed, np.nan, chunk.ending == own.ending)
    found = {"ending": same.astype(np.float64)}
    if never is not None:
        found["agreement"] = np.where(failed, np.nan, [is_deal(str(told)) for told in chunk.ending])
        found["round"] = np.where(failed, np.nan, np.where(np.isfinite(chunk.rounds), chunk.rounds, never))
    return found | {f"payoff:{player}": chunk.payoffs[:, p] for p, player in enumerate(players)}


def _shares(runs: Floats, seed: int) -> Shares:
    """Indices of one output; rows are the first points, the second ones, and the mixtures."""
    k, n = len(runs) - 2, runs.shape[1]
    base = runs[:2].ravel()
    # What floats of equal numbers leave behind is no variance.
    if np.ptp(base) <= 1e-12 * max(1.0, float(np.abs(base).max())):
        none, pair = np.full(k, np.nan), np.full((k, 2), np.nan)
        return Shares(float(base.mean()), 0.0, none, none, pair, pair)
    first, total = _indices(runs)
    draws = np.random.default_rng(seed)
    again = [_indices(runs[:, draws.integers(n, size=n)]) for _ in range(RESAMPLES)]
    ends = [50 * (1 - CONFIDENCE), 50 * (1 + CONFIDENCE)]
    with np.errstate(invalid="ignore"):
        intervals = [np.nanpercentile([pair[side] for pair in again], ends, axis=0).T for side in (0, 1)]
    return Shares(float(base.mean()), float(base.var()), first, total, intervals[0], intervals[1])


def _indices(runs: Floats) -> tuple[Floats, Floats]:
    """Estimates (b) and (f) of table 2 of Saltelli et al. (2010), of numbers less their mean; 0 of no variance."""
    first, second, *mixed = runs - runs[:2].mean()
    variance = np.var([first, second])
    if not variance:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    alone = np.array([np.mean(second * (one - first)) for one in mixed]) / variance
    total = np.array([np.mean((first - one) ** 2) for one in mixed]) / (2 * variance)
    return alone, total
