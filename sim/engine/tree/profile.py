"""A profile of behaviour strategies in a game tree, and everything that follows from it without solving anything.

What play comes to, what each node is worth, how likely it is, what Bayes' rule makes of it and what each action pays
are read here. All numbers are exact. Certificates do not read them here: they evaluate behaviour on their own.

References
----------
Kreps, D. M., Wilson, R. (1982): Sequential equilibria. Econometrica 50, 863-894, for behaviour together with beliefs.
Selten, R. (1975): Reexamination of the perfectness concept for equilibrium points in extensive games. International
Journal of Game Theory 4, 25-55, for realization probabilities and payoffs at an information set.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from sim.games.tree.game_tree import Behaviour, Beliefs, GameTree, Sides
    from sim.types import Pair

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class BehaviourProfile:
    """Behaviour strategies of both players in a game tree; what follows from them is worked out when it is asked for.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    behaviour : pair of dict
        Per player: information set to action to probability. Actions that are left out have probability 0, and at a set
        that is left out no action has any, so that play which gets there is counted as nothing.
    """

    game: GameTree
    behaviour: Sides

    @staticmethod
    def of(game: GameTree, choices: Behaviour) -> BehaviourProfile:
        """The profile of choices that are not told apart by player.

        Parameters
        ----------
        choices : dict
            Information set to action to probability.
        """
        sides: Sides = ({}, {})
        for name, at in choices.items():
            sides[game.owner(name)][name] = at
        return BehaviourProfile(game, sides)

    def changed(self, name: str, at: dict[str, Fraction]) -> BehaviourProfile:
        """The profile with something else done at one information set.

        Parameters
        ----------
        at : dict
            Action to probability.
        """
        sides: Sides = ({**self.behaviour[0]}, {**self.behaviour[1]})
        sides[self.game.owner(name)][name] = at
        return BehaviourProfile(self.game, sides)

    def shares(self, k: int) -> Sequence[Fraction]:
        """Probabilities of the ways on from a node, in its order; empty at an end."""
        node = self.game.nodes[k]
        if node.player is None or node.player == CHANCE:
            return node.chances
        at = self.behaviour[node.player].get(node.infoset, {})
        return [at.get(action, ZERO) for action in node.actions]

    def share(self, k: int, a: int) -> Fraction:
        """Probability of one way on from a node, by its number."""
        node = self.game.nodes[k]
        if node.player is None or node.player == CHANCE:
            return node.chances[a]
        return self.behaviour[node.player].get(node.infoset, {}).get(node.actions[a], ZERO)

    # Forwards: where play gets to

    @cached_property
    def reach(self) -> list[Fraction]:
        """Realization probability of each node: the chance that play gets there."""
        reach = [ZERO] * len(self.game.nodes)
        reach[0] = ONE
        for k, node in enumerate(self.game.nodes):  # children come after their parents
            if reach[k]:
                for child, p in zip(node.children, self.shares(k), strict=True):
                    reach[child] = reach[k] * p
        return reach

    @cached_property
    def reached(self) -> frozenset[str]:
        """Information sets that play gets to with positive probability."""
        return frozenset(node.infoset for k, node in enumerate(self.game.nodes) if node.infoset and self.reach[k])

    @cached_property
    def beliefs(self) -> Beliefs:
        """What Bayes' rule gives at the information sets that play gets to, in the order of the tree."""
        found = {}
        for name, members in self.game.infosets.items():
            weights = [self.reach[k] for k in members]
            if total := sum(weights):
                found[name] = tuple(w / total for w in weights)
        return found

    @cached_property
    def outcome(self) -> Hashable:
        """What two profiles share if and only if they do the same at every set that play gets to."""
        return frozenset(
            (name, frozenset((a, p) for a, p in self.behaviour[self.game.owner(name)][name].items() if p))
            for name in self.reached
        )

    @property
    def mixed(self) -> bool:
        """Whether anybody leaves a choice to chance where play gets to."""
        return any(max(self.behaviour[self.game.owner(name)][name].values()) < 1 for name in self.reached)

    # Backwards: what play is worth

    @cached_property
    def _known(self) -> dict[int, Pair]:
        return {}

    def value(self, k: int) -> Pair:
        """Expected payoffs if play is at a node, whether it gets there or not; only what may follow is worked out."""
        order, waiting = [], [k]
        while waiting:
            j = waiting.pop()
            if j not in self._known:
                order.append(j)
                waiting += [child for p, child in zip(self.shares(j), self.game.nodes[j].children, strict=True) if p]
        for j in reversed(order):  # no call for each node, since trees may be deeper than Python's stack
            node = self.game.nodes[j]
            one, two = node.payoffs if node.player is None else (ZERO, ZERO)
            for p, child in zip(self.shares(j), node.children, strict=True):
                if p:
                    below = self._known[child]
                    one, two = one + p * below[0], two + p * below[1]
            self._known[j] = one, two
        return self._known[k]

    @cached_property
    def values(self) -> list[Pair]:
        """Expected payoffs from each node on."""
        for k in reversed(range(len(self.game.nodes))):
            self.value(k)
        return [self._known[k] for k in range(len(self.game.nodes))]

    @property
    def payoffs(self) -> Pair:
        """Expected payoffs of the game."""
        return self.value(0)

    def action_values(self, name: str, belief: Sequence[Fraction] | None = None) -> list[Fraction]:
        """What each action at an information set pays its owner if afterwards the profile is followed.

        Parameters
        ----------
        name : str
            The information set.
        belief : sequence of Fraction, optional
            Probability of each of its nodes, or weights if what actions pay is only to be compared; by default what
            Bayes' rule gives.

        Returns
        -------
        list of Fraction
            One for each action, in the order of the game.

        Raises
        ------
        KeyError
            If no belief is given for a set that play does not get to.
        """
        player, members = self.game.owner(name), self.game.infosets[name]
        weighed = list(zip(members, self.beliefs[name] if belief is None else belief, strict=True))
        return [
            sum((w * self.value(self.game.nodes[k].children[a])[player] for k, w in weighed if w), ZERO)
            for a in range(len(self.game.actions(name)))
        ]

    # The likeliest course

    @property
    def likeliest_way(self) -> str:
        """Labels along the likeliest way through the tree."""
        return " / ".join(self.game.labels(self.likeliest_end()))

    def likeliest_end(self, ends: Iterable[int] | None = None) -> int:
        """The end at which play is likeliest to be over; of equals the first.

        Parameters
        ----------
        ends : iterable of int, optional
            The ends that are looked at; by default all.
        """
        return max(self.game.ends if ends is None else ends, key=self.reach.__getitem__)

    def likeliest_from(self, k: int) -> list[tuple[int, int]]:
        """The way down from a node on which at each turn the likeliest is done, of equals the first.

        Returns
        -------
        list of (int, int)
            Nodes with the number of the way taken at each, in order; empty at an end.
        """
        found = []
        while self.game.nodes[k].children:
            shares = self.shares(k)
            a = max(range(len(shares)), key=shares.__getitem__)
            found.append((k, a))
            k = self.game.nodes[k].children[a]
        return found
