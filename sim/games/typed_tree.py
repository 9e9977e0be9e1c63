"""A game with hidden types as one game tree: chance draws both types, and each player learns its own (Harsanyi 1967).

The games between two types differ in numbers only, so their trees have the same shape, and the same information sets by
name. Below each draw stands one of them; information sets are put together over the types of the other side.

References
----------
Harsanyi, J. C. (1967): Games with incomplete information played by 'Bayesian' players. Management Science 14, 159-182.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from sim.games.concessions import GameTooLargeError
from sim.games.tree import CHANCE, GameTree, TreePosition
from sim.games.unroll import MAX_POSITIONS, tree_sizes, unroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.histories import Unrolled
    from sim.games.stochastic import StochasticGame

    Types = tuple[tuple[str, Fraction], ...]
    Games = Sequence[Sequence[StochasticGame]]


@dataclass(frozen=True)
class Knows:
    """Who decides at an information set, what type it is, and where it is in the stochastic game."""

    player: int
    type: int
    place: tuple[int, int, int]


@dataclass(frozen=True)
class TypedTree:
    """A game tree with hidden types.

    Parameters
    ----------
    tree : GameTree
        The tree; its first node draws the types.
    draws : tuple of (int, int)
        Both players' types, per branch of the first node.
    infosets : dict of str to Knows
        What the owner of an information set knows.
    """

    tree: GameTree
    draws: tuple[tuple[int, int], ...]
    infosets: dict[str, Knows]


def typed_tree(types: tuple[Types, Types], games: Games, most: int = MAX_POSITIONS) -> TypedTree:
    """Unroll a game with hidden types.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    games : sequence of sequence of StochasticGame
        The game between type i of the first player and type j of the second, in row i and column j.
    most : int
        Largest number of nodes.

    Raises
    ------
    GameTooLargeError
        If the tree would be larger.
    ValueError
        If the trees of two pairs of types differ in shape.
    """
    size = 1 + sum(tree_sizes(game)[-1] for line in games for game in line)
    if size > most:
        raise GameTooLargeError(f"the game tree would have {size:,} nodes; at most {most:,} are built")
    zero = Fraction(0), Fraction(0)
    draws = tuple(product(range(len(types[0])), range(len(types[1]))))
    nodes: list[TreePosition] = [TreePosition(CHANCE, "", (), (), (), zero)]
    infosets: dict[str, Knows] = {}
    starts = []
    for i, j in draws:
        starts.append(len(nodes))
        _graft(nodes, infosets, unroll(games[i][j]), (i, j), (types[0][i][0], types[1][j][0]))
    labels = tuple(f"{types[0][i][0]}, {types[1][j][0]}" for i, j in draws)
    chances = tuple(types[0][i][1] * types[1][j][1] for i, j in draws)
    nodes[0] = TreePosition(CHANCE, "", labels, tuple(starts), chances, zero)
    tree = GameTree(games[0][0].players, tuple(nodes))
    if any(len({tree.nodes[k].actions for k in members}) > 1 for members in tree.infosets.values()):
        raise ValueError("expected types that change numbers only: their trees differ in shape")
    return TypedTree(tree, draws, infosets)


def _graft(
    nodes: list[TreePosition],
    infosets: dict[str, Knows],
    part: Unrolled,
    kinds: tuple[int, int],
    names: tuple[str, str],
) -> None:
    """Append the tree of two types."""
    offset = len(nodes)
    for node in part.tree.nodes:
        name = ""
        if node.infoset:
            player = node.player or 0
            name = f"{names[player]}: {node.infoset}"
            infosets[name] = Knows(player, kinds[player], part.origins[node.infoset])
        nodes.append(replace(node, infoset=name, children=tuple(offset + k for k in node.children)))
