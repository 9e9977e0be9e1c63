"""Under which numbers what was seen could have been seen, as a picture: along each range, and over two."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.pictures import TINTS
from sim.show.studies.require.words import exact
from sim.show.studies.seen.text import answer
from sim.show.text.parameters import heading
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.seen.box import Plane
    from sim.study.seen.explained import Explained

COLOURS = {"yes": "#0c2c84", "no": TINTS[2], "open": "#fed976", "": "#ffffff"}
HATCHES = {"yes": "", "no": "..", "open": "xx", "": ""}
"""So that a print in black and white says the same."""

LABELS = {"yes": "an equilibrium has the course", "no": "none has", "open": "open", "": "no answer"}


@scaled
def draw_seen(scenario: Scenario, found: Explained) -> Figure:
    """Draw the stretches of each range with the course, and the map over two parameters."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    both = found.plane is not None and bool(found.lines)
    size = (13.5 if both else 9.5, 2.8 + 0.45 * max(len(found.lines), 6 if found.plane else 1))
    figure = Figure(figsize=size, layout="constrained")
    told = f"{scenario.title}: {' '.join(answer(found)[:2])}"
    figure.suptitle(fill(told, 120 if both else 88), x=0.01, ha="left", fontsize=11, fontweight="bold")
    panels = list(figure.subplots(1, 2 if both else 1, squeeze=False)[0])
    shown: set[str] = set()
    if found.lines or found.plane is None:
        shown |= _lines(panels.pop(0), found)
    if found.plane is not None:
        shown |= _map(panels.pop(0), found.plane)
    handles = [
        Patch(facecolor=COLOURS[k], hatch=HATCHES[k], edgecolor="#666666", label=LABELS[k])
        for k in COLOURS
        if k in shown
    ]
    if handles:
        figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False)
    return figure


def _lines(axes: Axes, found: Explained) -> set[str]:
    shown = set()
    for row, line in enumerate(found.lines):
        r = line.range
        for s in line.stretches:
            shown.add(s.answer)
            left, right = (float((place - r.low) / r.span) for place in (s.low, s.high))
            colour, hatch = COLOURS[s.answer], HATCHES[s.answer]
            axes.barh(row, right - left, left=left, height=0.6, color=colour, hatch=hatch, edgecolor="#666666", lw=0.3)
        if r.holds_own:
            own = float((r.own - r.low) / r.span)
            axes.plot([own, own], [row - 0.4, row + 0.4], color="black", lw=2)
        ends = f"{exact(r.low)} to {exact(r.high)}"
        axes.annotate(ends, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=8)
    axes.set_yticks(range(len(found.lines)), [heading(line.range) for line in found.lines])
    axes.set_ylim(max(len(found.lines), 1) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("share of the range; the black mark is the file's own value")
    return shown


def _map(axes: Axes, plane: Plane) -> set[str]:
    shown = set()
    across, up = plane.across, plane.up
    height = float(up.span) / plane.asked
    for row in plane.rows:
        left = float(across.low)
        for end, told in row.stretches:
            shown.add(told)
            axes.barh(float(row.at), float(end) - left, left=left, height=height, color=COLOURS[told], lw=0)
            left = float(end)
    if across.holds_own and up.holds_own:
        place = float(across.own), float(up.own)
        axes.plot(*([v] for v in place), "X", color="black", ms=9, markeredgecolor="white")
        axes.annotate(
            "the file", place, textcoords="offset points", xytext=(8, 5), fontsize=9,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip
    axes.set_xlim(float(across.low), float(across.high))
    axes.set_ylim(float(up.low), float(up.high))
    axes.set_xlabel(heading(across))
    axes.set_ylabel(heading(up))
    axes.set_title("two together, the others as in the file")
    return shown
