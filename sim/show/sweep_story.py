"""A sweep in a few lines: how often it ends in which way, and what the players get."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.show.progress import duration, per_second
from sim.study.sweep import MISSING

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.record import Chunk
    from sim.study.store import Store
    from sim.study.sweep import Tally

MOST = 12
"""Endings that are listed."""


@dataclass
class _Sum:
    """What is added up over the pieces."""

    endings: Counter[str] = field(default_factory=Counter)
    low: list[float] = field(default_factory=lambda: [np.inf, np.inf])
    high: list[float] = field(default_factory=lambda: [-np.inf, -np.inf])

    def add(self, chunk: Chunk) -> None:
        there = chunk.how != MISSING
        self.endings.update(map(str, chunk.ending[there]))
        for side in (0, 1):
            known = chunk.payoffs[there, side]
            known = known[~np.isnan(known)]
            if len(known):
                self.low[side] = min(self.low[side], float(known.min()))
                self.high[side] = max(self.high[side], float(known.max()))


def sweep_story(scenario: Scenario, store: Store) -> str:
    """What comes out over all points.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    store : Store
        The results.
    """
    total = _Sum()
    for k in range(len(store.sweep.blocks)):
        total.add(store.read(k).chunk)
    points = sum(total.endings.values())
    over = _listed(store.sweep.design.names)
    lines = [f"{scenario.title}: {points:,} point{'' if points == 1 else 's'} over {over}"]
    rows = [(ending or "failed", count) for ending, count in _ordered(total.endings)]
    hidden = rows[MOST:]
    rows = [*rows[:MOST], *([(f"{len(hidden)} others", sum(count for _, count in hidden))] if hidden else [])]
    width = max((len(ending) for ending, _ in rows), default=0)
    digits = max((len(f"{count:,}") for _, count in rows), default=0)
    lines += [f"  {ending.ljust(width)}  {count:>{digits},}  {_share(count, points)}" for ending, count in rows]
    for side, player in enumerate(scenario.players):
        if total.low[side] <= total.high[side]:
            lines.append(f"  {player.name} gets from {total.low[side]:.4g} to {total.high[side]:.4g}.")
    return "\n".join(lines) + "\n"


def _ordered(endings: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, failures last."""
    return sorted(endings.items(), key=lambda item: (not item[0], -item[1], item[0]))


def _share(count: int, points: int) -> str:
    share = 100 * count / points
    return f"{share:3.0f}%" if share >= 0.5 else " <1%"


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def last_line(tally: Tally, seconds: float) -> str:
    """How much was solved, how fast and in which way.

    Parameters
    ----------
    tally : Tally
        What was solved now.
    seconds : float
        In which time.
    """
    at_once, ties, singly, failed = tally.ways
    ways = [
        f"{count:,} {word}"
        for count, word in ((at_once, "solved at once"), (ties, "near ties"), (singly, "singly"))
        if count
    ]
    told = f"{max(failed, tally.told):,} failed"
    rate = per_second(tally.points / seconds) if seconds > 0 else ""
    plural = "" if tally.points == 1 else "s"
    return f"{tally.points:,} point{plural} in {duration(seconds)} ({rate}): {', '.join([*ways, told])}"
