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
# Actions may be numbers, as from:to:step, and payoffs then an expression for each player:
#
# players:
#   us: {name: United States, actions: {demand: 0:100:1}}      # up to 1,000 numbers a side
#   nk: {name: North Korea, actions: {demand: 0:100:1}}
# payoffs:                     # us.demand and nk.demand; 'demand' alone is that of whoever is paid
#   us: demand * (us.demand + nk.demand <= 100)
#   nk: demand * (us.demand + nk.demand <= 100)
#
# What a player may be, which it alone knows (the numbers of a range, each as likely as the others):
#
# parameters: {worth: 0}       # then: payoffs that name it
# types: {us: {worth: 0:1:0.125}}
# profile: {us: worth / 2, nk: 10}   # what both do, if that is to be judged
"""
