"""One equilibrium of several is nowhere told as if it were the only one."""

from __future__ import annotations

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.shown import shown
from sim.show.text.blocks import as_text

OUT_OR_BATTLE = """\
format: 1
kind: tree
title: Out or battle
players: {a: {}, b: {}}
tree:
  player: a
  actions:
    out: {payoffs: [2, 2]}
    in:
      player: a
      infoset: a chooses
      actions:
        opera: {player: b, infoset: b chooses, actions: {opera: {payoffs: [3, 1]}, fight: {payoffs: [0, 0]}}}
        fight: {player: b, infoset: b chooses, actions: {opera: {payoffs: [0, 0]}, fight: {payoffs: [1, 3]}}}
"""


def test_a_line_and_a_table_on_a_tree_say_that_a_rule_selected_one_of_several() -> None:
    # The battle has three equilibria, so that both to stay out and to come in are subgame perfect.
    scenario = load("battle.yaml", text=OUT_OR_BATTLE)
    seen = shown(scenario, solve(scenario))
    assert seen.line().endswith("; the rule 'payoff-dominant' selected it of several in a subgame.")
    assert seen.facts()["equilibria"] == "at least 1"
    assert not seen.document()["complete"]


def test_a_picture_of_a_tree_calls_one_of_several_so() -> None:
    scenario = load("battle.yaml", text=OUT_OR_BATTLE)
    figure = shown(scenario, solve(scenario)).pictures()["tree"]()
    told = " ".join(text.get_text() for text in [*figure.texts, *figure.axes[0].texts])
    assert "thick: a subgame-perfect equilibrium" in " ".join(told.split())


def test_a_commitment_is_held_against_the_equilibrium_that_a_rule_selects() -> None:
    scenario = load("battle.yaml", text=OUT_OR_BATTLE.replace("tree:\n", "commit: b\ntree:\n", 1))
    seen = shown(scenario, solve(scenario))
    story = " ".join(as_text(seen.story()).split())
    assert "The subgame-perfect equilibrium of the rule 'payoff-dominant' pays b" in story
    why = " ".join(as_text(seen.explain("brief")).split())
    assert "In the subgame-perfect equilibrium of the rule 'payoff-dominant' of the game" in why
