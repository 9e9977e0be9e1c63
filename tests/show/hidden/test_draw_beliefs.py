"""What stands in the picture of beliefs."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.engine.tree.pbe import solve_pbe
from sim.games import compile_scenario
from sim.games.hidden.hidden_game import from_hidden
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load
from sim.show.hidden.draw_equilibria import beliefs_picture as hidden_picture
from sim.show.tree.draw_pbe import MOST, beliefs_picture
from tests.engine.hidden.solved import solve_hidden

MATRIX = """format: 1
kind: matrix
title: Trust or arm
parameters: {x: 2, y: 4}
players: {us: {actions: [trust, arm]}, nk: {name: NK, actions: [trust, arm]}}
payoffs: [[[3, 3], [0, x]], [[2, 0], [1, 1]]]
types: {nk: {soft: {probability: 0.6}, hard: {probability: 0.4, set: {x: 4}}}}
"""


def bundled(name: str) -> Figure:
    scenario = load(name)
    game = compile_scenario(scenario)
    assert isinstance(game, GameTree)
    return beliefs_picture(scenario, solve_pbe(game))


def written(text: str) -> Figure:
    scenario = load("t", text=text)
    return hidden_picture(scenario, solve_hidden(from_hidden(scenario), "bayes-nash"))


def texts(figure: Figure) -> list[str]:
    return [t.get_text() for axes in figure.axes for t in axes.texts]


def widths(figure: Figure, panel: int) -> list[tuple[float, bool]]:
    """Length of each bar, and whether it is hatched."""
    bars = [p for p in figure.axes[panel].patches if isinstance(p, Rectangle)]
    return [(round(p.get_width(), 9), bool(p.get_hatch())) for p in bars]


def test_where_play_gets_to_bars_are_solid_and_elsewhere_hatched() -> None:
    # Cho and Kreps 1987: both types have beer; the belief of nine in ten stays, and at quiche it is free.
    figure = bundled("beer-quiche")
    titles = [axes.get_title(loc="left") or axes.get_title() for axes in figure.axes]
    assert "where play does not get to" not in titles[1]
    assert "where play does not get to" in titles[2].replace("\n", " ")
    assert widths(figure, 1) == [(0.9, False), (0.9, False), (0.1, False), (0.1, False)]
    assert [hatched for _, hatched in widths(figure, 2)] == [False, True, False, True]


def test_after_a_message_of_one_type_alone_the_other_has_no_bar() -> None:
    # Watson 2013: the able study, the others do not.
    figure = bundled("job-market")
    assert {"study", "do not study", "100% here", "0% here"} <= set(texts(figure))
    assert [round(w, 3) for w, _ in widths(figure, 1)] == [0.333, 1, 0.667, 0]


def test_each_type_of_a_matrix_game_has_a_bar_by_its_name() -> None:
    figure = written(MATRIX)
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["soft", "hard"]
    assert texts(figure)[:2] == ["trust", "arm"]
    assert widths(figure, 1) == [(0.6, False), (0.6, False), (0.4, False), (0.4, False)]


def test_types_of_one_name_are_told_apart_by_their_identifiers() -> None:
    figure = written(MATRIX.replace("{probability", "{name: one, probability"))
    assert [t.get_text() for t in figure.axes[1].get_yticklabels()] == ["one (soft)", "one (hard)"]
    assert widths(figure, 1) == [(0.6, False), (0.6, False), (0.4, False), (0.4, False)]


def test_types_of_both_sides_are_drawn_for_both() -> None:
    both = MATRIX.replace("types: {", "types: {us: {a: {probability: 1/2}, b: {probability: 1/2, set: {y: 3}}}, ")
    assert len(written(both).axes) == 1 + 4


def test_a_tree_without_hidden_draws_and_one_too_large_are_refused() -> None:
    with pytest.raises(ValueError, match="there are no beliefs to draw"):
        bundled("entry-deterrence")
    sets = ", ".join(
        f"m{k}: {{player: nk, actions: {{l: {{payoffs: [x, 0]}}, r: {{payoffs: [0, 1]}}}}}}" for k in range(MOST + 1)
    )
    text = (
        "format: 1\nkind: tree\ntitle: t\nparameters: {x: 1}\nplayers: {us: {}, nk: {}}\n"
        f"tree: {{player: us, actions: {{{sets}}}}}\n"
        "types: {us: {a: {probability: 1/2}, b: {probability: 1/2, set: {x: 2}}}}\n"
    )
    with pytest.raises(ValueError, match=f"at most {MOST} information sets"):
        written(text)
