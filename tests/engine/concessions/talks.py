"""Talks in which both choose at once, whoever walks away gets back what it gave up, and taking back is movement.

Rules that bundled files no longer have, with numbers for which other programs have worked out what comes of them.
"""

from __future__ import annotations

from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load
from sim.scenario.scenario import Scenario

TEXT = """\
format: 1
kind: concessions
title: Talks
players:
  us: {name: United States, patience: us_patience}
  nk: {name: North Korea, patience: nk_patience}
parameters:
  us_patience: {value: 0.90, min: 0.5, max: 0.99}
  nk_patience: {value: 0.85, min: 0.5, max: 0.99}
  threat: {value: 3.0, min: 1, max: 5}
  pressure: {value: 3.0, min: 0, max: 6}
  leakage: {value: 0.2, min: 0, max: 1}
  relief_cost: {value: 0.8, min: 0, max: 3}
  weapons_worth: {value: 2.5, min: 0, max: 5}
  peace_us: {value: 1.0, min: 0, max: 3}
  peace_nk: {value: 1.0, min: 0, max: 3}
  impatience: {value: 0.05, min: 0, max: 0.5}
  blame_us: {value: 4.0, min: 2, max: 8}
  blame_nk: {value: 4.5, min: 2, max: 8}
status_quo: {us: -threat, nk: -pressure * (1 - leakage)}
concessions:
  us:
    - id: exercises
      name: Pause of joint exercises
      effect: {us: -0.1, nk: 0.1}
      reversible: true
    - id: declaration
      name: End-of-war declaration
      effect: {us: -0.05, nk: 0.2}
      after: [nk.freeze]
    - id: partial_relief
      name: Partial sanctions relief
      effect: {us: -0.4 * relief_cost, nk: 0.4 * pressure * (1 - leakage)}
      reversible: true
      after: [nk.site]
    - id: full_relief
      name: Full sanctions relief
      effect: {us: -0.6 * relief_cost, nk: 0.6 * pressure * (1 - leakage)}
      reversible: true
      after: [nk.site]
  nk:
    - id: freeze
      name: Testing and production freeze
      effect: {us: 0.5, nk: -0.2}
      reversible: true
      after: [us.exercises]
    - id: site
      name: Dismantling of the main site
      effect: {us: 0.7, nk: -0.3 * weapons_worth}
      after: [us.declaration]
    - id: weapons
      name: Handing over of the weapons
      effect: {us: 1.3, nk: -0.7 * weapons_worth}
      after: [us.partial_relief]
agreement: {us: peace_us, nk: peace_nk}
breakdown: {payoff: {us: -blame_us, nk: -blame_nk}, hazard: impatience, keeps: nothing, stalls: without_change}
moves: simultaneous
actions: [concede, hold_out, walk_away, renege]
horizon: 12
"""


def talks(leakage: str = "0.2", horizon: int = 12) -> Scenario:
    """The scenario, with another share of the sanctions undone or another number of rounds if wanted."""
    return load("talks", {"leakage": leakage}, TEXT.replace("horizon: 12", f"horizon: {horizon}"))


def talks_game(leakage: str = "0.2") -> StochasticGame:
    """The stochastic game of the scenario."""
    return from_concessions(talks(leakage))
