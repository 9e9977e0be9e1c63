"""Random games against other programs: nothing differs, and what is planted is found, made small and seen again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.engine.matrix.bimatrix import bimatrix_equilibria
from sim.engine.tree.reduced_form import strategies
from sim.engine.tree.solution import TreeSolution
from sim.errors import TreeTooLargeError
from sim.games.tree.game_tree import GameTree
from tests.fuzz.kept import read_kept
from tests.fuzz.mutants import as_yaml
from tests.peers import comparisons, openspiel, random_games
from tests.peers.comparisons import COMPARISONS, Comparison
from tests.peers.random_files import Data, as_read, matrix, small, tree
from tests.peers.random_games import difference, found, once
from tests.soak import __main__ as soak
from tests.soak.figures import Figures
from tests.soak.outcome import Outcome

HERE = [comparison for comparison in COMPARISONS if not comparison.absent]


def named(words: str) -> Comparison:
    return next(comparison for comparison in COMPARISONS if comparison.words == words)


@pytest.mark.parametrize("number", range(len(HERE)), ids=[comparison.words for comparison in HERE])
def test_some_games_of_every_comparison_differ_in_nothing(number: int, tmp_path: Path) -> None:
    outcome = once("test", number, tmp_path)
    assert outcome.counts == {HERE[number].words: HERE[number].many}
    assert not outcome.findings


def test_trees_that_are_drawn_have_perfect_recall_and_hide_moves() -> None:
    draw, hiding = Random("trees"), 0
    for k in range(40):
        ours = comparisons._tree(as_yaml(tree(draw, 5, zero_sum=k % 2 == 0)))
        ours.check_perfect_recall()
        hiding += any(len(members) > 1 for members in ours.infosets.values())
    assert hiding > 10


def planted(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Have our solver of trees give something else than it finds."""
    solve = comparisons._equilibria
    monkeypatch.setattr(comparisons, "_equilibria", lambda tree: change(solve(tree)))


def at_the_last_actions(solution: TreeSolution) -> TreeSolution:
    """Behaviour that no solver has looked at: the last action everywhere."""
    (one, *_), game = solution.equilibria, solution.game
    sides = tuple(
        {name: {game.actions(name)[-1]: Fraction(1)} for name in game.infosets if game.owner(name) == k} for k in (0, 1)
    )
    return replace(solution, equilibria=(replace(one, profile=replace(one.profile, behaviour=sides)),))


needs_openspiel = pytest.mark.skipif(openspiel.pyspiel is None, reason="OpenSpiel is not installed")

ULTIMATUM = """\
format: 1
kind: tree
title: t
players: {a: {}, b: {}}
tree:
  player: a
  actions:
    fair: {payoffs: [1, 1]}
    mean: {player: b, actions: {take: {payoffs: [2, 0.5]}, leave: {payoffs: [0, 0]}}}
"""


@needs_openspiel
def test_openspiel_sees_a_deviation_that_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: if b refuses the mean offer that a makes, a gains 1 by a fair one and b 0.5 by taking."""
    game = comparisons._tree(ULTIMATUM)
    last = at_the_last_actions(comparisons._equilibria(game))
    assert openspiel.nash_conv(game, last.equilibria[0].profile.behaviour) == 1.5
    assert openspiel.best_replies(game, last.equilibria[0].profile.behaviour) == (1, 0.5)
    planted(monkeypatch, at_the_last_actions)
    replies = named("trees with hidden moves whose equilibria OpenSpiel replies to")
    assert difference(replies, ULTIMATUM) == "a deviation pays"


def test_a_tree_too_large_to_be_enumerated_is_passed_over() -> None:
    """Nobody makes a table of its strategies, which the engine says by an error of its own."""
    end = "{payoffs: [0, 0]}"
    for k in range(24):
        end = f"{{player: {'ab'[k % 2]}, actions: {{l: {{payoffs: [0, 0]}}, m: {{payoffs: [{k}, 1]}}, r: {end}}}}}"
    wide = ", ".join(f"x{k}: {{player: a, infoset: i{k}, actions: {{l: {end}, r: {end}}}}}" for k in range(3))
    text = f"format: 1\nkind: tree\ntitle: t\nplayers: {{a: {{}}, b: {{}}}}\ntree: {{player: b, actions: {{{wide}}}}}\n"
    game = comparisons._tree(text)
    with pytest.raises(TreeTooLargeError):
        strategies(game)
    assert not comparisons._few(game)


PENNIES = """\
format: 1
kind: tree
title: t
players: {a: {}, b: {}}
tree:
  player: a
  actions:
    h: {player: b, infoset: b, actions: {h: {payoffs: [3, -3]}, t: {payoffs: [-1, 1]}}}
    t: {player: b, infoset: b, actions: {h: {payoffs: [-1, 1]}, t: {payoffs: [1, -1]}}}
"""


@needs_openspiel
def test_openspiels_bounds_hold_a_value_known_by_hand() -> None:
    """Whoever makes the other indifferent plays heads with 1/3: the value is 3/3 - 2/3."""
    low, high = openspiel.value_bounds(comparisons._tree(PENNIES))
    assert low <= 1 / 3 <= high
    assert high - low < 0.05


@needs_openspiel
def test_a_value_outside_openspiels_bounds_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "_values", lambda tree: {Fraction(10)})
    comparison = named("zero-sum trees within OpenSpiel's bounds")
    finding = found(comparison, tree(Random(4), 4, zero_sum=True), "another value")
    assert difference(comparison, finding.text) == "another value"
    assert finding.text.count("payoffs") == 1


def missing_one(row: Any, column: Any, **more: Any) -> Any:
    """Our list without its last equilibrium, where it has several."""
    solution = bimatrix_equilibria(row, column, **more)
    return replace(solution, equilibria=solution.equilibria[: max(1, len(solution.equilibria) - 1)])


def test_a_game_of_which_we_miss_an_equilibrium_is_made_small_and_seen_again_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No game with one action on each side has two equilibria; in one with two actions on a side all may pay alike."""
    comparison, draw = named("bimatrix games with ties against Gambit"), Random("planted")
    with monkeypatch.context() as patch:
        patch.setattr(comparisons, "bimatrix_equilibria", missing_one)
        data: Data = {}
        while not data or not difference(comparison, as_yaml(data)):
            data = matrix(draw, 4, small)
        (path,) = Figures(tmp_path).add("games", Outcome(findings=[found(comparison, data, "other equilibria")]), 1, "")
        _, text = read_kept(path)
        assert sorted(map(len, comparisons._tables(text)[0])) in ([2], [1, 1])
        assert soak.main(["--file", str(path)]) == 1
        assert capsys.readouterr().out == "other equilibria\n"
    assert soak.main(["--file", str(path)]) == 0


def test_an_error_of_ours_is_a_difference_and_a_file_that_is_refused_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = named("bimatrix games against Gambit")
    good = as_yaml(matrix(Random(1), 2, small))
    assert difference(comparison, good) == ""
    assert difference(comparison, "format: 1\nkind: matrix\n") == ""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(comparisons, "bimatrix_equilibria", broken)
    assert difference(comparison, good) == "ZeroDivisionError"


def test_a_finding_whose_program_is_not_installed_is_not_said_to_be_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = found(HERE[0], as_read({"format": 1}), "x")
    (path,) = Figures(tmp_path).add("games", Outcome(findings=[finding]), 1.0, "")
    monkeypatch.setattr(random_games, "COMPARISONS", (replace(HERE[0], absent="Abacus"),))
    assert soak.main(["--file", str(path)]) == 2
    assert "Abacus is not installed" in capsys.readouterr().out


def test_what_is_drawn_fits_what_it_is_compared_by() -> None:
    """Each comparison's files are games of the sort that its judge takes: none is passed over as refused."""
    for comparison in HERE:
        text = as_yaml(comparison.draw(Random("fits")))
        comparison.judge(text)
        assert isinstance(comparison.judge(text), str)


def test_trees_are_the_same_to_openspiel_node_by_node() -> None:
    if openspiel.pyspiel is None:
        pytest.skip("OpenSpiel is not installed")
    one, other = comparisons._tree(PENNIES), comparisons._tree(ULTIMATUM)
    assert isinstance(one, GameTree)
    with pytest.raises(AssertionError):
        openspiel.policy_of(one, openspiel.game_of(other), ({}, {}))
