"""Roots of polynomials that are made from known factors, or have them in closed form."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import cos, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.exact.polynomials import at, minus, odd_part, times
from sim.exact.roots import holds_from, not_negative, roots

F = Fraction
Polynomial = tuple[Fraction, ...]
inside = st.fractions(F(1, 50), F(49, 50), max_denominator=50)
outside = st.sampled_from([F(-3), F(-1, 7), F(0), F(101, 100), F(2), F(7)])
POSITIVE = [(F(1), F(0), F(1)), (F(1, 1000), F(-1, 50), F(1)), (F(5),)]
"""Factors without a root: the second comes close to zero at 1 / 100."""


def product(roots: dict[Fraction, int], ones: int, factors: list[Polynomial]) -> Polynomial:
    """The product of (x - root)^order, (1 - x)^ones and other factors."""
    linear = [(-root, F(1)) for root, order in roots.items() for _ in range(order)]
    return reduce(times, [*linear, *[(F(1), F(-1))] * ones, *factors], (F(1),))


@given(
    st.dictionaries(inside, st.integers(1, 4), max_size=4),
    st.dictionaries(outside, st.integers(1, 2), max_size=2),
    st.integers(0, 3),
    st.lists(st.sampled_from(POSITIVE), max_size=2),
    st.booleans(),
)
@settings(max_examples=150)
def test_a_polynomial_holds_from_its_last_root_of_odd_order(
    roots: dict[Fraction, int], others: dict[Fraction, int], ones: int, factors: list[Polynomial], turned: bool
) -> None:
    """Only at a root of odd order the sign turns; roots at 1 and beyond, and up to 0, turn nothing in between."""
    p = product(roots | others, ones, factors)
    if turned:
        p = tuple(-a for a in p)
    near_one = sum(order for root, order in others.items() if root > 1) % 2 == turned
    odd = [root for root, order in roots.items() if order % 2]
    assert holds_from(p) == (max(odd, default=F(0)) if near_one else None)


@given(st.lists(st.integers(-20, 20).map(F), max_size=14))
@settings(max_examples=100)
def test_nothing_is_negative_from_there_on_and_something_is_just_below(p: list[Fraction]) -> None:
    found = holds_from(p)
    if found is None:
        assert at(p, 1 - F(1, 10**12)) < 0
        return
    assert all(at(p, found + (1 - found) * F(k, 50)) >= 0 for k in range(50))
    assert found == 0 or at(p, found - F(1, 10**15)) < 0


def test_a_root_that_is_no_fraction_is_met_from_above() -> None:
    """x^2 - 1/2: the root is 1 / sqrt 2."""
    found = holds_from((F(-1, 2), F(0), F(1)))
    assert found is not None
    assert 0 <= found**2 - F(1, 2) < F(1, 10**18)


def test_roots_that_lie_close_together_are_told_apart() -> None:
    """Between the two the polynomial is negative, for a width of a millionth of a millionth."""
    one = F(1, 3)
    two = one + F(1, 10**12)
    found = holds_from(product({one: 1, two: 1}, 0, []))
    assert found is not None
    assert abs(found - two) < F(1, 10**18)


@pytest.mark.parametrize(("p", "holds"), [((), F(0)), ((F(2),), F(0)), ((F(-2),), None), ((F(0), F(0)), F(0))])
def test_a_constant_holds_everywhere_or_nowhere(p: Polynomial, holds: Fraction | None) -> None:
    assert holds_from(p) == holds


def test_a_touch_from_above_asks_for_nothing() -> None:
    assert holds_from(product({F(1, 2): 2, F(3, 4): 4}, 0, [])) == 0


@given(st.dictionaries(inside, st.integers(1, 4), max_size=4), st.sampled_from([F(1), F(-3), F(2, 7)]))
@settings(max_examples=40)
def test_the_odd_part_has_the_same_signs_and_single_roots(roots: dict[Fraction, int], factor: Fraction) -> None:
    p = times((factor,), product(roots, 0, []))
    odd = odd_part(p)
    assert len(odd) - 1 == sum(order % 2 for order in roots.values())
    for k in range(1, 100):
        x = F(k, 100) + F(1, 10**4)
        assert (at(p, x) > 0) == (at(odd, x) > 0)


@given(
    st.dictionaries(inside, st.integers(1, 3), max_size=5),
    st.dictionaries(outside, st.integers(1, 2), max_size=2),
    st.lists(st.sampled_from(POSITIVE), max_size=2),
)
@settings(max_examples=100)
def test_every_root_between_0_and_1_is_found_once_and_as_the_fraction_that_it_is(
    zeros: dict[Fraction, int], others: dict[Fraction, int], factors: list[Polynomial]
) -> None:
    assert roots(product(zeros | others, 0, factors)) == sorted(zeros)


@pytest.mark.parametrize("n", [1, 2, 3, 8, 14, 25])
def test_chebyshevs_polynomials_vanish_at_cosines(n: int) -> None:
    """T_n(2 x - 1) has its n roots at (1 + cos((2 k - 1) pi / 2 n)) / 2."""
    before: Polynomial = (F(1),)
    p: Polynomial = (F(-1), F(2))
    for _ in range(n - 1):
        before, p = p, minus(times((F(-2), F(4)), p), before)
    closed = [(1 + cos((2 * k - 1) * pi / (2 * n))) / 2 for k in range(n, 0, -1)]
    assert [float(r) for r in roots(p)] == pytest.approx(closed, abs=1e-15)


@pytest.mark.parametrize("p", [(), (F(3),), (F(0), F(0)), (F(0), F(1)), (F(1), F(-1)), (F(0), F(1), F(-1))])
def test_nothing_vanishes_in_between_where_there_are_no_roots_or_only_at_the_ends(p: Polynomial) -> None:
    assert roots(p) == []


@given(st.lists(st.dictionaries(inside, st.integers(1, 2), max_size=3), max_size=3), st.fractions(0, F(99, 100)))
@settings(max_examples=60)
def test_intervals_are_where_nothing_is_negative(factors: list[dict[Fraction, int]], x: Fraction) -> None:
    polynomials = [product(zeros, 0, []) for zeros in factors]
    found = not_negative(polynomials)
    assert all(a[1] < b[0] for a, b in pairwise(found))
    assert any(low <= x <= high for low, high in found) == all(at(p, x) >= 0 for p in polynomials)


@pytest.mark.parametrize("near", [1 - F(1, 10**101), F(1, 10**40)])
def test_a_root_however_near_to_0_or_1_is_met_from_above_and_below_1(near: Fraction) -> None:
    """x (x - r), and x^2 - r^2, which has a root that is looked for by halving."""
    for p in ((F(0), -near, F(1)), (-(near**2), F(0), F(1))):
        found = holds_from(p)
        assert found is not None
        assert near <= found < 1
        assert found - near < near / 10**12
