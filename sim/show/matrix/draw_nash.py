"""A matrix game as people draw it: the payoff table with best responses, and the best-response curves."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.show.matrix.draw_many_actions import best_reply_map
from sim.show.pictures import COLOURS, DASHES, GREY, SHADE
from sim.show.text.words import number

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.matrix.nash import NashSolution
    from sim.scenario.scenario import Scenario

MOST_CELLS = 400
"""Cells, most, of a table that is drawn."""


def payoff_matrix(scenario: Scenario, solution: NashSolution) -> Figure:
    """Draw the payoff table, best responses ringed, equilibrium cells framed; curves beside it if it is 2 by 2.

    Of more than `MOST_CELLS` cells no table is drawn, but the best replies of both sides.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.

    """
    from matplotlib.figure import Figure

    m, n = solution.game.shape
    if m * n > MOST_CELLS:
        return best_reply_map(scenario, solution)
    two = (m, n) == (2, 2)
    wide = 10.5 if two else max(5.5, min(14.0, 2.2 + 1.4 * n))
    figure = Figure(figsize=(wide, 5.2 if two else max(4.2, min(11.0, 2.4 + 0.8 * m))), layout="constrained")
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    if two:
        left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1.1, 1]})
        _curves(right, scenario, solution)
    else:
        left = figure.subplots()
    _table(left, scenario, solution)
    figure.supxlabel(_legend(solution), x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure


def best_responses(scenario: Scenario, solution: NashSolution) -> Figure:
    """Draw the best-response curves of a game of two actions each, or of one whose actions are numbers or many.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.

    Raises
    ------
    AskError
        If a player has more or fewer than two actions, and they are neither numbers nor many.
    """
    from matplotlib.figure import Figure

    if solution.game.shape != (2, 2):
        m, n = solution.game.shape
        if m * n > MOST_CELLS or all(solution.game.scales):
            return best_reply_map(scenario, solution)
        raise AskError("view", f"best-response curves need two actions on each side; this game is {m} by {n}")
    figure = Figure(figsize=(6, 5.8), layout="constrained")
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    _curves(figure.subplots(), scenario, solution)
    return figure


def _table(axes: Axes, scenario: Scenario, solution: NashSolution) -> None:
    game, (m, n) = solution.game, solution.game.shape
    from matplotlib.patches import Rectangle

    pure = {(e.strategies[0].index(1), e.strategies[1].index(1)) for e in solution.result.equilibria if e.pure}
    size = 13 if max(m, n) <= 4 else 9 if max(m, n) <= 8 else 6
    for i in range(m):
        for j in range(n):
            held = (i, j) in pure
            axes.add_patch(
                Rectangle(
                    (j, m - 1 - i),
                    1,
                    1,
                    facecolor=SHADE if held else "white",
                    edgecolor=GREY,
                    linewidth=0.8,
                )
            )
            if held:
                frame = Rectangle((j + 0.04, m - 0.96 - i), 0.92, 0.92, fill=False, edgecolor="black", linewidth=2.2)
                axes.add_patch(frame)
            best = (
                game.row[i][j] == max(game.row[k][j] for k in range(m)),
                game.column[i][j] == max(game.column[i]),
            )
            for k, (x, y, side) in enumerate(((0.3, 0.3, game.row), (0.7, 0.7, game.column))):
                axes.text(
                    j + x,
                    m - 1 - i + y,
                    number(side[i][j]),
                    ha="center",
                    va="center",
                    fontsize=size,
                    color=COLOURS[k],
                    fontweight="bold" if best[k] else "normal",
                    bbox={
                        "boxstyle": "circle,pad=0.25",
                        "facecolor": "none",
                        "edgecolor": COLOURS[k],
                        "linewidth": 1.2,
                    }
                    if best[k]
                    else None,
                )
    axes.set_xlim(-0.02, n + 0.02)
    axes.set_ylim(-0.02, m + 0.02)
    axes.set_xticks([j + 0.5 for j in range(n)], [fill(a, 14) for a in game.actions[1]], color=COLOURS[1])
    axes.set_yticks([m - 0.5 - i for i in range(m)], [fill(a, 14) for a in game.actions[0]], color=COLOURS[0])
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(f"{scenario.players[1].name} (upper right)", color=COLOURS[1], fontweight="bold")
    axes.set_ylabel(f"{scenario.players[0].name} (lower left)", color=COLOURS[0], fontweight="bold")
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_aspect("equal" if m == n else "auto")


def _legend(solution: NashSolution) -> str:
    pure = any(e.pure for e in solution.result.equilibria)
    count = sum(not e.pure for e in solution.result.equilibria)
    extreme = "extreme " if solution.result.degenerate else ""
    mixed = f"{count} {extreme}{'equilibrium' if count == 1 else 'equilibria'} in mixed strategies" if count else ""
    framed = "framed cells: equilibria in pure strategies" if pure else ""
    return (
        "Ringed: best response to the other's action" + "".join(f"; {part}" for part in (framed, mixed) if part) + "."
    )


def _curves(axes: Axes, scenario: Scenario, solution: NashSolution) -> None:
    """Best responses in chances of the first actions: the column player's on x, the row player's on y."""
    game = solution.game
    row_gain = [game.row[0][j] - game.row[1][j] for j in (0, 1)]
    column_gain = [game.column[i][0] - game.column[i][1] for i in (0, 1)]
    q, p = _response(row_gain), _response(column_gain)
    axes.plot([x for x, _ in q], [y for _, y in q], color=COLOURS[0], linewidth=3.2, linestyle=DASHES[0], alpha=0.85)
    axes.plot([y for _, y in p], [x for x, _ in p], color=COLOURS[1], linewidth=3.2, linestyle=DASHES[1], alpha=0.95)
    for e in solution.result.equilibria:
        x, y = float(e.strategies[1][0]), float(e.strategies[0][0])
        axes.plot(
            x,
            y,
            "o" if e.pure else "D",
            markersize=12,
            markerfacecolor="white",
            markeredgecolor="black",
            markeredgewidth=2,
            clip_on=False,
            zorder=5,
        )
    names = [player.name for player in scenario.players]
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.set_aspect("equal")
    axes.set_xlabel(fill(f"chance that {names[1]} plays “{game.actions[1][0]}”", 44), color=COLOURS[1])
    axes.set_ylabel(fill(f"chance that {names[0]} plays “{game.actions[0][0]}”", 44), color=COLOURS[0])
    axes.set_title(
        f"{names[0]}: solid. {names[1]}: dashed.\nWhere both meet is an equilibrium\n(circle: pure, diamond: mixed).",
        fontsize=8.5,
        color=GREY,
    )


def _response(gain: list[Fraction]) -> list[tuple[float, float]]:
    """Corners of a best-response curve: (chance of the other's first action, chance of the own first action).

    ``gain`` is what the first action yields over the second against each action of the other; it is linear between.
    """
    best = [1.0 if g > 0 else 0.0 for g in gain]
    if gain[0] == gain[1] == 0:
        return [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
    switch = float(-gain[1] / (gain[0] - gain[1])) if gain[0] != gain[1] else -1.0
    if not 0 <= switch <= 1:
        return [(0.0, best[1]), (1.0, best[0])]
    at_zero = best[1] if gain[1] else 1 - best[0]
    at_one = best[0] if gain[0] else 1 - best[1]
    return [(0.0, at_zero), (switch, at_zero), (switch, at_one), (1.0, at_one)]
