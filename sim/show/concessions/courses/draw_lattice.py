"""The lattice of states, with the equilibrium's moves as arrows."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.scenario import Concessions
from sim.show.arrows import Sheet
from sim.show.concessions.courses.lattice_layout import ACROSS, UP, laid_out
from sim.show.concessions.notes import spans
from sim.show.pictures import COLOURS, GREY, PALE, SHADE
from sim.show.text.letters import width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.scenario.scenario import Scenario
    from sim.show.arrows import Arrow
    from sim.show.concessions.courses.lattice_layout import Lattice, Line

    Solution = PerfectSolution | MediatedSolution | MarkovSolution


ROOM = 24
"""Characters that rounds beside an arrow or a state take, most."""
LETTER, HEIGHT = 0.078, 0.2
"""Inches that a letter of a label and a line of it take."""
WRAP, SHORT = 17, 10
"""Characters on a line of what stands in a column or row, and of rounds on an arrow."""


def lattice(scenario: Scenario, solution: Solution) -> Figure:
    """Draw the states by the steps that stand, the path in bold, and what would be played in the other states."""
    from matplotlib.figure import Figure

    game = scenario.game
    assert isinstance(game, Concessions)
    layout = laid_out(game, solution, solution.profile)
    sheet, arrows, words = placed(solution, layout)
    left, right, low, high = sheet.frame(0.32)
    figure = Figure(figsize=(max(6.6, right - left + 2.2), high - low + 2.3), layout="constrained")
    figure.suptitle(f"{scenario.title}: where each state leads", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    _lines(axes, scenario, layout)
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.set_aspect("equal", adjustable="box", anchor="W")
    for (one, two), drawn in arrows.items():
        _draw(axes, drawn, bold=(one, two) in layout.moves)
    _states(axes, solution, layout)
    for text, at, bold in words:
        frame = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "black", "linewidth": 0.6}
        axes.text(
            *at, text, ha="center", va="center", zorder=6, fontsize=9 if bold else 8.5,
            fontweight="bold" if bold else "normal", bbox=frame if bold else None,
        )  # fmt: skip
    axes.set_title(_key(solution, layout), fontsize=8.5, color=GREY)
    return figure


def placed(
    solution: Solution, layout: Lattice
) -> tuple[Sheet, dict[tuple[int, int], Arrow], list[tuple[str, tuple[float, float], bool]]]:
    """Arrows and words where they can be told apart: the course first, then its rounds, then what else would be played.

    Returns
    -------
    sheet : Sheet
        All of it on paper.
    arrows : dict of (int, int) to Arrow
        By the states that they lead from and to.
    words : list of (str, pair of float, bool)
        With the middle of each, and whether it is on an arrow.
    """
    sheet = Sheet(layout.spots)
    spots = layout.spots
    by_length = sorted(
        layout.moves, key=lambda m: abs(spots[m[0]][0] - spots[m[1]][0]) + abs(spots[m[0]][1] - spots[m[1]][1])
    )
    arrows = {move: sheet.join(*move) for move in by_length}
    words: list[tuple[str, tuple[float, float], bool]] = []
    for move in by_length:
        told = fill(spans(layout.moves[move], ROOM), SHORT)
        lines = told.splitlines()
        size = LETTER * max(map(width, lines)) + 0.12, HEIGHT * len(lines) + 0.04
        words.append((told, sheet.label(arrows[move], *size), True))
    for state, when in layout.stays.items():
        what = "kept" if solution.game.states[state].complete else "held out"
        told = f"{what} {spans(when, ROOM)}"
        words.append((told, sheet.note(state, LETTER * width(told), HEIGHT), False))
    if layout.over is not None:
        words.append(("talks end", sheet.note(layout.over, LETTER * 9, HEIGHT), False))
    for one, two in layout.elsewhere.items():
        if two not in (BROKEN, one):
            arrows[one, two] = sheet.join(one, two)
    return sheet, arrows, words


def _key(solution: Solution, layout: Lattice) -> str:
    again = solution.again
    over = f" (from round {again + 1} on over and over)" if again is not None and again < len(solution.path) else ""
    told = [f"Bold arrows: the most likely path, with the rounds{over}."]
    if layout.folded:
        told.append(f"{layout.folded} states that it does not go through are left out.")
    else:
        told.append("Thin arrows: what would be played on reaching a state as early as possible.")
    marks = set(layout.elsewhere.values())
    if any(one == two for one, two in layout.elsewhere.items()):
        told.append("Ring: holding out.")
    if BROKEN in marks:
        told.append("Cross: the talks end.")
    told.append("Square: every step stands.")
    if any(line.missing for line in (*layout.columns, *layout.rows)):
        told.append("Shaded: some steps were taken back.")
    if any(k not in layout.starts and not solution.game.states[k].complete for k in layout.spots):
        told.append("Pale rim: no round starts there, the last one may end there.")
    return fill(" ".join(told), max(60, int(12 * (2.2 + ACROSS * len(layout.columns)))))


def _lines(axes: Axes, scenario: Scenario, layout: Lattice) -> None:
    """Columns and rows with what stands there."""
    for p, (lines, apart) in enumerate(((layout.columns, ACROSS), (layout.rows, UP))):
        at = [k * apart for k in range(len(lines))]
        labels = [_label(scenario, p, line) for line in lines]
        name = f"Steps of {scenario.players[p].name} that stand"
        if p == 0:
            axes.set_xticks(at, labels, color=COLOURS[p], fontsize=8)
            axes.set_xlabel(name, color=COLOURS[p], fontweight="bold")
        else:
            axes.set_yticks(at, labels, color=COLOURS[p], fontsize=8)
            axes.set_ylabel(name, color=COLOURS[p], fontweight="bold")
        shade = axes.axvspan if p == 0 else axes.axhspan
        for line, place in zip(lines, at, strict=True):
            if line.missing:
                shade(place - 0.3 * apart, place + 0.3 * apart, color=SHADE, linewidth=0, zorder=0)
    axes.grid(color="#e4e4e4", linewidth=0.8)
    axes.set_axisbelow(True)


def _label(scenario: Scenario, player: int, line: Line) -> str:
    """The highest step that stands, with those below it that do not."""
    game = scenario.game
    assert isinstance(game, Concessions)
    names = {step.id: step.name for step in game.ladders[player]}
    if not line.stands:
        return "no step"
    told = [f"+ {names[line.stands[-1]]}", *(f"\N{MINUS SIGN} {names[step]}" for step in line.missing)]
    return "\n".join(fill(text, WRAP) for text in told)


def _states(axes: Axes, solution: Solution, layout: Lattice) -> None:
    on_path = set(solution.outcome.stands)
    for k, spot in layout.spots.items():
        complete = solution.game.states[k].complete
        after = layout.elsewhere.get(k)
        if after == BROKEN:
            axes.plot(*spot, marker="x", markersize=15, color=GREY, markeredgewidth=1.5, zorder=3)
        elif after == k and k not in layout.stays:
            axes.plot(*spot, marker="o", markersize=15, color=GREY, fillstyle="none", markeredgewidth=1.0, zorder=3)
        axes.plot(
            *spot,
            marker="s" if complete else "o",
            markersize=11 if complete else 9,
            color="black" if k in layout.starts or k in on_path or complete else PALE,
            markerfacecolor="black" if k in on_path else "white",
            linestyle="none",
            zorder=4,
        )


def _draw(axes: Axes, drawn: Arrow, bold: bool) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    curve = Path(drawn.control, [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    axes.add_patch(
        FancyArrowPatch(
            path=curve,
            arrowstyle="-|>",
            color="black" if bold else "#8c8c8c",
            linewidth=2.4 if bold else 0.9,
            mutation_scale=14 if bold else 9,
            zorder=5 if bold else 2,
        )
    )
