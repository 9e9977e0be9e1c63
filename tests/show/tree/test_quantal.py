"""What is said of quantal responses of trees: one precision and a range agree, and what is assumed is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sim
from sim.errors import AskError, NoExplanationError

if TYPE_CHECKING:
    from sim.api.game import Game


CHANCE = """
format: 1
title: Chance alone
kind: tree
players: {a: {}, b: {}}
tree: {chance: {x: {probability: 1/2, then: {payoffs: [1, 2]}}, y: {probability: 1/2, then: {payoffs: [0, 0]}}}}
"""

NEVER = """
format: 1
title: Never
kind: tree
players: {a: {}, b: {}}
tree:
  chance:
    m: {probability: 0, then: {player: a, infoset: s, actions: {x: {payoffs: [1, 0]}, y: {payoffs: [0, 0]}}}}
    n: {probability: 0, then: {player: a, infoset: s, actions: {x: {payoffs: [0, 0]}, y: {payoffs: [3, 0]}}}}
    o: {probability: 1, then: {payoffs: [0, 0]}}
"""


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_range_of_precisions_holds_the_answer_that_one_of_them_gives_alone() -> None:
    game = sim.load("stripped-down-poker")
    for entry in game.solve("quantal").equilibria[1::3]:
        (alone,) = game.solve("quantal", precision=entry["precision"]).equilibria
        for player, sets in entry["strategies"].items():
            for name, shares in sets.items():
                assert alone["strategies"][player][name] == pytest.approx(shares, abs=1e-9)


def test_of_a_tree_of_chance_alone_it_is_said_that_nobody_chooses() -> None:
    game: Game = sim.loads(CHANCE)
    found = game.solve("quantal")
    assert found.certified
    assert "Nobody chooses anything in this game" in flat(found.story)
    assert {entry["payoffs"]["a"] for entry in found.equilibria} == {0.5}
    with pytest.raises(AskError, match="nobody chooses"):
        found.plot()
    with pytest.raises(NoExplanationError, match="Nobody chooses"):
        found.explain()


def test_what_is_assumed_of_moves_of_probability_0_is_said_in_the_story_and_the_data() -> None:
    found = sim.loads(NEVER).solve("quantal")
    (note,) = found.document["notes"]
    assert note.startswith("Assumed: at “s”")
    assert note in flat(found.story)
