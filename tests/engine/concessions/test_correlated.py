"""A mediator's recommendations: against Aumann's example, HiGHS, brute force over the rules, and what theory says."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.deadline import Deadline
from sim.engine.concessions.correlated.certificate import Obedience
from sim.engine.concessions.correlated.solution import MediatedSolution, solve_mediated
from sim.engine.concessions.equilibrium_sets.inner import inner_sets
from sim.engine.concessions.equilibrium_sets.outer import outer_sets
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.matrix.correlated import correlated_equilibrium
from sim.engine.matrix.recommendation import best_plan
from sim.engine.selection import Rule
from sim.errors import ScenarioError
from sim.exact.simplex import lexicographic_maximum
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Mediator
from sim.show.shown import shown
from tests.engine.concessions.rules import Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import PLAYERS, pressed, random_game
from tests.engine.matrix.test_bimatrix import Table, games

F = Fraction
WELFARE, FIRST, SECOND = Rule("welfare"), Rule("first-best:a", 0), Rule("first-best:b", 1)
LABELS = ("concede", "hold_out", "renege", "walk_away", "x", "y", "z")


def compiled(data: dict[str, Any]) -> StochasticGame:
    game = compile_scenario(load("test", text=json.dumps(data)))
    assert isinstance(game, StochasticGame)
    return game


def talks(cells: list[list[list[int]]], horizon: int = 1, players: tuple[str, str] = ("a", "b")) -> dict[str, Any]:
    """A concession game whose only round is a 2x2 game: rows and columns are concede and hold out."""
    (both, one), (two, none) = cells
    first, second = players

    def pair(*signed: tuple[int, list[int]]) -> dict[str, int]:
        return {p: sum(sign * cell[k] for sign, cell in signed) for k, p in enumerate(players)}

    return {
        "format": 1,
        "title": "one round",
        "players": {first: {"patience": 0.9}, second: {"patience": 0.5}},
        "status_quo": pair((1, none)),
        "concessions": {
            first: [{"id": "x", "effect": pair((1, one), (-1, none))}],
            second: [{"id": "y", "effect": pair((1, two), (-1, none))}],
        },
        "agreement": pair((1, both), (-1, one), (-1, two), (1, none)),
        "actions": ["concede", "hold_out"],
        "horizon": horizon,
    }


AUMANN = [[[6, 6], [2, 7]], [[7, 2], [0, 0]]]


def plan(row: Table, column: Table, rule: Rule) -> dict[tuple[int, int], Fraction]:
    return best_plan(row, column, rule, ("a", "b"), (LABELS[: len(row)], LABELS[: len(row[0])]))


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5), st.integers(1, 6))
def test_each_aim_is_as_high_as_highs_finds_it_among_the_best_for_those_before(
    draw: random.Random, variables: int, count: int
) -> None:
    from scipy.optimize import linprog

    rules = [[F(draw.randint(-3, 3)) for _ in range(variables)] for _ in range(count)] + [[F(1)] * variables]
    limits = [F(draw.choice([0, 0, 1, 2])) for _ in range(count)] + [F(3)]
    aims = [[F(draw.randint(-2, 2)) for _ in range(variables)] for _ in range(3)]
    point = lexicographic_maximum(aims, rules, limits)
    assert min(point) >= 0
    assert all(
        sum(a * x for a, x in zip(rule, point, strict=True)) <= top for rule, top in zip(rules, limits, strict=True)
    )
    fixed: list[list[float]] = []
    reached: list[float] = []
    for aim in aims:
        line = [float(a) for a in aim]
        peer = linprog(
            [-a for a in line],
            np.array(rules, float),
            np.array(limits, float),
            A_eq=fixed or None,
            b_eq=reached or None,
        )
        got = float(sum(a * x for a, x in zip(aim, point, strict=True)))
        assert got == pytest.approx(-peer.fun, abs=1e-7)
        fixed.append(line)
        reached.append(got)


def test_an_aim_without_a_maximum_and_a_negative_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="no bound"):
        lexicographic_maximum([[F(1)]], [[F(-1)]], [F(1)])
    with pytest.raises(ValueError, match="0 or more"):
        lexicographic_maximum([[F(1)]], [[F(1)]], [F(-1)])


@settings(max_examples=40, deadline=None)
@given(games(4))
def test_the_best_plan_of_a_stage_game_is_as_good_as_highs_finds_it(game: tuple[Table, Table]) -> None:
    row, column = game
    arrays = [np.array([[float(v) for v in line] for line in side]) for side in game]
    for rule, aim in ((WELFARE, "welfare"), (FIRST, "first"), (SECOND, "second")):
        found = plan(row, column, rule)
        assert sum(found.values()) == 1
        got = sum(chance * rule.score((row[i][j], column[i][j])) for (i, j), chance in found.items())
        peer = correlated_equilibrium(*arrays, aim).payoffs
        best = {"welfare": sum(peer), "first": peer[0], "second": peer[1]}[aim]
        scale = 1 + max(np.ptp(side) for side in arrays)
        assert float(got) == pytest.approx(best, abs=1e-6 * scale)


@settings(max_examples=40, deadline=None)
@given(games(3), st.integers(1, 50), st.integers(-20, 20))
def test_the_plan_does_not_hang_on_units(game: tuple[Table, Table], unit: int, shift: int) -> None:
    row, column = game
    blown = [[v * F(unit, 7) + shift for v in line] for line in row]
    rule = Rule(weights=(F(2), F(3)))
    there = replace(rule, weights=(F(2) / F(unit, 7), F(3)))
    assert plan(row, column, rule) == plan(blown, column, there)


def test_where_everything_pays_the_same_the_stated_order_decides() -> None:
    flat = [[F(1)] * 3] * 3
    assert plan(flat, flat, WELFARE) == {(0, 0): 1}
    # b's actions first where its identifier comes first: a coin between two plans that favour one side each.
    cells = [[F(0), F(1)], [F(1), F(0)]], [[F(0), F(1)], [F(1), F(0)]]
    names = ("concede", "hold_out"), ("concede", "hold_out")
    assert best_plan(*cells, WELFARE, ("a", "b"), names) == {(0, 1): 1}
    assert best_plan(*cells, WELFARE, ("z", "b"), names) == {(1, 0): 1}


def test_aumanns_example_as_talks_beats_every_equilibrium_without_a_mediator() -> None:
    # Aumann 1974: half the weight on both conceding, a quarter on either alone, 5.25 for each.
    game = compiled(talks(AUMANN))
    solution = solve_mediated(game)
    np.testing.assert_array_equal(solution.profile.layers[0][0].joint[0], [[0.5, 0.25], [0.25, 0]])
    assert solution.values == pytest.approx((5.25, 5.25), abs=1e-12)
    assert solution.joint == 1
    assert solution.certified
    # Without a mediator and with nobody mixing: one of the two that favour a side, 9 together.
    assert max(sum(pair) for pair in inner_sets(game, Deadline()).payoffs) == 9
    # What holds all equilibria, and all that a mediator could bring about, ends where the mediator's best does.
    assert max(sum(pair) for pair in outer_sets(game, Deadline()).payoffs) == F(21, 2)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.lists(st.integers(-5, 5), min_size=2, max_size=2), min_size=2, max_size=2), min_size=2, max_size=2
    )
)
def test_one_round_of_talks_pays_what_the_matrix_game_does(cells: list[list[list[int]]]) -> None:
    arrays = [np.array([[float(cell[p]) for cell in line] for line in cells]) for p in (0, 1)]
    solution = solve_mediated(compiled(talks(cells)), WELFARE)
    assert sum(solution.values) == pytest.approx(sum(correlated_equilibrium(*arrays).payoffs), abs=1e-6)
    # Every Nash equilibrium is a correlated one (Aumann 1987), so in one round none is better.
    tables = [[[F(cell[p]) for cell in line] for line in cells] for p in (0, 1)]
    for e in bimatrix_equilibria(*tables, second_opinion=False).equilibria:
        assert sum(solution.values) >= float(sum(e.payoffs)) - 1e-9


def random_data(draw: random.Random, moves: str, horizon: int = 4) -> dict[str, Any]:
    while True:
        data = pressed(draw, random_game(draw, moves)) | {"horizon": draw.randint(1, horizon)}
        try:
            load("random", text=json.dumps(data))
        except ScenarioError:  # the prerequisites drawn may form a circle
            continue
        return data


def chicken(draw: random.Random) -> dict[str, Any]:
    """Talks in which each would rather hold out if the other concedes, and concede if it does not."""
    low, high = [draw.randint(1, 3) for _ in "ab"], [draw.randint(7, 9) for _ in "ab"]
    cells = [[[6, 6], [low[0], high[1]]], [[high[0], low[1]], [0, 0]]]
    data = talks(cells, draw.randint(1, 3), PLAYERS)
    data |= {"breakdown": {"payoff": {"us": -1, "nk": -1}, "hazard": draw.choice([0, 0.3])}}
    return data | {"moves": "simultaneous", "mediator": {"delay": {"us": draw.choice([0, 0.2])}}}


def solved(data: dict[str, Any]) -> MediatedSolution:
    return solve_mediated(compiled(data))


class BruteForce:
    """Values of a document's recommendations, and the most that one disobedience gains, from the rules alone."""

    def __init__(self, rules: Rules, entry: dict[str, Any]) -> None:
        self.rules, self.gain, self.seen = rules, F(0), 0
        self.told: dict[tuple[int, Stands], dict[tuple[str, str], Fraction]] = {}
        one, two = (entry["strategies"][p] for p in PLAYERS)
        for a, b in zip(one, two, strict=True):
            assert (a["round"], a["state"]) == (b["round"], b["state"])
            place = a["round"], (frozenset(a["state"]["us"]), frozenset(a["state"]["nk"]))
            pairs = {(x, y): F(p) * F(q) for x, p in a["actions"].items() for y, q in b["actions"].items()}
            if "recommendations" in a:
                pairs = {(r["actions"]["us"], r["actions"]["nk"]): F(r["chance"]) for r in a["recommendations"]}
            self.told[place] = pairs
        self.value = cache(self._value)

    def _cell(self, t: int, s: Stands, a: str, b: str) -> list[Fraction]:
        r = self.rules
        if "walk_away" in (a, b):
            return list(r.walked(s))
        end = r.after(r.after(s, 0, a), 1, b)
        now, once = r.pays(end), [x + y for x, y in zip(r.once(s, 0, a), r.once(s, 1, b), strict=True)]
        h, ended = r.risk(s, end), r.ended(end)
        later = self.value(t + 1, end) if t + 1 < r.horizon and h < 1 else now
        delay = r.delay(end)
        return [
            (1 - d) * (now[i] + once[i] - delay[i]) + d * ((1 - h) * later[i] + h * ended[i])
            for i, d in enumerate(r.patience)
        ]

    def _value(self, t: int, s: Stands) -> list[Fraction]:
        legal = [self.rules.legal(s, i) for i in (0, 1)]
        table = {(a, b): self._cell(t, s, a, b) for a in legal[0] for b in legal[1]}
        pairs = self.told[t, s]
        assert abs(sum(pairs.values()) - 1) < F(1, 10**9)
        self.seen += 1
        for i in (0, 1):
            for told in {pair[i] for pair in pairs}:
                mine = {pair: p for pair, p in pairs.items() if pair[i] == told}
                obey = sum(p * table[pair][i] for pair, p in mine.items())
                for other in legal[i]:
                    swapped = [(p, (other, pair[1]) if i == 0 else (pair[0], other)) for pair, p in mine.items()]
                    gain = sum(p * table[cell][i] for p, cell in swapped) - obey
                    self.gain = max(self.gain, gain / sum(mine.values()))
        return [sum((p * table[pair][i] for pair, p in pairs.items()), F(0)) for i in (0, 1)]


@pytest.mark.parametrize("seed", range(4))
def test_no_disobedience_pays_anywhere_by_the_text_of_the_rules(seed: int) -> None:
    draw, joint = random.Random(f"mediator {seed}"), 0
    for k in range(16):
        data = random_data(draw, "simultaneous") if k % 2 else chicken(draw)
        scenario = load("random", text=json.dumps(data))
        solution = solved(data)
        doc = shown(scenario, solution).document(all_states=True)
        (entry,) = doc["equilibria"]
        check = BruteForce(Rules(data), entry)
        value = check.value(0, (frozenset(), frozenset()))
        assert check.gain <= F(1, 10**9), json.dumps(data)
        assert [float(v) for v in value] == pytest.approx(list(entry["payoffs"].values()), abs=1e-9)
        assert solution.certified
        joint += solution.joint
    assert joint > 0


@pytest.mark.parametrize("moves", ["alternating", "sequential"])
def test_where_one_side_moves_at_a_time_recommendations_add_nothing(moves: str) -> None:
    draw = random.Random(moves)
    for _ in range(15):
        game = compiled(random_data(draw, moves))
        solution = solve_mediated(game)
        assert solution.one_at_a_time
        assert solution.joint == 0
        assert solution.values == pytest.approx(solve_stochastic(game).values, abs=1e-9)


def test_a_spoilt_plan_does_not_pass_the_certificate() -> None:
    game = compiled(talks(AUMANN))
    solution = solve_mediated(game)
    # More weight on both conceding: whoever is told to concede now believes that the other does too, and dares.
    # Told to concede: 6 * 3/4 + 2 * 1/4 = 5 by obeying, 7 * 3/4 = 5.25 by holding out.
    spoilt = np.array([[[0.6, 0.2], [0.2, 0.0]]])
    joint = np.zeros_like(solution.profile.layers[0][0].joint)
    joint[:1] = spoilt
    gain = Obedience(game, [[joint]]).regret(solution.profile.reached)
    assert gain == pytest.approx([0.25, 0.25])


def test_a_disobedience_that_pays_only_with_a_second_one_is_found() -> None:
    # One side alone; its first step costs 1, its second brings 5. Told to hold out for ever, it gains by taking both.
    data = talks([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], horizon=2)
    data["concessions"] = {"a": [{"id": "x", "effect": {"a": -1}}, {"id": "y", "effect": {"a": 6}}], "b": []}
    data["agreement"] = {}
    game = compiled(data)
    solution = solve_mediated(game)
    told = [np.zeros_like(layers[0].joint) for layers in solution.profile.layers]
    for joint, layers in zip(told, game.cycle * 2, strict=True):
        for node, label in enumerate(layers[0].nodes):
            joint[node, label.actions[0].index("hold_out"), 0] = 1
    start = [[np.arange(len(game.states)) == 0]] * 2
    # 0.1 * -1 + 0.9 * (0.1 * 5 + 0.9 * 5) = 4.4 per round; one step alone would lose.
    assert Obedience(game, [[joint] for joint in told]).regret(start)[0] == pytest.approx(4.4)


def test_what_is_best_at_each_point_need_not_be_the_best_of_all() -> None:
    # Both walking out is an equilibrium of the last round, and the fear of it can make a concede in the first. At each
    # point by itself holding out is better for both than walking out, so the mediator never threatens with it.
    data = talks([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], horizon=2)
    data["concessions"] = {"a": [{"id": "x", "effect": {"a": -1, "b": 3}}], "b": []}
    data["breakdown"] = {"payoff": {"a": -10, "b": -10}}
    data["actions"] = ["concede", "hold_out", "walk_away"]
    game = compiled(data)
    solution = solve_mediated(game)
    assert solution.values == (0, 0)
    assert (-1, 3) in inner_sets(game, Deadline()).payoffs


def test_values_too_long_to_keep_are_rounded_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.engine.concessions.correlated.plan.MAX_BITS", 4)
    solution = solved(talks(AUMANN) | {"status_quo": {"a": 0.01, "b": 0.01}})
    assert solution.rounded
    assert solution.obeyed
    assert not solution.certified


@pytest.mark.parametrize("name", ["action-for-action", "dismantle-first", "relief-first", "stalled", "seoul"])
def test_in_the_korean_talks_private_recommendations_add_nothing(name: str) -> None:
    game = compile_scenario(load(name))
    assert isinstance(game, StochasticGame)
    solution = solve_mediated(game)
    assert solution.certified
    assert solution.values == pytest.approx(solution.without.values, abs=1e-9)


def korean(name: str, push: str, **settings_: str) -> str:
    """How talks end with a push on both sides."""
    scenario = load(name, settings_ | ({"push_us": push, "push_nk": push} if name == "seoul" else {}))
    assert isinstance(scenario.game, Concessions)
    game_ = replace(scenario.game, mediator=Mediator("South Korea", (F(push), F(push))))
    game = compile_scenario(replace(scenario, game=game_))
    assert isinstance(game, StochasticGame)
    likely = solve_stochastic(game).endings[0]
    return f"{likely.kind} {likely.rounds + 1:g}"


def test_seouls_push_brings_a_deal_where_it_is_large_enough_and_none_that_does_not_hold() -> None:
    assert [korean("seoul", push) for push in ("0", "0.5", "1", "1.5")] == ["unfinished 13"] * 2 + ["agreement 7"] * 2
    assert korean("seoul", "1", leakage="0.7") == "unfinished 13"
    # A push dearer than a breakdown makes whoever feels it leave.
    assert [korean("dismantle-first", push) for push in ("0", "1", "1.5")] == ["unfinished 13"] * 2 + ["walk_away 1"]
