"""A picture of the offers that agents made each other, among all that packages pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.issues.packages import cloud
from sim.show.pictures import COLOURS, GREY, MARKERS, PALE
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.agents.packages.runs import PackageRuns


@scaled
def offers_made(result: PackageRuns) -> Figure:
    """Draw what each offer would pay both sides, joined in the order of the rounds, and what was agreed on."""
    from matplotlib.figure import Figure

    game, names = result.arena.game, [player.name for player in result.scenario.players]
    figure = Figure(figsize=(8.0, 6.4), layout="constrained")
    figure.suptitle(f"{result.scenario.title}: offers made", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    points = cloud(game).points
    axes.plot(points[:, 0], points[:, 1], ".", color=PALE, markersize=3, zorder=1)
    best = result.arena.frontier
    axes.plot([float(a) for a, _ in best], [float(b) for _, b in best], ".", color="black", markersize=4, zorder=2)
    for k, agent in enumerate(result.agents):
        pays = [game.pays(package) for who, package in result.course if who == k]
        axes.plot(
            [float(a) for a, _ in pays],
            [float(b) for _, b in pays],
            marker=MARKERS[k],
            color=COLOURS[k],
            markerfacecolor="none",
            label=f"offers of {names[k]} ({agent.label})",
            zorder=3,
        )
    for package, share, _ in result.packages[:1]:
        one, two = game.pays(package)
        label = f"agreed on in {share:.0%} of the runs"
        axes.plot(float(one), float(two), "*", color="black", markersize=16, linestyle="none", label=label, zorder=4)
    axes.axvline(float(game.walk_away[0]), color=COLOURS[0], linestyle="--", linewidth=1)
    axes.axhline(float(game.walk_away[1]), color=COLOURS[1], linestyle="--", linewidth=1)
    axes.set_xlabel(f"{names[0]}: points", color=COLOURS[0])
    axes.set_ylabel(f"{names[1]}: points", color=COLOURS[1])
    axes.set_title("Grey: packages. Black dots: the frontier. Dashed: walking away.", fontsize=9, color=GREY)
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=9)
    axes.margins(0.06)
    return figure
