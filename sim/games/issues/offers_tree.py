"""Offers of packages as game trees, one for each pair of types: all with the same packages, whatever they pay.

Offered are the packages that nobody can improve for both for some pair of types; in a single round those that nobody
can improve for all types of both. Where no offers in turn are stated the first player makes one, which the other takes
or leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import GameTooLargeError
from sim.games.issues.issues_game import from_issues
from sim.games.tree.game_tree import CHANCE, GameTree, TreePosition
from sim.scenario.issues.stated import PackageOffers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.issues.issues_game import IssuesGame, Package
    from sim.scenario.scenario import Scenario
    from sim.types import Pair

MOST_LISTED = 20_000
"""Packages that are gone through one by one, most."""

LARGEST = 2_000
"""Nodes of a tree, most."""

COUNTED = 10**15
"""Nodes that are counted, most."""

ZERO = Fraction(0), Fraction(0)


def offers_trees(variants: Sequence[Sequence[Scenario]]) -> list[list[GameTree]]:
    """The tree of each pair of types.

    Raises
    ------
    GameTooLargeError
        If there are too many packages or rounds.
    """
    games = [[in_turn(from_issues(variant)) for variant in row] for row in variants]
    first = games[0][0]
    assert first.offers is not None
    if first.offers.rounds is None:
        raise GameTooLargeError("with hidden types offers need a last round; give a number of rounds")
    if first.count > MOST_LISTED:
        raise GameTooLargeError(
            f"with hidden types all packages are gone through, at most {MOST_LISTED:,}; here are {first.count:,}"
        )
    if first.offers.rounds == 1:
        packages = _efficient_for_all([game for row in games for game in row])
    else:
        packages = sorted({package for row in games for game in row for package in _efficient(game)})
    menu = _Menu(packages, late=any(value < 0 for row in games for game in row for value in game.walk_away))
    size = _size(menu, first.offers.rounds, bool(first.offers.breakdown))
    if size > LARGEST:
        raise GameTooLargeError(
            f"with hidden types {len(packages)} packages in {first.offers.rounds} rounds make a tree of {_told(size)} "
            f"nodes, which has at most {LARGEST:,}; take fewer rounds or options"
        )
    return [[_tree(game, menu) for game in row] for row in games]


def in_turn(game: IssuesGame) -> IssuesGame:
    """The game with the offers of its file, or with one that is taken or left."""
    if game.offers is not None:
        return game
    return replace(game, offers=PackageOffers(1, 0, Fraction(0)), discount=(Fraction(1), Fraction(1)))


def _efficient(game: IssuesGame) -> set[Package]:
    """A package for each payoff that no other one is at least as good as for both."""
    known: dict[Pair, Package] = {}
    for package in product(*(range(len(options)) for options in game.options)):
        known.setdefault(game.pays(package), package)
    kept: set[Package] = set()
    most: Fraction | None = None
    for pair in sorted(known, reverse=True):
        if most is None or pair[1] > most:
            kept.add(known[pair])
            most = pair[1]
    return kept


def _efficient_for_all(games: Sequence[IssuesGame]) -> list[Package]:
    """A package for each list of payoffs, of all types, that no other one is at least as good as for every type.

    In a single round nothing else is worth offering where points hang on the own type alone: whatever types accept a
    package accept one that is at least as good for them all, and it pays whoever offers it no less.
    """
    known: dict[tuple[Fraction, ...], Package] = {}
    for package in product(*(range(len(options)) for options in games[0].options)):
        known.setdefault(tuple(value for game in games for value in game.pays(package)), package)
    scale = lcm(*{value.denominator for pays in known for value in pays})
    whole = {tuple(int(value * scale) for value in pays): package for pays, package in known.items()}
    small = all(abs(value) < 2**62 for pays in whole for value in pays)
    better = np.empty((0, 2 * len(games)), dtype=np.int64 if small else object)
    kept: list[Package] = []
    for pays in sorted(whole, key=lambda pays: (sum(pays), pays), reverse=True):
        if not (better >= np.array(pays, dtype=better.dtype)).all(axis=1).any():
            better = np.vstack([better, np.array([pays], dtype=better.dtype)])
            kept.append(whole[pays])
    return sorted(kept)


@dataclass(frozen=True)
class _Menu:
    """What is offered.

    Parameters
    ----------
    packages : sequence of tuple of int
        The packages.
    late : bool
        Whether somebody may wait in the last round as well, so that both walk away a round later: nobody would but
        those whom walking away costs something.
    """

    packages: Sequence[Package]
    late: bool


def _size(menu: _Menu, rounds: int, breakdown: bool) -> int:
    """Nodes of a tree: an offer, its answers and ends, and what follows waiting."""
    nodes = 0
    for t in reversed(range(rounds)):
        later = int(menu.late) if t == rounds - 1 else nodes + 2 * breakdown
        nodes = min(2 + len(menu.packages) * (3 + later) + later, COUNTED)
    return nodes


def _told(size: int) -> str:
    return f"more than {COUNTED:,}" if size >= COUNTED else f"{size:,}"


def _tree(game: IssuesGame, menu: _Menu) -> GameTree:
    """The tree of offers."""
    nodes: list[TreePosition | None] = []
    _round(game, menu, nodes, 0, "")
    return GameTree(game.players, tuple(node for node in nodes if node is not None))


def _end(game: IssuesGame, nodes: list[TreePosition | None], t: int, pays: Pair) -> int:
    assert game.discount is not None
    one, two = (d**t * value for d, value in zip(game.discount, pays, strict=True))
    nodes.append(TreePosition(None, "", (), (), (), (one, two)))
    return len(nodes) - 1


def _round(game: IssuesGame, menu: _Menu, nodes: list[TreePosition | None], t: int, before: str) -> int:
    """A round of offers; the node at which it begins."""
    assert game.offers is not None
    here = len(nodes)
    nodes.append(None)
    proposer, last = (game.offers.first + t) % 2, t + 1 == game.offers.rounds
    actions, children = [], []
    for package in menu.packages:
        name = game.label(package)
        actions.append(name)
        children.append(_answer(game, menu, nodes, t, package, f"{before}{name}"))
    if not last or menu.late:
        actions.append("wait")
        children.append(_wait(game, menu, nodes, t, f"{before}nothing; "))
    actions.append("walk away")
    children.append(_end(game, nodes, t, game.walk_away))
    name = f"{before}round {t + 1}" if before else "offers" if game.offers.rounds == 1 else "round 1"
    nodes[here] = TreePosition(proposer, name, tuple(actions), tuple(children), (), ZERO)
    return here


def _answer(
    game: IssuesGame, menu: _Menu, nodes: list[TreePosition | None], t: int, package: Package, history: str
) -> int:
    """The answer to an offer."""
    assert game.offers is not None
    here = len(nodes)
    nodes.append(None)
    actions, children = ["accept"], [_end(game, nodes, t, game.pays(package))]
    if t + 1 != game.offers.rounds or menu.late:
        actions.append("wait")
        children.append(_wait(game, menu, nodes, t, f"{history}; "))
    actions.append("walk away")
    children.append(_end(game, nodes, t, game.walk_away))
    proposer = (game.offers.first + t) % 2
    nodes[here] = TreePosition(1 - proposer, f"offered {history}", tuple(actions), tuple(children), (), ZERO)
    return here


def _wait(game: IssuesGame, menu: _Menu, nodes: list[TreePosition | None], t: int, before: str) -> int:
    """What follows waiting: the next round, unless the talks break down."""
    assert game.offers is not None
    p = game.offers.breakdown
    if t + 1 == game.offers.rounds:
        return _end(game, nodes, t + 1, game.walk_away)
    if not p:
        return _round(game, menu, nodes, t + 1, before)
    here = len(nodes)
    nodes.append(None)
    broken = _end(game, nodes, t + 1, game.walk_away)
    goes_on = _round(game, menu, nodes, t + 1, before)
    nodes[here] = TreePosition(CHANCE, "", ("breakdown", "goes on"), (broken, goes_on), (p, 1 - p), ZERO)
    return here
