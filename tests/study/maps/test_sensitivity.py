"""Variance shares against closed forms, and what each parameter does by itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import qmc, sobol_indices

from sim.errors import NothingSampledError, TimeLimitError
from sim.scenario.load import load
from sim.study.ask import ask_sensitivity
from sim.study.maps.one_at_a_time import moves_of
from sim.study.maps.ranges import Range, ranges_of
from sim.study.maps.regime import Regime
from sim.study.maps.sensitivity import sensitivity
from sim.study.maps.variance import _indices, variance_shares
from sim.study.options import SensitivityOptions
from sim.study.record import FAILED, SINGLY, Chunk, StudyFile
from sim.study.single import solve_points
from tests.study.pay_first import PAY_FIRST


def test_the_shares_are_those_of_an_independent_estimator() -> None:
    """The same numbers through SciPy's sobol_indices, which estimates as Saltelli et al. (2010) do."""
    runs = np.random.default_rng(3).normal(5, 2, (6, 64))
    peer = sobol_indices(func={"f_A": runs[:1], "f_B": runs[1:2], "f_AB": runs[2:, None, :]}, n=64)  # type: ignore[arg-type]
    first, total = _indices(runs)
    assert first == pytest.approx(np.reshape(peer.first_order, -1), rel=1e-10)
    assert total == pytest.approx(np.reshape(peer.total_order, -1), rel=1e-10)


def test_a_single_parameter_explains_all() -> None:
    one, two = np.random.default_rng(3).normal(5, 2, (2, 4096))
    first, total = _indices(np.stack([one, two, two]))
    assert first == pytest.approx([1.0], abs=0.05)
    assert total == pytest.approx([1.0], abs=0.05)


def paid(values: np.ndarray, one: np.ndarray, failed: np.ndarray | None = None) -> Chunk:
    n = len(values)
    how = np.where(np.zeros(n, dtype=bool) if failed is None else failed, FAILED, SINGLY).astype(np.uint8)
    endings = np.where(how == FAILED, "", "same").astype(object)
    payoffs = np.stack([np.where(how == FAILED, np.nan, one), np.zeros(n)], axis=1)
    return Chunk(payoffs, endings, np.full(n, np.nan), np.full(n, "unique", dtype=object), how)


def angles(n: int) -> list[Range]:
    """Ranges from -pi to pi, to fifteen digits."""
    pi = Fraction("3.14159265358979")
    return [Range(f"x{k}", Fraction(0), -pi, pi) for k in range(n)]


def test_the_shares_of_the_ishigami_function_are_those_of_the_closed_form() -> None:
    """Ishigami and Homma 1990; the indices follow by integration (Saltelli et al. 2008, section 4)."""

    def solve(x: np.ndarray) -> Chunk:
        return paid(x, np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))

    found = variance_shares(angles(3), ("a", "b"), Regime("same"), solve, 2048, seed=1).shares["payoff:a"]
    one = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2
    two, both = 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    assert found.variance == pytest.approx(whole, rel=0.03)
    assert found.first == pytest.approx(np.array([one, two, 0]) / whole, abs=0.03)
    assert found.total == pytest.approx(np.array([one + both, two, both]) / whole, abs=0.03)
    for value, (low, high) in zip(found.total, found.total_interval, strict=True):
        assert low <= value <= high
        assert high - low < 0.2


def test_an_output_that_does_not_vary_has_no_shares() -> None:
    found = variance_shares(angles(2), ("a", "b"), Regime("same"), lambda x: paid(x, x[:, 0]), 64, seed=1)
    assert np.isnan(found.shares["payoff:b"].total).all()
    assert found.shares["ending"].variance == 0
    assert found.shares["payoff:a"].total == pytest.approx([1, 0], abs=0.05)


def test_points_without_an_answer_are_left_out_and_counted() -> None:
    def solve(x: np.ndarray) -> Chunk:
        return paid(x, x[:, 0] + x[:, 1], x[:, 1] > 2.5)

    found = variance_shares(angles(2), ("a", "b"), Regime("same"), solve, 256, seed=1)
    assert found.samples + found.dropped == 256
    assert found.samples == 128
    assert np.isfinite(found.shares["payoff:a"].total).all()
    with pytest.raises(NothingSampledError):
        variance_shares(angles(2), ("a", "b"), Regime("same"), lambda x: paid(x, x[:, 0], x[:, 0] > -4), 64, seed=1)


def test_base_points_without_an_answer_are_those_whose_runs_fail() -> None:
    def solve(x: np.ndarray) -> Chunk:
        return paid(x, x[:, 0] + x[:, 1], x[:, 1] > 2.5)

    found = variance_shares(angles(2), ("a", "b"), Regime("same"), solve, 256, seed=1)
    # A run takes either of the two values of x1 of its base point; both are below 2.5 at these.
    drawn = qmc.Sobol(4, seed=1).random(256)[:, [1, 3]]
    assert found.unanswered == np.count_nonzero((drawn * 2 * np.pi - np.pi > 2.5).any(axis=1))
    assert 0 < found.unanswered < found.dropped  # the others are left out for a power of two


def test_where_the_time_is_up_the_shares_are_those_of_as_many_base_points_as_were_done() -> None:
    """The first points of a scrambled Sobol' sequence are the same however many follow."""
    left = [40 * 4]  # runs that there is time for: 32 base points with 2 parameters take 128

    def solve(x: np.ndarray) -> Chunk:
        left[0] -= len(x)
        if left[0] < 0:
            raise TimeLimitError("stopped")
        return paid(x, np.sin(x[:, 0]) * x[:, 1])

    cut = variance_shares(angles(2), ("a", "b"), Regime("same"), solve, 256, seed=5, whole=False)
    left[0] = 10**9
    small, whole, parts = (
        variance_shares(angles(2), ("a", "b"), Regime("same"), solve, n, seed=5, whole=at_once)
        for n, at_once in ((32, True), (256, True), (256, False))
    )
    assert (cut.samples, cut.dropped, cut.runs, cut.asked, cut.late) == (32, 0, 128, 256, True)
    for one, other in ((cut, small), (parts, whole)):
        for name, shares in one.shares.items():
            assert np.array_equal(shares.total, other.shares[name].total, equal_nan=True)
            assert np.array_equal(shares.first_interval, other.shares[name].first_interval, equal_nan=True)
    assert not small.late
    assert not parts.late


def test_each_parameter_by_itself_is_told_where_there_is_no_time_for_shares() -> None:
    (r,) = ranges_of(load("test.yaml", text=PAY_FIRST))[:1]
    calls = [0]

    def solve(x: np.ndarray) -> Chunk:
        calls[0] += len(x)
        if calls[0] > 60:
            raise TimeLimitError("stopped")
        return paid(x, x[:, 0])

    found = sensitivity([r], ("us", "nk"), lambda i, v: (v,), solve, 64, 1, at_once=10, points=49)
    assert found.late
    assert found.variance is None
    assert found.influences[0].swing[0] == pytest.approx(float(r.span))


def test_the_same_seed_gives_the_same_shares() -> None:
    def shares(seed: int) -> list[float]:
        found = variance_shares(angles(2), ("a", "b"), Regime("same"), lambda x: paid(x, np.sin(x.sum(1))), 64, seed)
        result: list[float] = found.shares["payoff:a"].total_interval.ravel().tolist()
        return result

    assert shares(3) == shares(3)
    assert shares(3) != shares(4)


def test_one_at_a_time_in_closed_form() -> None:
    """The side that pays first does if its cost is below patience times gain: below 1.6, from 0.5 on."""
    scenario = load("test.yaml", text=PAY_FIRST)
    file, ranges = StudyFile("test.yaml", PAY_FIRST), ranges_of(scenario)
    names = [r.name for r in ranges]
    found = sensitivity(
        ranges,
        ("us", "nk"),
        moves_of(file, ranges),
        lambda v: solve_points(file, names, v),
        16,
        seed=1,
        never=3.0,
        points=21,
    )
    assert found.own == Regime("agreement", 2)
    assert [i.line.range.name for i in found.influences] == ["patience", "cost"]
    patience, cost = found.influences
    assert patience.turned == patience.changed == pytest.approx(0.5 / 0.96, abs=1e-4)
    assert cost.turned == pytest.approx(0.4 / 2, abs=1e-4)
    # At patience d and cost c the deal pays -c + 2 d; the largest over the range of c is at c = 0, the least is 0.
    assert cost.swing[0] == pytest.approx(1.6)
    assert found.payoffs[0] == pytest.approx(0.6)
    assert found.variance is not None
    assert set(found.variance.shares) == {"ending", "agreement", "round", "payoff:us", "payoff:nk"}


def test_a_number_of_rounds_is_moved_and_drawn_in_whole_ones() -> None:
    """Whoever pays first is repaid from two rounds on; of the rounds from 1 to 5 four in five have a deal."""
    text = PAY_FIRST.replace("horizon: 2", "horizon: rounds")
    text = text.replace("power: 1", "power: 1\n  rounds: {value: 3, min: 0.5, max: 5.9}")
    text = text.replace("min: 0, max: 2,", "").replace("min: 0, max: 0.96,", "")
    found = ask_sensitivity(load("test.yaml", text=text), (), SensitivityOptions(samples=256))
    (influence,) = found.influences
    assert influence.line.values.tolist() == [1, 2, 3, 4, 5]
    (flip,) = [flip for flip in influence.line.flips if flip.below.agreed != flip.above.agreed]
    assert (flip.low, flip.high) == (1, 2)
    assert not found.messages
    assert found.variance is not None
    assert found.variance.dropped == 0
    assert found.variance.shares["agreement"].mean == pytest.approx(0.8, abs=0.01)


def test_a_parameter_that_is_made_of_another_follows_it() -> None:
    text = PAY_FIRST.replace("cost: {value: 1,", "cost: {value: gain / 2,").replace("  gain: 2\n", "")
    text = text.replace("parameters:\n", "parameters:\n  gain: {value: 2, min: 1, max: 3}\n")
    scenario = load("test.yaml", text=text)
    ranges = ranges_of(scenario)
    moved = moves_of(StudyFile("test.yaml", text), ranges)
    names = [r.name for r in ranges]
    assert dict(zip(names, moved(names.index("gain"), 3.0), strict=True)) == {"gain": 3, "patience": 0.8, "cost": 1.5}
    assert dict(zip(names, moved(names.index("cost"), 0.5), strict=True)) == {"gain": 2, "patience": 0.8, "cost": 0.5}
