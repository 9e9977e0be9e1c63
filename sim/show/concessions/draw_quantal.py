"""A picture of quantal responses in a concession game: how the talks end, by precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.endings import SHARES
from sim.show.pictures import GREY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.concessions.quantal.solution import LatticeQuantalSolution
    from sim.scenario.scenario import Scenario

SHADES = {"agreement": "#009E73", "hazard": "#CC79A7", "walk_away": "#D55E00", "unfinished": "#999999"}
HATCHES = {"agreement": "", "hazard": "..", "walk_away": "xx", "unfinished": "//"}


def endings_by_precision(scenario: Scenario, solution: LatticeQuantalSolution) -> Figure:
    """Draw the chances of the endings as bars, one bar per precision."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.8), layout="constrained")
    figure.suptitle(f"{scenario.title}: negotiating with errors", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    places = list(range(len(solution.points)))
    floor = [0.0] * len(places)
    for kind, words in SHARES.items():
        shares = [sum(e.chance for e in point.endings if e.kind == kind) for point in solution.points]
        if not any(shares):
            continue
        axes.bar(places, shares, bottom=floor, color=SHADES[kind], hatch=HATCHES[kind], edgecolor="white", label=words)
        for place, base, share in zip(places, floor, shares, strict=True):
            if share > 0.06:
                axes.text(place, base + share / 2, f"{share:.0%}", ha="center", va="center", fontsize=8.5)
        floor = [base + share for base, share in zip(floor, shares, strict=True)]
    axes.set_xticks(places, [f"{point.precision:.3g}" for point in solution.points])
    axes.set_xlabel("precision: from blind choice on the left to hardly any errors on the right")
    axes.set_ylabel("chance that the talks end so")
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8.5, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_title("Every choice errs; the more is at stake, the less often", fontsize=9, color=GREY)
    return figure
