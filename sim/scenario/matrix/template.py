"""A file to start matrix games from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: matrix
title: My matrix game
players:                       # exactly two; the first chooses the row
  us: {name: United States, actions: [concede, hold out]}
  nk: {name: North Korea, actions: [concede, hold out]}
payoffs:                       # a row per action of the first player; cells are [first, second]
  - [[3, 3], [0, 2]]
  - [[2, 0], [1, 1]]
"""
