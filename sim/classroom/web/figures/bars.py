"""Bars of what was chosen at a decision, with room for what theory says of the same choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.classroom.web.figures.drawing import NONE, SIDES, WIDTH, Drawing, figure, wrapped
from sim.show.text.words import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LINE, GAP = 16.0, 8.0
"""Units from one line of words to the next, and from a bar to the words of the next one."""

END = 76.0
"""Units right of the bars, for numbers."""


@dataclass(frozen=True)
class Bar:
    """A choice.

    Parameters
    ----------
    words : str
        What was chosen.
    counts : tuple of int
        How often, by treatment.
    ticks : tuple of float
        Its share in each equilibrium, all of them.
    band : pair of float, optional
        Its share in play with errors, over the interval of the fitted precision.
    """

    words: str
    counts: tuple[int, ...]
    ticks: tuple[float, ...] = ()
    band: tuple[float, float] | None = None


def bars(caption: str, side: int, rows: Sequence[Bar], treatments: Sequence[str] = ("",)) -> Markup:
    """Draw what was chosen at a decision.

    Parameters
    ----------
    caption : str
        Whose decision, and where.
    side : int
        Who chose, for the colour; -1 for both.
    rows : sequence of Bar
        The choices, each with a count for every treatment.
    treatments : sequence of str
        What they are called.
    """
    several = len(treatments) > 1
    totals = [sum(row.counts[k] for row in rows) for k in range(len(treatments))]
    thick = 9.0 if several else 14.0
    lines = [wrapped(row.words, WIDTH) for row in rows]
    tall = (thick + 3.0) * len(treatments)
    told = "; ".join(
        f"{row.words}: " + ", ".join(_told(c, t) for c, t in zip(row.counts, totals, strict=True)) for row in rows
    )
    drawing = Drawing(sum(LINE * len(own) + tall + GAP for own in lines) + 4, f"{caption}. {told}")
    colour = SIDES[side] if side in (0, 1) else ""
    y = 0.0
    for row, own in zip(rows, lines, strict=True):
        for words in own:
            y += LINE
            drawing.words(0, y - 3, words)
        for t, (count, total) in enumerate(zip(row.counts, totals, strict=True)):
            top = y + 2.0 + (thick + 3.0) * t
            _bar(drawing, row, count / total if total else 0.0, top, thick, f"{colour}{' faint' if t % 2 else ''}")
            words = f"{count} ({percent(count / total)})" if total else NONE
            drawing.words(WIDTH, top + thick - 1, words, "small", "end")
        y += tall + GAP
    head = ["", *(f"{name or 'chosen'}" for name in treatments), *_heads(rows)]
    table = [
        [row.words, *(_told(c, t) for c, t in zip(row.counts, totals, strict=True)), *_theory(row, rows)]
        for row in rows
    ]
    if several:
        caption = f"{caption} (dark: {treatments[0]}; light: {treatments[1]})" if len(treatments) == 2 else caption
    return figure(caption, drawing, head, table)


def _heads(rows: Sequence[Bar]) -> list[str]:
    marks, bands = any(row.ticks for row in rows), any(row.band for row in rows)
    return ["in equilibria"] * marks + ["with errors"] * bands


def _theory(row: Bar, rows: Sequence[Bar]) -> list[str]:
    """Shares in equilibria and in play with errors, where some choice has them."""
    found = []
    if any(other.ticks for other in rows):
        found.append(", ".join(map(percent, row.ticks)) or NONE)
    if any(other.band for other in rows):
        found.append(NONE if row.band is None else f"{percent(row.band[0])} to {percent(row.band[1])}")
    return found


def _told(count: int, total: int) -> str:
    return f"{count} of {total}"


def _bar(drawing: Drawing, row: Bar, share: float, top: float, thick: float, colour: str) -> None:
    wide = WIDTH - END
    drawing.line(0, top + thick, wide, top + thick, "rule")
    if share:
        drawing.put("rect", x=0.0, y=top, width=max(1.0, share * wide), height=thick, class_=f"bar {colour}")
    if row.band is not None:
        low, high = row.band
        drawing.put(
            "rect", x=low * wide, y=top - 2, width=max(2.0, (high - low) * wide), height=thick + 4, class_="band"
        )
    for tick in row.ticks:
        x = min(wide - 1.5, max(1.5, tick * wide))
        drawing.line(x, top - 3, x, top + thick + 3, "tick")
