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
