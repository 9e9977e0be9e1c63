"""Trust over time: what is believed of each side, round by round, along every course that play may take."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import classes
from sim.engine.hidden.trust import trust
from sim.errors import AskError
from sim.games.concessions.stochastic_game import State
from sim.show.hidden.words import pays_by_type, reveals
from sim.show.pictures import COLOURS, GREY, GUIDE
from sim.show.text.words import does, percent, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.hidden.trust import Belief, Trust
    from sim.games.hidden.hidden_game import Secret
    from sim.scenario.scenario import Scenario


NOTHING = 1e-9
"""A change of belief that is none."""

CERTAIN, AROUND = 1.7, 0.9
"""Inches from impossible to certain, and those that the heading of a panel and its rounds take."""

SPARE, LINE = 0.1 / CERTAIN, 0.145 / CERTAIN
"""Room between a line and what is written on it, and for each line of words, as shares of certainty."""

ACROSS, LETTER, WRAP, NARROW = 9.0, 0.068, 26, 12
"""Inches that all rounds take, those of a letter, and letters, most and least, on a line of words."""


@dataclass(frozen=True)
class Panel:
    """What is shown of one player: a question, and the chance that the answer is yes."""

    player: int
    question: str
    chance: Callable[[Belief], float]


@dataclass
class Segment:
    """A change of belief that one or more courses have in common."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str
    chance: float = 0.0


def trust_picture(scenario: Scenario, solution: HiddenSolution) -> Figure:
    """Draw what is believed of each side that hides something; the wider a line, the likelier.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria; the first is drawn.

    Raises
    ------
    AskError
        If the game has no rounds over which trust could change, or there is no equilibrium.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    if solution.game.course is None:
        raise AskError(
            "view", "trust is drawn for concession games; this kind has no rounds over which it could change"
        )
    if not solution.solution.equilibria:
        raise AskError("view", "there is no equilibrium to draw")
    e = solution.solution.equilibria[0]
    followed = trust(solution.game, e)
    panels = _panels(scenario, solution)
    if not panels:
        raise AskError("view", "nothing is hidden in this game, so that there is no trust to draw")
    figure = Figure(figsize=(10, 5), layout=ConstrainedLayoutEngine(h_pad=0.12, w_pad=0.1))
    grid = figure.add_gridspec(len(panels), 1)
    tall: list[float] = []
    for k, panel in enumerate(panels):
        axes = figure.add_subplot(grid[k], sharex=figure.axes[0] if k else None)
        tall.append(_draw(axes, scenario, followed, panel))
    axes.set_xlabel("Round (a line leads from what is believed before a round to what is believed after it)")
    grid.set_height_ratios(tall)
    kinds = classes(solution.game, e)
    more = len(solution.solution.equilibria) - 1
    told = f"{reveals(scenario, kinds)} {pays_by_type(scenario, solution.game, e)}".strip()
    told = fill(told + (f" The first of {more + 1} equilibria." if more else ""), 115)
    head = 0.62 + 0.19 * (told.count("\n") + 1)
    height = head + 0.6 + sum(tall)
    figure.set_figheight(height)
    figure.text(0.01, 1 - 0.08 / height, scenario.title, va="top", fontsize=14, fontweight="bold")
    figure.text(0.01, 1 - 0.42 / height, told, va="top", fontsize=10, color="#333333")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - head / height))  # type: ignore[union-attr, call-arg]
    return figure


def _panels(scenario: Scenario, solution: HiddenSolution) -> list[Panel]:
    panels = []
    for player in (0, 1):
        name, types = scenario.players[player].name, scenario.types[player]
        if len(types) > 1:
            first = types[0].id
            question = f"Belief that {name} is {type_name(scenario, player, first)}"
            panels.append(Panel(player, question, lambda b, first=first: _sum(b, lambda s: s.type == first)))  # type: ignore[misc]
        if solution.game.fakes[player]:
            question = f"Belief that no step of {name} is faked"
            panels.append(Panel(player, question, lambda b: _sum(b, lambda s: not s.faked)))
    return panels


def _sum(belief: Belief, counts: Callable[[Secret], bool]) -> float:
    return float(sum(p for secret, p in belief.items() if counts(secret)))


def _draw(axes: Axes, scenario: Scenario, followed: Trust, panel: Panel) -> float:
    """One panel: courses as lines that part where something is learned, untaken choices as dashes.

    Returns how many inches it must be high.
    """
    colour = COLOURS[panel.player]
    segments = _segments(scenario, followed, panel)
    rounds = max((s.end[0] for s in segments), default=1.0)
    wrap = max(NARROW, min(WRAP, int(ACROSS / rounds / LETTER)))
    for s in segments:
        axes.plot(
            [s.start[0], s.end[0]],
            [s.start[1], s.end[1]],
            color=colour,
            linewidth=1 + 7 * s.chance,
            alpha=0.85,
            solid_capstyle="round",
        )
        axes.plot(*s.end, "o", color=colour, markersize=4 + 4 * s.chance)
    for s in _untaken(scenario, followed, panel):
        axes.plot([s.start[0], s.end[0]], [s.start[1], s.end[1]], color=GREY, linewidth=1.2, linestyle=(0, (3, 2)))
        axes.plot(*s.end, "o", markerfacecolor="white", markeredgecolor=GREY, markersize=5)
        _label(axes, s, GREY, wrap)
    for s in segments:
        if s.label:
            _label(axes, s, colour, wrap)
    prior = panel.chance(followed.prior[panel.player])
    axes.axhline(prior, color=GREY, linewidth=0.6, linestyle=":", zorder=0)
    axes.annotate(
        "at the start", (rounds + 0.35, prior), (0, 3), textcoords="offset points", fontsize=8, color=GREY, ha="right"
    )
    _answers(axes, scenario, followed, panel, wrap)
    question = fill(panel.question, 84)
    axes.set_title(question, fontsize=11, color=colour, fontweight="bold")
    low, high = _heights(axes)
    axes.set_ylim(low, high)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlim(-0.05, rounds + 0.35)
    axes.set_xticks([t + 0.5 for t in range(int(rounds))], [str(t + 1) for t in range(int(rounds))])
    axes.tick_params(axis="x", length=0)
    for t in range(int(rounds) + 1):
        axes.axvline(t, color=GUIDE, linewidth=0.8, zorder=0)
    return CERTAIN * (high - low) + AROUND + 0.19 * question.count("\n")


def _heights(axes: Axes) -> tuple[float, float]:
    """From where to where a panel must go so that all that is written on its lines stands in it."""
    from matplotlib.text import Annotation

    low, high = -0.22, 1.25
    for told in axes.texts:
        assert isinstance(told, Annotation)
        reach = SPARE + LINE * (told.get_text().count("\n") + 1)
        below, y = told.get_verticalalignment() == "top", float(told.xy[1])
        low, high = (min(low, y - reach), high) if below else (low, max(high, y + reach))
    return low, high


def _segments(scenario: Scenario, followed: Trust, panel: Panel) -> list[Segment]:
    """Changes of belief, those that courses share drawn once; a label where the player does something."""
    found: dict[tuple[object, ...], Segment] = {}
    total = float(sum(course.chance for course in followed.courses)) or 1.0
    for course in followed.courses:
        here = (0.0, panel.chance(followed.prior[panel.player]))
        way: tuple[object, ...] = ()
        phases = {m.round: m.phase for m in course.moments}
        for m in course.moments:
            share = (m.phase + 1) / (max(phases[m.round], m.phase) + 1)
            there = (m.round + share, panel.chance(m.beliefs[panel.player]))
            way = (*way, m.round, m.phase, m.seen)
            action = m.seen[panel.player]
            told = action == "concede" or (action and abs(there[1] - here[1]) > NOTHING)
            label = does(scenario, panel.player, action, State(m.stands)) if told else ""
            segment = found.setdefault(way, Segment(here, there, label))
            segment.chance += float(course.chance) / total
            here = there
    return list(found.values())


def _untaken(scenario: Scenario, followed: Trust, panel: Panel) -> list[Segment]:
    """Choices one step off a course; where they would lead what is believed."""
    found: dict[tuple[float, float, str], Segment] = {}
    for aside in followed.asides:
        if aside.player != panel.player:
            continue
        for course in followed.courses:
            before = [m for m in course.moments if m.round < aside.round]
            stands = next((m.stands for m in course.moments if m.round == aside.round), None)
            if stands != aside.stands:
                continue
            belief = before[-1].beliefs[panel.player] if before else followed.prior[panel.player]
            start = (float(aside.round), panel.chance(belief))
            end = (aside.round + 1.0, panel.chance(aside.belief))
            label = does(scenario, panel.player, aside.action, State(aside.stands))
            found.setdefault((start[0], end[1], label), Segment(start, end, f"if it {label}"))
    return list(found.values())


def _answers(axes: Axes, scenario: Scenario, followed: Trust, panel: Panel, wrap: int) -> None:
    """Steps of the other side, under the lines of the courses on which it takes them."""
    other = 1 - panel.player
    told = {
        (m.round + 0.5, panel.chance(m.beliefs[panel.player]), does(scenario, other, "concede", State(m.stands)))
        for course in followed.courses
        for m in course.moments
        if m.seen[other] == "concede"
    }
    for x, y, text in sorted(told):
        axes.annotate(
            fill(f"{scenario.players[other].name} {text}", wrap),
            (x, y),
            (0, -8),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8.5,
            color=COLOURS[other],
        )


def _label(axes: Axes, s: Segment, colour: str, wrap: int) -> None:
    """What is done, in the middle of its line and above it; below it where trust falls."""
    falls = s.end[1] < s.start[1] - NOTHING
    often = f" ({percent(s.chance)})" if 0 < s.chance < 1 else ""
    axes.annotate(
        fill(s.label + often, wrap),
        ((s.start[0] + s.end[0]) / 2, (s.start[1] + s.end[1]) / 2),
        (0, -7 if falls else 7),
        textcoords="offset points",
        ha="center",
        va="top" if falls else "bottom",
        fontsize=8.5,
        color=colour,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
    )
