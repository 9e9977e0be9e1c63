"""Play with errors on the lattice: against the tree of histories, the limits, and the definition once more."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from sim.engine.concessions.quantal.induction import LatticeQuantal, lattice_quantal
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.matrix.quantal import quantal_response
from sim.engine.matrix.stage_logit import stage_logit
from sim.engine.tree.quantal import tree_quantal
from sim.errors import ScenarioError
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.unroll import unroll
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from tests.agents.helpers import ladders
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

TWO = """
format: 1
title: Two
players: {{us: {{patience: 0.75}}, nk: {{patience: 0.5}}}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us: [{{id: a, effect: {{us: -1, nk: 3}}}}]
  nk: [{{id: b, effect: {{us: 2, nk: -1.5}}}}]
agreement: {{us: 1, nk: 0.5}}
breakdown: {{payoff: {{us: -2, nk: -1}}, hazard: 0.125}}
moves: {moves}
horizon: {horizon}
"""


def two(moves: str, horizon: int) -> Scenario:
    return load("two", text=TWO.format(moves=moves, horizon=horizon))


@pytest.mark.parametrize(
    ("moves", "horizon"), [("simultaneous", 1), ("simultaneous", 2), ("alternating", 3), ("sequential", 1)]
)
@pytest.mark.parametrize("precision", [0.5, 2.0])
def test_the_lattice_finds_what_the_tree_of_histories_has(moves: str, horizon: int, precision: float) -> None:
    """At these precisions the equilibrium is unique, so that the two branches cannot differ."""
    game = from_concessions(two(moves, horizon))
    unrolled = unroll(game)
    tree = tree_quantal(unrolled.tree, (precision,))
    (point,) = tree.points
    found = lattice_quantal(game, precision, fading=True)
    for name, shares in zip(tree.names, point.strategies, strict=True):
        t, p, node = unrolled.origins[name]
        player = unrolled.tree.nodes[unrolled.tree.infosets[name][0]].player
        assert player is not None
        assert found.mixture(t, p, node, player)[: len(shares)] == pytest.approx(shares, abs=1e-8)
    assert found.values == pytest.approx(tree.judged(point)[0], abs=1e-8)


def test_without_precision_everybody_plays_at_random() -> None:
    found = lattice_quantal(from_concessions(two("simultaneous", 3)), 0.0)
    for layers, phases in zip(found.layers, [found.game.phases(t) for t in range(3)], strict=True):
        for layer, phase in zip(layers, phases, strict=True):
            for side, open_ in zip((layer.row, layer.column), phase.open, strict=True):
                np.testing.assert_allclose(side, open_ / open_.sum(axis=1, keepdims=True), atol=1e-15)


def test_with_much_precision_moves_in_turn_become_backward_induction() -> None:
    """McKelvey and Palfrey (1998): the limit is a sequential equilibrium; here the only perfect one."""
    game = from_concessions(two("alternating", 6))
    solved = solve_stochastic(game)
    assert solved.complete
    assert lattice_quantal(game, 3_000.0).values == pytest.approx(solved.values, abs=1e-6)


def logit_by_hand(found: LatticeQuantal) -> float:
    """Largest miss of the definition at the first decision point of each phase, in plain loops."""
    game, worst = found.game, 0.0
    for t in range(game.rounds):
        for p, phase in enumerate(game.phases(t)):
            for k, node in enumerate(phase.nodes):
                layer = found.layers[t][p]
                for seat in (0, 1):
                    worth = []
                    for i in range(len(node.actions[seat])):
                        total = 0.0
                        for j in range(len(node.actions[1 - seat])):
                            cell = node.cells[i][j] if seat == 0 else node.cells[j][i]
                            o, d = phase.outcomes[cell], float(game.discount[seat])
                            b = float(game.breakdown[seat])
                            if o.successor == -1:
                                later = b
                            elif not phase.closes_round:
                                later = float(found.layers[t][p + 1].values[o.successor, seat])
                            elif t + 1 < game.rounds:
                                later = float(found.layers[t + 1][0].values[o.successor, seat])
                            else:
                                later = float(game.final[o.successor][seat])
                            value = later
                            if phase.closes_round:
                                risk = float(o.risk)
                                value = (1 - d) * float(o.reward[seat]) + d * ((1 - risk) * later + risk * b)
                            other = (layer.column, layer.row)[seat][k, j]
                            total += float(other) * value
                        worth.append(total)
                    odds = np.exp(found.precision * (np.array(worth) - max(worth)))
                    mine = (layer.row, layer.column)[seat][k, : len(worth)]
                    worst = max(worst, float(np.abs(mine - odds / odds.sum()).max()))
    return worst


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_random_games_meet_the_definition_at_every_decision_point(moves: str) -> None:
    draw, done = random.Random(f"errors {moves}"), 0
    while done < 8:
        try:
            scenario = load("random", text=json.dumps(random_game(draw, moves)))
        except ScenarioError:
            continue
        found = lattice_quantal(from_concessions(scenario), draw.choice([0.3, 2.0, 10.0]))
        assert logit_by_hand(found) <= 1e-9
        done += 1


def test_stage_games_are_followed_to_the_same_points_as_by_arc_length() -> None:
    draw = np.random.default_rng(4)
    row, column = draw.normal(size=(2, 20, 3, 3))
    open_ = np.ones((20, 3), dtype=bool), np.ones((20, 3), dtype=bool)
    for precision in (1.0, 4.0):
        x, y = stage_logit(precision * row, precision * column, open_)
        for k in range(20):
            point = quantal_response(row[k], column[k], precision)
            assert point is not None
            assert x[k] == pytest.approx(point.strategies[0], abs=1e-8)
            assert y[k] == pytest.approx(point.strategies[1], abs=1e-8)


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_without_a_last_round_the_fixed_point_is_the_limit_of_long_horizons(moves: str) -> None:
    endless = lattice_quantal(from_concessions(ladders(moves, "infinite")), 2.0)
    long = lattice_quantal(from_concessions(ladders(moves, 250)), 2.0)
    assert endless.values == pytest.approx(long.values, abs=1e-8)
    assert endless.residual <= 1e-9


@pytest.mark.parametrize("horizon", ["infinite", "15"])
@pytest.mark.parametrize("precision", [1.0, 8.0, 50.0, 1_000.0])
def test_equal_sides_err_alike(precision: float, horizon: str) -> None:
    """The path from the uniform point of a symmetric game is symmetric; beside it there are others."""
    text = load("war-of-attrition").text.replace("horizon: infinite", f"horizon: {horizon}")
    one, two = lattice_quantal(from_concessions(load("war", text=text)), precision).values
    assert one == pytest.approx(two, abs=1e-9)


def test_errors_that_vanish_leave_the_mixed_equilibrium_of_the_war_of_attrition() -> None:
    """Each gives in with k / (v + k), k = (1 - patience) cost = 0.1 and v = 2 (Hendricks, Weiss and Wilson 1988)."""
    found = lattice_quantal(from_concessions(load("war-of-attrition")), 20_000.0)
    assert found.mixture(0, 0, 0, 0)[0] == pytest.approx(0.1 / 2.1, abs=5e-5)
    assert found.values == pytest.approx((0, 0), abs=5e-4)
