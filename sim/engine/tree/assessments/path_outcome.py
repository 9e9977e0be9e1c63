"""A way of play by what is done where play gets to, and the parts of the tree that departures from it lead to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.engine.tree.profile import BehaviourProfile
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.tree.game_tree import Behaviour, Beliefs, GameTree
    from sim.types import Pair

ZERO = Fraction(0)


@dataclass(frozen=True)
class Departure:
    """An action that is not taken at an information set that play reaches; both None where chance rules it out."""

    infoset: str | None
    action: int | None
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Departures that share information sets, directly or through others, and the unreached sets below them."""

    departures: tuple[Departure, ...]
    sets: tuple[str, ...]


@dataclass(frozen=True)
class PathOutcome:
    """A way of play: the choices at the information sets that it reaches.

    Parameters
    ----------
    choices : dict
        Information set to action to probability, for all sets that are reached.
    """

    game: GameTree
    choices: Behaviour

    @cached_property
    def profile(self) -> BehaviourProfile:
        """The choices as a profile; what is off the path counts as nothing."""
        return BehaviourProfile.of(self.game, self.choices)

    @property
    def beliefs(self) -> Beliefs:
        """Beliefs at the sets that are reached, by Bayes' rule."""
        return self.profile.beliefs

    def departures(self) -> list[Departure]:
        """Every action that is not taken at a set that is reached, and every move that chance never makes."""
        found = []
        for name, at in self.choices.items():
            members = self.game.infosets[name]
            for a, action in enumerate(self.game.actions(name)):
                if not at.get(action):
                    found.append(Departure(name, a, tuple(self.game.nodes[k].children[a] for k in members)))
        for node in self.game.nodes:
            if node.player == CHANCE:
                closed = [child for child, p in zip(node.children, node.chances, strict=True) if not p]
                found += [Departure(None, None, (child,)) for child in closed]
        return found

    def groups(self) -> list[Group]:
        """Departures put together where they share an unreached information set."""
        departures = self.departures()
        parent = list(range(len(departures)))

        def root(k: int) -> int:
            while parent[k] != k:
                k = parent[k]
            return k

        below = [{j for start in d.starts for j in self.game.below(start)} for d in departures]
        owner: dict[str, int] = {}
        for name, members in self.game.infosets.items():
            if name not in self.choices:
                covering = [k for k, nodes in enumerate(below) if nodes.intersection(members)]
                for k in covering:
                    parent[root(k)] = root(covering[0])
                owner[name] = covering[0]
        result = []
        for r in dict.fromkeys(map(root, range(len(departures)))):
            own = tuple(d for k, d in enumerate(departures) if root(k) == r)
            result.append(Group(own, tuple(name for name, k in owner.items() if root(k) == r)))
        return result

    def allowance(self, departure: Departure, worth: Sequence[Pair]) -> Fraction:
        """What a departure may pay at most, given node values in which the path's own are right."""
        assert departure.infoset is not None
        player = self.game.owner(departure.infoset)
        members = zip(self.game.infosets[departure.infoset], self.beliefs[departure.infoset], strict=True)
        return sum((p * worth[k][player] for k, p in members if p), ZERO)


def is_flat(game: GameTree, group: Group) -> bool:
    """Whether no unreached set of the group lies below another."""
    inside = {k for name in group.sets for k in game.infosets[name]}
    return not any(j in inside for k in inside for child in game.nodes[k].children for j in game.below(child))
