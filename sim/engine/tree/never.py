"""Moves of chance that have probability 0: which of them lie before a node, and which nodes of a set come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.tree.game_tree import GameTree

    Never = frozenset[tuple[int, int]]


def never_ways(game: GameTree) -> list[Never]:
    """The moves of probability 0 on the way to each node, as pairs of a node and the number of a way from it."""
    nothing: Never = frozenset()
    found = [nothing] * len(game.nodes)
    for k, node in enumerate(game.nodes):
        for a, child in enumerate(node.children):
            never = node.chances and not node.chances[a]
            found[child] = found[k] | {(k, a)} if never else found[k]
    return found


def likeliest(never: Sequence[Never], members: Sequence[int]) -> list[int]:
    """The nodes of an information set that are reached with the fewest moves of probability 0.

    Parameters
    ----------
    never : list of frozenset
        What `never_ways` finds.
    members : list of int
        The nodes of the set.
    """
    fewest = min(len(never[k]) for k in members)
    return [k for k in members if len(never[k]) == fewest]


def told_apart(never: Sequence[Never], members: Sequence[int]) -> bool:
    """Whether it follows from the game which nodes of a set are the likeliest, however unlikely each move of 0 is.

    Parameters
    ----------
    never : list of frozenset
        What `never_ways` finds.
    members : list of int
        The nodes of the set.
    """
    first = never[likeliest(never, members)[0]]
    return all(first <= never[k] for k in members)
