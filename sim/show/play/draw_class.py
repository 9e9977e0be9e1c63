"""A class's choices as bars: what was chosen, what the equilibrium does, and what play with errors does."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from sim.show.pictures import COLOURS, GREY
from sim.show.play.class_summary import action_words, fit_words, listed_points, point_words, seen_rows, title_of
from sim.show.play.conflict_class import MOST_ENDS, draw_ends
from sim.show.text.words import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.study.classroom.class_table import ClassTable, PointTable, Row
    from sim.study.classroom.conflict_file import ConflictClass

MOST_POINTS = 8
"""Decision points, most, that are drawn of a scenario; those at which most was chosen."""

BAR = 0.26
"""Height of a bar, of the unit that an action takes."""


def class_bars(tables: Sequence[ClassTable], conflicts: Sequence[ConflictClass] = ()) -> Figure:
    """Draw for each scenario a group of bars per action: chosen, equilibrium, and play with errors.

    Parameters
    ----------
    tables : sequence of ClassTable
        The games, by scenario.
    conflicts : sequence of ConflictClass
        The conflicts over options, of which it is drawn where they ended.
    """
    from matplotlib.figure import Figure

    lines = [_lines(table) for table in tables]
    heights = [len(own) + 1.5 for own in lines] + [2.0 * min(len(c.ends), MOST_ENDS) + 1.5 for c in conflicts]
    figure = Figure(figsize=(9.5, 0.42 * sum(heights) + 0.9 * len(heights)), layout="constrained")
    axes = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
    for table, own, at in zip(tables, lines, axes[: len(tables)], strict=True):
        _draw(table, own, at)
    for conflict, at in zip(conflicts, axes[len(tables) :], strict=True):
        draw_ends(conflict, at)
    return figure


def _lines(table: ClassTable) -> list[tuple[PointTable, Row | None]]:
    """A line for each decision point, with its name, and below it one for each action."""
    shown = listed_points(table, MOST_POINTS - len(table.overall))
    return [
        line
        for point in (*table.overall, *shown)
        for line in ((point, None), *((point, row) for row in seen_rows(point)))
    ]


def _draw(table: ClassTable, lines: list[tuple[PointTable, Row | None]], axes: Axes) -> None:
    at = np.arange(len(lines), dtype=float)
    rows = [(y, point, row) for y, (point, row) in zip(at, lines, strict=True) if row is not None]
    where = np.array([y for y, _, _ in rows])
    fitted = table.fit is not None
    bars = [
        ("chosen", [row.count / point.count for _, point, row in rows], {"color": COLOURS[0]}),
        (
            table.labels[0],
            [row.equilibria[0] for _, _, row in rows],
            {"color": "white", "edgecolor": "black", "hatch": "////", "linewidth": 0.7},
        ),
    ]
    if fitted:
        bars.append(("QRE", [row.quantal or 0.0 for _, _, row in rows], {"color": COLOURS[1]}))
    for k, (label, values, style) in enumerate(bars):
        axes.barh(where + (k - (len(bars) - 1) / 2) * BAR, values, BAR, label=label, **style)  # type: ignore[arg-type]
    for y, (point, row) in zip(at, lines, strict=True):
        if row is None:
            words = f"{point_words(table, point)} ({point.count})"
            axes.text(0.0, y + 0.15, words, fontsize=9, fontweight="bold", va="center", ha="left")
    axes.set_yticks(where, [action_words(table, point, row) for _, point, row in rows], fontsize=8.5)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.tick_params(axis="y", length=0)
    title = f"{title_of(table)}: {times(table.count, 'choice')}"
    axes.set_title(title, fontsize=12, fontweight="bold", loc="left")
    axes.set_xlabel(textwrap.fill(fit_words(table)[0], 100), fontsize=9, color=GREY, loc="left")
    axes.legend(frameon=False, fontsize=9, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(bars))
