"""A tournament as two heat maps: what each pairing pays the first seat, and what it pays the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.contrast import ink
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.agents.simulation.tournament import RankedPairings

MOST_WRITTEN = 24
"""Agents, most, for which the payoffs are written into the cells."""


@scaled
def heat_maps(result: RankedPairings) -> Figure:
    """Draw a heat map for each seat, agents from the best to the worst, with the payoff in every cell."""
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    order = [result.names.index(s.agent) for s in result.ranking]
    labels = [f"{s.rank}. {s.agent}" for s in result.ranking]
    names = [player.name for player in result.scenario.players]
    size = max(4.0, 0.52 * len(order) + 1.6)
    figure = Figure(figsize=(2 * size + 1.5, size + 0.5), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.08))
    first, last = (listed([s.agent for s in result.ranking if s.rank == r]) for r in (1, result.ranking[-1].rank))
    told = f": {first} first, {last} last" if first != last else ""
    figure.suptitle(result.scenario.title + told, x=0.01, ha="left", fontsize=14, fontweight="bold")
    for seat, axes in enumerate(figure.subplots(1, 2)):
        # In each map the rows are the agents in that seat, so that a row that is dark all along is a good agent.
        table, shares = result.payoffs[..., seat], result.shares[..., seat]
        if seat == 1:
            table, shares = table.T, shares.T
        table, shares = table[order][:, order], shares[order][:, order]
        image = axes.imshow(shares, cmap="cividis", vmin=0, vmax=1, aspect="equal")
        axes.set_xticks(range(len(order)), labels, rotation=45, ha="right", fontsize=8.5)
        axes.set_yticks(range(len(order)), labels, fontsize=8.5)
        axes.set_ylabel(f"Who plays {names[seat]}")
        axes.set_xlabel(f"Who plays {names[1 - seat]}")
        axes.set_title(f"What {names[seat]} gets per round", fontsize=11)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        if len(order) <= MOST_WRITTEN:
            for i in range(len(order)):
                for j in range(len(order)):
                    colour = ink(to_hex(image.to_rgba(shares[i, j])))
                    axes.text(j, i, amount(table[i, j]), ha="center", va="center", fontsize=7.5, color=colour)
    bar = figure.colorbar(image, ax=figure.axes, shrink=0.7, pad=0.01)
    bar.set_label("share of the way from the least to the most a round can pay", fontsize=8.5)
    return figure
