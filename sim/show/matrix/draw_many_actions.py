"""Games with many actions as people draw them: what both get together, best replies, and where these meet."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.pictures import COLOURS, GREY, MARKERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.matrix.nash import NashSolution
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Scenario
    from sim.types import Flags, Floats

MOST_SHOWN = 250
"""Actions of a side up to which every one has its own cell; of more, some at equal distances have."""

MOST_MARKED = 400
"""Equilibria, most, that are marked."""


def best_reply_map(scenario: Scenario, solution: NashSolution) -> Figure:
    """Draw the best replies of both sides over the sum of their payoffs, equilibria marked.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.
    """
    from matplotlib.figure import Figure

    game = solution.game
    figure = Figure(figsize=(8.2, 6.6), layout="constrained")
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    x, y = _places(game, 1), _places(game, 0)
    one, two = game.arrays
    rows, columns = (_some(size) for size in game.shape)
    total = (one + two)[rows][:, columns]
    mesh = axes.pcolormesh(x[columns], y[rows], total, cmap="Greys", shading="nearest", alpha=0.35, rasterized=True)
    bar = figure.colorbar(mesh, ax=axes, shrink=0.8)
    bar.set_label("what both get together")
    _replies(axes, one, two, x, y, scenario)
    _equilibria(axes, solution, x, y)
    _named(axes, scenario, game)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2, fontsize=8.5, frameon=False)
    return figure


def _places(game: StrategicForm, player: int) -> Floats:
    """Where the actions of a side stand on its axis: at their numbers, or one after the other."""
    import numpy as np

    scale = game.scales[player]
    return np.array([float(v) for v in scale.values] if scale else range(game.shape[player]), dtype=np.float64)


def _some(size: int) -> list[int]:
    """Some actions at equal distances, all if they are few."""
    count = min(size, MOST_SHOWN)
    return sorted({round(k * (size - 1) / max(1, count - 1)) for k in range(count)})


def _replies(axes: Axes, one: Floats, two: Floats, x: Floats, y: Floats, scenario: Scenario) -> None:
    """Best replies to each action of the other side that is drawn; none where all are as good."""
    m, n = one.shape
    rows, columns = _some(m), _some(n)
    mine: Flags = one[:, columns] == one[:, columns].max(axis=0)
    theirs: Flags = two[rows] == two[rows].max(axis=1, keepdims=True)
    mine = mine & (mine.sum(axis=0) < max(m, 2))
    theirs = theirs & (theirs.sum(axis=1, keepdims=True) < max(n, 2))
    size = 5.0 if max(m, n) <= 60 else 2.2
    i, j = mine.nonzero()
    k, v = theirs.nonzero()
    names = [p.name for p in scenario.players]
    told = [f"best reply of {fill(name, 30)}" for name in names]
    axes.plot(x[[columns[c] for c in j]], y[i], MARKERS[0], color=COLOURS[0], markersize=1.8 * size, label=told[0])
    axes.plot(x[v], y[[rows[r] for r in k]], MARKERS[1], color=COLOURS[1], markersize=size, label=told[1])


def _equilibria(axes: Axes, solution: NashSolution, x: Floats, y: Floats) -> None:
    """Equilibria in pure actions as circles, others at the averages of what is mixed as diamonds."""
    found = solution.result.equilibria
    for pure, marker, told in ((True, "o", "equilibrium"), (False, "D", "equilibrium in mixed actions, at the means")):
        points = [_means(e.strategies, x, y) for e in found if e.pure is pure][:MOST_MARKED]
        if points:
            axes.plot(
                [p[0] for p in points],
                [p[1] for p in points],
                marker,
                markersize=11 if len(points) < 20 else 6,
                markerfacecolor="none",
                markeredgecolor="black",
                markeredgewidth=1.8 if len(points) < 20 else 0.9,
                clip_on=False,
                zorder=5,
                label=told
                if len(points) == 1
                else f"{len(points)} of {len(found):,} equilibria"
                if len(points) < len(found) and pure
                else f"{len(points):,} equilibria",
            )


def _means(strategies: tuple[tuple[object, ...], tuple[object, ...]], x: Floats, y: Floats) -> tuple[float, float]:
    row, column = ([(k, float(p)) for k, p in enumerate(side) if p] for side in strategies)  # type: ignore[arg-type]
    return sum(p * float(x[k]) for k, p in column), sum(p * float(y[k]) for k, p in row)


def _named(axes: Axes, scenario: Scenario, game: StrategicForm) -> None:
    for player, place in ((1, axes.set_xlabel), (0, axes.set_ylabel)):
        scale, name = game.scales[player], scenario.players[player].name
        place(fill(f"{name}: {scale.name if scale else 'action'}", 44), color=COLOURS[player], fontweight="bold")
        if scale is None:
            ticks = axes.set_xticks if player else axes.set_yticks
            some = sorted({round(k * (game.shape[player] - 1) / 7) for k in range(8)})
            ticks(some, [fill(game.actions[player][k], 14) for k in some])
    axes.set_title("Where the best replies of both meet is an equilibrium.", fontsize=9, color=GREY)
