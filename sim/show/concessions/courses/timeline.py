"""Where the words of a timeline stand, so that none lie on each other: in lanes, the nearest that is free first."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.text.letters import width

if TYPE_CHECKING:
    from collections.abc import Sequence

TYPE = 7.5
"""Points of the type."""
LETTER, LINE = 0.068, 0.135
"""Inches that a letter and a line of it take."""
LINES = (0.24, -0.24)
"""Heights of both players' lines, in inches from the middle."""
NEAR = 0.11
"""Inches between a line and the nearest words."""
MARGINS = 2.6
"""Inches of a figure's width beside its axes."""
MOST_LANES = 3
"""Lanes on a side, most, before words are broken sooner or the figure is made wider."""
SIZES = ((10.0, 17), (10.0, 12), (13.0, 17), (13.0, 12), (16.0, 14), (20.0, 12))
"""Widths of the figure in inches and letters on a line, in the order in which they are tried."""


@dataclass(frozen=True)
class Event:
    """What somebody does in a round, counted from 1; ``undone`` for what is no step forward."""

    round: int
    text: str
    undone: bool


@dataclass(frozen=True)
class Words:
    """An event as it is written: its text in lines, its middle across, its lane, how far from the line it begins."""

    event: Event
    text: str
    x: float
    lane: int
    away: float


@dataclass(frozen=True)
class Timeline:
    """Both players' words, the figure's width, and inches that the words take above the upper and below the lower line.

    Parameters
    ----------
    sides : pair of tuple of Words
        The words of both players.
    """

    sides: tuple[tuple[Words, ...], tuple[Words, ...]]
    width: float
    above: float
    below: float


def laid_out(events: tuple[Sequence[Event], Sequence[Event]], span: tuple[float, float]) -> Timeline:
    """Place words in as few lanes as they fit into, on the narrowest figure that has room.

    Parameters
    ----------
    events : pair of sequence of Event
        What both players do, in order.
    span : pair of float
        First and last value of the axis of rounds.
    """
    for wide, letters in SIZES:
        inch = (span[1] - span[0]) / (wide - MARGINS)
        sides = _side(events[0], span, inch, letters), _side(events[1], span, inch, letters)
        if max((words.lane for side in sides for words in side), default=0) < MOST_LANES:
            break
    above, below = (
        max((words.away + LINE * (words.text.count("\n") + 1) for words in side), default=0.1) + 0.1 for side in sides
    )
    return Timeline(sides, wide, above, below)


def _side(events: Sequence[Event], span: tuple[float, float], inch: float, letters: int) -> tuple[Words, ...]:
    """One player's words; ``inch`` is what an inch is on the axis of rounds."""
    taken: list[float] = []  # by lane, where the last words of it end
    lanes, placed = [], []
    for event in events:
        text = fill(event.text, letters)
        half = LETTER * max(map(width, text.splitlines())) * inch / 2
        x = min(max(event.round, span[0] + half), max(span[1] - half, span[0] + half))
        lane = next((k for k, end in enumerate(taken) if end <= x - half), len(taken))
        taken[lane:] = [x + half + 0.06 * inch, *taken[lane + 1 :]]
        lanes.append(lane)
        placed.append((event, text, x))
    deep = [0] * len(taken)
    for lane, (_, text, _) in zip(lanes, placed, strict=True):
        deep[lane] = max(deep[lane], text.count("\n") + 1)
    away = [NEAR + sum(LINE * lines + 0.05 for lines in deep[:lane]) for lane in range(len(deep))]
    return tuple(Words(*words, lane, away[lane]) for words, lane in zip(placed, lanes, strict=True))
