"""The game as it stands on the page before anything moves: a matrix, a tree that opens, or a course by rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.scenario import Matrix, Tree
from sim.show.lesson.course import CoursePicture
from sim.show.lesson.drawn_tree import DrawnTree, Move, TreeItem, drawn_tree
from sim.show.lesson.live import OffersPicture, RepliesPicture
from sim.show.lesson.packages import PackagesPicture
from sim.show.lesson.picture import MatrixPicture, TreePicture
from sim.show.lesson.render import render
from sim.show.text.scale import scaled
from sim.show.text.words import amount, number, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from sim.scenario.scenario import Branch, Scenario, TreeNode
    from sim.show.lesson.picture_base import Picture

SIDES = ("one", "two")
"""What style and script call the two players."""
LIVE = {
    "offers": "What would be agreed on in each round, if talks came to it. Filled: the round in which they agree.",
    "replies": "Each side's best replies to all that the other can do. Where they meet nobody wants to change alone.",
}
"""What is said below pictures that move with the sliders."""

BESIDE, MOST_BESIDE = 560, 5
"""Pixels of a tree, and columns of a table, most, beside which the sliders have room."""

MOST_NODES = 2_000
DEEPEST = 60
"""Moves on a way through a tree, most: each is a list within a list, and browsers nest no deeper than a few hundred."""


@scaled
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
    if isinstance(picture, OffersPicture | PackagesPicture | RepliesPicture):
        return render(
            "boards/live",
            kind=picture.kind,
            told=picture.note if isinstance(picture, PackagesPicture) else LIVE[picture.kind],
        )
    if isinstance(game, Tree) and _drawable(game):
        # Of several equilibria none is marked before one is chosen.
        only = isinstance(picture, TreePicture) and len(picture.plays) == 1
        plays, reached = (
            (picture.plays[0], picture.reached[0]) if only and isinstance(picture, TreePicture) else ({}, ())
        )
        root = _tree(scenario, game, plays)
        return render("boards/tree", root=root, drawn=drawn_tree(root), reached=reached)
    return ""


def is_wide(scenario: Scenario, picture: Picture) -> bool:
    """Whether a board takes the whole width of the page, with the sliders below it."""
    if isinstance(picture, MatrixPicture):
        return len(picture.cells[0]) > MOST_BESIDE
    if isinstance(scenario.game, Tree) and _drawable(scenario.game):
        drawn: DrawnTree | None = drawn_tree(_tree(scenario, scenario.game, {}))
        return drawn is not None and drawn.least > BESIDE
    return False


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


def _tree(scenario: Scenario, game: Tree, plays: Mapping[str, Mapping[str, float]]) -> TreeItem:
    """The start of a tree with all that follows; nodes below others are made before these."""
    names = [player.name for player in scenario.players]
    draws = [b.to for node in game.nodes for b in node.branches if b.probability is not None]
    numbers = {k: number for number, k in enumerate(draws)}
    moves = {b.to: _move(node, b, plays, numbers.get(b.to, -1)) for node in game.nodes for b in node.branches}
    ends = {k: number for number, k in enumerate(k for k, node in enumerate(game.nodes) if node.payoffs is not None)}
    items: dict[int, TreeItem] = {}
    for k, node in reversed(list(enumerate(game.nodes))):
        if node.payoffs is not None:
            paid = zip(SIDES, names, map(number, node.payoffs), strict=True)
            items[k] = TreeItem(moves.get(k), ends[k], tuple(paid))
            continue
        item = TreeItem(moves.get(k), below=tuple(items[b.to] for b in node.branches))
        if node.player is not None:
            place = node.infoset if node.named else ""
            item = replace(item, side=SIDES[node.player], name=names[node.player], place=place)
        items[k] = item
    return items[0]


def _drawable(game: Tree) -> bool:
    """Whether a tree is small enough for a page."""
    depths = [0] * len(game.nodes)
    for k, node in enumerate(game.nodes):
        for branch in node.branches:
            depths[branch.to] = depths[k] + 1
    return len(game.nodes) <= MOST_NODES and max(depths) <= DEEPEST


def _move(node: TreeNode, branch: Branch, plays: Mapping[str, Mapping[str, float]], draw: int) -> Move:
    if branch.probability is not None:
        return Move(branch.label, chance=number(branch.probability), draw=draw)
    chance = plays.get(node.infoset, {}).get(branch.label, 0.0)
    mix = "" if chance in (0.0, 1.0) else percent(chance)
    return Move(branch.label, place=node.infoset, played=chance > 0, mix=mix)
