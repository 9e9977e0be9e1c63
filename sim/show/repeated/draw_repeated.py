"""The payoffs of a repeated game: what is possible, what each can be held down to, what holds itself, and all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.show.pictures import COLOURS, GREY, SHADE
from sim.show.repeated.words import outcome
from sim.show.text.words import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.scenario.scenario import Scenario
    from sim.types import Pair


EQUILIBRIA = "#2a7f62"
"""Colour of what equilibria pay."""

MOST_LABELS = 12
"""Most outcomes that are all labelled; in larger games only those that hold are."""


def payoffs(scenario: Scenario, solution: RepeatedSolution) -> Figure:
    """Draw the feasible payoffs, those above both minmax lines, all that equilibria pay, and every outcome."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.6, 7.2), layout="constrained")
    figure.suptitle(f"{scenario.title}: what can hold itself", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    _areas(axes, solution)
    _equilibria(axes, solution)
    _minmax(axes, scenario, solution)
    _outcomes(axes, solution)
    one, two = scenario.players
    first, second = (number(p) for p in solution.game.patience)
    axes.set_title(f"Patience: {one.name} {first}, {two.name} {second}", fontsize=10, color=GREY)
    axes.set_xlabel(f"{one.name}: payoff per round", color=COLOURS[0])
    axes.set_ylabel(f"{two.name}: payoff per round", color=COLOURS[1])
    axes.margins(0.24, 0.12)
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=9, markerscale=0.6)
    return figure


def _areas(axes: Axes, solution: RepeatedSolution) -> None:
    hull = _array(solution.payoffs.feasible)
    # Players of different patience can trade over time, and get more than any mixture pays (Lehrer and Pauzner 1999).
    alike = len(set(solution.game.patience)) == 1
    axes.fill(
        hull[:, 0],
        hull[:, 1],
        facecolor=SHADE,
        edgecolor=GREY,
        linewidth=1.2,
        label="possible averages" if alike else "mixtures of what rounds pay",
    )
    area = _array(solution.payoffs.rational)
    if len(area):
        axes.fill(
            area[:, 0],
            area[:, 1],
            facecolor="#dcdcdc",
            edgecolor="#555555",
            hatch="///",
            linewidth=1.2,
            label="both get at least their minmax",
        )


def _equilibria(axes: Axes, solution: RepeatedSolution) -> None:
    """All that equilibria pay at this patience, by its corners; beside it what none goes beyond, where that is more."""
    from matplotlib.patches import Polygon

    inside, outside = solution.attained, solution.bounds
    all_ = "all that" if inside == outside else "what is known that"
    if outside != inside:
        axes.add_patch(
            Polygon(
                _array(outside),
                closed=True,
                fill=False,
                edgecolor=EQUILIBRIA,
                linestyle=(0, (1, 2)),
                linewidth=1.4,
                zorder=3,
                label="no equilibrium pays anything outside",
            )
        )
    if inside:
        corners = _array(inside)
        axes.add_patch(Polygon(corners, closed=True, facecolor=(EQUILIBRIA, 0.25), edgecolor=EQUILIBRIA, zorder=2))
        closed = np.vstack([corners, corners[:1]])
        axes.plot(
            closed[:, 0],
            closed[:, 1],
            "D-",
            color=EQUILIBRIA,
            markersize=5,
            linewidth=1.4,
            zorder=4,
            label=f"{all_} equilibria pay at this patience, with lots",
        )


def _minmax(axes: Axes, scenario: Scenario, solution: RepeatedSolution) -> None:
    low = solution.payoffs.minmax
    names = [f"minmax of {p.name}: {number(v)}" for p, v in zip(scenario.players, low, strict=True)]
    axes.axvline(float(low[0]), color=COLOURS[0], linestyle=(0, (4, 2)), linewidth=1.6, zorder=3, label=names[0])
    axes.axhline(float(low[1]), color=COLOURS[1], linestyle=(0, (1, 1.5)), linewidth=1.6, zorder=3, label=names[1])


def _outcomes(axes: Axes, solution: RepeatedSolution) -> None:
    """Outcomes as points, filled where they hold themselves; a square around those of stage equilibria."""
    held = {deal.payoffs for deal in solution.held}
    points: dict[Pair, list[str]] = {}
    for deal in solution.deals:
        points.setdefault(deal.payoffs, []).append(outcome(solution.game, deal.cell))
    mixed = {e.payoffs for e in solution.stage.equilibria if not e.pure}
    groups = [
        ("holds itself at this patience", sorted(held | mixed), "black"),
        ("does not, by the threats examined", [p for p in points if p not in held], "white"),
    ]
    for label, group, face in groups:
        if group:
            xy = _array(group)
            axes.plot(
                xy[:, 0],
                xy[:, 1],
                "o",
                label=label,
                markersize=9,
                color="black",
                markerfacecolor=face,
                zorder=5 + (face == "black"),
            )
    stage = _array(sorted({e.payoffs for e in solution.stage.equilibria}))
    axes.plot(
        stage[:, 0],
        stage[:, 1],
        "s",
        label="equilibrium of a single round",
        markersize=17,
        color="black",
        markerfacecolor="none",
        markeredgewidth=1.4,
        zorder=4,
    )
    middle = _array(solution.payoffs.feasible).mean(axis=0)
    for point, names in points.items():
        if len(points) <= MOST_LABELS or point in held:
            _label(axes, point, names, middle)


def _label(axes: Axes, point: Pair, names: list[str], middle: np.ndarray) -> None:
    """Write an outcome's name beside its point, on the side away from the middle."""
    x, y = float(point[0]), float(point[1])
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    text = f"{' / '.join(shown)}\n({number(point[0])}, {number(point[1])})"
    up = y >= middle[1]
    right = x > middle[0] + 1e-12
    axes.annotate(
        text,
        (x, y),
        xytext=(9 if right else -9, 9 if up else -9),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom" if up else "top",
        fontsize=9,
        zorder=7,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )


def _array(points: list[Pair] | tuple[Pair, ...]) -> np.ndarray:
    return np.array([[float(a), float(b)] for a, b in points]).reshape(-1, 2)
