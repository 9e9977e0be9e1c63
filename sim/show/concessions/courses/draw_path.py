"""The path of play: what both sides get in each round, and the steps as they are taken."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions
from sim.show.concessions.courses.course import headline
from sim.show.concessions.courses.endings import until
from sim.show.pictures import COLOURS, DASHES, GREY, MARKERS, spread
from sim.show.text.words import amount, next_step, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.courses.path import PathRound
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.courses.course import Course

AFTER = 3
"""Rounds shown after the last one in which anything happens."""


def path_of_play(scenario: Scenario, solution: Course) -> Figure:
    """Draw the most likely path: payoffs per round above, the steps below."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rounds = _shown(solution)
    figure = Figure(figsize=(10, 6.6), layout=ConstrainedLayoutEngine(h_pad=0.08, w_pad=0.08))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 2.2]})
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    above.set_title(fill(headline(scenario, solution), 112), fontsize=10, color="#333333", pad=10)
    _payoffs(above, scenario, rounds)
    _steps(below, scenario, solution, rounds)
    below.set_xlabel(_time_label(solution, rounds))
    return figure


def _shown(solution: Course) -> list[PathRound]:
    """Rounds up to a few after the last in which a step is taken, undone or the talks end."""
    busy = [r.round for r in solution.path if r.breaks or any(t.action != "hold_out" for t in r.turns)]
    last = max(busy, default=solution.path[-1].round) + AFTER
    return [r for r in solution.path if r.round <= last]


def _time_label(solution: Course, rounds: list[PathRound]) -> str:
    if solution.game.horizon is None:
        if rounds[-1].breaks:
            return "Round"
        circle = [r for r in solution.path if r.round >= (solution.again or 0)]
        cycle = solution.outcome.cycle
        so = f" {until(cycle)}" if cycle is not None and cycle.sure else ", if each time the likeliest is done"
        if any(turn.action != "hold_out" for r in circle for turn in r.turns):
            return f"Round (then over and over from round {circle[0].round + 1} on{so})"
        return f"Round (it goes on like the last one shown{so})"
    rest = solution.game.rounds - rounds[-1].round - 1
    if rest == 0 or rounds[-1].breaks:
        return "Round"
    return f"Round (rounds {rounds[-1].round + 2} to {solution.game.rounds} go on like the last one shown)"


def _payoffs(axes: Axes, scenario: Scenario, rounds: list[PathRound]) -> None:
    game = scenario.game
    assert isinstance(game, Concessions)
    at = [r.round + 1 for r in rounds]
    labels: list[tuple[float, str, int, bool]] = []
    for k, player in enumerate(scenario.players):
        pays = [r.payoffs[k] for r in rounds]
        base = float(game.status_quo[k])
        axes.plot(at, pays, drawstyle="steps-mid", color=COLOURS[k], linestyle=DASHES[k], linewidth=2.2)
        axes.plot(at, pays, linestyle="none", marker=MARKERS[k], color=COLOURS[k], markersize=5.5)
        axes.axhline(base, color=COLOURS[k], linewidth=0.9, linestyle=":", alpha=0.9)
        labels.append((pays[-1], f"{player.name} {amount(pays[-1])}", k, True))
        labels.append((base, f"its status quo {amount(base)}", k, False))
    axes.set_ylabel("Payoff in the round")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlim(0.4, at[-1] + 0.6)
    low, high = _limits([height for height, *_ in labels] + [value for r in rounds for value in r.payoffs])
    axes.set_ylim(low, high)
    labels.sort(key=lambda label: label[0])
    heights = spread([label[0] for label in labels], 0.075 * (high - low))
    for height, (_, text, k, bold) in zip(heights, labels, strict=True):
        axes.annotate(
            text,
            (1.01, height),
            xycoords=("axes fraction", "data"),
            va="center",
            color=COLOURS[k],
            fontweight="bold" if bold else "normal",
            fontsize=9 if bold else 8.5,
            annotation_clip=False,
        )


def _limits(values: list[float]) -> tuple[float, float]:
    """Room around payoffs; found by matplotlib itself it is rounding alone where all payoffs are the same."""
    low, high = min(values), max(values)
    room = 0.12 * (high - low or 1.0)
    return low - room, high + room


def _steps(axes: Axes, scenario: Scenario, solution: Course, rounds: list[PathRound]) -> None:
    names = [player.name for player in scenario.players]
    for k in (0, 1):
        axes.axhline(1 - k, color="#cccccc", linewidth=1, zorder=0)
    far = [False, False]
    before = [-9, -9]
    for r in rounds:
        for turn in r.turns:
            label = _event(scenario, solution, r, turn.player, turn.phase, turn.node, turn.action)
            if not label or r.in_vain(turn):
                continue
            k = turn.player
            # Labels of steps in neighbouring rounds would overlap: put every other one farther away.
            far[k] = r.round - before[k] < 2 and not far[k]
            before[k] = r.round
            undone = turn.action != "concede"
            axes.plot(
                r.round + 1,
                1 - k,
                marker="X" if undone else MARKERS[k],
                markersize=9,
                color=COLOURS[k],
                markerfacecolor="white" if undone else COLOURS[k],
            )
            mixed = f" ({percent(turn.chance)})" if turn.chance < 1 else ""
            axes.annotate(
                fill(label + mixed, 17),
                (r.round + 1, 1 - k),
                xytext=(0, (35 if far[k] else 9) * (1 if k == 0 else -1)),
                textcoords="offset points",
                ha="center",
                va="bottom" if k == 0 else "top",
                fontsize=7.5,
                color="#222222",
                arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkB": 5} if far[k] else None,
            )
    for r in rounds:
        if r.breaks:
            what = "talks break down" if r.breaks == "hazard" else "talks are over"
            axes.axvline(r.round + 1.5, color=GREY, linestyle="-.", linewidth=1)
            axes.annotate(what, (r.round + 1.55, 0.5), fontsize=8, color=GREY)
    axes.set_yticks([1, 0], [fill(name, 14) for name in names])
    axes.set_ylim(-1.5, 2.5)
    axes.set_title("Steps taken (filled) and taken back, or talks left (cross)", fontsize=9, color=GREY)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    ticks = [r.round + 1 for r in rounds]
    axes.set_xticks(ticks[:: max(1, len(ticks) // 16)])


def _event(
    scenario: Scenario,
    solution: Course,
    r: PathRound,
    player: int,
    phase: int,
    node: int,
    action: str,
) -> str:
    """What a decision puts on the timeline; nothing for holding out."""
    state = solution.game.states[solution.game.phases(r.round)[phase].nodes[node].state]
    if action == "concede":
        step = next_step(scenario, player, state)
        return step.name if step else ""
    return {"renege": "takes steps back", "walk_away": "walks away"}.get(action, "")
