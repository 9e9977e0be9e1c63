"""Files with hidden types against Gambit: it reads the game that we export, and judges what we find in it."""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from itertools import product
from random import Random

import pygambit
import pytest

from sim.engine.hidden.solution import HiddenSolution
from sim.games.hidden.hidden_game import from_hidden
from sim.games.tree.game_tree import CHANCE
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.show.gambit import export
from tests.engine.hidden.solved import solve_hidden
from tests.peers.gambit import handed_over, pays

ONE_SIDE = "types: {b: {soft: {probability: 2/7}, hard: {probability: 5/7, set: {y: %s}}}}\n"
BOTH_SIDES = ONE_SIDE.rstrip("}\n") + "}}}, a: {warm: {probability: 1/3}, cold: {probability: 2/3, set: {x: %s}}}}\n"
HEAD = "format: 1\nkind: %s\ntitle: random\nparameters: {x: %s, y: %s}\n"


def matrix(draw: Random) -> str:
    """A bimatrix game in which each side's parameter is in payoffs of its own."""
    cells = [[[draw.randint(0, 30), draw.randint(0, 30)] for _ in "lmr"] for _ in "ud"]
    rows = ", ".join(
        "[" + ", ".join(f"[{p} + {i} * x, {q} + {j} * y]" for j, (p, q) in enumerate(line)) + "]"
        for i, line in enumerate(cells)
    )
    players = "players: {a: {actions: [u, d]}, b: {actions: [l, m, r]}}\n"
    return HEAD % ("matrix", draw.randint(-9, 9), draw.randint(-9, 9)) + players + f"payoffs: [{rows}]\n"


def tree(draw: Random) -> str:
    """First `b` sends a message, then `a` replies, then at one end chance decides or `b` has the last word."""

    def end() -> str:
        return f"{{payoffs: [{draw.randint(0, 30)} + x * {draw.randint(0, 2)}, {draw.randint(0, 30)} + y]}}"

    def last() -> str:
        if draw.random() < 0.5:
            return f"{{chance: {{c: {{probability: 1/4, then: {end()}}}, d: {{probability: 3/4, then: {end()}}}}}}}"
        return f"{{player: b, infoset: last, actions: {{on: {end()}, off: {end()}}}}}"

    replies = [f"{{player: a, infoset: hears {m}, actions: {{yes: {end()}, no: {end()}}}}}" for m in "mn"]
    replies[1] = replies[1][: -len("}}")] + f", more: {last()}}}}}"
    root = f"{{player: b, infoset: speaks, actions: {{m: {replies[0]}, n: {replies[1]}}}}}"
    head = HEAD % ("tree", draw.randint(-9, 9), draw.randint(-9, 9))
    return head + f"players: {{a: {{}}, b: {{}}}}\ntree: {root}\n"


def concessions(draw: Random, verification: str = "") -> str:
    """A step on each side, whose price is hidden: both at once, the leader first, or one after the other."""
    moves, rounds = draw.choice([("simultaneous", 1), ("alternating", 2), ("sequential", 1)])
    return (HEAD % ("concessions", draw.randint(-3, 3), draw.randint(-3, 3))) + (
        "players: {a: {patience: 0.9}, b: {patience: 4/5}}\nstatus_quo: {a: 0, b: 0}\n"
        f"concessions:\n  a: [{{id: s, effect: {{a: x / 2 - {draw.randint(0, 3)}, b: {draw.randint(0, 9)}}}}}]\n"
        f"  b: [{{id: t, effect: {{a: {draw.randint(0, 9)}, b: y - {draw.randint(0, 3)}}}{verification}}}]\n"
        f"agreement: {{a: {draw.randint(-2, 4)}, b: {draw.randint(-2, 4)}}}\n"
        f"breakdown: {{payoff: {{a: -4, b: -5}}, hazard: {draw.choice(['0', '1/4'])}}}\n"
        f"moves: {moves}\nfirst: b\nactions: [concede, hold_out]\nhorizon: {rounds}\n"
    )


def fakeable(draw: Random) -> str:
    """The same with a step that may be faked."""
    return concessions(draw, ", verification: 1/3")


KINDS = {"matrix": matrix, "tree": tree, "concessions": concessions, "fakes": fakeable}


@cache
def written(kind: str, sides: int, seed: int) -> Scenario:
    draw = Random(f"{kind} {sides} {seed}")
    text = KINDS[kind](draw)
    y, x = draw.randint(-9, 9), draw.randint(-9, 9)
    return load("random", text=text + (BOTH_SIDES % (y, x) if sides == 2 else ONE_SIDE % y))


def solved(kind: str, sides: int, seed: int, concept: str) -> tuple[HiddenSolution, pygambit.Game]:
    """Our equilibria, and the game as Gambit reads it in our export."""
    scenario = written(kind, sides, seed)
    game = from_hidden(scenario)
    return solve_hidden(game, concept), pygambit.read_efg(io.StringIO(export(scenario, game.tree, ".efg").text))


CASES = [(kind, sides, seed) for kind, sides in product(KINDS, (1, 2)) for seed in range(3)]


@pytest.mark.parametrize(("kind", "sides", "seed"), CASES)
def test_what_we_find_is_an_equilibrium_to_gambit_and_pays_as_much(kind: str, sides: int, seed: int) -> None:
    """Payoffs and regrets in rationals; where the search is complete, Gambit's enumeration finds as many."""
    found, theirs = solved(kind, sides, seed, "bayes-nash")
    assert found.solution.equilibria
    for e in found.solution.equilibria:
        profile = handed_over(theirs, found.game.tree, e.behaviour)
        assert pays(profile) == e.payoffs
        assert profile.max_regret() == 0
    one, two = (len(theirs.get_strategies(player)) for player in theirs.players)
    if found.complete and one * two <= 64:
        listed = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
        assert Counter(pays(e.as_behavior()) for e in listed) == Counter(e.payoffs for e in found.solution.equilibria)


@pytest.mark.parametrize(("kind", "sides", "seed"), [case for case in CASES if case[0] != "matrix" and case[2] < 2])
def test_perfect_bayesian_equilibria_have_no_gain_at_any_information_set(kind: str, sides: int, seed: int) -> None:
    """Gambit's regret of each information set by itself, which they also pass where play does not get to."""
    found, theirs = solved(kind, sides, seed, "pbe")
    assert found.solution.equilibria
    for e in found.solution.equilibria:
        profile = handed_over(theirs, found.game.tree, e.behaviour)
        assert pays(profile) == e.payoffs
        assert profile.max_regret() == 0
        assert profile.agent_max_regret() == 0


@pytest.mark.parametrize(("kind", "sides"), [*product(KINDS, (1, 2))])
def test_gambit_reads_as_many_information_sets_and_moves_of_chance_and_nobody_forgets(kind: str, sides: int) -> None:
    scenario = written(kind, sides, 0)
    game = from_hidden(scenario)
    theirs = pygambit.read_efg(io.StringIO(export(scenario, game.tree, ".efg").text))
    assert theirs.is_perfect_recall
    assert len(theirs.get_events()) == sum(node.player == CHANCE for node in game.tree.nodes)
    assert sum(len(theirs.get_infosets(player)) for player in theirs.players) == len(game.tree.infosets)
