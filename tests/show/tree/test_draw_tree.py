"""What stands in the picture of a game tree."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from sim.engine.tree.nash import tree_nash
from sim.engine.tree.solution import TreeSolution
from sim.engine.tree.subgame_perfect import tree_perfect
from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from sim.show.tree.draw_tree import MOST_ENDS, game_tree


def drawn(name: str, text: str | None = None) -> tuple[Figure, TreeSolution]:
    scenario = load(name, text=text)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    solution = tree_perfect(game)
    return game_tree(scenario, solution), solution


def texts(figure: Figure) -> list[str]:
    return [t.get_text() for axes in figure.axes for t in axes.texts]


def test_every_end_and_every_move_is_labelled() -> None:
    figure, solution = drawn("entry-deterrence")
    assert {"stay out", "enter", "fight", "give way"} <= set(texts(figure))
    assert sum(t.startswith("(") for t in texts(figure)) == sum(n.player is None for n in solution.game.nodes)


def test_what_is_played_is_thick_and_mixtures_have_their_chances() -> None:
    figure, _ = drawn("stripped-down-poker")
    assert "raise (33.3%)" in texts(figure)  # Reiley, Urbancic and Walker (2008): the bluff
    assert "call (66.7%)" in texts(figure)
    widths = [line.get_linewidth() for line in figure.axes[0].lines]
    assert max(widths) > 2 * min(widths)


def test_nodes_that_look_alike_are_joined_and_named() -> None:
    figure, _ = drawn("stripped-down-poker")
    assert "sees a raise" in texts(figure)


def test_the_picture_says_of_how_many_equilibria_it_shows_one() -> None:
    scenario = load("entry-deterrence")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    figure = game_tree(scenario, tree_nash(game))
    assert "the first of 3 Nash equilibria" in figure.axes[0].get_title()


def test_a_tree_too_large_for_a_page_is_refused() -> None:
    ways = ", ".join(f"a{k}: {{payoffs: [{k}, 0]}}" for k in range(MOST_ENDS + 1))
    text = (
        f"format: 1\nkind: tree\ntitle: T\nplayers: {{us: {{}}, nk: {{}}}}\ntree: {{player: us, actions: {{{ways}}}}}\n"
    )
    with pytest.raises(ValueError, match="81 ends"):
        drawn("large", text)


def test_each_information_set_has_a_line_of_its_own() -> None:
    # "sees beer" and "sees quiche" have their nodes in turn in one column: neither line may lie on the other.
    scenario = load("beer-quiche")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    lines = game_tree(scenario, tree_nash(game)).axes[0].lines
    upright = [line for line in lines if len(line.get_xdata()) == 2 and len(set(line.get_xdata())) == 1]
    assert len(upright) == 2
    assert len({line.get_xdata()[0] for line in upright}) == 2


def test_what_would_be_played_off_the_path_is_dashed() -> None:
    scenario = load("beer-quiche")
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    solution = tree_nash(game)
    figure = game_tree(scenario, solution)
    unreached = set(game.infosets) - solution.equilibria[0].profile.reached
    assert unreached
    assert "dashed where play does not get to" in figure.axes[0].get_title()
    thick = [line for line in figure.axes[0].lines if line.get_linewidth() > 1.2 and line.get_linestyle() == "--"]
    planned = [
        p
        for k, node in enumerate(game.nodes)
        if node.infoset in unreached
        for p in solution.equilibria[0].profile.shares(k)
        if p
    ]
    assert len(thick) == len(planned)
