"""Regret in a game tree, from behaviour strategies alone: no strategic form is built.

What is found elsewhere is judged here, so behaviour is evaluated by a recursion of its own and not by the profile of
`sim.engine.tree.profile`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair


def tree_regret(game: GameTree, behaviour: Sides, root: int = 0) -> Pair:
    """Most that each player could gain by another strategy in the subtree below a node.

    The best reply is found set by set from the top: nodes that the player cannot tell apart by its own past are carried
    along with the weights that chance and the other side give them, and each information set takes its best action.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    behaviour : pair of dict
        Information set to action to probability, per player; sets that the player's own choices rule out may be absent.
    root : int
        Where the subtree starts.
    """
    value = tree_value(game, behaviour, root)
    one, two = (_best(game, behaviour, player, {root: Fraction(1)}) - value[player] for player in (0, 1))
    return one, two


def continuation_regret(game: GameTree, behaviour: Sides, player: int, belief: dict[int, Fraction]) -> Fraction:
    """Most that a player could gain by another strategy from an information set on, at what it believes there.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    behaviour : pair of dict
        Information set to action to probability, per player.
    player : int
        Who decides at the information set.
    belief : dict of int to Fraction
        Probability of each node of the set.
    """
    value = sum((w * tree_value(game, behaviour, k)[player] for k, w in belief.items()), Fraction(0))
    return _best(game, behaviour, player, belief) - value


def tree_value(game: GameTree, behaviour: Sides, k: int = 0) -> Pair:
    """Expected payoffs of behaviour strategies from a node on.

    Parameters
    ----------
    behaviour : pair of dict
        Information set to action to probability, per player.
    k : int
        The node.
    """
    node = game.nodes[k]
    if node.player is None:
        return node.payoffs
    total = [Fraction(0), Fraction(0)]
    for p, child in zip(_shares(game, behaviour, k), node.children, strict=True):
        if p:
            below = tree_value(game, behaviour, child)
            total = [total[0] + p * below[0], total[1] + p * below[1]]
    return total[0], total[1]


def _shares(game: GameTree, behaviour: Sides, k: int) -> list[Fraction]:
    """Probabilities of the ways on from a node."""
    node = game.nodes[k]
    assert node.player is not None
    if node.player == CHANCE:
        return list(node.chances)
    mixed = behaviour[node.player].get(node.infoset, {})
    return [mixed.get(action, Fraction(0)) for action in node.actions]


def _best(game: GameTree, behaviour: Sides, player: int, weights: dict[int, Fraction]) -> Fraction:
    """What the player can get at best from weighted nodes between which it has not moved."""
    total = Fraction(0)
    sets: dict[str, dict[int, Fraction]] = {}
    waiting = list(weights.items())
    while waiting:
        k, weight = waiting.pop()
        node = game.nodes[k]
        if node.player is None:
            total += weight * node.payoffs[player]
        elif node.player == player:
            sets.setdefault(node.infoset, {})[k] = weight
        else:
            shares = zip(_shares(game, behaviour, k), node.children, strict=True)
            waiting += [(child, weight * p) for p, child in shares if p]
    for members in sets.values():
        count = len(game.nodes[next(iter(members))].actions)
        total += max(
            _best(game, behaviour, player, {game.nodes[k].children[a]: w for k, w in members.items()})
            for a in range(count)
        )
    return total
