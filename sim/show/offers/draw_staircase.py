"""The staircase of offers: round by round what the first player would get by each side's offer, and by waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, GREY, MARKERS
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.scenario.scenario import Scenario

SHOWN = 20
"""Rounds, most, that are drawn."""

AGAIN = 8
"""Rounds that are drawn of a game without a last one."""


def staircase(scenario: Scenario, solution: OffersSolution) -> Figure:
    """Draw each offer as a step at what it leaves the first player, and beside it what talks that go on are worth."""
    from matplotlib.figure import Figure

    game = solution.game
    names = [player.name for player in scenario.players]
    figure = Figure(figsize=(9.5, 4.8), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: the staircase of offers", x=0.01, ha="left", fontsize=14, fontweight="bold")
    rounds = AGAIN if game.horizon is None else min(SHOWN, game.horizon)
    told: set[str] = set()
    before: tuple[float, float] | None = None
    for t in range(rounds):
        at = t if game.horizon is not None else t % game.period
        here = [o for o in solution.offers if o.round == at]
        for k, o in enumerate(here):
            left = t + 1 - 0.4 + 0.8 * k / len(here)
            right = left + 0.8 / len(here)
            waits = float(solution.later(o)[0])
            if o.demand is None:
                height = float(o.worth[0])
            else:
                height = float(o.demand if o.proposer == 0 else o.size - o.demand)
            label = f"an offer by {names[o.proposer]}"
            if o.demand is None:
                label = f"{names[1 - o.proposer]} leaves" if o.leaves else f"{names[o.proposer]} makes no offer"
            axes.plot(
                [left, right],
                [height, height],
                color=COLOURS[o.proposer],
                linestyle="-" if o.demand is not None else ":",
                linewidth=3,
                marker=MARKERS[o.proposer],
                markevery=[0],
                label=None if label in told else label,
            )
            told.add(label)
            later = "what it expects in the next round"
            axes.plot(
                [left, right],
                [waits, waits],
                color=GREY,
                linestyle="--",
                linewidth=1,
                label=None if later in told else later,
            )
            told.add(later)
            if len(here) == 1:
                if before is not None:
                    axes.plot([before[0], left], [before[1], height], color=GREY, linewidth=0.8)
                before = right, height
                if rounds <= AGAIN + 4 and o.demand is not None:
                    axes.annotate(
                        number(o.demand if o.proposer == 0 else o.size - o.demand),
                        ((left + right) / 2, height),
                        xytext=(0, 5),
                        textcoords="offset points",
                        ha="center",
                        fontsize=8,
                    )
    if game.may_leave(0):
        axes.axhline(float(game.left[0]), color=COLOURS[0], linestyle=":", linewidth=1, label=f"{names[0]} leaves")
    if game.may_leave(1):
        line = float(game.surplus - game.left[1])
        axes.axhline(line, color=COLOURS[1], linestyle=":", linewidth=1, label=f"all but what {names[1]} has elsewhere")
    axes.set_xlim(0.4, rounds + 0.6)
    axes.set_xticks(range(1, rounds + 1))
    axes.set_xlabel("round" if game.horizon is not None else "round, and so on for ever")
    axes.set_ylabel(f"{names[0]} gets")
    axes.margins(y=0.12)
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure
