"""What it would take as a picture: what holds along each range, the file's own value as a mark."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.show.pictures import COLOURS
from sim.show.studies.regime_words import AGREED_ON
from sim.show.studies.require.text import change_sentence
from sim.show.studies.require.words import exact, now_sentence
from sim.show.text.parameters import heading
from sim.show.text.scale import scaled
from sim.study.maps.regime import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.require.judge import Judged
    from sim.study.require.required import Line, Required

HATCHES = {CERTAIN: "", POSSIBLE: "//", IMPOSSIBLE: "..", OPEN: "xx"}
"""So that a print in black and white says the same."""


@scaled
def draw_require(scenario: Scenario, found: Required) -> Figure:
    """Draw what holds along each range; with two parameters together also the boundary."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    both = found.together is not None
    size = (13.5 if both else 9.5, 2.6 + 0.5 * max(len(found.lines), 6 if both else 1))
    figure = Figure(figsize=size, layout="constrained")
    told = f"{scenario.title}: {now_sentence(scenario, found)} {change_sentence(scenario, found)}"
    figure.suptitle(fill(told, 120 if both else 88), x=0.01, ha="left", fontsize=11, fontweight="bold")
    panels = figure.subplots(1, 2 if both else 1, squeeze=False)[0]
    words = _lines(panels[0], found)
    if both:
        _boundary(panels[1], found)
    shown = [w for w in (CERTAIN, POSSIBLE, IMPOSSIBLE, OPEN) if w in words]
    handles = [Patch(facecolor=AGREED_ON[VERDICTS[w]], hatch=HATCHES[w], edgecolor="#666666", label=w) for w in shown]
    if handles:
        figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False)
    return figure


def _lines(axes: Axes, found: Required) -> set[str]:
    words = set()
    for row, line in enumerate(found.lines):
        r = line.range
        for start, stop, judged in _pieces(line):
            words.add(judged.word)
            left, right = (float((place - r.low) / r.span) for place in (start, stop))
            colour, hatch = AGREED_ON[VERDICTS[judged.word]], HATCHES[judged.word]
            axes.barh(row, right - left, left=left, height=0.6, color=colour, hatch=hatch, edgecolor="#666666", lw=0.3)
        own = float((r.own - r.low) / r.span)
        axes.plot([own, own], [row - 0.4, row + 0.4], color="black", lw=2)
    axes.set_yticks(range(len(found.lines)), [heading(line.range) for line in found.lines])
    axes.set_ylim(len(found.lines) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("share of the range; the black mark is the file's own value")
    for row, line in enumerate(found.lines):
        ends = f"{exact(line.range.low)} to {exact(line.range.high)}"
        axes.annotate(ends, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
    return words


def _pieces(line: Line) -> Iterator[tuple[Fraction, Fraction, Judged]]:
    solved = [(place, judged) for place, judged in line.walked.found.items() if judged.word]
    if not solved:
        return
    start, here = solved[0]
    for t in line.walked.thresholds:
        edge = t.value if t.value is not None else (t.low + t.high) / 2
        yield start, edge, here
        start, here = edge, t.above
    yield start, solved[-1][0], here


def _boundary(axes: Axes, found: Required) -> None:
    assert found.together is not None
    one, two = found.together.ranges
    crossings = found.together.crossings
    axes.plot([float(c.low[0]) for c in crossings], [float(c.low[1]) for c in crossings], "o", color=COLOURS[0], ms=4)
    axes.plot([float(one.own)], [float(two.own)], "X", color="black", ms=9)
    axes.annotate("the file", (float(one.own), float(two.own)), textcoords="offset points", xytext=(8, 4), fontsize=9)
    axes.set_xlim(float(one.low), float(one.high))
    axes.set_ylim(float(two.low), float(two.high))
    axes.set_xlabel(heading(one))
    axes.set_ylabel(heading(two))
    axes.set_title("where the answer changes")
