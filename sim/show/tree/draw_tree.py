"""A game tree from left to right: who decides, what leads where, what is played."""

from __future__ import annotations

from itertools import count
from textwrap import fill
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.games.tree.game_tree import CHANCE
from sim.show.pictures import COLOURS, GREY, MARKERS
from sim.show.text.words import number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.engine.tree.solution import TreeEquilibrium, TreeSolution
    from sim.games.tree.game_tree import GameTree
    from sim.scenario.scenario import Scenario

MOST_ENDS = 80
"""Ends of a tree, most, that a page has room for."""

ASIDE = 0.07
"""How far apart lines of information sets are that run side by side, in steps of the tree."""


def game_tree(scenario: Scenario, solution: TreeSolution) -> Figure:
    """Draw the tree with the first equilibrium's moves thick, dashed off its path, and information sets as lines.

    Parameters
    ----------
    solution : TreeSolution
        Its equilibria.

    Raises
    ------
    AskError
        If the tree has more ends than `MOST_ENDS`.
    """
    from matplotlib.figure import Figure

    game = solution.game
    ends = len(game.ends)
    if ends > MOST_ENDS:
        raise AskError("view", f"the tree has {ends:,} ends; a picture has room for {MOST_ENDS}")
    heights, depths = _heights(game), _depths(game)
    # A deep tree is drawn closer, so that a page wide enough for it does not shrink its type.
    wide = 3 + (2.4 if max(depths) <= 4 else 1.35) * max(depths)
    figure = Figure(figsize=(wide, max(3.5, 1.6 + 0.42 * ends)), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    played = solution.equilibria[0]
    _edges(axes, game, depths, heights, played)
    _nodes(axes, game, depths, heights)
    _infosets(axes, game, depths, heights)
    kind = "subgame-perfect" if solution.concept == "subgame-perfect" else "Nash"
    article = "the" if solution.complete else "a"
    which = (
        f"{article} {kind} equilibrium" if len(solution.equilibria) == 1 else f"the first of {len(solution.equilibria)}"
    )
    what = "" if len(solution.equilibria) == 1 else f" {kind} equilibria"
    beyond = "" if played.profile.reached >= set(game.infosets) else ", dashed where play does not get to"
    names = "; ".join(
        f"{m} {p.name}" for m, p in zip(("\N{BLACK CIRCLE}", "\N{BLACK SQUARE}"), scenario.players, strict=True)
    )
    axes.set_title(
        f"{names}; thick: {which}{what}{beyond}; payoffs {scenario.players[0].name}, {scenario.players[1].name}",
        fontsize=9,
        color=GREY,
    )
    axes.set_axis_off()
    axes.margins(x=0.12, y=0.06)
    return figure


def _heights(game: GameTree) -> list[float]:
    """Vertical place of each node: ends one below the other, every other node in the middle of what it leads to."""
    heights = [0.0] * len(game.nodes)
    ends = 0

    def place(k: int) -> float:
        nonlocal ends
        children = game.nodes[k].children
        if children:
            below = [place(child) for child in children]
            heights[k] = (below[0] + below[-1]) / 2
        else:
            heights[k] = -float(ends)
            ends += 1
        return heights[k]

    place(0)
    return heights


def _depths(game: GameTree) -> list[int]:
    depths = [0] * len(game.nodes)
    for k, node in enumerate(game.nodes):
        for child in node.children:
            depths[child] = depths[k] + 1
    return depths


def _edges(axes: Axes, game: GameTree, depths: list[int], heights: list[float], played: TreeEquilibrium) -> None:
    reached = played.profile.reached
    for k, node in enumerate(game.nodes):
        for a, child in enumerate(node.children):
            label, chance = node.actions[a], 0.0
            if node.player == CHANCE:
                label = f"{label} ({percent(float(node.chances[a]))})"
            elif node.player is not None:
                chance = float(played.profile.share(k, a))
                label = f"{label} ({percent(chance)})" if 0 < chance < 1 else label
            colour = GREY if node.player == CHANCE or node.player is None else COLOURS[node.player]
            at = [depths[k], depths[child]], [heights[k], heights[child]]
            axes.plot(
                *at,
                color=colour,
                linewidth=1 + 3 * chance,
                linestyle="--" if chance and node.infoset not in reached else "-",
                alpha=1 if chance or node.player == CHANCE else 0.55,
                zorder=1,
            )
            axes.annotate(
                fill(label, 22 if max(depths) <= 4 else 12),
                (0.42 * at[0][0] + 0.58 * at[0][1], 0.42 * at[1][0] + 0.58 * at[1][1]),
                ha="center",
                va="center",
                fontsize=8,
                fontweight="bold" if chance else "normal",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9},
            )


def _nodes(axes: Axes, game: GameTree, depths: list[int], heights: list[float]) -> None:
    for k, node in enumerate(game.nodes):
        at = depths[k], heights[k]
        if node.player is None:
            text = ", ".join(number(v) for v in node.payoffs)
            axes.annotate(f"({text})", at, xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        elif node.player == CHANCE:
            axes.plot(*at, "D", color=GREY, markersize=7, zorder=3)
        else:
            axes.plot(*at, MARKERS[node.player], color=COLOURS[node.player], markersize=9, zorder=3)


def _infosets(axes: Axes, game: GameTree, depths: list[int], heights: list[float]) -> None:
    """A dashed line through nodes that look alike, with the name of what the player then knows.

    Where it would run into another such line or through a node that is not of the set, it runs beside the nodes.
    """
    for name, lane in _lanes(game, depths, heights).items():
        members = sorted(game.infosets[name], key=lambda k: heights[k])
        colour, aside = COLOURS[game.owner(name)], ASIDE * lane
        style = {"linestyle": (0, (2, 2)), "color": colour, "linewidth": 1.2, "zorder": 2}
        axes.plot([depths[k] - aside for k in members], [heights[k] for k in members], **style)  # type: ignore[arg-type]
        for k in members if lane else ():
            axes.plot([depths[k] - aside, depths[k]], [heights[k]] * 2, **style)  # type: ignore[arg-type]
        axes.annotate(
            name,
            (depths[members[-1]], heights[members[-1]]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=colour,
        )


def _lanes(game: GameTree, depths: list[int], heights: list[float]) -> dict[str, int]:
    """How far from its nodes the line of each information set with several runs; lines in a lane do not meet."""
    shared = {name: members for name, members in game.infosets.items() if len(members) > 1}
    boxes = {name: _box(members, depths, heights) for name, members in shared.items()}
    lanes: dict[str, int] = {}
    # Short ones first: they stay in place, and longer ones go round them.
    for name in sorted(boxes, key=lambda name: boxes[name][3] - boxes[name][2]):
        own = set(shared[name])
        through = any(
            k not in own and _meet(boxes[name], (depths[k], depths[k], heights[k], heights[k]))
            for k in range(len(game.nodes))
        )
        taken = {lane for other, lane in lanes.items() if _meet(boxes[name], boxes[other])}
        lanes[name] = next(lane for lane in count(int(through)) if lane not in taken)
    return lanes


def _box(members: Sequence[int], depths: list[int], heights: list[float]) -> tuple[float, float, float, float]:
    """Least and greatest depth, least and greatest height."""
    across, up = [depths[k] for k in members], [heights[k] for k in members]
    return min(across), max(across), min(up), max(up)


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1] and one[2] <= two[3] and two[2] <= one[3]
