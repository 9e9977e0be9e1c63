"""Names of information sets in games of hidden information: what is told apart by its owner knows no other's name."""

from __future__ import annotations

from sim.games.hidden.hidden_game import from_hidden
from sim.scenario.load import load

END = "{x: {payoffs: [a, 1]}, y: {payoffs: [0, 0]}}"
HEAD = "format: 1\nkind: tree\ntitle: t\nparameters: {a: 1}\nplayers: {us: {}, nk: {}}\n"
TYPES = "types:\n  us:\n    weak: {probability: 1/2}\n    firm: {probability: 1/2, set: {a: 2}}\n"


def test_a_set_that_is_called_as_a_type_and_a_set_together_stays_a_set_of_its_own() -> None:
    # "firm: s" is the firm type's set "s" with the type before it, and a set of the other side.
    theirs = f"{{player: nk, infoset: 'firm: s', actions: {END}}}"
    tree = f"tree: {{player: us, infoset: s, actions: {{l: {theirs}, r: {{payoffs: [0, 0]}}}}}}\n"
    game = from_hidden(load("f", text=HEAD + TYPES + tree)).tree
    owners = [(name, {game.nodes[k].player for k in members}) for name, members in game.infosets.items()]
    assert owners == [("weak: s", {0}), ("firm: s", {1}), ("firm: s #2", {0})]
