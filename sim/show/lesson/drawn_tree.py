"""A game tree drawn from left to right: where its nodes, branches and words stand, in pixels of the page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from sim.show.text.letters import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTER, LINE = 7.0, 14.0
"""Pixels that a letter and a line take."""

SLANT, AIR, EDGE = 22.0, 12.0, 8.0
"""Pixels across of a branch before it is level, between words and nodes, and around the drawing."""

BOW = 26.0
"""Pixels across by which a bow between nodes that look alike leaves them."""

WRAP = 18
"""Letters on a line of words."""

MOST_ENDS = 70
"""Ends of a tree, most, that is drawn; a larger one is a list that opens."""

WIDEST = 1_500
"""Pixels, most, that a drawing may take."""


@dataclass(frozen=True)
class Move:
    """What leads to an item of the tree.

    Parameters
    ----------
    label : str
        The action, or what chance does.
    chance : str
        With which probability chance does it; empty for an action.
    draw : int
        Its number among the moves of chance; -1 for an action.
    place : str
        The information set at which it is chosen.
    played : bool
        Whether it is played with some chance.
    mix : str
        With which, where it is neither certain nor impossible.
    """

    label: str
    chance: str = ""
    draw: int = -1
    place: str = ""
    played: bool = False
    mix: str = ""


@dataclass(frozen=True)
class TreeItem:
    """A node of a tree, below the move that leads to it.

    Parameters
    ----------
    move : Move or None
        What leads to it; None at the root.
    end : int
        Its number among the ends; -1 if it is none.
    pays : tuple of (str, str, str)
        At an end for each side: what the style calls it, its name, and what it gets.
    side, name : str
        What the style calls whoever chooses here, and its name; empty where chance does.
    place : str
        Name of the information set, where it says something.
    below : tuple of TreeItem
        What follows.
    """

    move: Move | None
    end: int = -1
    pays: tuple[tuple[str, str, str], ...] = ()
    side: str = ""
    name: str = ""
    place: str = ""
    below: tuple[TreeItem, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A node where it is drawn, with the branch that leads to it.

    Parameters
    ----------
    item : TreeItem
        The node.
    x, y : float
        Where it stands.
    bend, start : pair of float or None
        Where its branch becomes level, and where it begins; None at the root.
    words : tuple of str
        What is done on the branch, in lines.
    caption : tuple of str
        Who chooses at the node and where, in lines.
    """

    item: TreeItem
    x: float
    y: float
    bend: tuple[float, float] | None
    start: tuple[float, float] | None
    words: tuple[str, ...]
    caption: tuple[str, ...]


@dataclass(frozen=True)
class DrawnTree:
    """A tree as it is drawn.

    Parameters
    ----------
    width, height : int
        Of the drawing.
    spots : tuple of Spot
        Its nodes.
    sets : tuple of str
        Bows between nodes that look alike to a player, as paths.
    """

    width: int
    height: int
    spots: tuple[Spot, ...]
    sets: tuple[str, ...]

    @property
    def least(self) -> int:
        """Pixels of width below which its words would be too small to read."""
        return round(0.8 * self.width)


def drawn_tree(root: TreeItem) -> DrawnTree | None:
    """A tree as it is drawn; None if it is too large for that."""
    levels = list(_levels(root))
    if sum(bool(item.pays) for level in levels for item in level) > MOST_ENDS:
        return None
    words = {id(item): _words(item) for level in levels for item in level}
    captions = {id(item): _caption(item) for level in levels for item in level}
    above, below = (max(map(len, told.values())) for told in (words, captions))
    row = LINE * (above + below) + 6
    columns = _columns(levels, words, captions)
    heights: dict[int, float] = {}
    _place(root, heights, [0], row, EDGE + LINE * above)
    spots = tuple(_spots(root, 0, columns, heights, words, captions))
    ends = [len(_paid(item)) for level in levels for item in level if item.pays]
    wide = max(columns) + 10 + LETTER * max(ends, default=0) + EDGE
    high = max(heights.values()) + LINE * below + EDGE
    return DrawnTree(round(wide), round(high), spots, _sets(spots)) if wide <= WIDEST else None


def _levels(root: TreeItem) -> Iterator[list[TreeItem]]:
    level = [root]
    while level:
        yield level
        level = [below for item in level for below in item.below]


def _words(item: TreeItem) -> tuple[str, ...]:
    if item.move is None:
        return ()
    # The chance of a move of chance, and that with which an action is played, stand behind the last line.
    return tuple(wrap(item.move.label, WRAP)) or ("",)


def _caption(item: TreeItem) -> tuple[str, ...]:
    if item.pays:
        return ()
    if not item.side:
        return ("chance",)
    return (*wrap(item.name, WRAP), *wrap(item.place, WRAP))


def _paid(item: TreeItem) -> str:
    return ", ".join(value for _, _, value in item.pays)


def _columns(
    levels: Sequence[Sequence[TreeItem]],
    words: dict[int, tuple[str, ...]],
    captions: dict[int, tuple[str, ...]],
) -> list[float]:
    """Where the nodes of each level stand across: behind the widest words of their level."""
    found: list[float] = []
    for depth, level in enumerate(levels):
        room = 0.0
        for item in level:
            lines = [width(line) for line in (*words[id(item)], *captions[id(item)])]
            if item.move is not None and words[id(item)]:
                lines.append(width(words[id(item)][-1]) + (8 if item.move.chance else 6))
            room = max(room, LETTER * max(lines, default=0))
        found.append(EDGE + room + AIR if depth == 0 else found[-1] + SLANT + room + AIR)
    return found


def _place(item: TreeItem, heights: dict[int, float], ends: list[int], row: float, top: float) -> float:
    """Ends below each other, every other node in the middle of what it leads to."""
    if not item.below:
        heights[id(item)] = top + row * ends[0]
        ends[0] += 1
    else:
        below = [_place(each, heights, ends, row, top) for each in item.below]
        heights[id(item)] = (below[0] + below[-1]) / 2
    return heights[id(item)]


def _spots(
    item: TreeItem,
    depth: int,
    columns: Sequence[float],
    heights: dict[int, float],
    words: dict[int, tuple[str, ...]],
    captions: dict[int, tuple[str, ...]],
    start: tuple[float, float] | None = None,
) -> Iterator[Spot]:
    x, y = columns[depth], heights[id(item)]
    bend = None if start is None else (start[0] + SLANT, y)
    yield Spot(item, x, y, bend, start, words[id(item)], captions[id(item)])
    for below in item.below:
        yield from _spots(below, depth + 1, columns, heights, words, captions, (x, y))


def _sets(spots: Sequence[Spot]) -> tuple[str, ...]:
    """Bows between nodes that share an information set, each set at a distance of its own from the nodes."""
    found: dict[str, list[tuple[float, float]]] = {}
    for spot in spots:
        if spot.item.below and spot.item.below[0].move is not None and spot.item.side:
            found.setdefault(spot.item.below[0].move.place, []).append((spot.x, spot.y))
    several = [sorted(set_, key=lambda at: at[1]) for set_ in found.values() if len(set_) > 1]
    return tuple(_bows(set_, BOW * (1 + k % 3)) for k, set_ in enumerate(several))


def _bows(set_: Sequence[tuple[float, float]], aside: float) -> str:
    drawn = [f"M{set_[0][0]:.1f} {set_[0][1]:.1f}"]
    for (x, y), (on, down) in pairwise(set_):
        drawn.append(f"Q{(x + on) / 2 + aside:.1f} {(y + down) / 2:.1f} {on:.1f} {down:.1f}")
    return "".join(drawn)
