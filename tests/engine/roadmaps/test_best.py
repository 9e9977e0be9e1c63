"""The best of all orders, against trying them all by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.roadmaps.best import CLOSE, BestRoadmap, best_roadmap
from sim.engine.roadmaps.frontier import FrontierSearch, pareto
from sim.engine.roadmaps.lattice import Lattice
from sim.engine.roadmaps.thresholds import judge
from sim.errors import FrontierTooLargeError, TimeLimitError
from sim.games.roadmaps.ladders import keeps_prerequisites
from tests.engine.roadmaps.brute_force import Game, Order, holds, orders
from tests.engine.roadmaps.brute_force import keeps_prerequisites as keeps_by_brute_force
from tests.engine.roadmaps.games import games, ladders_of, mirrored, random_game, rescaled

F = Fraction
MARGIN = F(1, 10**7)
NEAR_ONE = F(999_998, 1_000_000)


def size(game: Game) -> tuple[int, int]:
    return len(game.ladders[0]), len(game.ladders[1])


def hold_all(game: Game, order: Order, low: Fraction, points: int = 7) -> bool:
    """Whether both players keep to an order from a patience on, at some points from there to nearly 1."""
    grid = [low + (NEAR_ONE - low) * F(k, points - 1) for k in range(points)]
    return all(holds(game, order, p, d) for d in grid for p in (0, 1))


def check(game: Game, best: BestRoadmap, tried: list[Order]) -> None:
    """The order found holds, and no order holds from a little less patience on."""
    assert best.proven
    needed = best.roadmap.needed if best.roadmap else NEAR_ONE
    assert needed is not None
    if best.roadmap:
        assert best.roadmap.rounds in tried
        assert needed >= NEAR_ONE or hold_all(game, best.roadmap.rounds, needed)
    less = needed - MARGIN
    if less > 0:
        # Where the points say yes, the order fails between them.
        rest = [order for order in tried if hold_all(game, order, less)]
        for order in rest:
            own = judge(ladders_of(game), order).needed
            assert own is None or own > less
            assert own is None or not all(holds(game, order, p, own - MARGIN / 100) for p in (0, 1))


@given(games(3, verified=0.5))
@settings(max_examples=60)
def test_no_order_of_up_to_three_steps_a_side_needs_less(game: Game) -> None:
    check(game, best_roadmap(ladders_of(game)), list(orders(*size(game))))


@given(games(3, verified=0.4, least=2))
@settings(max_examples=40)
def test_with_prerequisites_kept_no_order_that_keeps_them_needs_less(game: Game) -> None:
    tried = [order for order in orders(*size(game)) if keeps_by_brute_force(game, order)]
    ladders = ladders_of(game)
    assert tried == [order for order in orders(*size(game)) if keeps_prerequisites(ladders, order)]
    check(game, best_roadmap(ladders, keep_prerequisites=True), tried)


@pytest.mark.parametrize("seed", range(5))
def test_no_order_of_four_steps_a_side_needs_less(seed: int) -> None:
    game = random_game(seed, 4, 4, costs=seed < 4, verified=0.3 * (seed % 2))
    check(game, best_roadmap(ladders_of(game)), list(orders(4, 4)))


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_exchanging_the_players_changes_nothing_about_the_best(seed: int) -> None:
    game = random_game(seed, 4, 3)
    here, there = best_roadmap(ladders_of(game)), best_roadmap(ladders_of(mirrored(game)))
    one, two = (b.roadmap and b.roadmap.needed for b in (here, there))
    assert one == two or (one is not None and two is not None and abs(one - two) <= 2 * F(CLOSE))


@given(st.integers(0, 10**6), st.sampled_from([(F(3), F(-7)), (F(1, 8), F(10**9)), (F(10**6), F(-(10**9)))]))
@settings(max_examples=20)
def test_units_and_zero_of_payoffs_do_not_move_the_best(seed: int, units: tuple[Fraction, Fraction]) -> None:
    game = random_game(seed, 3, 4, verified=0.2)
    here, there = best_roadmap(ladders_of(game)), best_roadmap(ladders_of(rescaled(game, 0, *units)))
    one, two = (b.roadmap and b.roadmap.needed for b in (here, there))
    assert here.proven
    assert there.proven
    assert one == two or (one is not None and two is not None and abs(one - two) <= 2 * F(CLOSE))


@pytest.mark.parametrize(("steps", "delannoy"), [(1, 3), (2, 13), (3, 63), (4, 321), (8, 265_729)])
def test_the_lattice_has_a_delannoy_number_of_paths(steps: int, delannoy: int) -> None:
    """Central Delannoy numbers, OEIS A001850."""
    moves = Lattice(ladders_of(random_game(1, steps, steps))).moves
    ways = {(steps, steps): 1}
    for place in reversed(moves):
        ways[place] = sum(ways[move.to] for move in moves[place])
    assert ways[0, 0] == delannoy


def test_a_frontier_cut_for_size_is_reported_and_proves_no_bound() -> None:
    """With one point per place most orders are lost; what is found is still an order, judged exactly."""
    cut = 0
    for seed in range(12):
        ladders = ladders_of(random_game(seed, 4, 4, verified=0.5))
        full, few = best_roadmap(ladders), best_roadmap(ladders, most=1)
        assert full.proven
        assert few.bound <= full.bound + 2 * CLOSE
        if full.roadmap and full.roadmap.needed and (few.roadmap is None or few.roadmap.needed != full.roadmap.needed):
            assert few.cut
            assert not few.proven
        cut += few.cut
    assert cut


def test_what_a_first_search_with_few_points_misses_is_searched_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    ladders = [ladders_of(random_game(seed, 4, 4, verified=0.5)) for seed in range(12)]
    full = [best_roadmap(one) for one in ladders]
    monkeypatch.setattr("sim.engine.roadmaps.best.FEW", 1)
    again = [best_roadmap(one) for one in ladders]
    assert all(best.proven for best in again)
    for one, two in zip(full, again, strict=True):
        here, there = (float(b.roadmap.needed or 0) if b.roadmap else 1.0 for b in (one, two))
        assert abs(here - there) <= 2 * CLOSE


@given(games(3), st.floats(0.05, 0.95))
@settings(max_examples=40)
def test_without_bounds_the_start_holds_the_frontier_of_the_payoffs_of_all_orders_that_hold(
    game: Game, level: float
) -> None:
    d = F(level)
    judged = [judge(ladders_of(game, (d, d)), order) for order in orders(*size(game))]
    payoffs = [
        tuple(float(s.payoff - z) for s, z in zip(r.stands, game.status_quo, strict=True))
        for r in judged
        if r.self_enforcing
    ]
    search = FrontierSearch(Lattice(ladders_of(game)), [(level, level)], bounded=False)
    assert (search.run().rounds is None) == (not payoffs)
    if payoffs:
        found = search.frontiers[0, 0].values
        everything = np.array(payoffs)
        for point in everything:
            assert np.any(np.all(found >= point - 1e-9, axis=1))
        for point in found:
            assert np.abs(everything - point).max(axis=1).min() < 1e-9


@given(
    st.lists(st.tuples(*[st.integers(-3, 3)] * 2), min_size=1, max_size=30)
    | st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=1, max_size=30)
)
def test_a_frontier_holds_each_point_that_no_other_betters_once(rows: list[tuple[int, ...]]) -> None:
    values = np.array(rows, float)
    kept = {tuple(int(v) for v in values[k]) for k in pareto(values, np.zeros(values.shape[1]))}
    bettered = {b for a, b in product(rows, rows) if a != b and all(x >= y for x, y in zip(a, b, strict=True))}
    assert kept == set(rows) - bettered
    assert len(pareto(values, np.zeros(values.shape[1]))) == len(kept)


def test_frontiers_that_outgrow_the_limit_are_given_up() -> None:
    with pytest.raises(FrontierTooLargeError):
        FrontierSearch(Lattice(ladders_of(random_game(3, 8, 8))), [(0.9, 0.9)], bounded=False, limit=20).run()


def test_a_search_stops_when_its_time_is_up() -> None:
    with pytest.raises(TimeLimitError):
        best_roadmap(ladders_of(random_game(3, 6, 6)), deadline=Deadline(0))
