"""A file to start game trees from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: tree
title: My game tree
players:
  us: {name: United States}
  nk: {name: North Korea}
tree:                          # a node: a decision (player, actions), a move of chance, or an end (payoffs)
  player: us
  actions:
    wait: {payoffs: [0, 0]}
    offer:
      player: nk
      infoset: sees an offer   # nodes of the same name look alike to the player
      actions:
        accept: {payoffs: [2, 2]}
        refuse: {payoffs: [-1, 0]}
"""
