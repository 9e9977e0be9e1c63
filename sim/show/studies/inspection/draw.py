"""Inspection by design as a picture: what faking and leaving cost along a range, and the window between the two."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.pictures import MANY
from sim.show.studies.inspection.text import answers
from sim.show.studies.inspection.words import step_called, who_alone
from sim.show.text.parameters import heading
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario.scenario import Scenario
    from sim.study.inspection.inspection import HiddenAction, Inspection, Level

DASHES = {"faking": "-", "leaving": "--"}
WINDOW = MANY[2]


@scaled
def draw_inspection(scenario: Scenario, found: Inspection) -> Figure:
    """Draw a panel for each parameter, or a bar for each step that may be faked where no parameter is looked at."""
    from matplotlib.figure import Figure

    levels = found.levels
    figure = Figure(figsize=(9.5, 1.8 + (3.4 * len(levels) if levels else 0.6 * max(len(found.hidden), 2))))
    figure.set_layout_engine("constrained")
    told = f"{scenario.title}: {' '.join(answers(scenario, found)[-max(len(levels), 1) :])}"
    figure.suptitle(fill(told, 100), x=0.01, ha="left", fontsize=10, fontweight="bold")
    panels = figure.subplots(max(len(levels), 1), 1, squeeze=False)[:, 0]
    for axes, level in zip(panels, levels, strict=False):
        _window(axes, scenario, level)
    if not levels:
        _bars(panels[0], scenario, found.hidden)
    return figure


def _window(axes: Axes, scenario: Scenario, level: Level) -> None:
    r = level.range
    for stretch in level.window:
        axes.axvspan(
            float(stretch.low), float(stretch.high), facecolor=(WINDOW, 0.18), edgecolor=WINDOW, lw=0.8, label="window"
        )
    sides = list(dict.fromkeys(curve.side for curve in level.curves))
    for curve in level.curves:
        across, up = zip(*((float(x), float(y)) for x, y in curve.seen), strict=True)
        label = f"{who_alone(scenario, curve.side)}: {curve.kind}{' openly' if curve.kind == 'leaving' else ''}"
        colour = MANY[sides.index(curve.side) % len(MANY)]
        axes.plot(across, up, DASHES[curve.kind], color=colour, lw=1.8, label=label)
    for stretch in (*level.needed, *level.accepted):
        for end in (stretch.start, stretch.stop):
            if end is not None:
                axes.plot([float(end.holds)], [0], "o", color="black", ms=5)
    axes.axhline(0, color="#444444", lw=0.8)
    axes.axvline(float(r.own), color="black", lw=1.2, ls=":", label="the file's own value")
    axes.set_xlim(float(r.low), float(r.high))
    axes.set_xlabel(heading(r))
    axes.set_ylabel("what it costs, per round")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=8)


def _bars(axes: Axes, scenario: Scenario, hidden: tuple[HiddenAction, ...]) -> None:
    labels = []
    for row, action in enumerate(hidden):
        name = "all with one chance" if action.step is None else step_called(scenario, action.side, action.step)
        labels.append(f"{name}\n{who_alone(scenario, action.side)}")
        for stretch in action.enough:
            axes.barh(row, float(stretch.high - stretch.low), left=float(stretch.low), height=0.5, color=WINDOW)
        if action.chance is not None:
            axes.plot([float(action.chance)] * 2, [row - 0.35, row + 0.35], color="black", lw=2)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_ylim(len(hidden) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("chance of discovery per round: green where it is enough; the black mark is the file's own")
