"""Why a choice under hidden information is best: what is believed and by which rule, and what each choice is worth.

At an information set a player weighs its choices by what it believes of the other side. Where play gets to, beliefs are
those of Bayes' rule: the chance of a secret and of coming here with it, as a share of all chances of coming here.
All numbers are exact.

References
----------
Fudenberg, D., Tirole, J. (1991): Game Theory, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.tree.solution import BayesEquilibrium
    from sim.games.hidden.hidden_game import HiddenGame, Secret

ZERO = Fraction(0)


@dataclass(frozen=True)
class Held:
    """A secret of the other side as a player believes it at an information set.

    Parameters
    ----------
    belief : Fraction
        How likely the player thinks it.
    prior : Fraction
        How likely its type was at the start.
    coming : Fraction
        Chance of coming here with it, given that type and the player's own; 0 at sets that play does not get to.
    """

    secret: Secret
    belief: Fraction
    prior: Fraction
    coming: Fraction


@dataclass(frozen=True)
class ChoiceReason:
    """A choice at an information set.

    Parameters
    ----------
    action : str
        The choice.
    chance : Fraction
        With what probability it is taken.
    value : Fraction
        What it is worth at what is believed, if afterwards the equilibrium is followed; counted from the start of play.
    by_secret : tuple of Fraction
        The same against each secret, in the order of `Weighing.held`.
    """

    action: str
    number: int
    chance: Fraction
    value: Fraction
    by_secret: tuple[Fraction, ...]


@dataclass(frozen=True)
class Weighing:
    """A decision at an information set.

    Parameters
    ----------
    name : str
        The information set.
    player : int
        Who decides.
    members : tuple of int
        Its nodes.
    beliefs : tuple of Fraction
        Their probabilities.
    reached : bool
        Whether play gets to it.
    held : tuple of Held
        What is believed of the other side, secrets of some weight or prior alone.
    options : tuple of ChoiceReason
        The choices.
    """

    name: str
    player: int
    members: tuple[int, ...]
    beliefs: tuple[Fraction, ...]
    reached: bool
    held: tuple[Held, ...]
    options: tuple[ChoiceReason, ...]

    @property
    def chosen(self) -> ChoiceReason:
        """The likeliest choice."""
        return max(self.options, key=lambda o: o.chance)

    @property
    def mixed(self) -> tuple[ChoiceReason, ...]:
        """The choices that are taken, where there are several."""
        found = tuple(o for o in self.options if o.chance)
        return found if len(found) > 1 else ()

    @property
    def node(self) -> int:
        """The node that is believed likeliest."""
        return max(zip(self.beliefs, self.members, strict=True), key=lambda pair: (pair[0], -pair[1]))[1]

    def turning(self, other: ChoiceReason) -> Fraction | None:
        """Belief in the first of two secrets at which another choice is as good; None if there is none below 1."""
        if len(self.held) != 2:
            return None
        # The advantage of the choice made is a line in the belief.
        against = [a - b for a, b in zip(self.chosen.by_secret, other.by_secret, strict=True)]
        slope = against[0] - against[1]
        if not slope:
            return None
        at = -against[1] / slope
        return at if 0 < at < 1 else None


@dataclass(frozen=True)
class LaterMove:
    """Something that is done after a choice: the node, the player, the action and its number."""

    node: int
    player: int
    action: str
    number: int


@dataclass(frozen=True)
class Aftermath:
    """How play goes on if at each turn the likeliest is done.

    Parameters
    ----------
    moves : tuple of LaterMove
        What is done.
    end : int
        Node at which it ends.
    chance : Fraction
        Its probability.
    """

    moves: tuple[LaterMove, ...]
    end: int
    chance: Fraction


class HiddenReasons:
    """The decisions of an equilibrium with hidden information.

    Parameters
    ----------
    equilibrium : BayesEquilibrium
        The equilibrium; it says what is done at all sets.
    """

    def __init__(self, game: HiddenGame, equilibrium: BayesEquilibrium) -> None:
        self.game, self.equilibrium = game, equilibrium
        self.profile = equilibrium.profile

    @property
    def known(self) -> bool:
        """Whether it is said at every information set what is done and believed there."""
        tree, e = self.game.tree, self.equilibrium
        return all(name in e.behaviour[tree.owner(name)] and name in e.beliefs for name in tree.infosets)

    def on_path(self) -> list[Weighing]:
        """The decisions that play gets to, in order of play."""
        return [self.weighing(name) for name in self.game.tree.infosets if name in self.equilibrium.reached]

    def beside(self, after: Weighing) -> Iterator[tuple[ChoiceReason, Weighing]]:
        """Decisions of the other side, not reached, that one choice that is not made leads to at once."""
        tree, met = self.game.tree, set[str]()
        for option in after.options:
            if option.chance:
                continue
            for k in after.members:
                name = self._next(tree.nodes[k].children[option.number])
                if name and name not in met and name not in self.equilibrium.reached:
                    met.add(name)
                    found = self.weighing(name)
                    if found.player != after.player:
                        yield option, found

    def _next(self, k: int) -> str:
        """The first information set at or below a node, through the likelier moves of chance; empty at an end."""
        node = self.game.tree.nodes[k]
        while node.player == CHANCE:
            k = node.children[max(range(len(node.children)), key=lambda a: node.chances[a])]
            node = self.game.tree.nodes[k]
        return node.infoset if node.player is not None else ""

    def weighing(self, name: str) -> Weighing:
        """The decision at an information set."""
        tree = self.game.tree
        members, player = tuple(tree.infosets[name]), tree.owner(name)
        beliefs = self.equilibrium.beliefs[name]
        held = self._held(members, beliefs, player)
        against = [self._against(name, one.secret) for one in held]
        chances = self.profile.shares(members[0])
        worth = self.profile.action_values(name, beliefs)
        options = tuple(
            ChoiceReason(action, a, chances[a], worth[a], tuple(values[a] for values in against))
            for a, action in enumerate(tree.actions(name))
        )
        return Weighing(name, player, members, beliefs, name in self.equilibrium.reached, held, options)

    def _against(self, name: str, secret: Secret) -> list[Fraction]:
        """What each choice is worth against one secret; where that is ruled out, its nodes count alike."""
        player, beliefs = self.game.tree.owner(name), self.equilibrium.beliefs[name]
        own = [self._secret(k, player) == secret for k in self.game.tree.infosets[name]]
        weights = [p if mine else ZERO for p, mine in zip(beliefs, own, strict=True)]
        if not any(weights):
            weights = [Fraction(mine) for mine in own]
        total = sum(weights)
        return self.profile.action_values(name, [w / total for w in weights])

    def _secret(self, k: int, player: int) -> Secret:
        return self.game.secret(k, 1 - player)

    def _held(self, members: tuple[int, ...], beliefs: tuple[Fraction, ...], player: int) -> tuple[Held, ...]:
        """What is believed of the other side; nothing if it hides nothing."""
        secrets = list(dict.fromkeys(self._secret(k, player) for k in members))
        if not any(secrets):
            return ()
        own = self._prior(members[0], player)
        found = []
        for secret in secrets:
            parts = [(k, p) for k, p in zip(members, beliefs, strict=True) if self._secret(k, player) == secret]
            prior = self._prior(parts[0][0], 1 - player)
            weight = sum((self.profile.reach[k] for k, _ in parts), ZERO)
            coming = weight / (prior * own) if prior * own else ZERO
            found.append(Held(secret, sum((p for _, p in parts), ZERO), prior, coming))
        return tuple(found)

    def _prior(self, k: int, player: int) -> Fraction:
        types = self.game.types[player]
        return types[self.game.draw(k)[player]].probability if types else Fraction(1)

    def aftermath(self, node: int, number: int) -> Aftermath:
        """How play goes on from a node after a choice if at each turn the likeliest is done."""
        tree, chance = self.game.tree, Fraction(1)
        moves, end = [], tree.nodes[node].children[number]
        for k, a in self.profile.likeliest_from(end):
            at = tree.nodes[k]
            chance *= self.profile.share(k, a)
            if at.player in (0, 1):
                moves.append(LaterMove(k, at.player, at.actions[a], a))
            end = at.children[a]
        return Aftermath(tuple(moves), end, chance)
