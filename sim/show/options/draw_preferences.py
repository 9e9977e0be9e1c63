"""How a conflict hangs on what parties prefer, drawn: a row for each state or party, darker where more orders do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.options.definitions import DEFINITIONS
from sim.show.contrast import ink
from sim.show.options.preferences import inverse_table, ranked, shares_table
from sim.show.options.words import state_words
from sim.show.pictures import GREY
from sim.study.preferences.completions import Completions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Table
    from sim.study.preferences.inverse import Inverse

MOST_ROWS = 24
"""Rows, most."""

MOST_LETTERS = 60
"""Letters, most, of what a row is about."""


def draw_preferences(scenario: Scenario, found: Completions | Inverse) -> Figure:
    """A table of shares by definition, each cell the darker the larger its share.

    Parameters
    ----------
    found : Completions or Inverse
        What was found.
    """
    if isinstance(found, Completions):
        table = shares_table(scenario, found, MOST_ROWS)
        values = [[float(found.shares[d][s].value) for d in DEFINITIONS] for s in ranked(found)[:MOST_ROWS]]
        left = len(ranked(found)) - len(values)
        about = "Share of the preferences that agree with the file for which a state is an equilibrium."
        return _drawn(scenario.title, table, values, about + (f" {left} more states." if left > 0 else ""))
    table = inverse_table(scenario, found)
    shares = [1.0 if not a.conditions else float(a.share or 0) for a in found.asked]
    values = [shares[k : k + len(DEFINITIONS)] for k in range(0, len(shares), len(DEFINITIONS))]
    about = f"Share of strict orders of a party for which {state_words(scenario, found.game, found.state)} is stable."
    return _drawn(scenario.title, table, values, about)


def _drawn(title: str, table: Table, values: list[list[float]], about: str) -> Figure:
    from textwrap import fill

    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    figure = Figure(figsize=(9.5, 1.9 + 0.34 * max(len(values), 2)), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    axes.set_axis_off()
    for k, (row, shares) in enumerate(zip(table.rows, values, strict=True)):
        name = row[0] if len(row[0]) <= MOST_LETTERS else f"{row[0][: MOST_LETTERS - 1]}\N{HORIZONTAL ELLIPSIS}"
        axes.text(-0.1, k + 0.5, name, ha="right", va="center", fontsize=9)
        for j, (cell, share) in enumerate(zip(row[1:], shares, strict=True)):
            grey = to_hex(str(1 - 0.75 * share))
            axes.add_patch(Rectangle((j, k), 1, 1, facecolor=grey, edgecolor=GREY, linewidth=0.8))
            axes.text(j + 0.5, k + 0.5, cell, ha="center", va="center", fontsize=8.5, color=ink(grey))
    for j, head in enumerate(table.head[1:]):
        axes.text(j + 0.5, -0.3, head, ha="center", va="center", fontsize=9.5, fontweight="bold")
    axes.set_xlim(-4.2, len(DEFINITIONS))
    axes.set_ylim(max(len(values), 1), -0.6)
    figure.supxlabel(fill(about, 110), x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure
