"""The sequence form of a game tree: plans that say how often each sequence of own actions is taken.

With perfect recall a plan does all that a mixture of strategies can do, and there are as many sequences as actions, so
that the form grows with the tree alone.

References
----------
von Stengel, B. (1996): Efficient computation of behavior strategies. Games and Economic Behavior 14, 220-246. Koller,
D., Megiddo, N. and von Stengel, B. (1996): Efficient computation of equilibria for extensive two-person games. Games
and Economic Behavior 14, 247-259.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.games.tree.game_tree import GameTree

    Pairs = dict[tuple[int, int], Fraction]


@dataclass(frozen=True)
class Sequences:
    """One player's side of the sequence form.

    Parameters
    ----------
    number : dict
        Number of each sequence, a pair (information set, action); None, the empty sequence, is number 0.
    sets : dict of str to (int, list of int)
        Per information set the sequence that leads to it and those that continue it.
    """

    number: dict[tuple[str, str] | None, int]
    sets: dict[str, tuple[int, list[int]]]


def sequences(game: GameTree, player: int) -> Sequences:
    """A player's sequences; the one that leads to a set comes before those that continue it.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    """
    number: dict[tuple[str, str] | None, int] = {None: 0}
    sets: dict[str, tuple[int, list[int]]] = {}
    for name, members in game.infosets.items():
        if game.owner(name) != player:
            continue
        lead = number[game.last_own[members[0]][player]]
        for action in game.actions(name):
            number[name, action] = len(number)
        sets[name] = lead, [number[name, a] for a in game.actions(name)]
    return Sequences(number, sets)


def chances(game: GameTree) -> tuple[list[Fraction], dict[str, list[Fraction]]]:
    """What chance leaves to each node: the product of its probabilities on the way there.

    Information sets that chance rules out altogether see it otherwise: they come with weights of their own, in which
    each move that chance never makes counts as certain. It is what remains if chance trembles less than the players.

    Returns
    -------
    list of Fraction
        The weight of each node.
    dict of str to list of Fraction
        Per information set the weights that count there; the same, but where chance rules the set out.
    """
    weights, others = [ONE] * len(game.nodes), [ONE] * len(game.nodes)
    for k, node in enumerate(game.nodes):
        for a, child in enumerate(node.children):
            chance = Rational(node.chances[a]) if node.player == CHANCE else ONE
            weights[child], others[child] = weights[k] * chance, others[k] * (chance or ONE)
    sets = {name: weights if any(weights[k] for k in members) else others for name, members in game.infosets.items()}
    return weights, sets


def costs(game: GameTree, sides: tuple[Sequences, Sequences]) -> tuple[Pairs, Pairs]:
    """What pairs of sequences, the own one first, cost each player, weighted by chance.

    Costs run from the payoff range to twice of it, so that all are positive.
    """
    ends = [(k, game.nodes[k]) for k in game.ends]
    weights, by_set = chances(game)
    tables: tuple[Pairs, Pairs] = ({}, {})
    for player, table in enumerate(tables):
        pays = [Rational(node.payoffs[player]) for _, node in ends]
        most, width = max(pays), max(pays) - min(pays) or ONE
        for (k, _), pay in zip(ends, pays, strict=True):
            last = game.last_own[k]
            i, j = (sides[side].number[last[side]] for side in (player, 1 - player))
            at = last[player]
            weight = (weights if at is None else by_set[at[0]])[k]
            table[i, j] = table.get((i, j), ZERO) + weight * ((most - pay) / width + 1)
    return tables
