"""A designed roadmap as a picture: what stands of both ladders round by round, and what leaving would cost."""

from __future__ import annotations

from itertools import accumulate
from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS
from sim.show.roadmaps.design.text import OWN, answer, least, left
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.roadmaps.design.designed import Designed
    from sim.scenario.scenario import Scenario

STYLES, MARKERS = ("-", "--"), ("o", "s")


@scaled
def draw_design(scenario: Scenario, found: Designed) -> Figure:
    """Draw both sides' stairs, and below them what leaving costs in each round."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6.4), layout="constrained")
    told = fill(f"{scenario.title}: {answer(scenario, found)}", 95)
    figure.suptitle(told, x=0.01, ha="left", fontsize=10.5, fontweight="bold")
    if found.judged is None:
        axes = figure.subplots()
        axes.set_axis_off()
        axes.text(0.5, 0.5, "there is no roadmap to draw", ha="center", va="center")
        return figure
    stairs, costs = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    _stairs(stairs, scenario, found)
    _costs(costs, scenario, found)
    costs.set_xlabel("round")
    last = len(found.pieces)
    costs.set_xticks([t + 0.5 for t in range(last + 1)], [*map(str, range(1, last + 1)), "after"])
    return figure


def _stairs(axes: Axes, scenario: Scenario, found: Designed) -> None:
    last = len(found.pieces)
    for p in (0, 1):
        taken = [float(sum(piece.share for piece in pieces if piece.player == p)) for pieces in found.pieces]
        heights = [0.0, *accumulate(taken)]
        levels = [*heights[1:], heights[-1]]
        name = scenario.players[p].name
        axes.stairs(levels, range(last + 2), color=COLOURS[p], linestyle=STYLES[p], lw=2.2, label=name, baseline=None)
        size = len(found.ladders.steps[p])
        for t, share in enumerate(taken):
            if share and share != 1:
                spot = (t + (0.3, 0.7)[p], levels[t] + 0.03 * max(size, 1))
                axes.annotate(f"+{100 * share:.0f}%", spot, ha="center", fontsize=8, color=COLOURS[p])
    axes.set_ylabel("steps that stand")
    axes.set_yticks(range(max(map(len, found.ladders.steps)) + 1))
    axes.set_ylim(bottom=0)
    axes.margins(y=0.12)
    axes.legend(frameon=False, loc="upper left", fontsize=9)


def _costs(axes: Axes, scenario: Scenario, found: Designed) -> None:
    for p in (0, 1):
        costs = [(t + 0.5, least(found, p, t)) for t in range(len(found.pieces) + 1)]
        shown = [(t, float(cost)) for t, cost in costs if cost is not None]
        name = scenario.players[p].name
        axes.plot(
            *zip(*shown, strict=True) if shown else ([], []),
            color=COLOURS[p],
            linestyle=STYLES[p],
            marker=MARKERS[p],
            label=name,
        )
    axes.axhline(0, color="#666666", lw=0.8)
    axes.set_ylabel(f"{left(found)} costs")
    axes.set_title(f"per round, {OWN}; below 0 {left(found)} pays", fontsize=9, color="#555555")
