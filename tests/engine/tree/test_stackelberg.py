"""Commitment in game trees, against published results."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings

from sim.engine.solve import solve
from sim.engine.tree.stackelberg import solve_tree_stackelberg
from sim.games import compile_scenario
from sim.scenario.load import load
from tests.engine.textbook import tenths


def test_an_incumbent_bound_to_fight_is_not_challenged_schelling_1960() -> None:
    scenario = load("entry-deterrence-commitment")
    solution = solve_tree_stackelberg(compile_scenario(scenario), 1)  # type: ignore[arg-type]
    assert solution.payoffs == (1, 5)
    assert solution.without.equilibria[0].payoffs == (2, 2)
    assert solution.certified


@settings(max_examples=15, deadline=None)
@given(tenths(5, 10), tenths(0, 4), tenths(1, 6), tenths(5, 10))
def test_a_side_that_can_bind_itself_to_its_promise_prevents_the_war(
    now: Fraction, later: Fraction, cost: Fraction, promise: Fraction
) -> None:
    # Power shift, after Fearon 1995 and Powell 2006; derived in the file.
    # Where it promises more than now + cost it would rather be struck at than keep that.
    assume(now + cost > promise > now - cost > later)
    scenario = load("power-shift", {"now": str(now), "later": str(later), "cost": str(cost), "promise": str(promise)})
    bound = solve(load("power-shift", dict(scenario.settings), text=scenario.text + "commit: rising\n"))
    assert bound.found.pure.payoffs == (1 - promise, promise)  # type: ignore[union-attr]
    # With chances it leaves the other side just what striking brings.
    assert bound.payoffs == (now - cost, 1 - (now - cost))  # type: ignore[union-attr]
