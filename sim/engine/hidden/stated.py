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
    from collections.abc import Iterator, Mapping

    from sim.deadline import Deadline
    from sim.games.hidden.hidden_game import HiddenGame
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Pair

    Pure = tuple[dict[str, str], dict[str, str]]

_ZERO, _ONE = Fraction(0), Fraction(1)

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
    replies, seen = Choices(tree), set()
    for rounds in range(ROUNDS):
        deadline.check()
        after = replies.best(now)
        if after == now:
            return Judged(regret, rounds, _solution(tree, concept, now))
        mark = tuple(tuple(sorted(own.items())) for own in after)
        if mark in seen:
            break
        seen.add(mark)
        now = after
    return Judged(regret, 0, None)


def _sides(choices: Pure) -> Sides:
    one, two = ({name: {action: _ONE} for name, action in own.items()} for own in choices)
    return one, two


def _solution(tree: GameTree, concept: str, choices: Pure) -> BayesSolution:
    profile = BehaviourProfile(tree, _sides(choices))
    regret = tree_regret(tree, profile.behaviour)
    if any(regret):
        raise CertificateError("an equilibrium that best replies led to has a profitable deviation")
    return BayesSolution(tree, concept, (BayesEquilibrium(profile, regret, profile.beliefs),), complete=False)


class Choices:
    """What each choice of every type pays, where chance draws, one side chooses, and then the other unseen.

    Parameters
    ----------
    tree : GameTree
        The tree.
    """

    def __init__(self, tree: GameTree) -> None:
        self.tree = tree
        root = tree.nodes[0]
        self.heads = list(zip(root.children, root.chances, strict=True))
        self.chances: dict[str, Fraction] = {}
        for head, chance in self.heads:
            for name in self._names(head):
                self.chances[name] = self.chances.get(name, _ZERO) + chance

    def _names(self, head: int) -> tuple[str, str]:
        first = self.tree.nodes[head]
        return first.infoset, self.tree.nodes[first.children[0]].infoset

    def pay(self, sides: Sides) -> dict[str, list[Fraction]]:
        """By information set what each action pays to what the other side does, weighed by the chance of the type."""
        found: dict[str, list[Fraction]] = {}
        for head, chance in self.heads:
            rows = self.tree.nodes[head].children
            one, two = self._names(head)
            ends = [self.tree.nodes[row].children for row in rows]
            mine = list(self._mixture(sides[0].get(one, {}), head))
            theirs = list(self._mixture(sides[1].get(two, {}), rows[0]))
            _add(found, one, [chance * sum((p * self._end(row[k])[0] for k, p in theirs), _ZERO) for row in ends])
            columns = range(len(ends[0]))
            _add(found, two, [chance * sum((p * self._end(ends[i][k])[1] for i, p in mine), _ZERO) for k in columns])
        return found

    def _mixture(self, at: Mapping[str, Fraction], node: int) -> Iterator[tuple[int, Fraction]]:
        actions = self.tree.nodes[node].actions
        return ((actions.index(action), p) for action, p in at.items() if p)

    def _end(self, node: int) -> Pair:
        return self.tree.nodes[node].payoffs

    def best(self, now: Pure) -> Pure:
        """What each type does best, to the other side's choices; what it does already, if that is as good."""
        pays = self.pay(_sides(now))
        one, two = ({name: self._best(name, done, pays[name]) for name, done in own.items()} for own in now)
        return one, two

    def _best(self, name: str, done: str, worth: list[Fraction]) -> str:
        actions, most = self.tree.nodes[self.tree.infosets[name][0]].actions, max(worth)
        return done if worth[actions.index(done)] == most else actions[worth.index(most)]


def _add(found: dict[str, list[Fraction]], name: str, pays: list[Fraction]) -> None:
    before = found.get(name)
    found[name] = pays if before is None else [a + b for a, b in zip(before, pays, strict=True)]
