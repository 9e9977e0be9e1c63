"""A bargaining problem as a picture: the feasible set, its frontier and the solutions on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.show.matrix.references import REFERENCES
from sim.show.pictures import COLOURS, DASHES, GREY, MARKERS, SHADE
from sim.show.text.words import amount

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.scenario.scenario import Scenario


def bargaining_set(scenario: Scenario, solution: CooperativeSolution, compared: str) -> Figure:
    """Draw the feasible set, its frontier, the disagreement point, both solutions and the equilibrium.

    Parameters
    ----------
    compared : str
        What the equilibrium is called.
    """
    from matplotlib.figure import Figure

    found = solution.solution
    figure = Figure(figsize=(7.2, 6.4), layout="constrained")
    figure.suptitle(f"{scenario.title}: what a contract could do", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    hull = np.array([[float(a), float(b)] for a, b in found.hull])
    if len(hull) > 2:
        axes.fill(hull[:, 0], hull[:, 1], facecolor=SHADE, edgecolor=GREY, linewidth=0.8)
    frontier = np.array([[float(a), float(b)] for a, b in found.frontier])
    axes.plot(frontier[:, 0], frontier[:, 1], color="black", linewidth=2.4, linestyle=DASHES[0])
    # The larger below the smaller, so that points that coincide are all seen.
    marks = [("Nash", found.nash, MARKERS[0], 17)]
    marks.append(("Kalai\N{EN DASH}Smorodinsky", found.kalai_smorodinsky, MARKERS[1], 10))
    points = [(name, (float(p[0]), float(p[1])), mark, size) for name, p, mark, size in marks]
    if solution.equilibrium is not None:
        points.append((compared, solution.equilibrium, "D", 6))
    points.append(("disagreement", (float(found.disagreement[0]), float(found.disagreement[1])), "x", 8))
    for name, point, mark, size in points:
        label = f"{name} ({amount(point[0])}, {amount(point[1])})"
        axes.plot(
            *point,
            mark,
            label=label,
            markersize=size,
            linestyle="none",
            color="black",
            markerfacecolor="none",
            markeredgewidth=2,
            zorder=4,
        )
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=9)
    axes.set_xlabel(f"{scenario.players[0].name}: payoff", color=COLOURS[0])
    axes.set_ylabel(f"{scenario.players[1].name}: payoff", color=COLOURS[1])
    axes.set_title(f"Thick: the frontier. Disagreement: {REFERENCES[solution.reference]}.", fontsize=9, color=GREY)
    axes.margins(0.08)
    return figure
