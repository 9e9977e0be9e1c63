"""The set of subgame-perfect payoffs as a polygon in the plane, with those of equilibria with and without a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, DASHES, GREY
from sim.show.text.words import times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.exact.polygons import Polygon
    from sim.scenario.scenario import Scenario


def payoff_set(scenario: Scenario, solution: CornersSolution) -> Figure:
    """Draw the polygon with its corners, what holds it, those with and without a deal, and the status quo.

    Parameters
    ----------
    solution : CornersSolution
        The set.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 6), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: what can be an equilibrium", x=0.01, ha="left", fontsize=14, fontweight="bold")
    inside, outside = solution.sets.inner.payoffs, solution.sets.outer.payoffs
    axes.fill(*_closed(inside), color="#e6e6e6", zorder=0)
    if inside != outside:
        axes.plot(*_closed(outside), color=GREY, linewidth=0.8, linestyle=":", label="bound on all equilibria")
    for polygon, colour, dash, name in (
        (solution.with_deal.payoffs, COLOURS[0], DASHES[0], "with a deal"),
        (solution.without_deal.payoffs, COLOURS[1], DASHES[1], "without a deal"),
    ):
        if polygon:
            axes.plot(*_closed(polygon), color=colour, linewidth=1.4, linestyle=dash, label=name)
    axes.plot(*_columns(inside), "o", color="black", markersize=4, linestyle="none", label="corner")
    quo = [float(v) for v in solution.game.final[0]]
    axes.plot(*quo, "*", color="black", markersize=13, linestyle="none", label="status quo")
    _name(axes, scenario)
    count = times(len(inside), "corner")
    pure = "" if inside == outside else " in pure actions with public lots"
    axes.set_title(f"Subgame-perfect payoffs{pure}: a set with {count}", fontsize=10, color=GREY)
    axes.legend(frameon=False, loc="best", fontsize=9)
    axes.margins(0.08)
    return figure


def _name(axes: Axes, scenario: Scenario) -> None:
    one, two = scenario.players
    axes.set_xlabel(f"{one.name}, payoff per round")
    axes.set_ylabel(f"{two.name}, payoff per round")


def _columns(polygon: Polygon) -> tuple[list[float], list[float]]:
    return [float(x) for x, _ in polygon], [float(y) for _, y in polygon]


def _closed(polygon: Polygon) -> tuple[list[float], list[float]]:
    """The border of a polygon, back to where it begins."""
    return _columns((*polygon, polygon[0]))
