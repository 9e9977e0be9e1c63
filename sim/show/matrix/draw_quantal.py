"""The logit path as a picture: the probability of each action against precision."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.show.pictures import COLOURS, DASHES, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from sim.engine.logit import QuantalPoint
    from sim.scenario.scenario import Scenario

    Places = Sequence[tuple[int, str, tuple[str, ...]]]


def logit_curves(
    scenario: Scenario, path: tuple[QuantalPoint, ...], points: tuple[QuantalPoint, ...], places: Places
) -> Figure:
    """Draw each action's probability along the path against precision, a panel per player.

    Parameters
    ----------
    path, points : tuple of QuantalPoint
        All points followed; those that are listed.
    places : sequence of (int, str, tuple of str)
        Where somebody chooses, in the order of the points' strategies: player, information set, actions.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.6), layout="constrained")
    figure.suptitle(f"{scenario.title}: choosing with errors", x=0.01, ha="left", fontsize=14, fontweight="bold")
    panels = figure.subplots(1, 2, sharey=True)
    precision = np.array([point.precision for point in path])
    for k, (axes, player) in enumerate(zip(panels, scenario.players, strict=True)):
        ends = []
        lines = 0
        for n, (owner, where, actions) in enumerate(places):
            if owner != k:
                continue
            shares = np.array([point.strategies[n] for point in path])
            # Of two actions one line says all; with the set's name it is also the shorter label.
            shown = range(len(actions)) if not where or len(actions) > 2 else range(1)
            for a in shown:
                axes.plot(precision, shares[:, a], color=COLOURS[k], linestyle=DASHES[lines % len(DASHES)], linewidth=2)
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
        listed = [point.precision for point in points] or [float(precision[-1])]
        axes.set_xscale("asinh", linear_width=listed[1] if len(listed) > 1 else 1.0)
        axes.set_xlim(0, max(precision) or 1.0)
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
