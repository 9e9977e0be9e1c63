"""What advice can bring about, as a picture: payoffs of all correlated equilibria among those of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.correlated.payoff_polygon import correlated_payoffs
from sim.errors import TimeLimitError
from sim.exact.polygons import hull
from sim.show.matrix.aims import aim_words
from sim.show.pictures import COLOURS, GREY
from sim.show.text.words import amount, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.matrix.correlated import CorrelatedSolution
    from sim.exact.polygons import Polygon
    from sim.scenario.scenario import Scenario

ADVISED = "#2a7f62"
"""Colour of what correlated equilibria pay."""

LONGEST = 20.0
"""Seconds that the area may take; it is left out where it takes longer."""

MOST_CELLS = 400
"""Cells, most, of a table of which they are drawn one by one, and all that advice can bring about is worked out."""


def advised_payoffs(scenario: Scenario, solution: CorrelatedSolution) -> Figure:
    """Draw what correlated equilibria pay, the plans that are told, the Nash equilibrium beside, and the table's cells.

    Parameters
    ----------
    solution : CorrelatedSolution
        The plans.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.6, 7.0), layout="constrained")
    figure.suptitle(f"{scenario.title}: what advice can do", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    _table(axes, solution)
    left_out = _advised(axes, solution)
    _plans(axes, scenario, solution)
    if solution.best_nash is not None:
        axes.plot(
            *solution.best_nash, "D", color="black", markerfacecolor="white", markersize=7, markeredgewidth=2,
            linestyle="none", zorder=6, label=f"best Nash equilibrium, without advice {_pays(solution.best_nash)}",
        )  # fmt: skip
    axes.set_title(left_out, fontsize=9, color=GREY)
    axes.set_xlabel(f"{scenario.players[0].name}: payoff", color=COLOURS[0])
    axes.set_ylabel(f"{scenario.players[1].name}: payoff", color=COLOURS[1])
    axes.margins(0.08)
    figure.legend(loc="outside lower left", ncol=1, frameon=False, fontsize=9)
    return figure


def _table(axes: Axes, solution: CorrelatedSolution) -> None:
    """The cells, and what contracts over them could pay."""
    game = solution.game
    cells = [pays for lines in zip(game.row, game.column, strict=True) for pays in zip(*lines, strict=True)]
    _area(axes, hull(cells), "#f1f1f1", "#8a8a8a", "what binding contracts could pay")
    if len(cells) <= MOST_CELLS:
        at = [[float(cell[k]) for cell in cells] for k in (0, 1)]
        axes.plot(*at, "x", color="#555555", markersize=6, linestyle="none", zorder=4, label="pairs of actions")


def _advised(axes: Axes, solution: CorrelatedSolution) -> str:
    """The area of all plans; what is said where it is left out."""
    m, n = solution.game.shape
    if m * n > MOST_CELLS:
        return f"What all of them pay is left out for tables of more than {MOST_CELLS} cells."
    try:
        polygon = correlated_payoffs(solution.game, Deadline(LONGEST))
    except TimeLimitError:
        return "What all of them pay took too long to find and is left out."
    _area(axes, polygon, "#bfe0d3", ADVISED, "all that advice in private can bring about")
    return ""


def _area(axes: Axes, polygon: Polygon, face: str, edge: str, label: str) -> None:
    """An area with its corners; a line or a point where there is no more."""
    at = [[float(corner[k]) for corner in (*polygon, polygon[0])] for k in (0, 1)]
    if len(polygon) > 2:
        axes.fill(*at, facecolor=face, edgecolor=edge, linewidth=1.8, zorder=2, label=label)
    else:
        axes.plot(*at, "o-", color=edge, markersize=11, linewidth=3, zorder=2, label=label)


def _plans(axes: Axes, scenario: Scenario, solution: CorrelatedSolution) -> None:
    """The plan for each aim; plans that pay the same have one mark."""
    aims: dict[tuple[str, str], list[str]] = {}
    at: dict[tuple[str, str], tuple[float, float]] = {}
    for plan in solution.found:
        key = amount(plan.payoffs[0]), amount(plan.payoffs[1])
        aims.setdefault(key, []).append(aim_words(scenario, plan.aim).partition(",")[0])
        at.setdefault(key, plan.payoffs)
    for (key, names), mark in zip(aims.items(), ("*", "^", "v", "s"), strict=False):
        axes.plot(
            *at[key], mark, color=ADVISED, markeredgecolor="black", markersize=16 if mark == "*" else 11,
            linestyle="none", zorder=5, label=f"{listed(names)} {_pays(at[key])}",
        )  # fmt: skip


def _pays(payoffs: tuple[float, float]) -> str:
    return f"({amount(payoffs[0])}, {amount(payoffs[1])})"
