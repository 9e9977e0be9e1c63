"""How the steps of both sides were taken over many runs, and how the runs ended."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.engine.concessions.courses.outcome import KINDS
from sim.show.concessions.courses.endings import Told, share_of
from sim.show.pictures import COLOURS, GREY, PALER, spread
from sim.show.text.scale import scaled
from sim.show.text.words import amount, listed, percent, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.agents.simulation.simulation import SimulatedRuns

AFTER = 2
"""Rounds shown after the last in which anything changes."""

FEWEST = 8
"""Rounds shown, at least, where there are so many."""

RAREST = 0.005
"""Share of runs from which an early end is marked where it happens."""

LOOKS = {
    "kept": ("#009E73", "o"),
    "made_again": ("#56B4E9", "o"),
    "on_and_off": ("#F0E442", "o"),
    "broken": ("#D55E00", "v"),
    "broken_again": ("#D55E00", "v"),
    "walk_away": ("#333333", "X"),
    "hazard": ("#CC79A7", "P"),
    "discovery": ("#E69F00", "D"),
    "unfinished": ("#999999", "s"),
}
"""Colour and marker, by what becomes of the agreement, and if it is never complete by how the talks end."""


@scaled
def trajectories(result: SimulatedRuns) -> Figure:
    """Draw the number of steps that stand on each side, round by round; the wider a line the more runs take it."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure = Figure(figsize=(10, 6.4), layout=ConstrainedLayoutEngine(h_pad=0.08, w_pad=0.1))
    grid = figure.add_gridspec(2, 2, width_ratios=[4.2, 1.5])
    figure.text(0.01, 0.985, result.scenario.title, va="top", fontsize=14, fontweight="bold")
    last = _last(result)
    above = figure.add_subplot(grid[0, 0])
    below = figure.add_subplot(grid[1, 0], sharex=above)
    for seat, axes in enumerate((above, below)):
        _side(axes, result, seat, last)
    told = fill(_told(result), 120)
    figure.text(0.01, 0.945, told, va="top", fontsize=10, color="#333333")
    figure.get_layout_engine().set(rect=(0, 0, 1, 0.905 - 0.03 * told.count("\n")))  # type: ignore[union-attr, call-arg]
    for axes, seat in ((above, 0), (below, 1)):
        axes.set_title(_who(result, seat), fontsize=10, color=COLOURS[seat], fontweight="bold")
    rest = "" if last >= len(result.runs.flows) else "; hardly anything changes later"
    below.set_xlabel(f"After round (the wider a line, the more runs take it{rest})")
    _endings(figure.add_subplot(grid[:, 1]), result)
    return figure


def _told(result: SimulatedRuns) -> str:
    likely, count = result.endings[0], times(result.count, "run")
    gets = [f"{p.name} {amount(e.mean)}" for p, e in zip(result.scenario.players, result.payoffs, strict=True)]
    told = f"In {percent(likely.chance)} of {count} the agreement is {_teller(result).ending(likely)}."
    return f"{told} Mean payoffs: {listed(gets)} per round."


def _teller(result: SimulatedRuns) -> Told:
    one, two = (player.name for player in result.scenario.players)
    return Told((one, two), result.scenario.form == "concessions without a last round")


def _who(result: SimulatedRuns, seat: int) -> str:
    return f"{result.scenario.players[seat].name}, played by {result.agents[seat].label}"


def _last(result: SimulatedRuns) -> int:
    """Number of rounds that are shown."""
    flows = result.runs.flows
    few = RAREST * result.count
    busy = [
        t for t, sides in enumerate(flows) if any(a != b and n >= few for side in sides for (a, b), n in side.items())
    ]
    ends = [t for (_, t, _, _), n in result.runs.exits.items() if t < len(flows) + 1 and n >= few]
    last = max([*busy, *ends], default=0) + 1 + AFTER
    return max(1, min(max(last, FEWEST), max(len(flows), max(ends, default=0) + 1)))


def _side(axes: Axes, result: SimulatedRuns, seat: int, last: int) -> None:
    from sim.scenario.scenario import Concessions

    game = result.scenario.game
    assert isinstance(game, Concessions)
    steps, count = len(game.ladders[seat]), result.count
    for t, sides in enumerate(result.runs.flows[:last]):
        for (before, after), runs in sides[seat].items():
            share = runs / count
            axes.plot(
                [t, t + 1],
                [before, after],
                color=COLOURS[seat],
                linewidth=0.6 + 9 * share,
                alpha=PALER + (1 - PALER) * share,
                solid_capstyle="round",
            )
    marks: dict[tuple[int, int, int], int] = {}
    for (kind, t, *stands), runs in result.runs.exits.items():
        key = kind, t, stands[seat]
        marks[key] = marks.get(key, 0) + runs
    for (kind, t, height), runs in marks.items():
        if t < last and runs / count >= RAREST:
            colour, marker = LOOKS[KINDS[kind]]
            size = 60 + 200 * runs / count
            axes.scatter(t + 1, height, s=size, marker=marker, color=colour, edgecolors=GREY, zorder=3)
    axes.set_xlim(-0.2, last + 0.3)
    axes.set_ylim(-0.4, steps + 0.4)
    names = [""] * steps if "renege" in game.actions else [f"\n{fill(step.name, 22)}" for step in game.ladders[seat]]
    axes.set_yticks(range(steps + 1), [_tick(k, steps) + ["", *names][k] for k in range(steps + 1)])
    axes.tick_params(axis="y", labelsize=8.5)
    axes.set_xticks(range(0, last + 1, max(1, last // 14)))
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.7)
    axes.set_axisbelow(True)


def _tick(k: int, steps: int) -> str:
    if k == 0:
        return "no step"
    return f"all {steps} steps" if k == steps and steps > 1 else f"{k} step{'' if k == 1 else 's'}"


def _endings(axes: Axes, result: SimulatedRuns) -> None:
    """One bar, parted by how the runs ended."""
    foot = 0.0
    heights: list[tuple[float, str, str, str]] = []
    for e in result.endings:
        colour, marker = LOOKS[share_of(e)]
        axes.bar(0, e.chance, bottom=foot, width=0.5, color=colour, edgecolor=GREY)
        faked = ", real or faked" if e.kind == "agreement" and result.undiscovered else ""
        text = fill(f"{percent(e.chance)} {_teller(result).brief(e)}{faked}", 30)
        heights.append((foot + e.chance / 2, text, colour, marker))
        foot += e.chance
    placed = spread([height for height, *_ in heights], 0.075)
    for height, (middle, text, colour, marker) in zip(placed, heights, strict=True):
        axes.scatter(0.5, height, s=60, marker=marker, color=colour, edgecolors=GREY)
        axes.annotate(
            text,
            (0.25, middle),
            xytext=(0.62, height),
            va="center",
            fontsize=9,
            color="#222222",
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.2, "shrinkA": 14},
        )
    axes.set_xlim(-0.3, 1.7)
    axes.set_ylim(-0.02, 1.06)
    axes.set_title("How the runs end", fontsize=9.5, color=GREY)
    axes.set_axis_off()
