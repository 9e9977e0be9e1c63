"""The lattice of states, with the equilibrium's moves as arrows."""

from __future__ import annotations

from collections import defaultdict
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.scenario import Concessions
from sim.show.concessions.notes import spans
from sim.show.pictures import COLOURS, GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.scenario.scenario import Scenario

    Point = tuple[float, float]


ROOM = 24
"""Characters that rounds beside an arrow or a state take, most."""


def lattice(scenario: Scenario, solution: PerfectSolution | MediatedSolution) -> Figure:
    """Draw the states by the steps that stand, the path in bold, and what would be played in the other states."""
    from matplotlib.figure import Figure

    game = scenario.game
    assert isinstance(game, Concessions)
    spots = _spots(solution)
    wide, high = len(game.ladders[0]), len(game.ladders[1])
    figure = Figure(
        figsize=(min(16.0, 4.2 + 1.7 * (wide + 1)), min(12.0, 2.9 + 1.35 * (high + 1))), layout="constrained"
    )
    figure.suptitle(f"{scenario.title}: where each state leads", x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    _moves_elsewhere(axes, solution, spots, _path(axes, solution, spots))
    _states(axes, solution, spots)
    _axes(axes, scenario, (wide, high))
    axes.set_title(
        "Bold arrows: the most likely path, with the rounds. Thin arrows: what would be played on reaching\n"
        "a state as early as possible. Ring: holding out. Cross: the talks end. Square: every step stands.\n"
        "Tinted: some steps were undone. Pale rim: no round starts there, the last one may end there.",
        fontsize=8.5,
        color=GREY,
    )
    return figure


def _spots(solution: PerfectSolution | MediatedSolution) -> list[Point]:
    """Place of each state: the number of steps that stand on either side.

    A state in which the lowest steps stand sits on the grid; those with gaps, left by undone steps, sit around it.
    """
    shared: dict[tuple[int, int], int] = defaultdict(int)
    spots: list[Point] = []
    for k, state in enumerate(solution.game.states):
        x, y = len(state.stands[0]), len(state.stands[1])
        if _in_order(solution, k):
            spots.append((float(x), float(y)))
            continue
        turn = 0.6 + 2 * np.pi * shared[x, y] / 5
        shared[x, y] += 1
        spots.append((x + 0.24 * float(np.cos(turn)), y + 0.24 * float(np.sin(turn))))
    return spots


def _axes(axes: Axes, scenario: Scenario, size: tuple[int, int]) -> None:
    game = scenario.game
    assert isinstance(game, Concessions)
    labels = [["no step", *(f"+ {step.name}" for step in ladder)] for ladder in game.ladders]
    axes.set_xticks(range(size[0] + 1), [fill(label, 16) for label in labels[0]], color=COLOURS[0], fontsize=8.5)
    axes.set_yticks(range(size[1] + 1), [fill(label, 16) for label in labels[1]], color=COLOURS[1], fontsize=8.5)
    axes.set_xlabel(f"Steps of {scenario.players[0].name} that stand", color=COLOURS[0], fontweight="bold")
    axes.set_ylabel(f"Steps of {scenario.players[1].name} that stand", color=COLOURS[1], fontweight="bold")
    axes.set_xlim(-0.5, size[0] + 0.6)
    axes.set_ylim(-0.5, size[1] + 0.6)
    axes.grid(color="#eeeeee", linewidth=0.8)
    axes.set_axisbelow(True)


def _states(axes: Axes, solution: PerfectSolution | MediatedSolution, spots: list[Point]) -> None:
    starts = {int(k) for masks in solution.profile.reached for k in np.flatnonzero(masks[0])}
    on_path = set(solution.outcome.stands)
    for k, state in enumerate(solution.game.states):
        axes.plot(
            *spots[k],
            marker="s" if state.complete else "o",
            markersize=12 if state.complete else 9,
            color="black" if k in starts or k in on_path or state.complete else "#b5b5b5",
            markerfacecolor="black" if k in on_path else "white" if _in_order(solution, k) else "#c9d7e8",
            linestyle="none",
            zorder=4,
        )


def _in_order(solution: PerfectSolution | MediatedSolution, k: int) -> bool:
    """Whether the state's steps are the lowest of each ladder: none below them has been undone."""
    full = max(solution.game.states, key=lambda s: sum(map(len, s.stands))).stands
    stands = solution.game.states[k].stands
    return all(side == whole[: len(side)] for side, whole in zip(stands, full, strict=True))


def _path(axes: Axes, solution: PerfectSolution | MediatedSolution, spots: list[Point]) -> set[tuple[int, int]]:
    """Draw the path and return its moves from state to state."""
    moves: dict[tuple[int, int], list[int]] = defaultdict(list)
    stays: dict[int, list[int]] = defaultdict(list)
    stands = solution.outcome.stands
    for k, r in enumerate(solution.path):
        after = stands[k + 1] if k + 1 < len(stands) else None
        if after is None:
            axes.annotate(
                "talks end",
                spots[r.state],
                xytext=(-4, 16),
                textcoords="offset points",
                fontsize=8,
                ha="right",
            )
        elif after != r.state:
            moves[r.state, after].append(r.round + 1)
        else:
            stays[r.state].append(r.round + 1)
    for (one, two), when in moves.items():
        bend = 0.18 if (two, one) in moves else 0.0
        _arrow(axes, spots[one], spots[two], bend, bold=True)
        middle = np.array(spots[one]) * 0.45 + np.array(spots[two]) * 0.55
        across = np.array(spots[two]) - np.array(spots[one])
        middle = middle + bend * 0.55 * np.array([across[1], -across[0]])
        axes.annotate(
            spans(when, ROOM),
            (float(middle[0]), float(middle[1])),
            fontsize=9,
            fontweight="bold",
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "black", "linewidth": 0.6},
            zorder=6,
        )
    for state, when in stays.items():
        label = "kept" if solution.game.states[state].complete else "held out"
        axes.annotate(
            f"{label} {spans(when, ROOM)}",
            spots[state],
            xytext=(9, -14),
            textcoords="offset points",
            fontsize=8.5,
            zorder=6,
        )
    return set(moves)


def _moves_elsewhere(
    axes: Axes, solution: PerfectSolution | MediatedSolution, spots: list[Point], drawn: set[tuple[int, int]]
) -> None:
    """The likeliest move in each state at the earliest round in which play can be there."""
    seen: set[int] = set()
    for t, masks in enumerate(solution.profile.reached):
        for state in np.flatnonzero(masks[0]):
            if int(state) in seen or solution.game.states[state].complete:
                continue
            seen.add(int(state))
            after = _next(solution, t, int(state))
            if after == BROKEN:
                axes.plot(*spots[state], marker="x", markersize=16, color=GREY, markeredgewidth=1.5, zorder=3)
            elif after == state:
                axes.plot(
                    *spots[state],
                    marker="o",
                    markersize=17,
                    color=GREY,
                    fillstyle="none",
                    markeredgewidth=1.0,
                    zorder=3,
                )
            elif (int(state), after) not in drawn:
                _arrow(axes, spots[state], spots[after], 0.12, bold=False)


def _next(solution: PerfectSolution | MediatedSolution, t: int, state: int) -> int:
    """State one round on if both do what is likeliest."""
    node = state
    for p, phase in enumerate(solution.game.phases(t)):
        layer = solution.profile.layers[t][p]
        chances = layer.chances(node)
        i, j = divmod(int(chances.argmax()), chances.shape[1])
        node = phase.outcomes[phase.nodes[node].cells[i][j]].successor
        if node == BROKEN:
            return BROKEN
    return node


def _arrow(axes: Axes, one: Point, two: Point, bend: float, bold: bool) -> None:
    axes.annotate(
        "",
        xy=two,
        xytext=one,
        arrowprops={
            "arrowstyle": "-|>",
            "color": "black" if bold else "#999999",
            "linewidth": 2.6 if bold else 0.9,
            "shrinkA": 7,
            "shrinkB": 7,
            "mutation_scale": 16 if bold else 10,
            "connectionstyle": f"arc3,rad={bend}",
        },
        zorder=5 if bold else 2,
    )
