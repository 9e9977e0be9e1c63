"""What both sides get under other rules, horizons and numbers, drawn."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.show.pictures import COLOURS, GREY, MARKERS, PALER, in_legend
from sim.show.studies.robust import hangs_sentence, row_name
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.robust.robust import Robustness, Row


@scaled
def draw_robust(scenario: Scenario, found: Robustness) -> Figure:
    """A line per variant: both payoffs, filled where there is a deal; drawn payoffs as bands at the foot.

    Parameters
    ----------
    found : Robustness
        What was found.
    """
    from matplotlib.figure import Figure

    rows = found.solved
    figure = Figure(figsize=(10.5, 2.2 + 0.24 * (len(rows) + 2)), layout="constrained")
    title = f"{scenario.title}: {hangs_sentence(scenario, found)}"
    figure.suptitle(fill(title, 92), x=0.01, ha="left", fontsize=12, fontweight="bold")
    axes = figure.subplots()
    for k, player in enumerate(scenario.players):
        _points(axes, k, player.name, rows)
    names = [row_name(scenario, row) for row in rows]
    drawn = found.drawn
    if drawn is not None and drawn.solved:
        for k in (0, 1):
            paid = drawn.chunk.payoffs[:, k]
            low, middle, high = np.nanquantile(paid, (0.05, 0.5, 0.95))
            place = len(rows) - 0.15 + 0.3 * k
            axes.plot([low, high], [place, place], color=COLOURS[k], linewidth=3, alpha=PALER)
            axes.plot(middle, place, MARKERS[k], color=COLOURS[k], markersize=5)
        names.append(f"payoffs drawn: median, 90% of {drawn.solved} draws")
    axes.set_yticks(range(len(names)), names, fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", color="#eeeeee")
    axes.set_xlabel("payoff per round; filled: there is a deal, hollow: there is none")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=8.5, frameon=False)
    return figure


def _points(axes: Axes, player: int, name: str, rows: tuple[Row, ...]) -> None:
    """The payoffs of one side, with its status quo as a line."""
    for place, row in enumerate(rows):
        axes.plot(
            row.payoffs[player],
            place,
            MARKERS[player],
            markersize=6,
            color=COLOURS[player] if row.agreed else "white",
            markeredgecolor=COLOURS[player],
            label=in_legend(name) if place == 0 else None,
        )
    axes.axvline(rows[0].payoffs[player], color=COLOURS[player], linewidth=0.8, linestyle=":", zorder=0)
    if len({row.group for row in rows}) > 1:
        for place in range(1, len(rows)):
            if rows[place].group != rows[place - 1].group and player == 0:
                axes.axhline(place - 0.5, color=GREY, linewidth=0.5)
