"""A sweep in a few lines: how often it ends in which way, and what the players get."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from sim.show.options.words import resting_words
from sim.show.progress import duration, per_second
from sim.show.studies.regime_words import on_which_course
from sim.show.text.letters import width
from sim.show.text.plain import plain
from sim.show.text.scale import scaled
from sim.show.text.style import columns, inline, left
from sim.show.text.words import number, percent, times
from sim.study.sweeps.sweep import Tally

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.sweeps.sweep import Piece, Sweep

MOST = 12
"""Endings that are listed."""


FROM_A_PART = "from lists of equilibria that may lack some"
"""What is said of points that were solved so."""

FIRST = 3
"""Failures that are told one by one."""


class Summary:
    """What is added up over the pieces of a sweep."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self.tally = Tally()
        self.endings: Counter[str] = Counter()
        self.low, self.high = [np.inf, np.inf], [-np.inf, -np.inf]
        self._failures: list[tuple[int, str]] = []

    def add(self, k: int, piece: Piece) -> None:
        """Take a piece into account.

        Parameters
        ----------
        k : int
            Its number.
        piece : Piece
            What was found.
        """
        chunk = piece.chunk
        self.tally += Tally.of(chunk.how, len(chunk.messages))
        self.endings.update(map(str, chunk.ending))
        for side in (0, 1):
            known = chunk.payoffs[:, side]
            known = known[~np.isnan(known)]
            if len(known):
                self.low[side] = min(self.low[side], float(known.min()))
                self.high[side] = max(self.high[side], float(known.max()))
        start, _ = self.sweep.blocks.span(k)
        self._failures += [(start + at, message) for at, message in chunk.messages[:FIRST]]
        self._failures = sorted(self._failures)[:FIRST]

    @property
    def failures(self) -> list[tuple[str, str]]:
        """The first points that failed, in the order of the study, and why."""
        names = self.sweep.design.names
        rows = [(self.sweep.design.points(at, at + 1)[0].tolist(), message) for at, message in self._failures]
        return [(" ".join(f"{n}={v!r}" for n, v in zip(names, row, strict=True)), message) for row, message in rows]


@scaled
def sweep_story(scenario: Scenario, total: Summary) -> str:
    """What comes out over all points.

    Parameters
    ----------
    total : Summary
        All pieces.
    """
    points = sum(total.endings.values())
    over = _listed(total.sweep.design.names)
    course = on_which_course(scenario, {})
    lines = [f"{scenario.title}: {points:,} point{'' if points == 1 else 's'} over {over}{course}"]
    rows = [(_ending_words(scenario, ending) or "failed", count) for ending, count in _ordered(total.endings)]
    hidden = rows[MOST:]
    rows = [*rows[:MOST], *([(f"{len(hidden)} others", sum(count for _, count in hidden))] if hidden else [])]
    room = max((width(ending) for ending, _ in rows), default=0)
    digits = max((len(f"{count:,}") for _, count in rows), default=0)
    if plain():
        counted = [[ending, times(count, "point"), percent(count / points)] for ending, count in rows]
        lines += columns(counted, headed=False).splitlines() if counted else []
    else:
        lines += [f"  {left(ending, room)}  {count:>{digits},}  {_share(count, points)}" for ending, count in rows]
    for player, low, high in zip(scenario.players, total.low, total.high, strict=False):
        if low <= high:
            lines.append(f"  {player.name} gets from {number(low)} to {number(high)}.")
    return "\n".join(map(inline, lines)) + "\n"


def _ending_words(scenario: Scenario, ending: str) -> str:
    return resting_words(scenario, ending) if scenario.kind == "options" else ending


def _ordered(endings: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, failures last."""
    return sorted(endings.items(), key=lambda item: (not item[0], -item[1], item[0]))


def _share(count: int, points: int) -> str:
    return f"{percent(count / points):>6}"


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
    at_once, ties, singly, failed, lacking = tally.ways
    told = ((at_once, "solved at once"), (ties, "near ties"), (singly, "singly"), (lacking, f"singly, {FROM_A_PART}"))
    ways = [f"{count:,} {word}" for count, word in told if count]
    lost = f"{max(failed, tally.told):,} failed"
    rate = per_second(tally.points / seconds) if seconds > 0 else ""
    plural = "" if tally.points == 1 else "s"
    return f"{tally.points:,} point{plural} in {duration(seconds)} ({rate}): {', '.join([*ways, lost])}"
