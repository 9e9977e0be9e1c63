"""A game in which the deal's region is known in closed form.

Whoever pays first pays from round 1 on and is repaid from round 2 on: it does if cost ** power < patience * gain.
"""

PAY_FIRST = """\
format: 1
title: Pay first
players:
  us: {name: United States, patience: patience}
  nk: {name: North Korea, patience: 0.5}
parameters:
  patience: {value: 0.8, min: 0, max: 0.96, about: discount factor of the side that pays first}
  cost: {value: 1, min: 0, max: 2, about: what it pays per round}
  gain: 2
  power: 1
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: pay, effect: {us: -cost ** power, nk: 1}}]
  nk: [{id: repay, effect: {us: gain, nk: -0.5}, after: [us.pay]}]
agreement: {nk: 1}
moves: alternating
first: us
actions: [concede, hold_out]
horizon: 2
"""
