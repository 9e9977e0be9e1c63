"""A picture of offers of packages: what they pay round by round, beside what waiting is worth."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, DASHES, GREY, MARKERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.issues.subgame_perfect import PackageOffersSolution
    from sim.scenario.scenario import Scenario

SHOWN = 40
"""Rounds, most, that are drawn."""


def staircase(scenario: Scenario, solution: PackageOffersSolution) -> Figure:
    """Draw what the package that would be accepted in each round pays both, and what it is worth not to agree."""
    from matplotlib.figure import Figure

    rounds = solution.rounds * 4 if solution.endless else solution.rounds[:SHOWN]
    figure = Figure(figsize=(9.5, 5.2), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(f"{scenario.title}: offers in turn", x=0.01, ha="left", fontsize=14, fontweight="bold")
    at = range(1, len(rounds) + 1)
    for k, player in enumerate(scenario.players):
        pays = [nan if one.offer is None else float(one.offer.payoffs[k]) for one in rounds]
        waits = [float(one.refused[k]) for one in rounds]
        axes.plot(at, pays, marker=MARKERS[k], color=COLOURS[k], linestyle=DASHES[0], label=f"{player.name}: the offer")
        axes.step(
            at,
            waits,
            where="mid",
            color=COLOURS[k],
            linestyle=DASHES[1],
            label=f"{player.name}: no agreement in the round",
        )
    names = [player.name for player in scenario.players]
    axes.set_xticks(list(at)[:: 1 + len(rounds) // 14])
    axes.set_xlabel(f"round ({names[rounds[0].proposer]} offers in round 1, then in turn)")
    axes.set_ylabel("points, in the terms of the round")
    more = "The two rounds repeat for ever." if solution.endless else ""
    if len(rounds) < len(solution.rounds):
        more = f"The first {len(rounds)} of {len(solution.rounds)} rounds."
    axes.set_title(f"Gaps: rounds in which no offer is made that is accepted. {more}".strip(), fontsize=9, color=GREY)
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=9)
    return figure
