"""Pictures of prices named to somebody whose value is hidden: the staircase, and what buyers would pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.offers.pbe import who
from sim.show.pictures import COLOURS, GREY, MARKERS, PALER
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.offers.pbe import PricesSolution
    from sim.scenario.scenario import Scenario

MOST_NUMBERED = 12
"""Prices, most, that carry their numbers."""


def staircase(scenario: Scenario, solution: PricesSolution) -> Figure:
    """Draw each price as a step, and above it the values that take it."""
    from matplotlib.figure import Figure

    game = solution.game
    seller, buyer = scenario.players[game.seller].name, scenario.players[game.buyer].name
    figure = Figure(figsize=(9.5, 4.8), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: the staircase of prices", x=0.01, ha="left", fontsize=14, fontweight="bold")
    before: tuple[float, float] | None = None
    for k, named in enumerate(solution.path):
        lots, price, t = who(game, named), float(named.price), named.round + 1
        low, high = float(lots[-1][0]), float(lots[0][0])
        label = f"values of {buyer} that take it"
        axes.plot(
            [t, t],
            [low, high],
            color=COLOURS[1],
            linewidth=5,
            alpha=PALER,
            solid_capstyle="butt",
            marker=MARKERS[1],
            markersize=3,
            label=label if not k else None,
        )
        axes.plot(
            [t - 0.4, t + 0.4],
            [price, price],
            color=COLOURS[0],
            linewidth=3,
            label=f"price of {seller}" if not k else None,
        )
        if before is not None:
            axes.plot([before[0], t - 0.4], [before[1], price], color=GREY, linewidth=0.8)
        before = t + 0.4, price
        if len(solution.path) <= MOST_NUMBERED:
            axes.annotate(
                number(named.price), (t - 0.4, price), xytext=(0, -11), textcoords="offset points", fontsize=8
            )
    axes.axhline(float(solution.committed[0]), color="black", linestyle=":", linewidth=1, label="one price for good")
    if game.own:
        axes.axhline(
            float(game.own), color=COLOURS[0], linestyle="--", linewidth=1, label=f"what it is worth to {seller}"
        )
    rounds = solution.path[-1].round + 1
    axes.set_xlim(0.4, rounds + 0.6)
    axes.set_xticks(range(1, rounds + 1, 1 + rounds // 20))
    axes.set_xlabel("round, as long as prices are refused")
    axes.set_ylabel("price, value")
    axes.margins(y=0.1)
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def values(scenario: Scenario, solution: PricesSolution) -> Figure:
    """Draw what buyers would pay at most in the first round, by their value, with the first price."""
    from matplotlib.figure import Figure

    game = solution.game
    buyer = scenario.players[game.buyer].name
    figure = Figure(figsize=(9.5, 4.8), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: what each value would pay", x=0.01, ha="left", fontsize=14, fontweight="bold")
    steps = solution.stages[-1].steps
    at, worth, pays = [0.0], [float(steps[0].value)], [float(steps[0].pays)]
    for step in steps:
        at.append(float(step.upto))
        worth.append(float(step.value))
        pays.append(float(step.pays))
    axes.step(at, worth, where="pre", color=COLOURS[1], linestyle="--", label=f"value of {buyer}")
    axes.step(at, pays, where="pre", color=COLOURS[0], label="pays at most in the first round")
    first = solution.path[0]
    axes.axhline(
        float(first.price), color="black", linestyle=":", linewidth=1, label=f"first price, {number(first.price)}"
    )
    axes.axvline(float(first.upto), color=GREY, linewidth=0.8)
    axes.set_xlabel(f"share of what {buyer} may be, from the highest value down")
    axes.set_ylabel("price, value")
    axes.legend(frameon=False, fontsize=8)
    return figure
