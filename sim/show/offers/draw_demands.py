"""What talks can pay whose last round is one of demands: a picture by the round of the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, DASHES, GREY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.offers.demands import DemandsSolution
    from sim.scenario.scenario import Scenario

SIGNS = ("o", "s", "^", "D", "v", "P")
"""A sign for each round of agreement, over again where there are more."""


def payoffs(scenario: Scenario, solution: DemandsSolution) -> Figure:
    """Draw what both get in each of the equilibria."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 5.4), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: what both can get", x=0.01, ha="left", fontsize=14, fontweight="bold")
    rounds = sorted({way.round for way in solution.ways})
    for t in rounds:
        ways = solution.in_round(t)
        axes.plot(
            [float(way.payoffs[0]) for way in ways],
            [float(way.payoffs[1]) for way in ways],
            marker="x" if t < 0 else SIGNS[t % len(SIGNS)],
            markersize=4 if t >= 0 else 9,
            linestyle="none",
            color=GREY if t < 0 else COLOURS[t % 2],
            label="no agreement" if t < 0 else f"agreement in round {t + 1}",
        )
    whole = float(solution.game.surplus)
    axes.plot([0, whole], [whole, 0], color="black", linewidth=0.8, linestyle=DASHES[2], label="all shared at once")
    axes.set_xlabel(f"{scenario.players[0].name} gets")
    axes.set_ylabel(f"{scenario.players[1].name} gets")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
