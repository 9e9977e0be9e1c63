"""Game trees against Gambit: its catalogue read, solved and judged, and our files read by it."""

from __future__ import annotations

import io
from fractions import Fraction

import pygambit
import pytest

from sim.engine.tree import TreeTooLargeError, strategic_form, strategies, tree_nash, tree_perfect
from sim.games import compile_scenario
from sim.games.strategic import StrategicForm
from sim.games.tree import GameTree, PerfectRecallError
from sim.scenario.gambit import from_gambit
from sim.scenario.load import load
from sim.show.gambit import to_efg, to_nfg
from tests.peers.gambit import extreme_equilibria

F = Fraction


def catalogue() -> list[str]:
    """Two-player games of Gambit's catalogue."""
    names = list(pygambit.catalog.games()["Game"])
    return [name for name in names if len(pygambit.catalog.load(name).players) == 2]


def imported(name: str) -> GameTree | StrategicForm:
    game = pygambit.catalog.load(name)
    text = game.to_efg() if hasattr(game, "get_infosets") else game.to_nfg()
    compiled = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(compiled, (GameTree, StrategicForm))
    return compiled


@pytest.mark.parametrize("name", catalogue())
def test_every_two_player_game_of_the_catalogue_is_solved_as_gambit_solves_it(name: str) -> None:
    game = pygambit.catalog.load(name)
    ours = imported(name)
    if isinstance(ours, StrategicForm):
        assert extreme_equilibria(ours.row, ours.column)  # type: ignore[arg-type]
        return
    if not game.is_perfect_recall:
        with pytest.raises(PerfectRecallError):
            tree_nash(ours)
        return
    try:
        row, column = strategic_form(ours, 0, strategies(ours, 0))
    except TreeTooLargeError:
        (one,) = tree_nash(ours).equilibria
        width = max(max(abs(v) for v in node.payoffs) for node in ours.nodes)
        assert max(one.regret) <= width / 10**8
        return
    if len(row) * len(row[0]) > 400:
        pytest.skip("too slow for Gambit's rational enumeration")
    solution = tree_nash(ours)
    assert solution.complete
    assert all(e.regret == (0, 0) for e in solution.equilibria)
    assert len(solution.equilibria) == len(extreme_equilibria(row, column))
    perfect = tree_perfect(ours)
    assert perfect.equilibria[0].regret == (0, 0)


def test_bagwells_game_has_exactly_three_equilibria() -> None:
    # Bagwell 1995, Commitment and observability in games; the count is Gambit's catalogue's.
    game = imported("journals/geb/bagwell1995")
    assert isinstance(game, GameTree)
    assert len(tree_nash(game).equilibria) == 3


@pytest.mark.parametrize("name", ["stripped-down-poker", "entry-deterrence", "ultimatum"])
def test_gambit_reads_our_trees_and_finds_our_equilibria(name: str) -> None:
    scenario = load(name)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    text = to_efg(scenario, game)
    theirs = pygambit.read_efg(io.StringIO(text))
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    assert len(found) == len(tree_nash(game).equilibria)
    again = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(again, GameTree)
    assert [(n.player, n.actions, n.chances, n.payoffs) for n in again.nodes] == [
        (n.player, n.actions, n.chances, n.payoffs) for n in game.nodes
    ]


@pytest.mark.parametrize("name", ["stag-hunt", "chicken"])
def test_a_matrix_game_survives_the_round_trip_exactly(name: str) -> None:
    scenario = load(name, {"hare": "1/3"} if name == "stag-hunt" else {"gain": "1/7"})
    game = compile_scenario(scenario)
    assert isinstance(game, StrategicForm)
    text = to_nfg(scenario, game)
    again = compile_scenario(load(name, text=from_gambit(name, text)))
    assert isinstance(again, StrategicForm)
    assert (again.row, again.column, again.actions) == (game.row, game.column, game.actions)
    assert len(pygambit.nash.enummixed_solve(pygambit.read_nfg(io.StringIO(text)), rational=True).equilibria) == 3


def test_labels_that_stand_twice_are_told_apart_and_no_way_is_lost() -> None:
    head = 'EFG 2 R "t" { "P1" "P2" }\n""\np "" 1 1 "" { "a 3" "a" "a" } 0\n'
    text = head + "".join(f't "" {k} "" {{ {k}, 0 }}\n' for k in (9, 1, 2))
    game = compile_scenario(load("twice", text=from_gambit("twice", text)))
    assert isinstance(game, GameTree)
    assert [node.payoffs[0] for node in game.nodes[1:]] == [9, 1, 2]
    assert len(set(game.nodes[0].actions)) == 3
