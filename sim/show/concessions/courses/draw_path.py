"""The path of play: what both sides get in each round, and the steps as they are taken."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.scenario.scenario import Concessions
from sim.show.concessions.courses.course import headline
from sim.show.concessions.courses.endings import until
from sim.show.concessions.courses.timeline import LINES, TYPE, Event, laid_out
from sim.show.pictures import COLOURS, DASHES, GREY, GUIDE, MARKERS, spread
from sim.show.text.words import amount, next_step, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.concessions.courses.path import PathRound, Turn
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.courses.course import Course
    from sim.show.concessions.courses.timeline import Timeline

    Drawn = Course | AnnouncedSolution

AFTER = 3
"""Rounds shown after the last one in which anything happens."""


def path_of_play(scenario: Scenario, solution: Course) -> Figure:
    """Draw the most likely path: payoffs per round above, the steps below."""
    return drawn_course(scenario, solution, headline(scenario, solution))


def drawn_course(scenario: Scenario, solution: Drawn, said: str) -> Figure:
    """Draw a course: payoffs per round above, the steps below.

    Parameters
    ----------
    said : str
        What stands above it.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rounds = _shown(solution)
    timeline = laid_out(_events(scenario, solution, rounds), (rounds[0].round + 0.4, rounds[-1].round + 1.6))
    low = timeline.above + LINES[0] - LINES[1] + timeline.below
    told = fill(said, int(11 * timeline.width))
    high = 5.0 + 0.17 * told.count("\n") + low
    figure = Figure(figsize=(timeline.width, high), layout=ConstrainedLayoutEngine(h_pad=0.08, w_pad=0.08))
    above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [2.9, low * 1.12]})
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    above.set_title(told, fontsize=10, color="#333333", pad=10)
    _payoffs(above, scenario, rounds)
    _steps(below, scenario, rounds, timeline)
    below.set_xlabel(_time_label(solution, rounds))
    return figure


def _shown(solution: Drawn) -> list[PathRound]:
    """Rounds up to a few after the last in which a step is taken, undone or the talks end."""
    busy = [r.round for r in solution.path if r.breaks or any(t.action != "hold_out" for t in r.turns)]
    last = max(busy, default=solution.path[-1].round) + AFTER
    return [r for r in solution.path if r.round <= last]


def _time_label(solution: Drawn, rounds: list[PathRound]) -> str:
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
    if rest == 1:
        return f"Round (round {solution.game.rounds} is like the last one shown)"
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
    axes.grid(axis="y", color=GUIDE, linewidth=0.6)
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


def _steps(axes: Axes, scenario: Scenario, rounds: list[PathRound], timeline: Timeline) -> None:
    names = [player.name for player in scenario.players]
    for k, at in enumerate(LINES):
        axes.axhline(at, color=GUIDE, linewidth=1, zorder=0)
        for words in timeline.sides[k]:
            event = words.event
            axes.plot(
                event.round,
                at,
                marker="X" if event.undone else MARKERS[k],
                markersize=9,
                color=COLOURS[k],
                markerfacecolor="white" if event.undone else COLOURS[k],
                zorder=4,
            )
            up = 1 if k == 0 else -1
            far = at + up * words.away
            if words.lane:
                axes.plot([event.round, words.x], [at, far], color=GREY, linewidth=0.6, zorder=1)
            axes.text(
                words.x,
                far,
                words.text,
                ha="center",
                va="bottom" if k == 0 else "top",
                fontsize=TYPE,
                color="#222222",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
                zorder=3,
            )
    for r in rounds:
        if r.breaks:
            what = "talks break down" if r.breaks == "hazard" else "talks are over"
            axes.axvline(r.round + 1.5, color=GREY, linestyle="-.", linewidth=1)
            axes.annotate(what, (r.round + 1.55, 0.0), fontsize=8, color=GREY, va="center")
    axes.set_yticks(LINES, [fill(name, 14) for name in names])
    axes.set_ylim(LINES[1] - timeline.below, LINES[0] + timeline.above)
    axes.set_title(
        "Steps taken (filled) and taken back (\N{MINUS SIGN}), or talks left (cross)", fontsize=9, color=GREY
    )
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    ticks = [r.round + 1 for r in rounds]
    axes.set_xticks(ticks[:: max(1, len(ticks) // 16)])


def _events(scenario: Scenario, solution: Drawn, rounds: list[PathRound]) -> tuple[list[Event], list[Event]]:
    """What either side does but hold out."""
    sides: tuple[list[Event], list[Event]] = ([], [])
    stands = solution.outcome.stands
    for k, r in enumerate(rounds):
        after = stands[k + 1] if k + 1 < len(stands) else None
        for turn in r.turns:
            label = _event(scenario, solution, r, turn, after)
            if not label or r.in_vain(turn):
                continue
            mixed = f" ({percent(turn.chance)})" if turn.chance < 1 else ""
            sides[turn.player].append(Event(r.round + 1, label + mixed, turn.action != "concede"))
    return sides


def _event(scenario: Scenario, solution: Drawn, r: PathRound, turn: Turn, after: int | None) -> str:
    """What a decision puts on the timeline; nothing for holding out."""
    states = solution.game.states
    state = states[solution.game.phases(r.round)[turn.phase].nodes[turn.node].state]
    if turn.action == "concede":
        step = next_step(scenario, turn.player, state)
        return step.name if step else ""
    if turn.action == "renege":
        left = () if after is None else states[after].stands[turn.player]
        return _taken_back(scenario, turn.player, [step for step in state.stands[turn.player] if step not in left])
    return {"walk_away": "walks away"}.get(turn.action, "")


def _taken_back(scenario: Scenario, player: int, steps: list[str]) -> str:
    game = scenario.game
    assert isinstance(game, Concessions)
    names = [step.name for step in game.ladders[player] if step.id in steps]
    if len(names) == 1:
        return f"\N{MINUS SIGN} {names[0]}"
    return f"\N{MINUS SIGN} {len(names)} steps" if names else "takes steps back"
