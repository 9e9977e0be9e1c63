"""A conflict over options as people draw it: the table of options and equilibria, and the moves between states."""

from __future__ import annotations

from math import cos, pi, sin
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.definitions import DEFINITIONS
from sim.engine.options.reasons import improvements, ways_on
from sim.show.options.words import SHORT, option_names
from sim.show.pictures import DASHES, GREY, MANY, in_legend
from sim.show.text.words import times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario

MOST_COLUMNS = 18
"""States of the table, most."""

MOST_NODES = 32
"""States of which all moves are drawn, most; of more, the equilibria and what lies on the ways to them."""

MOST_BESIDE = 14
"""States, most, whose table stands beside the moves; one of more stands above them."""

NARROWEST = 3.4
"""Inches across the table, least: what a phone has room for."""

FOLDED = 17
"""Letters in a line of an option's name, most, where the table then has room on a phone."""

MOST_LETTERS = 26
"""Letters of an option's name, most."""


def table(scenario: Scenario, solution: StabilitySolution) -> Figure:
    """Draw options as rows and equilibria as columns, with Y where an option is taken, and by which definitions."""
    from matplotlib.figure import Figure

    states = _first(solution)
    shown = states[:MOST_COLUMNS]
    rows = len(solution.game.options) + len(DEFINITIONS)
    # As wide as its columns and no wider, so that a table of few states can be read on a phone as it is.
    letters = max(len(_short(name)) for name in option_names(scenario))
    across = max(NARROWEST, 0.35 + 0.085 * letters + 0.42 * len(shown))
    if 0.35 + 0.085 * FOLDED + 0.2 * len(shown) <= NARROWEST:
        letters, across = min(letters, FOLDED), NARROWEST
    owners = set(solution.game.owners)
    longest = max(len(scenario.players[party].name) for party in owners)
    parties = max(1, min(3, int((across - 0.085 * letters) / (0.55 + 0.07 * longest))))
    beside = -(-len(owners) // parties)
    figure = Figure(figsize=(across, 1.8 + 0.3 * rows + 0.18 * (beside - 1)), layout="constrained")
    figure.suptitle(fill(scenario.title, int(8 * across)), x=0.01, ha="left", fontsize=14, fontweight="bold")
    _table(figure.subplots(), scenario, solution, shown, letters, least=2, parties=parties)
    more = f"; {times(len(states) - len(shown), 'more equilibrium', 'more equilibria')}" if states != shown else ""
    about = f"Y: taken, or an equilibrium by the definition. q: the status quo{more}."
    figure.supxlabel(fill(about, int(15 * across)), x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure


def moves(scenario: Scenario, solution: StabilitySolution) -> Figure:
    """Draw states and the moves between them that their movers like, equilibria marked, with a table of the states."""
    from matplotlib.figure import Figure

    shown = _nodes(solution)
    wide = len(shown) > MOST_BESIDE
    figure = Figure(figsize=(11.5, 13.5) if wide else (8.5 + 0.3 * len(shown), 7.0), layout="constrained")
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    if wide:
        left, right = figure.subplots(2, 1, gridspec_kw={"height_ratios": [1, 1.9]})
    else:
        left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": [0.5 + 0.05 * len(shown), 1]})
    _table(left, scenario, solution, shown)
    drawn = _graph(right, scenario, solution, shown)
    count = solution.game.count
    whole = "all states" if len(shown) == count else f"{len(shown)} of {count:,} states, the other ones left out"
    about = (
        f"Arrows: moves that the mover likes, {times(drawn, 'of them', 'of them')}, between {whole}. Filled: "
        "equilibria by some definition, the darker by the more. q: the status quo."
    )
    figure.supxlabel(about, x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure


def _count(solution: StabilitySolution) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    count: np.ndarray[tuple[int], np.dtype[np.int64]] = np.sum(
        [solution.equilibrium(d) for d in DEFINITIONS], axis=0, dtype=np.int64
    )
    return count


def _first(solution: StabilitySolution) -> list[int]:
    """The status quo, then equilibria by most definitions first."""
    count, start = _count(solution), solution.game.start
    ordered = [int(state) for state in np.lexsort((np.arange(len(count)), -count)) if count[state]]
    return [start, *(state for state in ordered if state != start)]


def _nodes(solution: StabilitySolution) -> list[int]:
    game = solution.game
    if game.count <= MOST_NODES:
        return list(range(game.count))
    count, way = _count(solution), ways_on(solution, "seq")
    ends = [state for state in way if count[state]]
    on_way = [there for end in sorted(ends, key=lambda s: len(way[s]))[:6] for _, there in way[end]]
    return sorted(list(dict.fromkeys([game.start, *on_way, *_first(solution)]))[:MOST_NODES])


def _short(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}\N{HORIZONTAL ELLIPSIS}"


def _table(
    axes: Axes,
    scenario: Scenario,
    solution: StabilitySolution,
    shown: list[int],
    letters: int = MOST_LETTERS,
    least: int = 5,
    parties: int = 3,
) -> None:
    """A column for each state, with room for so many at least, and so many parties in a line of the legend at most.

    Parameters
    ----------
    letters : int
        Letters in a line of an option's name, most.
    """
    game, names = solution.game, option_names(scenario)
    axes.set_axis_off()
    rows = len(names) + len(DEFINITIONS)
    axes.set_xlim(-0.5, max(len(shown), least) - 0.5)
    axes.set_ylim(rows + 0.6, -1.2)
    size = 9 if len(shown) <= MOST_COLUMNS else 7
    for k, state in enumerate(shown):
        mark = "q" if state == game.start else str(state + 1)
        axes.text(k, -0.7, mark, ha="center", va="center", fontsize=size, fontweight="bold")
        for bit in range(len(names)):
            taken = int(game.states[state]) >> bit & 1
            colour = MANY[game.owners[bit]] if taken else GREY
            axes.text(k, bit, "Y" if taken else "\N{EN DASH}", ha="center", va="center", fontsize=size, color=colour)
        for k2, definition in enumerate(DEFINITIONS):
            held = solution.equilibrium(definition)[state]
            axes.text(k, len(names) + 0.4 + k2, "Y" if held else "", ha="center", va="center", fontsize=size)
    for bit, name in enumerate(names):
        colour = MANY[game.owners[bit]]
        told = fill(_short(name), letters)
        axes.text(-0.7, bit, told, ha="right", va="center", fontsize=9, color=colour, linespacing=0.95)
    for k2, definition in enumerate(DEFINITIONS):
        axes.text(-0.7, len(names) + 0.4 + k2, SHORT[definition], ha="right", va="center", fontsize=9)
    axes.axhline(len(names) - 0.3, color=GREY, linewidth=0.8)
    axes.axhline(-0.45, color=GREY, linewidth=0.8)
    first = dict.fromkeys(game.owners)
    for party in first:
        axes.plot(
            [],
            [],
            color=MANY[party],
            linestyle=DASHES[party % len(DASHES)],
            label=in_legend(scenario.players[party].name),
        )
    axes.legend(
        loc="upper left", bbox_to_anchor=(0.0, -0.01), ncols=min(parties, len(first)), fontsize=8, frameon=False
    )


def _graph(axes: Axes, scenario: Scenario, solution: StabilitySolution, shown: list[int]) -> int:
    """Draw states on a circle; give the number of arrows."""
    del scenario
    game, count = solution.game, _count(solution)
    axes.set_axis_off()
    axes.set_aspect("equal")
    place = {state: (sin(2 * pi * k / len(shown)), cos(2 * pi * k / len(shown))) for k, state in enumerate(shown)}
    drawn = 0
    for party in range(len(game.parties)):
        for state in shown:
            for there in improvements(game, party, state):
                if there in place:
                    drawn += 1
                    axes.annotate(
                        "",
                        place[there],
                        place[state],
                        arrowprops={
                            "arrowstyle": "-|>",
                            "color": MANY[party],
                            "linestyle": DASHES[party % len(DASHES)],
                            "linewidth": 0.9,
                            "shrinkA": 11,
                            "shrinkB": 11,
                            "connectionstyle": f"arc3,rad={0.06 + 0.05 * party}",
                        },
                    )
    for state, (x, y) in place.items():
        grey = 1 - 0.12 * int(count[state])
        axes.text(
            x,
            y,
            "q" if state == game.start else str(state + 1),
            ha="center",
            va="center",
            fontsize=8,
            fontweight="bold" if count[state] else "normal",
            bbox={
                "boxstyle": "circle,pad=0.3",
                "facecolor": str(grey),
                "edgecolor": "black" if state == game.start else GREY,
                "linewidth": 2 if state == game.start else 0.8,
            },
        )
    axes.set_xlim(-1.15, 1.15)
    axes.set_ylim(-1.15, 1.15)
    return drawn
