"""The game as it stands on the page before anything moves: a matrix, a tree that opens, or a course by rounds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sim.scenario.scenario import Matrix, Tree
from sim.show.lesson.picture import CoursePicture, MatrixPicture, SharesPicture, TreePicture
from sim.show.lesson.render import render
from sim.show.text.words import amount, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from sim.scenario.scenario import Branch, Scenario, TreeNode
    from sim.show.lesson.picture import Picture

SIDES = ("one", "two")
"""What style and script call the two players."""


def board(scenario: Scenario, picture: Picture) -> Markup | str:
    """The game as HTML; empty where nothing can be drawn.

    Parameters
    ----------
    picture : Picture
        What is drawn of its own point.
    """
    game = scenario.game
    names = [player.name for player in scenario.players]
    if isinstance(picture, MatrixPicture):
        assert isinstance(game, Matrix)
        cells = [[[number(value) for value in cell] for cell in row] for row in picture.cells]
        return render("boards/matrix", names=names, rows=game.actions[0], columns=game.actions[1], cells=cells)
    if isinstance(picture, CoursePicture):
        return render("boards/course", names=names, rounds=_rounds(names, picture))
    if isinstance(picture, SharesPicture):
        return render("boards/shares")
    if isinstance(game, Tree):
        plays = picture.plays[0] if isinstance(picture, TreePicture) and picture.plays else {}
        return render("boards/tree", root=_item(scenario, game.root, None, plays, count()))
    return ""


@dataclass(frozen=True)
class Round:
    """A row of the table of rounds: its number, what is done, and what it pays both."""

    number: int
    acts: str
    pays: tuple[str, str]


def _rounds(names: list[str], picture: CoursePicture) -> list[Round]:
    return [
        Round(
            r.round,
            "; ".join(f"{names[act.player]} {act.words}" for act in r.acts),
            (amount(r.pays[0]), amount(r.pays[1])),
        )
        for r in picture.rounds
    ]


@dataclass(frozen=True)
class Move:
    """What leads to an item of the tree.

    Parameters
    ----------
    label : str
        The action, or what chance does.
    chance : str
        With which probability chance does it; empty for an action.
    place : str
        The information set at which it is chosen.
    played : bool
        Whether it is played with some chance.
    mix : str
        With which, where it is neither certain nor impossible.
    """

    label: str
    chance: str = ""
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


def _item(
    scenario: Scenario,
    node: TreeNode,
    move: Move | None,
    plays: Mapping[str, Mapping[str, float]],
    ends: Iterator[int],
) -> TreeItem:
    names = [player.name for player in scenario.players]
    if node.payoffs is not None:
        paid = zip(SIDES, names, map(number, node.payoffs), strict=True)
        return TreeItem(move, next(ends), tuple(paid))
    below = tuple(_item(scenario, b.to, _move(node, b, plays), plays, ends) for b in node.branches)
    if node.player is None:
        return TreeItem(move, below=below)
    # The root, and a node with an information set of its own, are called by where they are.
    place = "" if node.infoset == "start" or "/" in node.infoset else node.infoset
    return TreeItem(move, side=SIDES[node.player], name=names[node.player], place=place, below=below)


def _move(node: TreeNode, branch: Branch, plays: Mapping[str, Mapping[str, float]]) -> Move:
    if branch.probability is not None:
        return Move(branch.label, chance=number(branch.probability))
    chance = plays.get(node.infoset, {}).get(branch.label, 0.0)
    mix = "" if chance in (0.0, 1.0) else f"{100 * chance:.4g}%"
    return Move(branch.label, place=node.infoset, played=chance > 0, mix=mix)
