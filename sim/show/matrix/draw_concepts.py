"""Pictures of the logit path and of a bargaining problem."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.show.matrix.bargaining import REFERENCES, which
from sim.show.matrix.quantal import places
from sim.show.pictures import COLOURS, DASHES, GREY, MARKERS, spread
from sim.show.text.words import amount

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.matrix.bargaining import CooperativeSolution
    from sim.engine.matrix.quantal import QuantalSolution
    from sim.engine.tree.quantal import TreeQuantalSolution
    from sim.scenario.scenario import Scenario

SHADES = ("-", (0, (4, 1.5)), (0, (1, 1)), "-.")


def logit_curves(scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution) -> Figure:
    """Draw each action's probability along the path against precision, a panel per player.

    Parameters
    ----------
    solution : QuantalSolution or TreeQuantalSolution
        Its path.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.6), layout="constrained")
    figure.suptitle(f"{scenario.title}: choosing with errors", x=0.01, ha="left", fontsize=14, fontweight="bold")
    panels = figure.subplots(1, 2, sharey=True)
    precision = np.array([point.precision for point in solution.path])
    for k, (axes, player) in enumerate(zip(panels, scenario.players, strict=True)):
        ends = []
        lines = 0
        for n, (owner, where, actions) in enumerate(places(solution)):
            if owner != k:
                continue
            shares = np.array([point.strategies[n] for point in solution.path])
            # Of two actions one line says all; with the set's name it is also the shorter label.
            shown = range(len(actions)) if not where or len(actions) > 2 else range(1)
            for a in shown:
                axes.plot(precision, shares[:, a], color=COLOURS[k], linestyle=SHADES[lines % 4], linewidth=2)
                ends.append((float(shares[-1, a]), f"{actions[a]} ({where})" if where else actions[a]))
                lines += 1
        for height, label in _apart(ends):
            axes.annotate(
                fill(label, 26),
                (1.01, height),
                xycoords=("axes fraction", "data"),
                va="center",
                fontsize=8,
                annotation_clip=False,
            )
        axes.set_title(player.name, color=COLOURS[k])
        axes.set_xlabel("precision (0: blind chance)")
        axes.set_ylim(-0.02, 1.02)
        # Most of the story is at low precisions: the scale goes over smoothly from straight to logarithmic.
        listed = [point.precision for point in solution.points]
        axes.set_xscale("asinh", linear_width=listed[1] if len(listed) > 1 else 1.0)
        axes.set_xlim(0, precision[-1])
        ticks = [listed[0], *listed[2:]]
        axes.set_xticks(ticks, [f"{t:.2g}" if t < 100 else f"{t:.0f}" for t in ticks])
        axes.minorticks_off()
    panels[0].set_ylabel("probability")
    return figure


def _apart(ends: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Labels at the heights of their lines' ends, moved apart where they would overlap."""
    ends = sorted(ends)
    heights = spread([height for height, _ in ends], 0.075)
    return [(height, label) for height, (_, label) in zip(heights, ends, strict=True)]


def bargaining_set(scenario: Scenario, solution: CooperativeSolution) -> Figure:
    """Draw the feasible set, its frontier, the disagreement point, both solutions and the equilibrium."""
    from matplotlib.figure import Figure

    found = solution.solution
    figure = Figure(figsize=(7.2, 6.4), layout="constrained")
    figure.suptitle(f"{scenario.title}: what a contract could do", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    hull = np.array([[float(a), float(b)] for a, b in found.hull])
    if len(hull) > 2:
        axes.fill(hull[:, 0], hull[:, 1], facecolor="#eeeeee", edgecolor="#999999", linewidth=0.8)
    frontier = np.array([[float(a), float(b)] for a, b in found.frontier])
    axes.plot(frontier[:, 0], frontier[:, 1], color="black", linewidth=2.4, linestyle=DASHES[0])
    # The larger below the smaller, so that points that coincide are all seen.
    marks = [("Nash", found.nash, MARKERS[0], 17)]
    marks.append(("Kalai\N{EN DASH}Smorodinsky", found.kalai_smorodinsky, MARKERS[1], 10))
    points = [(name, (float(p[0]), float(p[1])), mark, size) for name, p, mark, size in marks]
    if solution.equilibrium is not None:
        points.append((f"{which(scenario)}equilibrium", solution.equilibrium, "D", 6))
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
