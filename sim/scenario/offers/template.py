"""A file to start alternating offers from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: offers
title: My alternating offers
players:                       # patience: what the next round counts against this one
  us: {name: United States, patience: 0.9}
  nk: {name: North Korea, patience: 0.8}
surplus: 1                     # what there is to share
first: us                      # who makes the first offer; then they take turns
rounds: infinite               # or a number of offers
# outside: {us: 0, nk: 0}      # with a number of rounds: what each gets if the last offer is refused
# opt_out: {nk: 0.4}           # who may leave when made an offer, and what each gets then
# breakdown: {hazard: 0.1, payoffs: {us: 0, nk: 0}}   # chance of a breakdown after each refusal
# inside: {us: 0}              # what a round that ends with a refusal pays; 'cost' is what it costs
# values: {nk: 0:1:0.01}       # in place of surplus: what the good is worth to nk, seen by nk alone; us names prices
# proposer: 0.5                # chance that 'first' makes an offer, in place of turns
grid: 100                      # slices, for the game in which offers are whole slices
"""
