"""Pictures of learning: paths through the square of a 2 by 2 game, or shares over time, a panel per process."""

from __future__ import annotations

from math import log10
from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, DASHES, GREY, PALE, in_legend
from sim.show.text.words import quoted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.matrix.learning.solution import LearningSolution, Process
    from sim.scenario.scenario import Scenario

NAMES = {"settled": "settles", "cycling": "cycles", "moving": "has not settled"}
MOST_LABELS = 6
SLOWING = 1.5  # where each turn takes so many times as long as the one before, an even scale shows the last one alone

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def learning_paths(scenario: Scenario, solution: LearningSolution) -> Figure:
    """Draw the courses of all processes.

    Parameters
    ----------
    solution : LearningSolution
        The courses.
    """
    from matplotlib.figure import Figure

    two = solution.game.shape == (2, 2)
    figure = Figure(figsize=(12.4, 5.2) if two else (12.4, 6.6), layout="constrained")
    figure.suptitle(f"{scenario.title}: where learning leads", x=0.01, ha="left", fontsize=14, fontweight="bold")
    if two:
        for axes, process in zip(figure.subplots(1, 3), solution.processes, strict=True):
            _square(axes, scenario, solution, process)
        note = (
            "Thick: the course told in the story, from the cross to the star. Thin: other starts, each from its dot. "
            "Circles: pure equilibria; diamonds: mixed ones."
        )
    else:
        panels = figure.subplots(2, 3, sharey=True, sharex="col")
        for column, process in enumerate(solution.processes):
            for player in (0, 1):
                _shares(panels[player][column], scenario, solution, process, player)
            panels[0][column].set_title(_title(process))
        note = "Dotted: the probabilities of the nearest equilibrium."
    figure.supxlabel(note, x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure


def _title(process: Process) -> str:
    return f"{process.name.capitalize()}: {NAMES[process.arrival.verdict]}"


def _square(axes: Axes, scenario: Scenario, solution: LearningSolution, process: Process) -> None:
    """Paths by the chances of the first actions: the column player's on x, the row player's on y."""
    for path in process.others:
        x, y = path.strategies[1][:, 0], path.strategies[0][:, 0]
        axes.plot(x, y, color=PALE, linewidth=0.8, zorder=1)
        axes.plot(x[0], y[0], ".", color=GREY, markersize=4, zorder=2)
    x, y = process.path.strategies[1][:, 0], process.path.strategies[0][:, 0]
    axes.plot(x, y, color=COLOURS[0], linewidth=1.8, zorder=3)
    axes.plot(x[0], y[0], "X", color="black", markersize=9, markeredgecolor="white", zorder=6)
    for e in solution.nash.result.equilibria:
        axes.plot(
            float(e.strategies[1][0]),
            float(e.strategies[0][0]),
            "o" if e.pure else "D",
            markersize=11,
            markerfacecolor="white",
            markeredgecolor="black",
            markeredgewidth=1.8,
            clip_on=False,
            zorder=5,
        )
    axes.plot(x[-1], y[-1], "*", color=COLOURS[1], markersize=11, markeredgecolor="black", clip_on=False, zorder=7)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.set_aspect("equal")
    names, actions = [player.name for player in scenario.players], solution.game.actions
    what = "share" if process.name == "replicator dynamics" else "share so far"
    axes.set_xlabel(fill(f"{names[1]}: {what} of {quoted(actions[1][0])}", 40))
    axes.set_ylabel(fill(f"{names[0]}: {what} of {quoted(actions[0][0])}", 40))
    axes.set_title(_title(process))


def _shares(axes: Axes, scenario: Scenario, solution: LearningSolution, process: Process, player: int) -> None:
    """One player's shares over time."""
    path, actions = process.path, solution.game.actions[player]
    values = path.strategies[player]
    near = process.arrival.nearest
    if near is not None and len(near.landmark.equilibria) == 1:
        e = solution.nash.result.equilibria[near.landmark.equilibria[0] - 1]
        for level in sorted({float(p) for p in e.strategies[player]}):
            axes.axhline(level, color=GREY, linewidth=1, linestyle=(0, (1, 3)), zorder=0)
    ranked = sorted(range(len(actions)), key=lambda a: -float(values[:, a].max()))[:MOST_LABELS]
    for k, a in enumerate(sorted(ranked)):
        colour = ("#000000", COLOURS[player], GREY)[k % 3]
        axes.plot(
            path.times,
            values[:, a],
            linestyle=DASHES[k % len(DASHES)],
            color=colour,
            linewidth=1.4,
            label=in_legend(actions[a]),
        )
    slowing = path.logarithmic or (process.arrival.verdict == "cycling" and process.turns.growth > SLOWING)
    if slowing:
        axes.set_xscale("symlog", linthresh=1.0)
        axes.xaxis.set_major_formatter(lambda value, _: _power(value))
    axes.set_xlim(0, path.times[-1])
    axes.set_ylim(-0.02, 1.02)
    if process.name == "fictitious play":
        more = f" ({len(actions) - len(ranked)} more not drawn)" if len(actions) > len(ranked) else ""
        axes.set_ylabel(f"{scenario.players[player].name}: shares", color=COLOURS[player])
        axes.legend(loc="upper right", fontsize=8, frameon=True, title=more or None)
    if player:
        unit = "periods" if path.logarithmic else "time"
        axes.set_xlabel(f"{unit} (logarithmic)" if slowing else unit)


def _power(value: float) -> str:
    """A power of ten as axes name it, without a formula: nothing in a picture is read as one."""
    exponent = round(log10(abs(value))) if value else 0
    if value != 10.0**exponent or exponent == 0:
        return f"{value:g}"
    return "10" + str(exponent).translate(_RAISED)
