"""A picture of quantal responses in a concession game: how the talks end, by precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.courses.endings import shares
from sim.show.pictures import GREY
from sim.show.text.words import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.concessions.quantal.solution import LatticeQuantalSolution
    from sim.scenario.scenario import Scenario

WORDS = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""What words stand on."""

LOOKS = {
    "complete and kept": ("#009E73", ""),
    "broken and made again": ("#56B4E9", ".."),
    "made and broken for ever": ("#F0E442", "++"),
    "made, then broken": ("#E69F00", "\\\\"),
    "never complete, walked away": ("#D55E00", "xx"),
    "never complete, broken off by chance": ("#CC79A7", "oo"),
    "never complete, a fake discovered": ("#0072B2", "--"),
    "never complete": ("#999999", "//"),
}
"""Colour and hatching of each of `sim.show.concessions.courses.endings.SHARES`."""


def endings_by_precision(scenario: Scenario, solution: LatticeQuantalSolution) -> Figure:
    """Draw the chances of the endings as bars, one bar per precision."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.8), layout="constrained")
    figure.suptitle(f"{scenario.title}: negotiating with errors", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    places = list(range(len(solution.points)))
    floor = [0.0] * len(places)
    found = [shares(point.endings) for point in solution.points]
    for words, (colour, hatch) in LOOKS.items():
        heights = [each.get(words, 0.0) for each in found]
        if not any(heights):
            continue
        axes.bar(places, heights, bottom=floor, color=colour, hatch=hatch, edgecolor=GREY, label=words)
        for place, base, share in zip(places, floor, heights, strict=True):
            if share > 0.06:
                axes.text(place, base + share / 2, percent(share), ha="center", va="center", fontsize=8.5, bbox=WORDS)
        floor = [base + share for base, share in zip(floor, heights, strict=True)]
    axes.set_xticks(places, [f"{point.precision:.3g}" for point in solution.points])
    axes.set_xlabel("precision: from blind choice on the left to hardly any errors on the right")
    axes.set_ylabel("chance that the talks end so")
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8.5, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_title("Every choice errs; the more is at stake, the less often", fontsize=9, color=GREY)
    return figure
