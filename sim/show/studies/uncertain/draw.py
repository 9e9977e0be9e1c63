"""A game whose numbers are uncertain as a picture: the chance, what it hangs on, and how it moves with that."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN
from sim.show.pictures import COLOURS, GREY
from sim.show.studies.regime_words import AGREED_ON
from sim.show.studies.require.draw import HATCHES
from sim.show.studies.uncertain.text import WORDS
from sim.show.studies.uncertain.words import chance_sentence, event_words, hangs_sentence, order, parameter_of
from sim.show.text.parameters import called, heading
from sim.show.text.scale import scaled
from sim.study.maps.regime import VERDICTS
from sim.study.uncertain.chance import clopper_pearson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.uncertain.draws import Drawn

CLASSES, LEAST = 10, 5
"""Classes of the draws of a parameter, most, and draws in each, least."""


@scaled
def draw_draws(scenario: Scenario, found: Drawn) -> Figure:
    """Draw the shares of draws by verdict, shares of the variance, and the chance along what it hangs on most."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 3.4 + 0.24 * len(found.axes)), layout="constrained")
    told = f"{scenario.title}: {chance_sentence(scenario, found)} {hangs_sentence(scenario, found)}"
    figure.suptitle(fill(told, 118), x=0.01, ha="left", fontsize=11, fontweight="bold")
    panels = figure.subplots(1, 3, width_ratios=(1, 2.2, 2.2))
    _shares_of_draws(panels[0], found)
    places = order(found) if found.hangs is not None else list(range(len(found.axes)))
    _hangs(panels[1], scenario, found, places)
    _along(panels[2], scenario, found, places[0])
    return figure


def _shares_of_draws(axes: Axes, found: Drawn) -> None:
    n = found.solved
    if found.words is None:
        parts = [
            ("it comes about", int(found.hits.sum()), COLOURS[0], ""),
            ("it does not", n - int(found.hits.sum()), "#dddddd", ""),
        ]
    else:
        parts = [(WORDS[w].partition(":")[0], c, AGREED_ON[VERDICTS[w]], HATCHES[w]) for w, c in found.counts.items()]
    below = 0.0
    for name, count, colour, hatch in parts:
        if count:
            axes.bar(0, count / n, bottom=below, width=0.7, color=colour, hatch=hatch, edgecolor="#666666", lw=0.5)
            axes.annotate(f"{name}\n{count / n:.1%}", (0.42, below + count / n / 2), va="center", fontsize=8.5)
        below += count / n
    axes.set_xlim(-0.5, 1.3)
    axes.set_ylim(0, 1)
    axes.set_xticks([])
    axes.set_ylabel(f"share of {n:,} draws")


def _hangs(axes: Axes, scenario: Scenario, found: Drawn, places: list[int]) -> None:
    hangs = found.hangs
    names = [called(parameter_of(scenario, found.axes[k].name)) for k in places]
    rows = np.arange(len(places))
    if hangs is not None:
        for shift, shares, ends, label, colour in (
            (-0.2, hangs.first, hangs.first_interval, "by itself", COLOURS[0]),
            (0.2, hangs.total, hangs.total_interval, "with all others", COLOURS[1]),
        ):
            if shares is None:
                continue
            values = np.clip(np.nan_to_num(shares[places]), 0, None)
            axes.barh(rows + shift, values, height=0.36, color=colour, label=label)
            if ends is not None:
                low, high = np.clip(np.nan_to_num(ends[places]), 0, None).T
                axes.hlines(rows + shift, low, high, color="black", lw=1)
        axes.legend(frameon=False, fontsize=8.5, loc="lower right")
    axes.set_yticks(rows, names, fontsize=8.5)
    axes.set_ylim(len(places) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.set_xlabel("share of the variance; black: 95% interval")


def _along(axes: Axes, scenario: Scenario, found: Drawn, k: int) -> None:
    """The chance in classes of one parameter's draws, with intervals."""
    good = np.flatnonzero(found.answered)
    values = found.points[good, k]
    hits = found.hits[good] if found.words is None else found.words[good] == CERTAIN
    count = max(1, min(CLASSES, len(good) // LEAST))
    for part in np.array_split(np.argsort(values, kind="stable"), count):
        inside = int(np.count_nonzero(hits[part]))
        low, high = clopper_pearson(inside, len(part))
        ends = values[part].min(), values[part].max()
        axes.fill_between(ends, low, high, facecolor=(COLOURS[0], 0.2), edgecolor=COLOURS[0], lw=0.8)
        axes.hlines(inside / len(part), *ends, color=COLOURS[0], lw=2)
    parameter = parameter_of(scenario, found.axes[k].name)
    axes.axvline(float(parameter.value), color=GREY, lw=1, ls=":")
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(f"{heading(parameter)}; dotted: in the file")
    what = "share of draws with a certain deal" if found.words is not None else f"chance {event_words(scenario, found)}"
    axes.set_ylabel(fill(what, 40), fontsize=9)
