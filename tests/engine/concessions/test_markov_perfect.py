"""Markov perfect equilibria: the war of attrition's closed form, brute force over pure strategies, and the rules."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.concessions.markov_perfect.certificate import judge
from sim.engine.concessions.markov_perfect.components import ComponentOrder
from sim.engine.concessions.markov_perfect.recurrent_stage_game import Doubts, Loop, loop_equilibria
from sim.engine.concessions.markov_perfect.solution import MarkovSolution, solve_markov
from sim.engine.selection import Rule
from sim.errors import ScenarioError
from sim.games import compile_scenario
from sim.games.concessions.decision_graph import components, decision_points
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load
from sim.show.concessions.markov_perfect import shown
from tests.engine.concessions.rules import Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import PLAYERS, random_game

F = Fraction

WAR = """\
format: 1
title: War of attrition
players: {{us: {{patience: {d1}}}, nk: {{patience: {d2}}}}}
parameters: {{v: {v}, c: {c}}}
status_quo: {{us: -c, nk: -c}}
concessions:
  us: [{{id: quit, effect: {{us: c, nk: v + c}}}}]
  nk: [{{id: quit, effect: {{us: v + c, nk: c}}}}]
agreement: {{us: -(c + v), nk: -(c + v)}}
actions: [concede, hold_out]
moves: {moves}
horizon: infinite
"""


def compiled(text: str) -> StochasticGame:
    game = compile_scenario(load("war.yaml", text=text))
    assert isinstance(game, StochasticGame)
    return game


def solved(text: str) -> MarkovSolution:
    return solve_markov(compiled(text), Rule())


small = st.integers(1, 12).map(lambda k: F(k, 4))
patience = st.sampled_from([F(1, 2), F(3, 4), F(9, 10), F(19, 20), F(99, 100)])


@settings(max_examples=25)
@given(v=small, c=small, d1=patience, d2=patience)
def test_the_war_of_attrition_has_its_closed_form_and_two_pure_equilibria(
    v: Fraction, c: Fraction, d1: Fraction, d2: Fraction
) -> None:
    # Hendricks, Weiss and Wilson (1988) in discrete time. A round costs c, the prize is v per round for ever, a tie
    # pays nothing. Fighting one round more pays q v - (1 - q)(1 - d) c against 0 for quitting, so the other quits
    # with chance q = k / (v + k) where k = (1 - d) c: the c / (v + c) of a prize got once for a cost in the round.
    game = compiled(WAR.format(v=v, c=c, d1=d1, d2=d2, moves="simultaneous"))
    points = decision_points(game)
    found = list(ComponentOrder(game.players, points).all(Deadline()))
    assert all(profile.exact for profile in found)
    cost = [(1 - d) * c for d in (d1, d2)]
    quits = [cost[1] / (v + cost[1]), cost[0] / (v + cost[0])]
    mixed = ((quits[0], 1 - quits[0]), (quits[1], 1 - quits[1]))
    assert {profile.strategies[0] for profile in found} == {((1, 0), (0, 1)), ((0, 1), (1, 0)), mixed}
    assert [profile.values[0] for profile in found if profile.strategies[0] == mixed] == [(0, 0)]


@pytest.mark.parametrize("moves", ["alternating", "sequential"])
def test_in_turns_the_war_of_attrition_has_two_pure_equilibria_and_a_mixed_one(moves: str) -> None:
    solution = solved(WAR.format(v=2, c=1, d1=0.9, d2=0.8, moves=moves))
    assert solution.complete
    assert len(solution.equilibria) == 3


def test_an_irrational_equilibrium_solves_its_quadratic() -> None:
    # Both mix between A and the cell that comes back: with y the chance of B and v the value, y + (1 - y) 0 = v for
    # the row A = (0, 1) and (1 - y) + y v / 2 = v for the row B = (1, v / 2): y^2 / 2 - 2 y + 1 = 0, y = 2 - sqrt 2.
    table = [[F(0), F(1)], [F(1), F(0)]]
    loop = Loop(1, 1, F(1, 2))
    doubts = Doubts()
    mixed = [e for e in loop_equilibria(table, table, (loop, loop), True, doubts) if min(map(min, e.strategies)) > 0]
    (only,) = mixed
    assert not only.exact
    assert doubts.count == 0
    assert float(only.values[0]) == pytest.approx(2 - 2**0.5, abs=1e-15)
    y = only.strategies[1][1]
    assert abs(y * y / 2 - 2 * y + 1) < F(1, 2**200)


def test_without_a_cell_that_comes_back_the_equilibria_are_those_of_the_bimatrix_game() -> None:
    # Stag hunt: two pure equilibria and one mixed (Nash 1951).
    row = [[F(4), F(0)], [F(3), F(3)]]
    column = [[F(4), F(3)], [F(0), F(3)]]
    found = {e.strategies for e in loop_equilibria(row, column, None, True, Doubts())}
    assert found == {((1, 0), (1, 0)), ((0, 1), (0, 1)), ((F(3, 4), F(1, 4)), (F(3, 4), F(1, 4)))}


def test_components_come_after_what_they_lead_to() -> None:
    assert components([[1, 2], [0], [3], [2], [0]]) == [[2, 3], [0, 1]]


def endless(seed: int, moves: str) -> dict[str, Any] | None:
    data = random_game(random.Random(seed), moves) | {"horizon": "infinite"}
    try:
        load("random", text=json.dumps(data))
    except ScenarioError:
        return None
    return data


class Outcome(NamedTuple):
    """What a choice leads to: what each side has of it at once, how much the next position counts, and which it is."""

    now: list[float]
    later: list[float]
    next: Any


class Stationary:
    """Worth of stationary strategies by the rules of `rules.py`."""

    def __init__(self, data: dict[str, Any], table: dict[Any, dict[str, float]]) -> None:
        self.rules = Rules({**data, "horizon": 1})
        self.table = table
        self.alternating = data["moves"] == "alternating"
        self.sequential = data["moves"] == "sequential"
        self.d = [float(d) for d in self.rules.patience]

    def walked(self, s: Stands, once: Any = (0, 0)) -> Outcome:
        return Outcome([float(v) for v in self.rules.walked(s, once)], [0.0, 0.0], None)

    def end(self, s: Stands, end: Stands, once: list[Fraction], parity: int) -> Outcome:
        r = self.rules
        h, pays, ended = float(r.risk(s, end)), r.pays(end), r.ended(end)
        now = [(1 - d) * float(pays[i] + once[i]) + d * h * float(ended[i]) for i, d in enumerate(self.d)]
        return Outcome(now, [d * (1 - h) for d in self.d], (end, 1 - parity if self.alternating else 0, None))

    def outcomes(self, position: Any) -> tuple[list[int], dict[Any, Outcome]]:
        """Who moves at a position, and what each combination of their actions leads to."""
        r = self.rules
        s, parity, leader = position
        if leader is not None:
            before, own = leader
            i = 1 - r.first

            def reply(b: str) -> Outcome:
                if b == "walk_away":
                    return self.walked(s, own)
                once = r.once(s, i, b)
                return self.end(before, r.after(s, i, b), [own[0] + once[0], own[1] + once[1]], parity)

            return [i], {(b,): reply(b) for b in r.legal(s, i)}

        def together(a: str, b: str) -> Outcome:
            if "walk_away" in (a, b):
                return self.walked(s)
            one, two = r.once(s, 0, a), r.once(s, 1, b)
            end = r.after(r.after(s, 0, a), 1, b)
            return self.end(s, end, [one[0] + two[0], one[1] + two[1]], parity)

        if self.sequential:
            i = r.first

            def lead(a: str) -> Outcome:
                if a == "walk_away":
                    return self.walked(s)
                return Outcome([0.0, 0.0], [1.0, 1.0], (r.after(s, i, a), 0, (s, r.once(s, i, a))))

            return [i], {(a,): lead(a) for a in r.legal(s, i)}
        if self.alternating:
            i = r.first if parity == 0 else 1 - r.first
            ends = {(a,): together(a, "hold_out") if i == 0 else together("hold_out", a) for a in r.legal(s, i)}
            return [i], ends
        return [0, 1], {(a, b): together(a, b) for a in r.legal(s, 0) for b in r.legal(s, 1)}

    def positions(self) -> list[Any]:
        """All positions that play can reach."""
        r = self.rules
        start: Any = ((frozenset(), frozenset()), 0, None)
        found, queue = {start}, [start]
        for s, parity, leader in queue:
            nexts: set[Any] = set()
            if leader is not None:
                before, _ = leader
                ends = {r.after(s, 1 - r.first, b) for b in r.legal(s, 1 - r.first) if b != "walk_away"}
                nexts = {(e, 0, None) for e in ends if r.risk(before, e) < 1}
            elif self.sequential:
                nexts = {
                    (r.after(s, r.first, a), 0, (s, r.once(s, r.first, a)))
                    for a in r.legal(s, r.first)
                    if a != "walk_away"
                }
            else:
                i = r.first if parity == 0 else 1 - r.first
                one = r.legal(s, 0) if not self.alternating or i == 0 else ["hold_out"]
                two = r.legal(s, 1) if not self.alternating or i == 1 else ["hold_out"]
                ends = {r.after(r.after(s, 0, a), 1, b) for a in one for b in two if "walk_away" not in (a, b)}
                nexts = {(e, 1 - parity if self.alternating else 0, None) for e in ends if r.risk(s, e) < 1}
            for position in nexts - found:
                found.add(position)
                queue.append(position)
        return queue

    def gain(self) -> tuple[dict[Any, Any], float]:
        """Worth of the strategies everywhere, and the largest gain by one deviation."""
        everywhere = {position: k for k, position in enumerate(self.positions())}
        tree = {position: self.outcomes(position) for position in everywhere}
        worth = []
        for i in (0, 1):
            now, later = np.zeros(len(tree)), np.eye(len(tree))
            for position, (who, outcomes) in tree.items():
                for actions, outcome in outcomes.items():
                    chance = math.prod(self.chance(position, who, actions))
                    now[everywhere[position]] += chance * outcome.now[i]
                    if outcome.next in everywhere:
                        later[everywhere[position], everywhere[outcome.next]] -= chance * outcome.later[i]
            worth.append(np.linalg.solve(later, now))
        values = {position: (worth[0][k], worth[1][k]) for position, k in everywhere.items()}
        return values, max(self.deviation(position, *tree[position], values) for position in everywhere)

    def chance(self, position: Any, who: list[int], actions: Any) -> list[float]:
        return [self.table[position, i].get(a, 0.0) for i, a in zip(who, actions, strict=True)]

    def deviation(self, position: Any, who: list[int], outcomes: dict[Any, Outcome], values: dict[Any, Any]) -> float:
        """The most that another action gains for whoever moves at a position."""
        gain = 0.0
        for k, i in enumerate(who):
            pays: dict[str, float] = {}
            for actions, outcome in outcomes.items():
                rest = math.prod(c for n, c in enumerate(self.chance(position, who, actions)) if n != k)
                after = values.get(outcome.next, (0.0, 0.0))[i]
                pays[actions[k]] = pays.get(actions[k], 0.0) + rest * (outcome.now[i] + outcome.later[i] * after)
            gain = max(gain, max(pays.values()) - values[position][i])
        return gain


def tables(solution: MarkovSolution, data: dict[str, Any]) -> Iterator[tuple[dict[Any, dict[str, float]], Any]]:
    """Strategies of each equilibrium as its document states them, by position and player."""
    rules = Rules({**data, "horizon": 1})
    parity_of = {p.place: p.place[0] for p in solution.points}
    assert set(parity_of.values()) <= {0, 1}
    entries = shown(load("war.yaml", text=json.dumps(data)), solution).entries(all_states=True)
    for e, entry in zip(solution.equilibria, entries, strict=True):
        table: dict[Any, dict[str, float]] = {}
        iterators = {p: iter(entry["strategies"][p]) for p in PLAYERS}
        for point in solution.points:
            for i in point.movers:
                told = next(iterators[PLAYERS[i]])
                s = tuple(frozenset(told["state"][p]) for p in PLAYERS)
                leader = None
                if "leader" in told:
                    before = _before(rules, solution, point)
                    leader = (before, rules.once(before, rules.first, told["leader"]))
                table[(s, point.place[0], leader), i] = told["actions"]
        yield table, (e, entry)


def _before(rules: Rules, solution: MarkovSolution, point: Any) -> Stands:
    """The state in which the leader made the move that led to a follower's point."""
    k = solution.points.index(point)
    (state,) = {p.node.state for p in solution.points if k in p.targets}
    one, two = solution.game.states[state].stands
    return frozenset(one), frozenset(two)


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(12))
def test_no_deviation_pays_by_an_independent_reading_of_the_rules(seed: int, moves: str) -> None:
    data = endless(seed + 500, moves)
    if data is None or (moves == "sequential" and "renege" in data["actions"]):
        return
    game = compiled(json.dumps(data))
    solution = solve_markov(game, Rule(), 30)
    for n, (table, (e, _)) in enumerate(tables(solution, data)):
        if n == 5:
            break
        values, gain = Stationary(data, table).gain()
        assert gain <= 1e-9
        assert values[(frozenset(), frozenset()), 0, None] == pytest.approx(e.values, abs=1e-9)


@pytest.mark.parametrize("moves", ["simultaneous", "alternating"])
@pytest.mark.parametrize("seed", range(20))
def test_all_pure_equilibria_of_small_games_are_found(seed: int, moves: str) -> None:
    # Brute force: every pure stationary profile is judged; those from which nobody gains are the pure equilibria.
    draw = random.Random(seed)
    data = random_game(draw, moves) | {"horizon": "infinite", "actions": ["concede", "hold_out"]}
    for p in PLAYERS:
        data["concessions"][p] = [
            step | {"after": [], "effects": []} for step in data["concessions"][p][: draw.randint(0, 2)]
        ]
    data["breakdown"].pop("rests", None)
    if not any(data["concessions"].values()):
        return
    game = compiled(json.dumps(data))
    points = decision_points(game)
    free = [(k, i) for k, point in enumerate(points) for i in (0, 1) if len(point.node.actions[i]) > 1]
    if len(free) > 10:
        return
    brute = set()
    for picks in product((0, 1), repeat=len(free)):
        chosen = dict(zip(free, picks, strict=True))
        profile = [
            (
                np.eye(len(point.node.actions[0]))[chosen.get((k, 0), 0)],
                np.eye(len(point.node.actions[1]))[chosen.get((k, 1), 0)],
            )
            for k, point in enumerate(points)
        ]
        if (judge(points, profile).regret <= 1e-12).all():
            brute.add(picks)
    listed = set()
    for found in ComponentOrder(game.players, points).all(Deadline()):
        if all(max(side) == 1 for pair in found.strategies for side in pair):
            listed.add(tuple(found.strategies[k][i].index(1) for k, i in free))
    assert listed == brute
