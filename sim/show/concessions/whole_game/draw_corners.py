"""The set of subgame-perfect payoffs as a polygon in the plane, with those of equilibria with and without a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.selection import Rule
from sim.errors import CertificateError, NoEquilibriumFoundError, TimeLimitError
from sim.scenario.scenario import Concessions
from sim.show.pictures import COLOURS, DASHES, GREY, TINTS
from sim.show.text.words import times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.exact.polygons import Polygon
    from sim.scenario.scenario import Scenario

TOLD = 10.0
"""Seconds, most, for the equilibrium that is told."""


def payoff_set(scenario: Scenario, solution: CornersSolution) -> Figure:
    """Draw the polygon with its corners, what holds it, those with and without a deal, and what they compare with.

    Parameters
    ----------
    solution : CornersSolution
        The set.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.2, 5.6), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: what can be an equilibrium", x=0.01, ha="left", fontsize=14, fontweight="bold")
    inside = solution.inner.payoffs
    axes.fill(*_closed(inside), facecolor=TINTS[2], edgecolor=GREY, linewidth=0.8, zorder=0, label="all equilibria")
    if solution.outer is not None and not solution.complete:
        axes.plot(
            *_closed(solution.outer.payoffs), color=GREY, linewidth=0.8, linestyle=":", label="bound on all equilibria"
        )
    for polygon, colour, dash, tint, hatch, name in (
        (solution.with_deal.payoffs, COLOURS[0], DASHES[0], TINTS[0], "", "with a deal"),
        (solution.without_deal.payoffs, COLOURS[1], DASHES[1], TINTS[1], "////", "without a deal"),
    ):
        if len(polygon) > 2:
            axes.fill(*_columns(polygon), facecolor=tint, edgecolor=colour, hatch=hatch, linewidth=0, zorder=1)
        if polygon:
            lone = {"marker": "D", "markersize": 7, "markerfacecolor": tint} if len(polygon) == 1 else {}
            axes.plot(*_closed(polygon), color=colour, linewidth=1.8, linestyle=dash, label=name, zorder=2, **lone)  # type: ignore[arg-type]
    axes.plot(*_columns(inside), "o", color="black", markersize=4, linestyle="none", label="corner", zorder=3)
    _points(axes, scenario, solution)
    _name(axes, scenario)
    count = times(len(inside), "corner")
    pure = "" if solution.complete else " in pure actions with public lots"
    axes.set_title(f"Subgame-perfect payoffs{pure}: a set with {count}", fontsize=10, color=GREY)
    figure.legend(frameon=False, loc="outside right upper", fontsize=9)
    axes.margins(0.08)
    return figure


def _points(axes: Axes, scenario: Scenario, solution: CornersSolution) -> None:
    """What equilibria are held against, and the one that is told where not all are asked for."""
    game = scenario.game
    assert isinstance(game, Concessions)
    whole = [game.status_quo[k] + game.all_effects[k] + game.agreement[k] for k in (0, 1)]
    for (x, y), marker, size, name in (
        (game.status_quo, "s", 8, "status quo"),
        (game.breakdown, "X", 9, "after a breakdown"),
        (whole, "^", 9, "every step from the start"),
    ):
        axes.plot(
            float(x), float(y), marker, color="black", markerfacecolor="white", markersize=size, linestyle="none",
            label=name, zorder=4,
        )  # fmt: skip
    told = _told(solution)
    if told is not None:
        axes.plot(*told, "*", color="black", markersize=15, linestyle="none", label="selected without --all", zorder=5)


def _told(solution: CornersSolution) -> tuple[float, float] | None:
    """What the equilibrium pays that the usual rule selects, if there is one that is certified in time."""
    from sim.engine.concessions.subgame_perfect.solution import solve_stochastic

    try:
        told = solve_stochastic(solution.game, Rule(), TOLD)
    except (TimeLimitError, CertificateError, NoEquilibriumFoundError):
        return None
    return told.values if told.certified else None


def _name(axes: Axes, scenario: Scenario) -> None:
    one, two = scenario.players
    axes.set_xlabel(f"{one.name}, payoff per round")
    axes.set_ylabel(f"{two.name}, payoff per round")


def _columns(polygon: Polygon) -> tuple[list[float], list[float]]:
    return [float(x) for x, _ in polygon], [float(y) for _, y in polygon]


def _closed(polygon: Polygon) -> tuple[list[float], list[float]]:
    """The border of a polygon, back to where it begins."""
    return _columns((*polygon, polygon[0]))
