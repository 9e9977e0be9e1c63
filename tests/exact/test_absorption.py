"""Chains that end, against the same equations in fractions and against the gambler's ruin."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.exact.absorption import absorbed
from sim.exact.elimination import solve

weights = st.integers(0, 5) | st.sampled_from([Fraction(1, 10**30), Fraction(1, 10**90)])


@given(
    st.lists(st.lists(weights, min_size=5, max_size=5), min_size=4, max_size=4),
    st.lists(weights, min_size=4, max_size=4),
)
def test_it_is_what_fractions_give_to_almost_all_digits(rows: list[list[Fraction]], right: list[Fraction]) -> None:
    tiny = Fraction(1, 10**60)
    shares = [[v / (sum(row) + tiny) for v in row[:4]] + [(row[4] + tiny) / (sum(row) + tiny)] for row in rows]
    system = [{j: (j == k) - v for j, v in enumerate(row[:4]) if (j == k) != v} for k, row in enumerate(shares)]
    exact = solve(system, [[Fraction(v)] for v in right])
    assert exact is not None
    step, leave = (np.array([[float(v) for v in row] for row in shares])[:, part] for part in (slice(4), 4))
    found = absorbed(step, leave, np.array([float(v) for v in right]))
    assert found == pytest.approx([float(exact[k][0]) for k in range(4)], rel=1e-12)


def test_a_fair_gambler_is_ruined_as_huygens_says() -> None:
    """From k of n one loses all with chance 1 - k/n (Huygens 1657), after k (n - k) games on average (Feller XIV.3)."""
    n = 20
    step = np.diag(np.full(n - 2, 0.5), 1) + np.diag(np.full(n - 2, 0.5), -1)
    lose, win = np.eye(n - 1)[0] / 2, np.eye(n - 1)[-1] / 2
    k = np.arange(1, n)
    assert absorbed(step, lose + win, lose) == pytest.approx(1 - k / n, rel=1e-14)
    assert absorbed(step, lose + win, np.ones(n - 1)) == pytest.approx(k * (n - k), rel=1e-13)
