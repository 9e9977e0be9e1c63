"""The lowest and highest chance of a deal: against a recursion in floats, and closed forms."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.spatial import ConvexHull, QhullError

from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.chance_of_deal.chance_certificate import (
    faults_of_bodies,
    faults_of_prospect,
)
from sim.engine.concessions.equilibrium_sets.chance_of_deal.chance_range import chance_range
from sim.engine.concessions.equilibrium_sets.chance_of_deal.prospects import START, Prospects
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.exact.solids import Solid
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN, Node, Outcome, Phase, State, StochasticGame
from sim.scenario.load import load
from tests.engine.concessions.test_equilibrium_sets import pure_equilibria, random_game

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.exact.solids import Triple
    from sim.types import Floats

LIMIT = Deadline(None)

LADDER = """\
format: 1
kind: concessions
title: Ladder
players:
  us: {{name: United States, patience: 0.9}}
  nk: {{name: North Korea, patience: 0.8}}
status_quo: {{us: -2, nk: -2}}
concessions:
  us:
    - {{id: pause, name: Pause, effect: {{us: -0.3, nk: 0.8}}, reversible: true}}
    - {{id: relief, name: Relief, effect: {{us: -0.2, nk: 0.7}}, after: [us.pause]}}
  nk:
    - {{id: freeze, name: Freeze, effect: {{us: 0.9, nk: -0.3}}}}
agreement: {{us: 0.5, nk: 0.5}}
breakdown: {{payoff: {{us: -2.5, nk: -2.6}}, hazard: {hazard}}}
moves: {moves}
actions: [concede, hold_out, walk_away, renege]
horizon: {rounds}
"""


def ladder(moves: str, hazard: str = "0.2", rounds: int = 4) -> StochasticGame:
    """Three steps of two players, with a risk of breakdown in rounds without progress."""
    return from_concessions(load("ladder", text=LADDER.format(moves=moves, hazard=hazard, rounds=rounds)))


def by_floats(game: StochasticGame) -> Floats:
    """Payoffs and chances of a deal from the start, as points whose hull they are: by cutting all ways between points.

    Threats are read off the same points. Qhull drops what lies inside, where the points fill a body.
    """
    found = {k: np.array([[float(x), float(y), float(game.states[k].complete)]]) for k, (x, y) in enumerate(game.final)}
    for phase in reversed([phase for t in range(game.rounds) for phase in game.phases(t)]):
        found = {k: _here(game, phase, node, found) for k, node in enumerate(phase.nodes)}
    return found[0]


def _here(game: StochasticGame, phase: Phase, node: Node, later: dict[int, Floats]) -> Floats:
    m, n = len(node.cells), len(node.cells[0])
    worth = [[_worth(game, phase, o, later) for o in line] for line in node.cells]
    parts = []
    for i, j in product(range(m), range(n)):
        points = worth[i][j]
        rivals = [worth[a][j] for a in range(m) if a != i], [worth[i][b] for b in range(n) if b != j]
        for player, others in enumerate(rivals):
            if others and len(points):
                least = max((v[:, player].min() for v in others if len(v)), default=-np.inf)
                points = _cut(points, player, least)
        parts.append(points)
    return _pruned(np.vstack(parts))


def _worth(game: StochasticGame, phase: Phase, number: int, later: dict[int, Floats]) -> Floats:
    outcome = phase.outcomes[number]
    over = outcome.successor == BROKEN or outcome.risk == 1
    ended = np.array([*map(float, outcome.ended), 0.0])
    follows = ended[None, :] if over else later[outcome.successor]
    if not phase.closes_round:
        return follows
    risk = 0.0 if over else float(outcome.risk)
    rate = np.array([*map(float, game.discount), 1.0])
    now = np.array([*((1 - d) * float(r) for d, r in zip(map(float, game.discount), outcome.reward, strict=True)), 0.0])
    return now + rate * ((1 - risk) * follows + risk * ended)


def _cut(points: Floats, axis: int, least: float) -> Floats:
    inside, outside = points[points[:, axis] >= least - 1e-12], points[points[:, axis] < least - 1e-12]
    ways = [v + (least - v[axis]) / (w[axis] - v[axis]) * (w - v) for v in outside for w in inside if w[axis] > least]
    return np.vstack([inside, *ways]) if ways else inside


def _pruned(points: Floats) -> Floats:
    points = np.unique(points.round(12), axis=0)
    try:
        return points[ConvexHull(points).vertices] if len(points) > 4 else points
    except QhullError:
        return points


def alike(body: Solid, points: Floats) -> bool:
    """Whether a body and the hull of some points go equally far in many directions."""
    corners = np.array([[float(v) for v in corner] for corner in body.corners])
    ways = np.vstack([np.eye(3), -np.eye(3), np.random.default_rng(1).normal(size=(300, 3))])
    return bool(np.allclose((corners @ ways.T).max(axis=0), (points @ ways.T).max(axis=0), atol=1e-8))


def pure_everywhere(sets: InnerSets) -> bool:
    """Whether each node has an equilibrium in pure actions, so that the recursion in floats has all of them."""
    return all(sets.pure[layer, k] for layer in range(len(sets.phases)) for k in sets.values[layer])


@pytest.mark.parametrize("actions", [(2, 2), (1, 3), (2, 1), (3, 2)])
@pytest.mark.parametrize("seed", range(12))
def test_prospects_of_random_games_are_those_of_a_recursion_in_floats(seed: int, actions: tuple[int, int]) -> None:
    game = random_game(seed, horizon=3, actions=actions)
    sets = inner_sets(game, LIMIT)
    if not pure_everywhere(sets):
        return
    prospects = Prospects(sets, LIMIT)
    body, points = prospects.of(None), by_floats(game)
    assert alike(body, points)
    assert not [f for corner in body.corners for f in faults_of_prospect(prospects, (*START, None), corner)]
    outer = (Fraction(0), Fraction(1))
    low, high = (pick(c[2] for c in body.corners) for pick in (min, max))
    found = chance_range(Corners(sets), outer, LIMIT)
    assert not found.faults
    if 1 in actions:
        assert faults_of_bodies(prospects) == []
        assert found.bounds == (low, high)
        assert found.attained == (True, True)
    else:
        assert found.bounds == outer
        assert found.attained == (low == 0, high == 1)


@pytest.mark.parametrize("hazard", ["0.2", "0.1 * round"])
@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_the_chance_of_all_three_kinds_of_moves_is_that_of_a_recursion_in_floats(moves: str, hazard: str) -> None:
    game = ladder(moves, hazard)
    sets = inner_sets(game, LIMIT)
    assert pure_everywhere(sets)
    points = by_floats(game)
    prospects = Prospects(sets, LIMIT)
    assert alike(prospects.of(None), points)
    said = every_subgame_perfect(game, LIMIT).verdict
    for known, bound, end in zip(said.attained, said.chance, (points[:, 2].min(), points[:, 2].max()), strict=True):
        assert known
        assert float(bound) == pytest.approx(end, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_no_equilibrium_found_by_brute_force_has_another_chance(seed: int) -> None:
    game = random_game(seed, horizon=2)
    said = every_subgame_perfect(game, LIMIT).verdict
    for _, ends in pure_equilibria(game):
        assert said.chance[1] > 0 or True not in ends
        assert said.chance[0] < 1 or False not in ends


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_where_each_of_some_steps_is_risky_the_chance_of_a_deal_is_that_of_passing_all_of_them(steps: int) -> None:
    """A chain in which each move is worth it: one player takes all steps, the talks end with 1/7 each time."""
    hazard, zero = Fraction(1, 7), (Fraction(0), Fraction(0))
    outcomes, nodes = [], []
    for k in range(steps + 1):
        on = min(k + 1, steps)
        risk = hazard if k < steps else Fraction(0)
        nodes.append(Node(k, (("on", "stay"), ("wait",)), ((len(outcomes),), (len(outcomes) + 1,))))
        outcomes += [Outcome(zero, on, risk, zero), Outcome(zero, k, Fraction(0), zero)]
    states = tuple(State(((), tuple(f"s{n}" for n in range(k))), complete=k == steps) for k in range(steps + 1))
    final = tuple((Fraction(k == steps), Fraction(k == steps)) for k in range(steps + 1))
    phase = Phase(tuple(nodes), tuple(outcomes), closes_round=True)
    half = Fraction(1, 2), Fraction(1, 2)
    game = StochasticGame(("us", "nk"), half, states, ((phase,),), final, final, steps)
    said = every_subgame_perfect(game, LIMIT).verdict
    chance = (1 - hazard) ** steps
    assert said.chance == (chance, chance)
    assert said.attained == (True, True)


def lots_needed() -> StochasticGame:
    """Two rounds: one player may end the talks for 1/2; if it does not, the other, who does not care, picks what comes.

    It may pick a deal, which pays the first player nothing, or an end without, which pays it 2.
    """
    zero, no_risk = Fraction(0), Fraction(0)
    nothing = zero, zero
    states = State(((), ())), State((("s",), ())), State(((), ("t",)), complete=True)
    stays = tuple(Outcome(nothing, k, no_risk, nothing) for k in range(3))
    stop = Outcome(nothing, BROKEN, no_risk, (Fraction(1, 2), zero))
    idle = tuple(Node(k, (("wait",), ("wait",)), ((k,),)) for k in range(3))
    first = Phase((Node(0, (("go", "stop"), ("wait",)), ((0,), (3,))), *idle[1:]), (*stays, stop), closes_round=True)
    second = Phase((Node(0, (("wait",), ("one", "two")), ((1, 2),)), *idle[1:]), stays, closes_round=True)
    half = Fraction(1, 2)
    final = nothing, (Fraction(2), zero), nothing
    return StochasticGame(("us", "nk"), (half, half), states, ((first,), (second,)), final, final, 2)


def test_a_chance_that_no_course_has_by_itself_is_found_where_it_takes_a_lot_over_courses() -> None:
    """Discounted by 1/2, stopping is worth 1/4, and a lot that has a deal with chance q is worth (1 - q) 2/4.

    So the first player goes on as long as a deal has a chance of 1/2 at the most, which no course without lots has.
    """
    said = every_subgame_perfect(lots_needed(), LIMIT).verdict
    assert said.chance == (0, Fraction(1, 2))
    assert said.attained == (True, True)


def test_the_certificate_finds_a_prospect_that_is_none_and_a_body_that_leaves_some_out() -> None:
    sets = inner_sets(lots_needed(), LIMIT)
    prospects = Prospects(sets, LIMIT)
    body = prospects.of(None)
    top: Triple = max(body.corners, key=lambda corner: corner[2])
    start = (*START, None)
    assert faults_of_prospect(prospects, start, top) == []
    assert faults_of_bodies(prospects) == []
    way = prospects.ways[start][top]
    for wrong in (way.lot[:1], ((way.lot[0][0], Fraction(1)),), ((way.lot[1][0], Fraction(1)),)):
        prospects.ways[start][top] = replace(way, lot=wrong)
        assert faults_of_prospect(prospects, start, top) == ["prospect 0 0"]
    prospects.bodies[start] = Solid(tuple(corner for corner in body.corners if corner != top))
    assert faults_of_bodies(prospects) == ["body 0 0"]
