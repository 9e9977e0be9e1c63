"""Pictures of alternating offers: the shares asked for round by round, and how much the last round matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, GREY, MARKERS, PAPERS
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.offers.subgame_perfect import OffersSolution
    from sim.scenario.scenario import Scenario

SHOWN = 24
"""Rounds, most, that are drawn."""


def shares(scenario: Scenario, solution: OffersSolution) -> Figure:
    """Draw how the surplus would be shared in each round that talks might come to, the agreement marked."""
    from matplotlib.figure import Figure

    game = solution.game
    offers = solution.offers * (8 // len(solution.offers) or 1) if game.horizon is None else solution.offers
    offers = offers[:SHOWN]
    figure = Figure(figsize=(9.5, 4.8), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    names = [player.name for player in scenario.players]
    whole, size = float(game.surplus), 10 if len(offers) <= 12 else 6
    for t, offer in enumerate(offers):
        if offer.demand is None:
            axes.annotate("no agreement", (t + 1, whole / 2), rotation=90, ha="center", va="center", color=GREY)
            continue
        whole = float(offer.size)
        first = float(offer.demand if offer.proposer == 0 else offer.size - offer.demand)
        # Of rounds that repeat and of later ones only the first that are agreed on are what happens.
        strong = offer.round == solution.agreed and t < len(solution.offers)
        for k, (share, foot) in enumerate(((first, 0.0), (whole - first, first))):
            face, edge = (COLOURS[k], "white") if strong else (PAPERS[k], COLOURS[k])
            axes.bar(t + 1, share, bottom=foot, width=0.8, facecolor=face, edgecolor=edge, hatch=("", "//")[k])
        axes.annotate(
            names[offer.proposer], (t + 1, whole * 1.02), ha="center", fontsize=7, color=COLOURS[offer.proposer]
        )
        if strong:
            for at, share in ((first / 2, first), (first + (whole - first) / 2, whole - first)):
                axes.annotate(
                    number(share), (t + 1, at), ha="center", va="center", color="white", fontweight="bold", size=size
                )
    if solution.limit is not None:
        limit = float(solution.limit[0])
        axes.axhline(limit, color="black", linewidth=1, linestyle=":")
        axes.annotate(
            f"without a last round: {number(solution.limit[0])}",
            (1.005, limit),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
        )
    axes.set_xlim(0.4, len(offers) + 0.6)
    several = len({offer.round for offer in solution.offers}) < len(solution.offers)
    if several:
        labels = [f"{offer.round + 1}\n{number(offer.chance)}" for offer in offers]
        axes.set_xticks(range(1, len(offers) + 1), labels, fontsize=7)
    else:
        axes.set_xticks(range(1, len(offers) + 1, 1 + len(offers) // 13))
    told = "Round (whose offer it is stands above; the agreement is the full-coloured bar)"
    by_chance = (
        "Round, and the chance of its bar (whose offer it is stands above; full colour: what may be agreed first)"
    )
    axes.set_xlabel(by_chance if several else told)
    axes.set_ylabel(f"share of {names[0]} (below), of {names[1]} (above)")
    axes.set_ylim(0, float(game.surplus) * 1.08)
    return figure


def convergence(scenario: Scenario, solution: OffersSolution) -> Figure:
    """Draw the first proposer's share against the number of rounds, with the range on the grid and the limit."""
    from matplotlib.figure import Figure

    game, i = solution.game, solution.game.first
    name = scenario.players[i].name
    figure = Figure(figsize=(9.5, 4.8), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(
        f"{scenario.title}: how much the last round matters", x=0.01, ha="left", fontsize=14, fontweight="bold"
    )
    at = [s.rounds for s in solution.shorter]
    ranges = [(s.rounds, s.grid) for s in solution.shorter if s.grid is not None]
    middle = [float(g.lowest[i] + g.highest[i]) / 2 for _, g in ranges]
    if ranges:
        axes.errorbar(
            [r for r, _ in ranges],
            middle,
            yerr=[m - float(g.lowest[i]) for m, (_, g) in zip(middle, ranges, strict=True)],
            fmt="none",
            color=COLOURS[1],
            capsize=8,
            linewidth=2,
            zorder=4,
            label=f"in slices of {number(game.surplus / game.grid)}: from the lowest to the highest in equilibrium",
        )
    turns = not game.proposing
    for odd, last in ((1, "the same side also proposes last"), (0, "the other side proposes last")):
        some = [s for s in solution.shorter if s.rounds % 2 == odd]
        axes.plot(
            [s.rounds for s in some],
            [float(s.worth[i]) for s in some],
            marker=MARKERS[odd],
            color=COLOURS[0],
            markerfacecolor=COLOURS[0] if odd else "white",
            linewidth=0.8,
            label=f"any share can be offered; {last}" if turns else f"{'odd' if odd else 'even'} numbers of rounds",
        )
    if solution.limit is not None:
        label = f"without a last round: {number(solution.limit[i])}"
        axes.axhline(float(solution.limit[i]), color="black", linestyle=":", linewidth=1, label=label)
    axes.set_xscale("log")
    # Neighbours share a label where they would overprint.
    axes.set_xticks(at, [str(n) if n < 10 or not n % 2 else "" for n in at])
    axes.minorticks_off()
    axes.set_xlabel("number of rounds")
    axes.set_ylabel(f"{name}, who proposes first, gets" if turns else f"{name} gets")
    axes.legend(frameon=False)
    return figure
