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
from functools import cached_property
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.exact.complementarity import Complementarity
from sim.exact.rationals import ONE, ZERO, Rational, fraction
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from random import Random

    from scipy.sparse import csr_matrix

    from sim.games.tree.game_tree import GameTree, Sides

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
            check_time()
            last = game.last_own[k]
            i, j = (sides[side].number[last[side]] for side in (player, 1 - player))
            at = last[player]
            weight = (weights if at is None else by_set[at[0]])[k]
            table[i, j] = table.get((i, j), ZERO) + weight * ((most - pay) / width + 1)
    return tables


@dataclass(frozen=True)
class SequenceForm:
    """The linear complementarity problem whose solutions are the equilibria in plans.

    The unknowns are the first player's plan without the empty sequence, the second player's, and for each side one
    multiplier per information set: what play from there on costs, which is positive and thus needs no sign of its own.
    No player wants more of a sequence than it must have, so that at an information set it is enough to ask for at least
    the chance of what leads there.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    """

    game: GameTree

    @cached_property
    def sides(self) -> tuple[Sequences, Sequences]:
        """Both players' sequences."""
        return sequences(self.game, 0), sequences(self.game, 1)

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return sum(len(side.number) - 1 + len(side.sets) for side in self.sides)

    @cached_property
    def costs(self) -> tuple[Pairs, Pairs]:
        """What pairs of sequences cost each player, as `costs` has it."""
        return costs(self.game, self.sides)

    @property
    def starts(self) -> tuple[int, int, int, int]:
        """First unknown of each plan, less one for the empty sequence, and of each side's multipliers."""
        one, two = self.sides
        m, n = len(one.number) - 1, len(two.number) - 1
        return -1, m - 1, m + n, m + n + len(one.sets)

    @cached_property
    def problem(self) -> Complementarity:
        """The complementarity problem; its constants are numbers."""
        rows: list[dict[int, Fraction]] = [{} for _ in range(self.size)]
        constants = [ZERO] * self.size
        for player, side in enumerate(self.sides):
            own, other, at = self.starts[player], self.starts[1 - player], self.starts[2 + player]
            for (i, j), cost in self.costs[player].items():
                if i and j and cost:
                    rows[own + i][other + j] = cost
                elif i:
                    constants[own + i] += cost
            for h, (lead, follow) in enumerate(side.sets.values()):
                for k in follow:
                    rows[own + k][at + h], rows[at + h][own + k] = -ONE, ONE
                if lead:
                    rows[at + h][own + lead], rows[own + lead][at + h] = -ONE, ONE
                else:
                    constants[at + h] = -ONE
        return Complementarity(tuple(rows), tuple((v,) for v in constants))

    def cover(self, draw: Random | None = None) -> list[Fraction]:
        """The artificial variable's column: it stands for the part of play in which the other side keeps to a prior.

        At its start all play is a reply to the prior; at its end none is.

        Parameters
        ----------
        draw : Random, optional
            Draws the prior; by default all actions at a set are equally likely.

        References
        ----------
        von Stengel, B., van den Elzen, A. and Talman, D. (2002): Computing normal form perfect equilibria for extensive
        two-person games. Econometrica 70, 693-715.
        """
        cover = [ZERO] * self.size
        priors = [_prior(side, draw) for side in self.sides]
        for player, side in enumerate(self.sides):
            own, at = self.starts[player], self.starts[2 + player]
            for (i, j), cost in self.costs[player].items():
                if i and j:
                    cover[own + i] += cost * priors[1 - player][j]
            for h, (lead, _) in enumerate(side.sets.values()):
                if not lead:
                    cover[at + h] = ONE
        return cover

    def float_costs(self, player: int) -> csr_matrix:
        """A player's costs as floats, shape (own sequences, the other side's sequences)."""
        from scipy.sparse import csr_matrix

        table = self.costs[player]
        places = [i for i, _ in table], [j for _, j in table]
        shape = len(self.sides[player].number), len(self.sides[1 - player].number)
        return csr_matrix(([float(v) for v in table.values()], places), shape=shape)

    def behaviour(self, z: Sequence[Sequence[Fraction]]) -> Sides:
        """What each player does in a solution, where its own plan lets it come.

        Parameters
        ----------
        z : sequence of (Fraction,), shape (size,)
            The solution.
        """
        found: Sides = ({}, {})
        for side, start, own in zip(self.sides, self.starts, found, strict=False):
            for name, (lead, follow) in side.sets.items():
                whole = z[start + lead][0] if lead else ONE
                if whole:
                    shares = (fraction(z[start + k][0] / whole) for k in follow)
                    own[name] = dict(zip(self.game.actions(name), shares, strict=True))
        return found


def _prior(side: Sequences, draw: Random | None) -> list[Fraction]:
    """A plan in which every sequence has a chance."""
    plan = [ONE] * len(side.number)
    for lead, follow in side.sets.values():
        weights = [1 if draw is None else draw.randint(1, 20) for _ in follow]
        for k, w in zip(follow, weights, strict=True):
            plan[k] = plan[lead] * w / sum(weights)
    return plan
