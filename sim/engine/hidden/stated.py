"""A profile that a file states for a game with hidden types in which both choose at once, and best replies from it on.

Both sides' best replies to each other are taken again and again, a type that has none better keeping to what it does.
Where nobody changes any more an equilibrium is reached; what is reached is judged on the tree, by another code.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.solution import BayesEquilibrium, BayesSolution
from sim.errors import CertificateError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair

    Choices = tuple[dict[str, str], dict[str, str]]

_ONE = Fraction(1)

ROUNDS = 1_000
"""Rounds of best replies, most."""


@dataclass(frozen=True)
class Judged:
    """What has become of the profile of a file.

    Parameters
    ----------
    regret : pair of Fraction
        Most that each player could gain by leaving it.
    rounds : int
        Rounds of best replies until nobody changed any more; 0 if the profile itself is an equilibrium.
    found : BayesSolution or None
        What they led to; None if they came back to where they had been.
    """

    regret: Pair
    rounds: int
    found: BayesSolution | None


def judged(game: HiddenGame, concept: str, deadline: Deadline) -> Judged:
    """The profile of a file held against the definition, and what best replies from it on lead to.

    Parameters
    ----------
    game : HiddenGame
        A game with a profile that its file states.
    concept : str
        The concept that asks.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    assert game.stated is not None
    tree, now = game.tree, game.stated
    regret = tree_regret(tree, _sides(now))
    replies, seen = _Replies(tree), set()
    for rounds in range(ROUNDS):
        deadline.check()
        after = replies.to(now)
        if after == now:
            return Judged(regret, rounds, _solution(tree, concept, now))
        mark = tuple(tuple(sorted(own.items())) for own in after)
        if mark in seen:
            break
        seen.add(mark)
        now = after
    return Judged(regret, 0, None)


def _sides(choices: Choices) -> Sides:
    one, two = ({name: {action: _ONE} for name, action in own.items()} for own in choices)
    return one, two


def _solution(tree: GameTree, concept: str, choices: Choices) -> BayesSolution:
    profile = BehaviourProfile(tree, _sides(choices))
    regret = tree_regret(tree, profile.behaviour)
    if any(regret):
        raise CertificateError("an equilibrium that best replies led to has a profitable deviation")
    return BayesSolution(tree, concept, (BayesEquilibrium(profile, regret, profile.beliefs),), complete=False)


class _Replies:
    """Best replies of every type in a tree in which chance draws, the first player chooses, and then the second.

    Parameters
    ----------
    tree : GameTree
        The tree.
    """

    def __init__(self, tree: GameTree) -> None:
        self.tree = tree
        root = tree.nodes[0]
        self.heads = list(zip(root.children, root.chances, strict=True))

    def to(self, choices: Choices) -> Choices:
        """What each type does best, to the other side's choices; what it does already, if that is as good."""
        pays: tuple[dict[str, list[Fraction]], dict[str, list[Fraction]]] = ({}, {})
        for head, chance in self.heads:
            first = self.tree.nodes[head]
            met = self.tree.nodes[first.children[0]]
            row = first.actions.index(choices[0][first.infoset])
            column = met.actions.index(choices[1][met.infoset])
            ends = [self._end(first.children[k], column)[0] for k in range(len(first.actions))]
            _add(pays[0], first.infoset, chance, ends)
            ends = [self._end(first.children[row], k)[1] for k in range(len(met.actions))]
            _add(pays[1], met.infoset, chance, ends)
        one, two = (
            {name: self._best(name, own, worth) for name, worth in side.items()}
            for own, side in zip(choices, pays, strict=True)
        )
        return one, two

    def _end(self, node: int, column: int) -> Pair:
        return self.tree.nodes[self.tree.nodes[node].children[column]].payoffs

    def _best(self, name: str, own: dict[str, str], worth: list[Fraction]) -> str:
        actions, most = self.tree.nodes[self.tree.infosets[name][0]].actions, max(worth)
        return own[name] if worth[actions.index(own[name])] == most else actions[worth.index(most)]


def _add(pays: dict[str, list[Fraction]], name: str, chance: Fraction, ends: list[Fraction]) -> None:
    before = pays.setdefault(name, [_ONE - 1] * len(ends))
    pays[name] = [total + chance * end for total, end in zip(before, ends, strict=True)]
