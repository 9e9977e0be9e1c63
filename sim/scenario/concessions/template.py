"""A file to start concession games from."""

from __future__ import annotations

TEMPLATE = """\
# yaml-language-server: $schema=detente.schema.json
# detente.schema.json lets an editor complete and check this file; 'detente schema --out detente.schema.json' writes it.
format: 1
kind: concessions
title: My negotiation
summary: What the two sides want from each other, in a sentence.
players:                       # exactly two; patience is the discount factor per round
  us: {name: United States, patience: 0.90}
  nk: {name: North Korea, patience: 0.85}
parameters:                    # named numbers; any number below may be an expression over them
  pressure: {value: 3.0, min: 0, max: 6, about: cost of sanctions to North Korea per round}
  leakage: {value: 0.2, min: 0, max: 1, about: share of that cost which trade beyond the sanctions undoes}
status_quo: {us: -3, nk: -pressure * (1 - leakage)}     # payoff per round with no step taken
concessions:                   # each ladder is climbed in the order written
  us:
    - {id: declaration, name: End-of-war declaration, effect: {us: -0.1, nk: 0.5}}
    - {id: relief, name: Sanctions relief, effect: {us: -0.6, nk: 2.0}, after: [nk.freeze]}
  nk:
    - {id: freeze, name: Testing freeze, effect: {us: 0.6, nk: -0.1}}
    - {id: dismantle, name: Dismantlement, effect: {us: 1.5, nk: -0.8}}
agreement: {us: 0.9, nk: 0.4}  # added per round once every step of both sides stands
breakdown:
  payoff: {us: -4, nk: -4}     # per round once the talks have ended
  hazard: 0.05                 # chance that they end after a round in which nobody took a new step
  keeps: nothing               # what outlives them; without this line: the steps that cannot be taken back
moves: simultaneous            # simultaneous | alternating | sequential
actions: [concede, hold_out, walk_away]                 # renege may be added: it undoes steps with reversible: true
horizon: 12                    # rounds
"""
