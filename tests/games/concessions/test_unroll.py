"""Concession games unrolled into trees: the same game, by counts, payoffs and deviations."""

import json
import random
from fractions import Fraction

import numpy as np
import pytest

from sim.engine.concessions.subgame_perfect.solution import PerfectSolution, solve_stochastic
from sim.engine.tree.certificate import tree_regret
from sim.errors import GameTooLargeError, ScenarioError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.concessions.unroll import Unrolled, tree_sizes, unroll
from sim.games.tree.game_tree import CHANCE, Behaviour, GameTree
from sim.scenario.load import load
from tests.engine.concessions.rules import Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

F = Fraction
MOVES = ["simultaneous", "alternating", "sequential"]


def drawn(draw: random.Random, moves: str, rounds: int) -> tuple[dict[str, object], StochasticGame]:
    """A random game that is not too large to be a tree."""
    while True:
        data = random_game(draw, moves) | {"horizon": draw.randint(1, rounds)}
        try:
            game = compile_scenario(load("random", text=json.dumps(data)))
        except ScenarioError:
            continue
        assert isinstance(game, StochasticGame)
        if tree_sizes(game)[-1] <= 3_000:
            return data, game


def behaviour(solution: PerfectSolution, unrolled: Unrolled) -> tuple[Behaviour, Behaviour]:
    """The lattice's equilibrium as behaviour strategies of the tree."""
    told: tuple[Behaviour, Behaviour] = ({}, {})
    for name, members in unrolled.tree.infosets.items():
        node = unrolled.tree.nodes[members[0]]
        assert node.player is not None
        mixed = solution.profile.mixture(*unrolled.origins[name], node.player)
        chances = [F(p).limit_denominator(10**12) for p in mixed[: len(node.actions)].tolist()]
        told[node.player][name] = {a: p / sum(chances) for a, p in zip(node.actions, chances, strict=True)}
    return told


@pytest.mark.parametrize("moves", MOVES)
@pytest.mark.parametrize("seed", range(4))
def test_what_the_lattice_solves_is_perfect_in_the_tree(moves: str, seed: int) -> None:
    draw = random.Random(f"unroll {moves} {seed}")
    for _ in range(5):
        _, game = drawn(draw, moves, 4)
        solution = solve_stochastic(game)
        unrolled = unroll(game)
        unrolled.tree.check_perfect_recall()
        found = behaviour(solution, unrolled)
        for root in unrolled.tree.subgames:
            assert max(tree_regret(unrolled.tree, found, root)) <= F(1, 10**8)


@pytest.mark.parametrize("moves", MOVES)
def test_sizes_are_counted_before_the_tree_is_built(moves: str) -> None:
    draw = random.Random(f"sizes {moves}")
    for _ in range(20):
        _, game = drawn(draw, moves, 4)
        made = len(unroll(game).tree.nodes)
        assert made == tree_sizes(game)[-1]


def follow(tree: GameTree, draw: random.Random) -> tuple[list[tuple[str, str]], tuple[Fraction, Fraction], list[str]]:
    """A random walk to an end: (information set, action) pairs, what the end pays, and what chance did."""
    node, told, luck = tree.nodes[0], [], []
    while node.player is not None:
        k = draw.randrange(len(node.actions))
        if node.player == CHANCE:
            luck.append(node.actions[k])
        else:
            told.append((node.infoset, node.actions[k]))
        node = tree.nodes[node.children[k]]
    return told, node.payoffs, luck


@pytest.mark.parametrize("seed", range(6))
def test_ends_pay_what_the_rules_add_up_to(seed: int) -> None:
    # Two steps on each side, alternating and without forced rounds, so that a history is its list of actions.
    draw = random.Random(f"ends {seed}")
    data = random_game(draw, "alternating") | {"horizon": 4, "actions": ["concede", "hold_out", "walk_away"]}
    for ladder in data["concessions"].values():
        for step in ladder:
            step["after"] = []
    game = compile_scenario(load("random", text=json.dumps(data)))
    assert isinstance(game, StochasticGame)
    tree = unroll(game).tree
    rules = Rules(data)
    for _ in range(40):
        told, paid, luck = follow(tree, draw)
        assert paid == pytest.approx(expected(rules, [a for _, a in told], "talks break down" in luck), abs=1e-12)


def expected(rules: Rules, actions: list[str], unlucky: bool) -> tuple[float, float]:
    """Discounted payoffs of a history, from the rules of the format."""
    stands: Stands = (frozenset(), frozenset())
    total, left = [0.0, 0.0], list(actions)
    weight = np.ones(2)
    patience = np.array([float(d) for d in rules.patience])
    for t in range(rules.horizon):
        mover = (rules.first + t) % 2
        legal = rules.legal(stands, mover)
        action = legal[0] if len(legal) == 1 else left.pop(0)
        if action == "walk_away":
            return tuple(total + weight * np.array([float(v) for v in rules.walked(stands)]))  # type: ignore[return-value]
        now = rules.after(stands, mover, action)
        once = rules.once(stands, mover, action)
        total += weight * (1 - patience) * np.array([float(a + b) for a, b in zip(rules.pays(now), once, strict=True)])
        weight = weight * patience
        risk = rules.risk(stands, now)
        if risk == 1 or (risk and unlucky and not left):
            return tuple(total + weight * np.array([float(v) for v in rules.ended(now)]))  # type: ignore[return-value]
        stands = now
    return tuple(total + weight * np.array([float(v) for v in rules.pays(stands)]))  # type: ignore[return-value]


def test_a_game_too_large_for_a_tree_says_how_large_and_what_fits() -> None:
    game = compile_scenario(load("action-at-once"))
    assert isinstance(game, StochasticGame)
    sizes = tree_sizes(game)
    assert sizes[-1] > 10**7
    with pytest.raises(GameTooLargeError, match=f"{sizes[-1]:,} nodes.*horizon of 8 it has {sizes[7]:,}"):
        unroll(game)
