"""Textbook games of commitment, repetition, bargaining and talk against their closed forms, at other numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.solve import solve
from sim.scenario.load import load

F = Fraction


def solved(name: str, text: str | None = None, concept: str | None = None, **numbers: Fraction) -> Any:
    """A bundled scenario, or a changed text of it, solved with parameters set."""
    solution = solve(load(name, {key: str(value) for key, value in numbers.items()}, text), concept)
    assert solution.certified
    return solution


def tenths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda k: F(k, 10))


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


# Offers with a last round: Ståhl 1972.


@settings(max_examples=8, deadline=None)
@given(st.integers(10, 99).map(lambda k: F(k, 100)), st.integers(1, 9))
def test_the_share_of_the_first_to_propose_is_stahls_with_any_last_round(d: Fraction, rounds: int) -> None:
    text = load("last-offer").text.replace("rounds: 5", f"rounds: {rounds}")
    share = (1 - (-d) ** rounds) / (1 + d)
    assert solved("last-offer", text, patience=d).payoffs == (share, 1 - share)


# Power shift: after Fearon 1995 and Powell 2006; derived in the file.


@settings(max_examples=40, deadline=None)
@given(tenths(5, 10), tenths(0, 4), st.integers(1, 60).map(lambda k: F(k, 100)), tenths(5, 10))
def test_there_is_war_if_and_only_if_the_shift_of_power_exceeds_the_cost_of_war(
    now: Fraction, later: Fraction, cost: Fraction, promise: Fraction
) -> None:
    assume(cost != now - later)
    solution = solved("power-shift", now=now, later=later, cost=cost, promise=promise)
    (e,) = solution.equilibria
    assert solution.complete
    war = now - later > cost
    assert e.payoffs == ((now - cost, 1 - now - cost) if war else (later, 1 - later))


@settings(max_examples=15, deadline=None)
@given(tenths(5, 10), tenths(0, 4), tenths(1, 6), tenths(5, 10))
def test_a_side_that_can_bind_itself_to_its_promise_prevents_the_war(
    now: Fraction, later: Fraction, cost: Fraction, promise: Fraction
) -> None:
    # Where it promises more than now + cost it would rather be struck at than keep that.
    assume(now + cost > promise > now - cost > later)
    scenario = load("power-shift", {"now": str(now), "later": str(later), "cost": str(cost), "promise": str(promise)})
    bound = solve(load("power-shift", dict(scenario.settings), text=scenario.text + "commit: rising\n"))
    assert bound.found.pure.payoffs == (1 - promise, promise)  # type: ignore[union-attr]
    # With chances it leaves the other side just what striking brings.
    assert bound.payoffs == (now - cost, 1 - (now - cost))  # type: ignore[union-attr]


# Cheap talk: Crawford and Sobel 1982, with two states and three responses; derived in the file.


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40).map(lambda k: F(k, 20)), st.sampled_from([F(k, 20) for k in range(1, 20) if k % 5]))
def test_words_that_cost_nothing_tell_something_up_to_a_bias_of_one_half(bias: Fraction, large: Fraction) -> None:
    uninformed = max(-((a**2) * (1 - large) + (1 - a) ** 2 * large) for a in (F(0), F(1, 2), F(1)))
    payoffs = {e.payoffs[1] for e in solved("cheap-talk", concept="pbe", bias=bias, large=large).equilibria}
    assert uninformed in payoffs
    assert (0 in payoffs) == (bias <= F(1, 2))
    if bias > F(1, 2):
        assert payoffs == {uninformed}


# A known last round: a stage game with one equilibrium, repeated, has one (Benoit and Krishna 1985).


@settings(max_examples=10, deadline=None)
@given(tenths(31, 80), tenths(1, 29), tenths(-50, 0))
def test_a_dilemma_with_a_known_last_round_has_one_equilibrium(
    temptation: Fraction, punishment: Fraction, sucker: Fraction
) -> None:
    solution = solved("known-last-round", temptation=temptation, punishment=punishment, sucker=sucker)
    assert solution.unique
    assert [e.payoffs for e in solution.stage.equilibria] == [(punishment, punishment)]
