"""Game trees for tests: those that come along, and those that a test writes down."""

from __future__ import annotations

from fractions import Fraction

from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.load import load


def bundled(name: str, **numbers: Fraction | int | str) -> GameTree:
    """A tree of the catalogue, with parameters set."""
    game = compile_scenario(load(name, {key: str(value) for key, value in numbers.items()}))
    assert isinstance(game, GameTree)
    return game


def tree(text: str) -> GameTree:
    """The tree that a text in the file's format describes, between players ``a`` and ``b``."""
    head = "format: 1\nkind: tree\ntitle: test\nplayers: {a: {}, b: {}}\n"
    game = compile_scenario(load("test", text=head + f"tree: {text}\n"))
    assert isinstance(game, GameTree)
    return game
