"""Nash equilibria of the bundled matrix games against their closed forms, at the numbers of the file and at others."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.nash import NashSolution
from tests.engine.textbook import numbers, solved, tenths

Setting = dict[str, str]


def only(solution: NashSolution) -> tuple[tuple[tuple[Fraction, ...], ...], tuple[Fraction, Fraction]]:
    """Strategies and payoffs of the one equilibrium of a matrix game."""
    (e,) = solution.result.equilibria
    assert solution.complete
    return e.strategies, e.payoffs


@pytest.mark.parametrize(
    "settings", [{}, {"penalty": "20"}, {"cost": "2", "detection": "1"}, {"harm": "30", "caught": "5", "gain": "2"}]
)
def test_each_side_of_an_inspection_makes_the_other_indifferent(settings: Setting) -> None:
    # Avenhaus, von Stengel and Zamir 2002, section 2; both chances from the other side's indifference.
    at = numbers("inspection", **settings)
    inspect = at["gain"] / (at["detection"] * (at["gain"] + at["penalty"]))
    violate = at["cost"] / (at["detection"] * (at["harm"] - at["caught"]))
    told, payoffs = only(solved("inspection", "nash", **settings))
    assert told == ((inspect, 1 - inspect), (1 - violate, violate))
    assert payoffs == (-at["harm"] * violate, 0)


def test_a_higher_penalty_brings_fewer_inspections_and_as_many_violations() -> None:
    # Tsebelis 1989
    low, high = (only(solved("inspection", "nash", penalty=p))[0] for p in ("4", "12"))
    assert high[0][0] < low[0][0]
    assert high[1] == low[1]


@pytest.mark.parametrize("settings", [{}, {"prize": "10", "cost": "0.1"}, {"prize": "2.1", "cost": "2"}])
def test_the_symmetric_equilibrium_quits_in_every_round_with_cost_over_prize_plus_cost(settings: Setting) -> None:
    # The closed form is derived in the file.
    at = numbers("short-war-of-attrition", **settings)
    q = at["cost"] / (at["prize"] + at["cost"])
    chances = (*((1 - q) ** t * q for t in range(3)), (1 - q) ** 3)
    found = solved("short-war-of-attrition", "nash", **settings).result.equilibria
    symmetric = [e for e in found if e.strategies[0] == e.strategies[1]]
    assert [(e.strategies, e.payoffs) for e in symmetric] == [((chances, chances), (0, 0))]


@pytest.mark.parametrize("settings", [{}, {"prize": "10", "cost": "0.1"}, {"prize": "2.1", "cost": "2"}])
def test_in_the_other_equilibria_of_the_war_of_attrition_one_side_quits_at_once(settings: Setting) -> None:
    prize = numbers("short-war-of-attrition", **settings)["prize"]
    solution = solved("short-war-of-attrition", "nash", **settings)
    assert solution.complete
    others = [e for e in solution.result.equilibria if e.strategies[0] != e.strategies[1]]
    assert len({e.component for e in others}) == 2
    assert {e.payoffs for e in others} == {(prize, 0), (0, prize)}
    assert all(1 in (e.strategies[0][0], e.strategies[1][0]) for e in others)


def test_all_75_equilibria_of_von_stengels_game_are_found_and_their_indices_sum_to_one() -> None:
    # von Stengel 1999, Savani and von Stengel 2006
    solution = solved("von-stengel", "nash")
    assert solution.complete
    assert not solution.result.degenerate
    assert len({e.strategies for e in solution.result.equilibria}) == 75
    assert all(e.regret == (0, 0) for e in solution.result.equilibria)
    # Shapley 1974: one more of index +1 than of -1 in a nondegenerate game.
    assert sorted(t.index for t in solution.traits) == [-1] * 37 + [1] * 38


@pytest.mark.parametrize("settings", [{}, {"crash": "-10"}, {"both": "6.5", "second": "1"}])
def test_without_a_light_the_drivers_mix(settings: Setting) -> None:
    at = numbers("traffic-intersection", **settings)
    wait = (at["second"] - at["crash"]) / (at["first"] + at["second"] - at["both"] - at["crash"])
    mixed = [e for e in solved("traffic-intersection", "nash", **settings).result.equilibria if not e.pure]
    assert [e.strategies for e in mixed] == [((wait, 1 - wait), (wait, 1 - wait))]


F = Fraction


# Divide the dollar: Nash 1953's demand game with demands that fit in pairs. For each nonempty set of such pairs one
# equilibrium: a side asks at most for what the other's demand leaves with chance least / demand. So 2^n - 1 in all.


def mixture(mine: tuple[Fraction, ...], theirs: tuple[Fraction, ...], demands: list[Fraction]) -> tuple[Fraction, ...]:
    """Chances of one's demands that make each of the other side's, listed from the lowest on, pay its least."""
    at_most = [theirs[0] / demand for demand in reversed(theirs)]
    chances = dict(zip(mine, [at_most[0], *(b - a for a, b in pairwise(at_most))], strict=True))
    return tuple(chances.get(demand, F(0)) for demand in demands)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=2, unique=True))
def test_demands_that_fit_in_pairs_have_one_equilibrium_for_each_set_of_pairs(smaller: list[int]) -> None:
    pie = F(40)
    demands = sorted({F(k) for k in smaller} | {pie - k for k in smaller})
    row = tuple(tuple(a if a + b <= pie else F(0) for b in demands) for a in demands)
    column = tuple(tuple(b if a + b <= pie else F(0) for b in demands) for a in demands)
    sets = chain.from_iterable(combinations(demands, size) for size in range(1, len(demands) + 1))
    expected = set()
    for mine in sets:
        theirs = tuple(sorted(pie - demand for demand in mine))
        expected.add((mixture(mine, theirs, demands), mixture(theirs, mine, demands)))
    found = bimatrix_equilibria(row, column)
    assert found.complete
    assert {e.strategies for e in found.equilibria} == expected
    assert len(found.equilibria) == 2 ** len(demands) - 1


@settings(max_examples=20, deadline=None)
@given(tenths(1, 29), tenths(30, 100))
def test_dividing_the_dollar_has_seven_equilibria_at_any_size_of_the_demands(little: Fraction, much: Fraction) -> None:
    demands = [little, (little + much) / 2, much]
    found = solved("divide-the-dollar", little=little, much=much).result
    assert found.complete
    everything = mixture(tuple(demands), tuple(demands), demands)
    assert len(found.equilibria) == 7
    assert (everything, everything) in {e.strategies for e in found.equilibria}
    pure = {e.payoffs for e in found.equilibria if e.pure}
    assert pure == {(d, little + much - d) for d in demands}
