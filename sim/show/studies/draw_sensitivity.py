"""What the ending hangs on as a picture: endings along each range, payoffs as a tornado, variance shares."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.show.pictures import COLOURS, GREY, in_legend
from sim.show.studies.flip_words import at
from sim.show.studies.regime_words import colours, regime_words
from sim.show.studies.sensitivity import influence_sentence, output_words
from sim.show.text.parameters import heading
from sim.study.maps.regime import in_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.maps.sensitivity import Influences
    from sim.study.maps.variance import Variance


def draw_sensitivity(scenario: Scenario, found: Influences, output: str) -> Figure:
    """Draw what was found, the most influential parameter at the top.

    Parameters
    ----------
    output : str
        The output whose variance is drawn.
    """
    from matplotlib.figure import Figure

    shared = found.variance is not None and found.variance.shares[output].variance > 0
    paid = scenario.kind != "options"
    ratios = [2.2, *([1.5] if paid else []), *([1.2] if shared else [])]
    figure = Figure(figsize=(13.5 if shared else 10.5, 2.8 + 0.5 * len(found.influences)), layout="constrained")
    title = f"{scenario.title}: {influence_sentence(scenario, found)}"
    figure.suptitle(fill(title, 112 if shared else 88), x=0.01, ha="left", fontsize=13, fontweight="bold")
    panels = figure.subplots(1, len(ratios), width_ratios=ratios, sharey=True, squeeze=False)[0]
    _strips(panels[0], scenario, found)
    if paid:
        _tornado(panels[1], scenario, found)
    if shared and found.variance is not None:
        _bars(panels[-1], scenario, found, found.variance, output)
    panels[0].set_ylim(len(found.influences) - 0.4, -0.6)
    return figure


def _strips(axes: Axes, scenario: Scenario, found: Influences) -> None:
    """How it ends along each range, the file's own value as a mark."""
    from matplotlib.patches import Patch

    stretches = [i.line.stretches() for i in found.influences]
    ids = (scenario.players[0].id, scenario.players[1].id)
    order = in_order([found.own, *(regime for own in stretches for _, _, regime in own)], ids)
    shades = dict(zip(order, colours(scenario, order), strict=True))
    for row, (i, own) in enumerate(zip(found.influences, stretches, strict=True)):
        r = i.line.range
        for low, high, regime in own:
            left, right = ((v - float(r.low)) / float(r.span) for v in (low, high))
            axes.barh(row, right - left, left=left, height=0.62, color=shades[regime], edgecolor=GREY, linewidth=0.8)
        here = float((r.own - r.low) / r.span)
        axes.plot(here, row, "o", markersize=8, color="white", markeredgecolor="black", zorder=5, clip_on=False)
        axes.text(-0.01, row + 0.44, at(r, float(r.low)), fontsize=7.5, color=GREY, ha="left", va="center")
        axes.text(1.01, row + 0.44, at(r, float(r.high)), fontsize=7.5, color=GREY, ha="right", va="center")
        if 0.12 < here < 0.88:
            axes.text(here, row + 0.44, at(r, float(r.own)), fontsize=7.5, ha="center", va="center")
    axes.set_yticks(range(len(found.influences)), [fill(heading(i.line.range), 28) for i in found.influences])
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_title("How it ends along each range; circle: this file", fontsize=10)
    handles = [Patch(facecolor=shades[r], edgecolor=GREY, label=in_legend(regime_words(scenario, r))) for r in order]
    columns = 2 if all(len(str(handle.get_label())) <= 40 for handle in handles) else 1
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(0, 0), ncols=columns, fontsize=8.5, frameon=False)


def _tornado(axes: Axes, scenario: Scenario, found: Influences) -> None:
    """How far each parameter moves each side's payoff from what it is with the file's own numbers."""
    for player, who in enumerate(scenario.players):
        base = found.payoffs[player]
        for row, i in enumerate(found.influences):
            paid = i.line.chunk.payoffs[:, player]
            if not np.isfinite(paid).any():
                continue
            low, high = float(np.nanmin(paid)) - base, float(np.nanmax(paid)) - base
            axes.barh(
                row - 0.17 + 0.34 * player,
                high - low,
                left=low,
                height=0.3,
                color=COLOURS[player],
                hatch="" if player == 0 else "////",
                edgecolor="white",
                label=in_legend(who.name) if row == 0 else None,
            )
    axes.axvline(0, color="black", linewidth=0.9)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("payoff less that of this file")
    axes.set_title("How far payoffs move", fontsize=10)
    # Below the label of the axis, which takes two lines: inside it would lie on bars.
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0), borderaxespad=4.8, ncols=2, fontsize=8.5, frameon=False)


def _bars(axes: Axes, scenario: Scenario, found: Influences, variance: Variance, output: str) -> None:
    """Variance shares, with their intervals."""
    shares = variance.shares[output]
    place = {r.name: k for k, r in enumerate(variance.ranges)}
    for row, i in enumerate(found.influences):
        k = place[i.line.range.name]
        for shift, values, interval, shade in (
            (-0.17, shares.first, shares.first_interval, "#1b9e77"),
            (0.17, shares.total, shares.total_interval, "#a6cee3"),
        ):
            axes.barh(row + shift, max(0.0, float(values[k])), height=0.3, color=shade, edgecolor=GREY, linewidth=0.5)
            axes.plot(interval[k], [row + shift] * 2, color="black", linewidth=1.0)
    axes.axvline(0, color="black", linewidth=0.9)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("share of the variance, with 95% intervals")
    axes.set_title(
        fill(f"All at once: {output_words(scenario, output)}", 38) + "\nGreen: by itself; blue: with all others",
        fontsize=9,
    )
