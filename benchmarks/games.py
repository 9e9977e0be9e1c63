"""Concession games of any size, the same ones every time."""

from __future__ import annotations

import random


def ladder_game(steps: int, rounds: int, moves: str = "simultaneous", seed: int = 1) -> str:
    """Text of a scenario with a ladder of some steps on each side."""
    draw = random.Random(seed)

    def ladder(own: str, other: str) -> str:
        return "\n".join(
            f"    - {{id: s{k}, effect: {{{own}: {-draw.uniform(0.2, 1):.2f}, {other}: {draw.uniform(0.3, 1.5):.2f}}}}}"
            for k in range(steps)
        )

    return f"""format: 1
title: {steps} by {steps} steps over {rounds} rounds
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.85}}}}
status_quo: {{us: -3, nk: -2.4}}
concessions:
  us:
{ladder("us", "nk")}
  nk:
{ladder("nk", "us")}
agreement: {{us: 0.9, nk: 0.4}}
breakdown: {{payoff: {{us: -4, nk: -4}}, hazard: 0.05}}
moves: {moves}
horizon: {rounds}
"""


HOSPITAL = """format: 1
title: Hospital strike
players: {nurses: {patience: 0.86}, hospital: {patience: 0.9}}
parameters:
  fund: {value: 1.1, min: 0, max: 2}
  lost: {value: 4, min: 1, max: 8}
  claim: {value: 1.6, min: 0.5, max: 4}
  collapse: {value: 0.08, min: 0, max: 0.4}
status_quo: {nurses: -2 + fund, hospital: -lost}
concessions:
  nurses:
    - {id: emergencies, effect: {nurses: -0.2, hospital: 0.25 * lost}, reversible: true}
    - {id: return, effect: {nurses: 1.1 - fund, hospital: 0.6 * lost}, reversible: true}
    - {id: peace, effect: {nurses: -0.6, hospital: 0.8}, after: [hospital.rise]}
  hospital:
    - {id: bonus, effect: {nurses: 0.4 * claim, hospital: -0.4 * claim}, after: [nurses.emergencies]}
    - {id: rise, effect: {nurses: 0.6 * claim, hospital: -0.6 * claim}, after: [nurses.return]}
agreement: {nurses: 0.5, hospital: 0.3}
breakdown: {payoff: {nurses: -3, hospital: -5}, hazard: collapse}
moves: alternating
first: nurses
actions: [concede, hold_out, renege, walk_away]
horizon: 20
"""
"""A game with a last round whose map has several long boundaries."""

DUTIES = """format: 1
title: Duties
players: {north: {patience: 0.9}, south: {patience: 0.88}}
status_quo: {north: 0, south: 0}
concessions:
  north:
    - {id: steel, effect: {north: -0.5, south: 1.1}, reversible: true}
    - {id: cars, effect: {north: -0.6, south: 1.3}, reversible: true}
    - {id: farms, effect: {north: -0.9, south: 1.7}, reversible: true}
  south:
    - {id: chips, effect: {south: -0.6, north: 1}, reversible: true}
    - {id: wine, effect: {south: -0.5, north: 1}, reversible: true}
    - {id: patents, effect: {south: -0.9, north: 1.5}}
agreement: {north: 0.6, south: 0.6}
breakdown: {payoff: {north: -1, south: -1.2}, hazard: 0.05}
moves: simultaneous
actions: [concede, hold_out, renege, walk_away]
horizon: 10
"""
"""A game whose equilibria are many: both choose at once, and steps may be taken back."""
