"""Beliefs as a picture: what those do who know what chance drew, and what the others make of what they see."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from textwrap import fill
from typing import TYPE_CHECKING

from sim.engine.tree.assessments.signalling import class_of
from sim.errors import AskError
from sim.games.tree.game_tree import CHANCE
from sim.show.pictures import COLOURS, GREY, GUIDE, PAPERS
from sim.show.text.words import number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

    Mixture = dict[str, Fraction]

MOST = 12
"""Most information sets in each half of the picture."""

FAINT = 0.25


@dataclass(frozen=True)
class TypeChoice:
    """What a player does at an information set at which it knows what chance drew."""

    player: int
    label: str
    mixture: Mixture


@dataclass(frozen=True)
class Asks:
    """An information set at which the draw is not known: what was believed at the start and is there, and the answer.

    ``belief`` is None where play does not get to and the concept says nothing; ``loose`` says that other chances are
    known to do as well, of the answer or of the belief.
    """

    player: int
    name: str
    start: Mixture
    belief: Mixture | None
    reached: bool
    mixture: Mixture
    loose: bool = False


@dataclass(frozen=True)
class Beliefs:
    """What a picture of beliefs shows.

    Parameters
    ----------
    choices : list of TypeChoice
        What is done by those who know.
    asked : list of Asks
        What is believed and done by those who do not.
    told : str
        What is said above.
    count : int
        How many equilibria there are; the first is drawn.
    """

    choices: list[TypeChoice]
    asked: list[Asks]
    told: str
    count: int


def beliefs_picture(scenario: Scenario, solution: BayesSolution) -> Figure:
    """Draw the beliefs of a game tree in which chance draws something at the start.

    Parameters
    ----------
    solution : BayesSolution
        Equilibria of a tree; the first is drawn.

    Raises
    ------
    AskError
        If there is no equilibrium, chance draws nothing at the start that is hidden, or there is too much to draw.
    """
    if not solution.equilibria:
        raise AskError("view", "there is no equilibrium to draw")
    tree, e = solution.game, solution.equilibria[0]
    kind = class_of(tree, e)
    pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
    told = f"{kind[0].upper() + kind[1:] + '. ' if kind else ''}It pays {pays}."
    return beliefs_figure(scenario, Beliefs(*_parts(tree, e), told, len(solution.equilibria)))


def _parts(tree: GameTree, e: BayesEquilibrium) -> tuple[list[TypeChoice], list[Asks]]:
    """Choices of those who know what chance drew, and information sets of those who do not."""
    if tree.nodes[0].player != CHANCE:
        return [], []
    draw = {
        k: a for a, head in zip(tree.nodes[0].actions, tree.nodes[0].children, strict=True) for k in tree.below(head)
    }
    start = dict(zip(tree.nodes[0].actions, tree.nodes[0].chances, strict=True))
    choices, asked = [], []
    for name, player, mixture in played_at(tree, e):
        members = tree.infosets[name]
        if len({draw[k] for k in members}) == 1:
            choices.append(TypeChoice(player, name, mixture))
        else:
            asked.append(asks(tree, e, name, mixture, start, draw))
    return choices, asked


def played_at(tree: GameTree, e: BayesEquilibrium) -> Iterator[tuple[str, int, Mixture]]:
    """Information sets with their owner and what it does there; nothing where the equilibrium does not say."""
    for name in tree.infosets:
        player = tree.owner(name)
        yield name, player, {a: p for a, p in e.behaviour[player].get(name, {}).items() if p}


def asks(
    tree: GameTree, e: BayesEquilibrium, name: str, mixture: Mixture, start: Mixture, group: dict[int, str]
) -> Asks:
    """An information set with its belief by what chance drew, which ``group`` gives for each node."""
    belief = None
    if name in e.beliefs:
        belief = dict.fromkeys(start, Fraction(0))
        for k, p in zip(tree.infosets[name], e.beliefs[name], strict=True):
            belief[group[k]] += p
    loose = name in e.ranges or name in e.belief_ranges
    return Asks(tree.owner(name), name, start, belief, name in e.reached, mixture, loose)


def beliefs_figure(scenario: Scenario, content: Beliefs) -> Figure:
    """Draw what is done by those who know, and what is believed and done by those who do not.

    Raises
    ------
    AskError
        If nobody has to guess anything, or there is too much to draw.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    choices, asked, told = content.choices, content.asked, content.told
    if not asked:
        raise AskError(
            "view", "chance draws nothing at the start that anybody has to guess; there are no beliefs to draw"
        )
    if len(asked) > MOST or len(choices) > MOST:
        raise AskError(
            "view",
            f"beliefs are drawn for at most {MOST} information sets of either sort; here are {len(asked)} with beliefs "
            f"and {len(choices)} without",
        )
    told += f" The first of {content.count} equilibria." if content.count > 1 else ""
    bars = sum(len(ask.start) + 1.3 for ask in asked)
    figure = Figure(
        figsize=(11, 1.9 + max(0.42 * bars, 0.55 * len(choices) + 0.9)),
        layout=ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.12),
    )
    height = figure.get_figheight()
    told = fill(told.strip(), 125)
    figure.text(0.01, 1 - 0.1 / height, scenario.title, va="top", fontsize=14, fontweight="bold")
    figure.text(0.01, 1 - 0.42 / height, told, va="top", fontsize=10, color="#333333")
    top = 1 - (0.62 + 0.19 * (told.count("\n") + 1)) / height
    figure.get_layout_engine().set(rect=(0, 0, 1, top))  # type: ignore[union-attr, call-arg]
    grid = figure.add_gridspec(1, 2, width_ratios=[1, 1.15])
    _draw_choices(figure.add_subplot(grid[0]), choices)
    right = grid[1].subgridspec(len(asked), 1, height_ratios=[len(ask.start) + 0.6 for ask in asked])
    for k, ask in enumerate(asked):
        _draw_beliefs(figure.add_subplot(right[k]), scenario, ask, last=k == len(asked) - 1)
    return figure


def _draw_choices(axes: Axes, choices: list[TypeChoice]) -> None:
    """One bar for each information set of those who know, cut by what is done there."""
    axes.set_title("What those do who know what chance drew", fontsize=11, fontweight="bold")
    for y, choice in enumerate(choices):
        left = 0.0
        for k, (action, p) in enumerate(choice.mixture.items()):
            full, colour = k % 2 == 0, COLOURS[choice.player]
            face, edge = (colour, "white") if full else (PAPERS[choice.player], colour)
            axes.barh(y, float(p), 0.6, left, facecolor=face, edgecolor=edge, linewidth=1.5)
            told = action if p == 1 else f"{action}\n{percent(p)}"
            light = {"color": "white" if full else "black", "fontweight": "bold"}
            axes.text(left + float(p) / 2, y, told, ha="center", va="center", fontsize=9, **light)  # type: ignore[arg-type]
            left += float(p)
        if not choice.mixture:
            axes.text(0.5, y, "play does not get here", ha="center", va="center", fontsize=9, color=GREY)
    axes.set_yticks(range(len(choices)), [fill(c.label, 18) for c in choices], fontsize=9.5)
    axes.set_ylim(len(choices) - 0.45, -0.55)
    _share_axis(axes, 1, labelled=True)


def _draw_beliefs(axes: Axes, scenario: Scenario, ask: Asks, last: bool) -> None:
    """Two bars for each thing that may be: believed at the start, and believed here."""
    name, colour = scenario.players[ask.player].name, COLOURS[ask.player]
    does = " or ".join(a if p == 1 else f"{a} ({percent(p)})" for a, p in ask.mixture.items())
    where = "" if ask.reached else ", where play does not get to"
    also = " (other chances will do as well)" if ask.loose else ""
    told = f"{name} at {quoted(ask.name)}{where}: {does or 'not said'}{also}"
    axes.set_title(fill(told, 54), fontsize=10, color=colour)
    for y, (kind, chance) in enumerate(ask.start.items()):
        axes.barh(y - 0.2, float(chance), 0.32, facecolor=(GREY, FAINT), edgecolor=GREY, linewidth=0.8)
        axes.text(float(chance) + 0.01, y - 0.2, f"{percent(chance)} at the start", va="center", fontsize=8, color=GREY)
        if ask.belief is None:
            continue
        here = float(ask.belief[kind])
        if ask.reached:
            axes.barh(y + 0.2, here, 0.38, color=colour)
        else:
            axes.barh(y + 0.2, here, 0.38, facecolor="white", edgecolor=colour, hatch="////", linewidth=1)
        axes.text(here + 0.01, y + 0.2, f"{percent(here)} here", va="center", fontsize=8.5, color=colour)
    axes.set_yticks(range(len(ask.start)), [fill(kind, 16) for kind in ask.start], fontsize=9)
    axes.set_ylim(len(ask.start) - 0.45, -0.55)
    _share_axis(axes, 1.22, labelled=last)


def _share_axis(axes: Axes, end: float, labelled: bool) -> None:
    axes.set_xlim(0, end)
    axes.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"] if labelled else ["", "", ""], fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for x in (0.5, 1.0):
        axes.axvline(x, color=GUIDE, linewidth=0.8, zorder=0)
