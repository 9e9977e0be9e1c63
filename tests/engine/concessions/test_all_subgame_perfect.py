"""All subgame-perfect payoffs: against brute force over trees, known games, and the one rule's answer."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from sim.deadline import Deadline
from sim.engine.concessions.all_subgame_perfect import solve_all
from sim.engine.concessions.payoff_sets import AttainingStrategy, all_perfect, plan_regret
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.tree.subgame_perfect import tree_all_perfect, tree_perfect
from sim.errors import ScenarioError, TimeLimitError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import BROKEN, StochasticGame
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

F = Fraction
Pair = tuple[Fraction, Fraction]


def compiled(data: dict[str, Any]) -> StochasticGame | None:
    try:
        game = compile_scenario(load("random", text=json.dumps(data)))
    except ScenarioError:
        return None
    assert isinstance(game, StochasticGame)
    return game


def brute_force(game: StochasticGame, round_: int, phase_number: int, node: int) -> set[Pair]:
    """Payoffs of all equilibria in pure actions, by trying every continuation after every pair of actions."""
    phases = game.phases(round_)
    phase = phases[phase_number]
    following = (round_, phase_number + 1) if phase_number + 1 < len(phases) else (round_ + 1, 0)
    label = phase.nodes[node]
    cells = [(i, j, o) for i, line in enumerate(label.cells) for j, o in enumerate(line)]
    options: list[list[Pair]] = []
    for _, _, o in cells:
        outcome = phase.outcomes[o]
        if outcome.successor == BROKEN or outcome.risk == 1:
            after = {game.breakdown}
        elif following[0] == game.rounds:
            after = {game.final[outcome.successor]}
        else:
            after = brute_force(game, *following, outcome.successor)
        if phase.closes_round:
            after = {
                tuple(
                    (1 - d) * r + d * ((1 - outcome.risk) * v + outcome.risk * b)
                    for d, r, v, b in zip(game.discount, outcome.reward, pair, game.breakdown, strict=True)
                )
                for pair in after
            }  # type: ignore[misc]
        options.append(sorted(after))
    found = set()
    for chosen in product(*options):
        table = {(i, j): pair for (i, j, _), pair in zip(cells, chosen, strict=True)}
        for (i, j), pair in table.items():
            if all(
                table[a, b][p] <= pair[p]
                for p, (a, b) in [(0, (a, j)) for a in range(len(label.cells))]
                + [(1, (i, b)) for b in range(len(label.cells[0]))]
            ):
                found.add(pair)
    return found


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(15))
def test_pure_equilibria_are_those_of_brute_force(seed: int, moves: str) -> None:
    draw = random.Random(seed)
    data = random_game(draw, moves) | {"horizon": draw.randint(1, 2)}
    if draw.random() < 0.7:
        data["actions"] = ["concede", "hold_out"]
    game = compiled(data)
    if game is None:
        return
    found = all_perfect(game, Deadline())
    pure = {plan.payoffs for plan in found.plans if is_pure(plan)}
    brute = brute_force(game, 0, 0, 0)
    assert pure <= brute | {plan.payoffs for plan in found.plans}
    assert brute <= {plan.payoffs for plan in found.plans}


def is_pure(root: AttainingStrategy) -> bool:
    waiting, seen = [root], set()
    while waiting:
        plan = waiting.pop()
        if id(plan) in seen:
            continue
        seen.add(id(plan))
        if any(max(side) < 1 for side in plan.strategies):
            return False
        waiting.extend(q for line in plan.then for q in line if q is not None)
    return True


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize("seed", range(20, 32))
def test_the_equilibrium_of_the_rule_is_among_all_and_every_plan_is_checked(seed: int, moves: str) -> None:
    draw = random.Random(seed)
    game = compiled(random_game(draw, moves) | {"horizon": draw.randint(1, 3)})
    if game is None:
        return
    found = all_perfect(game, Deadline())
    assert plan_regret(game, found.plans) == (0, 0)
    if not found.skipped and not found.cut:
        one = solve_stochastic(game).values
        assert any(
            abs(float(p.payoffs[0]) - one[0]) < 1e-9 and abs(float(p.payoffs[1]) - one[1]) < 1e-9 for p in found.plans
        )


THREAT: dict[str, Any] = {
    "format": 1,
    "title": "threat",
    "players": {"us": {"patience": 0.9}, "nk": {"patience": 0.9}},
    "status_quo": {"us": 0, "nk": 0},
    "concessions": {
        "us": [{"id": "a", "effect": {"us": -1, "nk": 2}}],
        "nk": [{"id": "b", "effect": {"us": 2, "nk": -1}}],
    },
    "breakdown": {"payoff": {"us": -9, "nk": -9}},
    "actions": ["concede", "hold_out", "walk_away"],
    "horizon": 2,
}


def test_a_worse_end_holds_a_deal_that_no_single_rule_plays() -> None:
    # Benoit and Krishna (1985): with two equilibria in the last round the better one rewards what pays nobody in the
    # round before. Walking away (-9 for both) is an equilibrium of every simultaneous round and the punishment here.
    game = compiled(THREAT)
    assert game is not None
    # The rule's answer: nobody concedes, for conceding costs 1 per round for ever and no rule punishes holding out.
    assert solve_stochastic(game).values == (0, 0)
    payoffs = {plan.payoffs for plan in all_perfect(game, Deadline()).plans}
    assert (F(-9), F(-9)) in payoffs
    assert (F(1), F(1)) in payoffs  # both concede at once: with both steps standing each gets 2 - 1 for ever


def test_a_plan_that_is_no_equilibrium_has_regret() -> None:
    # In the one round left both concede and get 1 for ever; by holding out a player gets 2 instead.
    game = compiled(THREAT | {"horizon": 1, "actions": ["concede", "hold_out"]})
    assert game is not None
    both = (F(1), F(0)), (F(1), F(0))
    nothing = ((None, None), (None, None))
    assert plan_regret(game, [AttainingStrategy(0, (F(1), F(1)), both, nothing)]) == (1, 1)
    with pytest.raises(ValueError, match="not worth"):
        plan_regret(game, [AttainingStrategy(0, (F(1), F(2)), both, nothing)])


def test_the_search_ends_when_the_time_is_up() -> None:
    game = compile_scenario(load("stalled"))
    assert isinstance(game, StochasticGame)
    with pytest.raises(TimeLimitError):
        solve_all(game, 0.0)


def test_the_ultimatum_game_has_the_two_known_outcomes_on_a_grid() -> None:
    # Responders take every offer above 0 and may refuse 0: the proposer keeps all, or all but the smallest part.
    game = compile_scenario(load("ultimatum"))
    assert isinstance(game, GameTree)
    solution = tree_all_perfect(game)
    assert {e.payoffs for e in solution.equilibria} == {(4, 0), (3, 1)}
    assert not solution.complete
    assert all(e.regret == (0, 0) for e in solution.equilibria)
    assert tree_perfect(game).equilibria[0].payoffs in {(4, 0), (3, 1)}
