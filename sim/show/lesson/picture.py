"""What is drawn of a solved point: a table, a tree, a course, offers, packages or best replies; or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.lesson.course import course_of, course_picture
from sim.show.lesson.drawing import NoPicture
from sim.show.lesson.live import offers_picture, package_offers_picture, replies_picture
from sim.show.lesson.packages import packages_picture
from sim.show.lesson.picture_base import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario

    Entries = Sequence[Mapping[str, Any]]

MOST_CELLS = 144
"""Cells, most, of a table of payoffs on a page; of a larger game the best replies are drawn."""

MOST_ACTIONS = 500
"""Actions of a side, most, whose best replies are drawn."""


@dataclass(frozen=True)
class MatrixPicture(Picture):
    """A matrix with the equilibria of one round.

    Parameters
    ----------
    cells : tuple
        Payoffs of both by row and column.
    mixtures : tuple
        Per equilibrium, for both players, the chances of their actions.
    """

    kind = "matrix"
    cells: tuple[tuple[tuple[float, float], ...], ...]
    mixtures: tuple[tuple[tuple[float, ...], ...], ...]

    @property
    def played(self) -> object:
        """The mixtures."""
        return self.mixtures

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Cells and mixtures."""
        return {"kind": self.kind, "cells": self.cells, "played": self.mixtures}


@dataclass(frozen=True)
class TreePicture(Picture):
    """A game tree with its equilibria.

    Parameters
    ----------
    plays : tuple of mapping
        Per equilibrium, by information set, the chances of actions.
    ends : tuple of pair of float
        Payoffs of the ends, in the order of the file.
    chances : tuple of float
        Probabilities of what chance does, in the order of the file.
    reached : tuple of tuple of str
        Per equilibrium, the information sets that play gets to.
    """

    kind = "tree"
    plays: tuple[Mapping[str, Mapping[str, float]], ...]
    ends: tuple[tuple[float, float], ...]
    chances: tuple[float, ...] = ()
    reached: tuple[tuple[str, ...], ...] = ()

    @property
    def played(self) -> object:
        """The plays."""
        return self.plays

    def plain(self, numbered: Callable[[str], int]) -> dict[str, object]:
        """Plays with the information sets that they get to, ends and chances."""
        return {
            "kind": self.kind,
            "plays": self.plays,
            "reached": self.reached,
            "ends": self.ends,
            "chances": self.chances,
        }


def picture(scenario: Scenario, solution: Solution, entries: Entries) -> Picture:
    """What is drawn of a solution.

    Parameters
    ----------
    entries : sequence of mapping
        The ``equilibria`` of its document.
    """
    game = scenario.game
    if isinstance(game, Concessions) and (course := course_of(solution)) is not None:
        return course_picture(scenario, course, game.ladders) if course.path else NoPicture()
    if isinstance(game, Matrix) and not scenario.variants:
        return _of_matrix(scenario, game, entries)
    if isinstance(game, Tree):
        told = () if scenario.variants else entries
        plays = tuple({at: plan for side in e["strategies"].values() for at, plan in side.items()} for e in told)
        return TreePicture(
            plays,
            tuple((float(n.payoffs[0]), float(n.payoffs[1])) for n in game.nodes if n.payoffs is not None),
            tuple(float(b.probability) for n in game.nodes for b in n.branches if b.probability is not None),
            tuple(_reached(game, play) for play in plays),
        )
    return _of_offers(solution)


def _of_matrix(scenario: Scenario, game: Matrix, entries: Entries) -> Picture:
    rows, columns = map(len, game.actions)
    if rows * columns <= MOST_CELLS:
        return _matrix(scenario, game, entries)
    return replies_picture(scenario, game, entries) if max(rows, columns) <= MOST_ACTIONS else NoPicture()


def _of_offers(solution: Solution) -> Picture:
    from sim.engine.issues.bargaining import PackagesSolution
    from sim.engine.issues.subgame_perfect import PackageOffersSolution
    from sim.engine.offers.subgame_perfect import OffersSolution

    if isinstance(solution, OffersSolution):
        return offers_picture(solution)
    if isinstance(solution, PackageOffersSolution):
        return package_offers_picture(solution)
    return packages_picture(solution) if isinstance(solution, PackagesSolution) else NoPicture()


def _reached(game: Tree, play: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Information sets that play gets to with some chance."""
    found, ahead = [], [0]
    while ahead:
        node = game.nodes[ahead.pop()]
        at = play.get(node.infoset, {})
        if node.player is not None:
            found.append(node.infoset)
        ahead += [b.to for b in node.branches if (at.get(b.label) if b.probability is None else b.probability)]
    return tuple(dict.fromkeys(found))


def _matrix(scenario: Scenario, game: Matrix, entries: Entries) -> MatrixPicture:
    cells = tuple(tuple((float(cell[0]), float(cell[1])) for cell in row) for row in game.payoffs)
    plans = [[entry["strategies"].get(player.id) for player in scenario.players] for entry in entries]
    mixed = [sides for sides in plans if all(isinstance(plan, dict) for plan in sides)]
    mixtures = tuple(
        tuple(
            tuple(float(plan.get(action, 0.0)) for action in actions)
            for plan, actions in zip(sides, game.actions, strict=True)
        )
        for sides in mixed
    )
    return MatrixPicture(cells, mixtures)
