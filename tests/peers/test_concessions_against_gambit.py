"""Concession games handed to other programs as game trees: what we find on the lattice, they confirm on the tree."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pygambit
import pytest

from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.tree.nash import tree_nash
from sim.engine.tree.reduced_form import strategic_form, strategies
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.games.concessions.unroll import unroll
from sim.games.tree.game_tree import GameTree
from sim.scenario.foreign.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import to_efg
from tests.games.concessions.test_unroll import MOVES, behaviour, drawn
from tests.peers.gambit import extreme_equilibria

if TYPE_CHECKING:
    from collections.abc import Sequence

F = Fraction
KOREA = ["dismantle-first", "relief-first", "action-for-action", "stalled"]


def as_efg(game: StochasticGame) -> tuple[str, GameTree]:
    tree = unroll(game).tree
    return to_efg(load("action-for-action"), tree), tree


def bundled(name: str, rounds: int) -> StochasticGame:
    """A bundled scenario, with fewer rounds."""
    text = "".join(
        f"horizon: {rounds}\n" if line.startswith("horizon:") else line
        for line in load(name).text.splitlines(keepends=True)
    )
    game = compile_scenario(load(name, text=text))
    assert isinstance(game, StochasticGame)
    return game


def judged(game: StochasticGame) -> tuple[float, tuple[float, float]]:
    """Gambit's regret of our equilibrium in its reading of our file, and its payoffs there."""
    text, tree = as_efg(game)
    theirs = pygambit.read_efg(io.StringIO(text))
    found = behaviour(solve_stochastic(game), unroll(game))
    nodes = [(name, tree.nodes[members[0]]) for name, members in tree.infosets.items()]
    # Information sets in the order of play, as in Gambit.
    chances = [
        [[float(found[k][name][a]) for a in node.actions] for name, node in nodes if node.player == k] for k in (0, 1)
    ]
    profile = theirs.mixed_behavior_profile(data=chances)
    one, two = (float(profile.payoffs[player]) for player in theirs.players)
    # The second regret looks at each information set by itself, also where play does not get to.
    return max(float(profile.max_regret()), float(profile.agent_max_regret())), (one, two)


def assert_confirmed(game: StochasticGame) -> None:
    regret, payoffs = judged(game)
    assert regret <= 1e-8 * max(game.scale)
    assert payoffs == pytest.approx(solve_stochastic(game).values, abs=1e-8)


@pytest.mark.parametrize("name", KOREA)
def test_gambit_finds_no_deviation_that_pays_in_our_equilibrium_of_a_bundled_scenario(name: str) -> None:
    assert_confirmed(bundled(name, 4))


@pytest.mark.parametrize("moves", MOVES)
@pytest.mark.parametrize("seed", range(3))
def test_gambit_finds_no_deviation_that_pays_in_our_equilibria_of_random_games(moves: str, seed: int) -> None:
    draw = random.Random(f"gambit {moves} {seed}")
    for _ in range(8):
        assert_confirmed(drawn(draw, moves, 3)[1])


@pytest.mark.parametrize("moves", MOVES)
def test_gambit_enumerates_the_equilibria_that_we_find_on_the_tree(moves: str) -> None:
    draw = random.Random(f"enumeration {moves}")
    compared = 0
    while compared < 12:
        _, game = drawn(draw, moves, 2)
        text, tree = as_efg(game)
        row, column = strategic_form(tree, strategies(tree))
        if not 4 <= len(row) * len(row[0]) <= 150:
            continue
        solution = tree_nash(tree)
        theirs = pygambit.nash.enummixed_solve(pygambit.read_efg(io.StringIO(text)), rational=True).equilibria
        assert solution.complete
        corners = extreme_equilibria(row, column)
        assert len(corners) == len(theirs)
        # Several corners of the strategic form may be the same behaviour, which we list once.
        assert len(solution.equilibria) <= len(corners)
        assert {e.payoffs for e in solution.equilibria} == {
            (worth(row, *pair), worth(column, *pair)) for pair in corners
        }
        compared += 1


def worth(table: Sequence[Sequence[Fraction]], one: Sequence[Fraction], two: Sequence[Fraction]) -> Fraction:
    """What a pair of mixed strategies pays by a table of payoffs."""
    return sum(
        (p * q * v for p, line in zip(one, table, strict=True) for q, v in zip(two, line, strict=True)), Fraction(0)
    )


@pytest.mark.parametrize("moves", MOVES)
def test_the_round_trip_through_efg_is_exact(moves: str) -> None:
    draw = random.Random(f"round trip {moves}")
    for _ in range(10):
        _, game = drawn(draw, moves, 3)
        text, tree = as_efg(game)
        again = compile_scenario(load("trip", text=from_gambit("trip", text)))
        assert isinstance(again, GameTree)
        assert again.nodes == tree.nodes


@pytest.mark.parametrize("name", ["dismantle-first", "action-for-action"])
def test_openspiel_reads_the_tree_and_finds_our_payoffs(name: str, tmp_path: Path) -> None:
    pyspiel = pytest.importorskip("pyspiel")
    game = bundled(name, 3)
    text, tree = as_efg(game)
    path = tmp_path / "game.efg"
    path.write_text(text, encoding="utf-8")
    theirs = pyspiel.load_game("efg_game", {"filename": str(path)})
    found = behaviour(solve_stochastic(game), unroll(game))

    def value(state: object, k: int) -> list[float]:
        """Expected payoffs of our equilibrium, on OpenSpiel's states."""
        node = tree.nodes[k]
        if state.is_terminal():  # type: ignore[attr-defined]
            assert node.player is None
            return list(state.returns())  # type: ignore[attr-defined]
        assert len(state.legal_actions()) == len(node.actions)  # type: ignore[attr-defined]
        if state.is_chance_node():  # type: ignore[attr-defined]
            chances = [p for _, p in state.chance_outcomes()]  # type: ignore[attr-defined]
        else:
            assert state.current_player() == node.player  # type: ignore[attr-defined]
            assert node.player is not None
            chances = [float(found[node.player][node.infoset][a]) for a in node.actions]
        below = [
            value(state.child(action), child)  # type: ignore[attr-defined]
            for action, child in zip(state.legal_actions(), node.children, strict=True)  # type: ignore[attr-defined]
        ]
        return [sum(p * v[i] for p, v in zip(chances, below, strict=True)) for i in (0, 1)]

    assert value(theirs.new_initial_state(), 0) == pytest.approx(solve_stochastic(game).values, abs=1e-9)
