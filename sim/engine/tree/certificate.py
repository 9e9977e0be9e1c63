"""Regret in a game tree, from behaviour strategies alone: no strategic form is built.

What is found elsewhere is judged here, so behaviour is evaluated by a recursion of its own and not by the profile of
`sim.engine.tree.profile`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.rationals import Rational, fraction
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair

    Done = tuple[str, int] | None


def tree_regret(game: GameTree, behaviour: Sides, root: int = 0) -> Pair:
    """Most that each player could gain by another strategy in the subtree below a node.

    The best reply weighs nodes by what chance and the other side give them, and lets each information set, from the
    last to the first, take its best action.

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


def subgame_regret(game: GameTree, behaviour: Sides) -> Pair:
    """Most that each player could gain by another strategy in any subgame, whether play gets there or not.

    Each subgame is looked at with those below it replaced by what behaviour pays there, and by what is best there, so
    that the time grows with the nodes and not with how often subgames stand in each other.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    behaviour : pair of dict
        Information set to action to probability, per player; sets that the player's own choices rule out in their
        subgame may be absent.
    """
    worth: dict[int, Pair] = {}
    best: dict[int, Pair] = {}
    gains = [Fraction(0), Fraction(0)]
    for root in game.subgames or [0]:
        played, replied = game.part(root, worth), game.part(root, best)
        worth[root] = tree_value(played, behaviour)
        best[root] = (
            _best(replied, behaviour, 0, {0: Fraction(1)}),
            _best(replied, behaviour, 1, {0: Fraction(1)}),
        )
        gains = [max(gain, best[root][k] - worth[root][k]) for k, gain in enumerate(gains)]
    return gains[0], gains[1]


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
    one = two = Fraction(0)
    waiting = [(k, Rational(1))]
    while waiting:  # no call for each node, since trees may be deeper than Python's stack
        j, weight = waiting.pop()
        node = game.nodes[j]
        if node.player is None:
            one, two = one + weight * node.payoffs[0], two + weight * node.payoffs[1]
        else:
            shares = zip(_shares(game, behaviour, j), node.children, strict=True)
            waiting += [(child, weight * p) for p, child in shares if p]
    return fraction(one), fraction(two)


def _shares(game: GameTree, behaviour: Sides, k: int) -> list[Fraction]:
    """Probabilities of the ways on from a node."""
    node = game.nodes[k]
    assert node.player is not None
    if node.player == CHANCE:
        return list(node.chances)
    mixed = behaviour[node.player].get(node.infoset, {})
    return [mixed.get(action, Fraction(0)) for action in node.actions]


def _best(game: GameTree, behaviour: Sides, player: int, weights: dict[int, Fraction]) -> Fraction:
    """What the player can get at best from weighted nodes between which it has not moved.

    Weights are handed down together with what the player has done last; what each of its actions pays is summed up at
    the ends. Then the sets are settled from the last that was met to the first, each adding the best that it pays to
    the action that leads to it.
    """
    paid: dict[Done, Fraction] = {}
    leads: dict[str, Done] = {}
    waiting: list[tuple[int, Fraction, Done]] = [(k, Rational(w), None) for k, w in weights.items()]
    while waiting:
        k, weight, done = waiting.pop()
        node = game.nodes[k]
        if node.player is None:
            paid[done] = paid.get(done, Fraction(0)) + weight * node.payoffs[player]
        elif node.player == player:
            leads.setdefault(node.infoset, done)
            waiting += [(child, weight, (node.infoset, a)) for a, child in enumerate(node.children)]
        else:
            shares = zip(_shares(game, behaviour, k), node.children, strict=True)
            waiting += [(child, weight * p, done) for p, child in shares if p]
    for name, done in reversed(leads.items()):
        most = max(paid.get((name, a), Fraction(0)) for a in range(len(game.actions(name))))
        paid[done] = paid.get(done, Fraction(0)) + most
    return fraction(paid.get(None, Fraction(0)))
