"""Packages as a picture: what they pay, the frontier, what is picked, walking away, and the room for a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.issues.bargaining import PICKS
from sim.engine.issues.packages import cloud
from sim.show.issues.words import PICKED
from sim.show.pictures import COLOURS, GREY, MARKERS, PALE
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.issues.bargaining import PackagesSolution
    from sim.engine.issues.frontier import Efficient
    from sim.scenario.scenario import Scenario

SIZES = (17, 12, 8, 5)
"""Sizes of marks, so that those that coincide are all seen."""


def packages(scenario: Scenario, solution: PackagesSolution) -> Figure:
    """Draw what packages pay both sides."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.4, 6.8), layout="constrained")
    figure.suptitle(f"{scenario.title}: what can be agreed on", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    found = cloud(solution.game)
    axes.plot(found.points[:, 0], found.points[:, 1], ".", color=PALE, markersize=4, zorder=1)
    _room(axes, solution)
    _frontier(axes, solution.frontier)
    _picks(axes, solution)
    _floor(axes, scenario, solution)
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=9)
    count = f"{solution.game.count:,}" if solution.game.count < 10**15 else f"{solution.game.count:.1e}"
    every = "the only package" if solution.game.count == 1 else f"all {count} packages"
    told = every if found.whole else f"{len(found.points):,} of {count} packages, drawn at random"
    shaded = (
        " Shaded: from walking away to it." if solution.room else " No package leaves both as much as walking away."
    )
    axes.set_title(
        f"Grey: {told}. Black: the frontier.{shaded}",
        fontsize=8,
        color=GREY,
    )
    axes.set_xlabel(f"{scenario.players[0].name}: points", color=COLOURS[0])
    axes.set_ylabel(f"{scenario.players[1].name}: points", color=COLOURS[1])
    axes.margins(0.06)
    return figure


def _frontier(axes: Axes, frontier: tuple[Efficient, ...]) -> None:
    """The efficient packages, with steps between them: without lots nothing lies in between."""
    one = [float(each.payoffs[0]) for each in frontier]
    two = [float(each.payoffs[1]) for each in frontier]
    axes.step(one, two, where="post", color="black", linewidth=0.8, zorder=2)
    axes.plot(one, two, ".", color="black", markersize=7 if len(one) < 200 else 3, zorder=3, label="efficient")


def _room(axes: Axes, solution: PackagesSolution) -> None:
    """From walking away up to the frontier."""
    inside = [(float(a), float(b)) for a, b in (each.payoffs for each in solution.room)]
    if not inside:
        return
    floor = [float(value) for value in solution.game.walk_away]
    edge: list[tuple[float, float]] = [(floor[0], floor[1]), (inside[0][0], floor[1])]
    for (here, there), after in zip(inside, [*inside[1:], (floor[0], 0.0)], strict=True):
        edge += [(here, there), (max(after[0], floor[0]), there)]
    axes.fill(
        *zip(*edge, strict=True), facecolor="#d9ead3", edgecolor=GREY, linewidth=0.8, zorder=0, label="room for a deal"
    )


def _picks(axes: Axes, solution: PackagesSolution) -> None:
    for pick, mark, size in zip(PICKS, (*MARKERS, "D", "s"), SIZES, strict=False):
        best = solution.picked[pick]
        if best:
            pays = [float(value) for value in best[0].payoffs]
            axes.plot(
                *pays,
                mark,
                label=f"{PICKED[pick]} ({number(pays[0])}, {number(pays[1])})",
                markersize=size,
                linestyle="none",
                color="black",
                markerfacecolor="none",
                markeredgewidth=2,
                zorder=4,
            )


def _floor(axes: Axes, scenario: Scenario, solution: PackagesSolution) -> None:
    one, two = (float(value) for value in solution.game.walk_away)
    for draw, at, k in ((axes.axvline, one, 0), (axes.axhline, two, 1)):
        label = f"{scenario.players[k].name} walks away: {number(at)}"
        draw(at, color=COLOURS[k], linewidth=1.2, linestyle="--", zorder=2, label=label)
