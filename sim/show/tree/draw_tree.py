"""A game tree from left to right: who decides, what leads where, what is played and believed."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.games.tree.game_tree import CHANCE
from sim.show.observed.shares import shares_of_tree
from sim.show.pictures import COLOURS, GREY, MARKERS, PALER, PAPERS
from sim.show.text.letters import width
from sim.show.text.words import number, percent, times
from sim.show.tree.tree_layout import LETTER, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.tree.profile import BehaviourProfile
    from sim.engine.tree.solution import BayesSolution, TreeSolution
    from sim.engine.tree.stackelberg import TreeStackelbergSolution
    from sim.games.tree.game_tree import Beliefs, GameTree
    from sim.scenario.scenario import Scenario
    from sim.show.tree.tree_layout import TreeLayout

KINDS = {
    "subgame-perfect": "subgame-perfect",
    "nash": "Nash",
    "pbe": "perfect Bayesian",
    "bayes-nash": "Bayes-Nash",
}
SIDE, TOP, FOOT = 0.25, 0.72, 0.1
"""Inches around the tree."""


def game_tree(scenario: Scenario, solution: TreeSolution | BayesSolution) -> Figure:
    """Draw the tree with the first equilibrium's moves thick, dashed off its path, and what is believed in each set.

    Parameters
    ----------
    solution : TreeSolution or BayesSolution
        Its equilibria.

    Raises
    ------
    AskError
        If there is none.
    """
    if not solution.equilibria:
        raise AskError("view", "there is no equilibrium to draw")
    played = solution.equilibria[0]
    kind, many = KINDS[solution.concept], len(solution.equilibria)
    article = "the" if solution.complete else "a"
    which = f"{article} {kind} equilibrium" if many == 1 else f"the first of {many} {kind} equilibria"
    return _drawn(scenario, played.profile, which, getattr(played, "beliefs", None) or played.profile.beliefs)


def announced_tree(scenario: Scenario, solution: TreeStackelbergSolution) -> Figure:
    """Draw the tree with what the leader announces and the other's reply thick, dashed where play does not get to.

    Parameters
    ----------
    solution : TreeStackelbergSolution
        The commitment.
    """
    leader, follower = (scenario.players[k].name for k in (solution.leader, 1 - solution.leader))
    return _drawn(scenario, solution.profile, f"what {leader} announces, and how {follower} replies", {})


def _drawn(scenario: Scenario, profile: BehaviourProfile, which: str, beliefs: Beliefs) -> Figure:
    from matplotlib.figure import Figure

    game = profile.game
    people = shares_of_tree(scenario) if scenario.observed else {}
    layout = laid_out(game, profile.reach, _words(game, profile, people))
    paid = max((LETTER * width(_pays(game, k)) for k in layout.spots), default=0.5)
    across, up = zip(*layout.spots.values(), strict=True)
    left, right, low, high = min(across) - 0.2, max(across) + paid + 0.35, min(up) - 0.25, max(up) + 0.35
    wide, tall = max(right - left + 2 * SIDE, 6.4), high - low + TOP + FOOT
    told = fill("; ".join(_told(scenario, profile, which, layout, bool(people))), int(11.5 * wide))
    tall += 0.16 * told.count("\n")
    figure = Figure(figsize=(wide, tall))
    figure.text(0.15 / wide, 1 - 0.15 / tall, scenario.title, va="top", fontsize=14, fontweight="bold")
    figure.text(0.15 / wide, 1 - 0.52 / tall, told, va="top", fontsize=9, color=GREY)
    axes = figure.add_axes((SIDE / wide, FOOT / tall, (right - left) / wide, (high - low) / tall))
    axes.set_axis_off()
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    _sets(axes, game, layout)
    _branches(axes, game, layout, profile)
    _nodes(axes, game, layout)
    _beliefs(axes, game, layout, beliefs)
    return figure


def _words(game: GameTree, profile: BehaviourProfile, people: Mapping[str, Mapping[str, float]]) -> dict[int, str]:
    """What stands on the branch to each node: the action, and its chance where it is neither certain nor impossible.

    Parameters
    ----------
    people : mapping of str to mapping of str to float
        By information set: what share of the people observed chose each action.
    """
    words = {}
    for k, node in enumerate(game.nodes):
        for a, child in enumerate(node.children):
            chance = float(profile.share(k, a))
            told = node.player == CHANCE or 0 < chance < 1
            words[child] = f"{node.actions[a]} ({percent(chance)})" if told else node.actions[a]
            share = people.get(node.infoset, {}).get(node.actions[a])
            if share is not None:
                words[child] += f", people {percent(share)}"
    return words


def _told(scenario: Scenario, profile: BehaviourProfile, which: str, layout: TreeLayout, people: bool) -> Iterator[str]:
    names = "; ".join(
        f"{m} {p.name}" for m, p in zip(("\N{BLACK CIRCLE}", "\N{BLACK SQUARE}"), scenario.players, strict=True)
    )
    beyond = "" if profile.reached >= set(profile.game.infosets) else ", dashed where play does not get to"
    yield f"{names}; thick: {which}{beyond}; payoffs {scenario.players[0].name}, {scenario.players[1].name}"
    if layout.sets:
        yield "shaded: looks alike to who decides, with how likely it thinks each"
    if layout.folded:
        yield "triangle: more than there is room for"
    if people:
        yield "people: the share of those observed there"


def _pays(game: GameTree, k: int) -> str:
    node = game.nodes[k]
    return f"({', '.join(number(v) for v in node.payoffs)})" if node.player is None else ""


def _branches(axes: Axes, game: GameTree, layout: TreeLayout, profile: BehaviourProfile) -> None:
    for child, label in layout.labels.items():
        k, a = game.parents[child]
        node = game.nodes[k]
        chance = 0.0 if node.player == CHANCE else float(profile.share(k, a))
        (x, y), (end, height), shoulder = layout.spots[k], layout.spots[child], layout.shoulders[child]
        axes.plot(
            [x, shoulder, end],
            [y, height, height],
            color=GREY if node.player in (CHANCE, None) else COLOURS[node.player],
            linewidth=1 + 2.4 * chance,
            linestyle=(0, (3, 1.2)) if chance and node.infoset not in profile.reached else "-",
            alpha=1 if chance or node.player == CHANCE else PALER,
            solid_joinstyle="round",
            zorder=2,
        )
        axes.text(
            shoulder + 0.04,
            height + 0.035,
            label,
            va="bottom",
            fontsize=8,
            fontweight="bold" if chance else "normal",
            linespacing=1.0,
            zorder=4,
        )


def _nodes(axes: Axes, game: GameTree, layout: TreeLayout) -> None:
    from matplotlib.patches import Polygon

    for k, (x, y) in layout.spots.items():
        node = game.nodes[k]
        if k in layout.folded:
            axes.add_patch(Polygon([(x, y), (x + 0.28, y + 0.1), (x + 0.28, y - 0.1)], color=GREY, zorder=3))
            told = times(layout.folded[k], "node")
            axes.text(x + 0.32, y, told, va="center", fontsize=8, color=GREY)
        elif node.player is None:
            axes.text(x + 0.06, y, _pays(game, k), va="center", fontsize=9)
        elif node.player == CHANCE:
            axes.plot(x, y, "D", color=GREY, markersize=7, zorder=3)
        else:
            axes.plot(x, y, MARKERS[node.player], color=COLOURS[node.player], markersize=8.5, zorder=3)


def _sets(axes: Axes, game: GameTree, layout: TreeLayout) -> None:
    """One shape around the nodes that look alike, with the name of what the player then knows."""
    for name, members in layout.sets.items():
        player = game.owner(name)
        at = list(zip(*(layout.spots[k] for k in members), strict=True))
        for wide, colour in ((19.0, COLOURS[player]), (17.4, PAPERS[player])):
            axes.plot(*at, color=colour, linewidth=wide, solid_capstyle="round", solid_joinstyle="round", zorder=1)
        x, y = layout.spots[members[0]]
        axes.text(x + 0.12, y + 0.17, name, ha="right", va="bottom", fontsize=8, color=COLOURS[player], zorder=5)


def _beliefs(axes: Axes, game: GameTree, layout: TreeLayout, beliefs: Beliefs) -> None:
    for name in layout.sets:
        for k, p in zip(game.infosets[name], beliefs.get(name, ()), strict=False):
            if k in layout.spots:
                x, y = layout.spots[k]
                told = percent(p)
                axes.text(
                    x - 0.15, y - 0.05, told, ha="right", va="top", fontsize=7.5, color=COLOURS[game.owner(name)],
                    zorder=5,
                )  # fmt: skip
