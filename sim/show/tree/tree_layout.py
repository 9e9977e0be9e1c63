"""Where a game tree stands on paper: tidy subtrees from left to right, and information sets each in one line.

Subtrees are placed as close as their contours allow and parents in the middle of what they lead to (Reingold and
Tilford 1981, Tidier drawings of trees). Depth is that of the longest way, so that nodes which look alike to a player
stand below each other; where two sets would cover each other's nodes, one moves aside. All lengths are inches.

References
----------
Reingold, E. M., Tilford, J. S. (1981): Tidier drawings of trees. IEEE Transactions on Software Engineering 7, 223-228.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from textwrap import fill
from typing import TYPE_CHECKING

from sim.show.text.letters import width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.games.tree.game_tree import GameTree

    Point = tuple[float, float]
    Contour = dict[int, tuple[float, float]]

MOST_NODES = 200
"""Nodes, most, that are drawn; larger trees are folded where play does not get to, or least."""
LETTER, LINE = 0.073, 0.135
"""Inches that a letter and a line of a label take."""
SLOPE = 0.36
"""Inches across that a branch takes from its node to its own height."""
LANE = 0.3
"""Inches that a set moves aside."""
AIR = 0.15
"""Inches between the rows beside the lines of their labels."""
WRAP = 20
"""Letters on a line of a label."""


@dataclass(frozen=True)
class TreeLayout:
    """A tree on paper.

    Parameters
    ----------
    spots : dict of int to pair of float
        Nodes that are drawn, with their places; up is positive.
    folded : dict of int to int
        Those of them below which nothing is drawn, with the number of nodes there.
    shoulders : dict of int to float
        For all but the first the place across at which the branch to it has its height.
    labels : dict of int to str
        For all but the first the words on that branch, in lines.
    sets : dict of str to tuple of int
        Information sets of which several nodes are drawn, from the top.
    """

    spots: dict[int, Point]
    folded: dict[int, int]
    shoulders: dict[int, float]
    labels: dict[int, str]
    sets: dict[str, tuple[int, ...]]


def laid_out(game: GameTree, reach: Sequence[Fraction], words: Mapping[int, str]) -> TreeLayout:
    """Place a tree.

    Parameters
    ----------
    reach : sequence of Fraction
        How likely play gets to each node; what it does not get to is folded first.
    words : mapping of int to str
        For each node but the first what stands on the branch to it.
    """
    shown, folded = _shown(game, reach)
    labels = {k: fill(words[k], WRAP) for k in shown if k}
    sets = {name: tuple(k for k in members if k in shown) for name, members in game.infosets.items()}
    sets = {name: members for name, members in sets.items() if len(members) > 1}
    columns = _columns(game, shown, folded, sets)
    row = AIR + LINE * max((label.count("\n") + 1 for label in labels.values()), default=1)
    heights = _heights(game, shown, folded, columns, row)
    sets = {name: tuple(sorted(members, key=lambda k: -heights[k])) for name, members in sets.items()}
    lanes = _lanes(shown, columns, heights, sets, row)
    across = _across(game, shown, columns, lanes, labels)
    spots = {k: (across[columns[k]] - LANE * lanes[k], heights[k]) for k in sorted(shown)}
    shoulders = {child: across[columns[k]] + SLOPE for k in shown - folded.keys() for child in game.nodes[k].children}
    return TreeLayout(spots, folded, shoulders, labels, sets)


def _shown(game: GameTree, reach: Sequence[Fraction]) -> tuple[set[int], dict[int, int]]:
    """Nodes that are drawn, and those of them that stand for all that is below them."""
    if len(game.nodes) <= MOST_NODES:
        return set(range(len(game.nodes))), {}
    shown, waiting, depth = {0}, [(-reach[0], 0, 0)], 0
    while waiting:
        less, depth, k = heappop(waiting)
        if not less or len(shown) + len(game.nodes[k].children) > MOST_NODES:
            continue
        for child in game.nodes[k].children:
            shown.add(child)
            if game.nodes[child].children:
                heappush(waiting, (-reach[child], depth + 1, child))
    sizes = [1] * len(game.nodes)
    for k in range(len(game.nodes) - 1, 0, -1):
        sizes[game.parents[k][0]] += sizes[k]
    ends = {k for k in shown if game.nodes[k].children and game.nodes[k].children[0] not in shown}
    return shown, {k: sizes[k] - 1 for k in sorted(ends)}


def _columns(
    game: GameTree, shown: set[int], folded: dict[int, int], sets: Mapping[str, Sequence[int]]
) -> dict[int, int]:
    """How deep each node stands: below its parent, and as deep as what looks like it, as far as that can be."""
    order = sorted(shown)
    columns = dict.fromkeys(order, 0)
    for _ in range(len(sets) + 1):
        before = dict(columns)
        for k in order:
            for child in () if k in folded else game.nodes[k].children:
                columns[child] = max(columns[child], columns[k] + 1)
        for members in sets.values():
            deepest = max(columns[k] for k in members)
            columns.update(dict.fromkeys(members, deepest))
        if columns == before:
            return columns
    # Sets that come before each other in turn cannot stand below each other; then nodes stand at their depth.
    columns = dict.fromkeys(order, 0)
    for k in order:
        for child in () if k in folded else game.nodes[k].children:
            columns[child] = columns[k] + 1
    return columns


def _heights(
    game: GameTree, shown: set[int], folded: dict[int, int], columns: Mapping[int, int], row: float
) -> dict[int, float]:
    """Height of each node; children come after their parents, so that contours are made from the last to the first."""
    shifts: dict[int, float] = {}
    contours: dict[int, Contour] = {}
    for k in sorted(shown, reverse=True):
        children = () if k in folded else game.nodes[k].children
        if not children:
            # What an end pays stands behind it, as far as into the next column.
            contours[k] = {columns[k]: (0.0, 0.0), columns[k] + 1: (0.0, 0.0)}
            continue
        whole: Contour = {}
        for child in children:
            contour = contours.pop(child)
            # The branch runs at the child's height through the columns that it leaps over.
            contour |= dict.fromkeys(range(columns[k] + 1, columns[child]), (0.0, 0.0))
            down = max((whole[c][1] + row - low for c, (low, _) in contour.items() if c in whole), default=0.0)
            shifts[child] = down
            for c, (low, high) in contour.items():
                top, bottom = whole.get(c, (low + down, high + down))
                whole[c] = min(top, low + down), max(bottom, high + down)
        middle = (shifts[children[0]] + shifts[children[-1]]) / 2
        for child in children:
            shifts[child] -= middle
        contours[k] = {c: (low - middle, high - middle) for c, (low, high) in whole.items()} | {columns[k]: (0.0, 0.0)}
    heights = {0: 0.0}
    for k in sorted(shown):
        for child in () if k in folded else game.nodes[k].children:
            heights[child] = heights[k] - shifts[child]
    return heights


def _lanes(
    shown: set[int],
    columns: Mapping[int, int],
    heights: Mapping[int, float],
    sets: Mapping[str, Sequence[int]],
    row: float,
) -> dict[int, int]:
    """How far aside each node stands, so that no set covers a node that is not of it; short sets stay in place."""
    lanes = dict.fromkeys(shown, 0)
    of = {k: name for name, members in sets.items() for k in members}
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for k in shown - of.keys():
        taken.setdefault((columns[k], 0), []).append((heights[k], heights[k]))
    for _, members in sorted(sets.items(), key=lambda item: (heights[item[1][0]] - heights[item[1][-1]], item[1])):
        top, bottom = heights[members[0]] + row / 2, heights[members[-1]] - row / 2
        for lane in count():
            places = [taken.setdefault((column, lane), []) for column in {columns[k] for k in members}]
            if not any(low <= top and bottom <= high for place in places for low, high in place):
                break
        for place in places:
            place.append((bottom, top))
        lanes |= dict.fromkeys(members, lane)
    return lanes


def _across(
    game: GameTree,
    shown: set[int],
    columns: Mapping[int, int],
    lanes: Mapping[int, int],
    labels: Mapping[int, str],
) -> list[float]:
    """Place across of each column: behind the longest label on a branch from the one before."""
    last = max(columns.values())
    long, aside = [0.0] * (last + 1), [0] * (last + 1)
    for k in shown:
        aside[columns[k]] = max(aside[columns[k]], lanes[k])
        if k:
            parent = columns[game.parents[k][0]]
            long[parent] = max(long[parent], *(LETTER * width(line) for line in labels[k].splitlines()))
    across = [0.0]
    for c in range(1, last + 1):
        across.append(across[-1] + SLOPE + long[c - 1] + LANE * aside[c] + 0.26)
    return across
