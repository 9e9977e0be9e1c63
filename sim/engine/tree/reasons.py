"""What each choice in a game tree is worth, and how likely each node of an information set is, from the strategies.

Nothing here solves a game: behaviour strategies come in, and what they make of every choice comes out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.engine.matrix.reasons import ONE, ZERO, ActionReason, DecisionReasons, Part
from sim.engine.tree.profile import BehaviourProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.games.tree.game_tree import Beliefs, GameTree

    Moves = tuple["Moves | None", tuple[int, str]]  # those before, and the last; so that each is kept once
    Way = tuple[int, Fraction, Moves | None]

MOST_PARTS = 4
"""Ends behind a choice up to which each is a part of its own; beyond, a part for each way on from its first fork."""


@dataclass(frozen=True)
class NodeReach:
    """How play gets to a node, whatever the one who decides there has done itself.

    Parameters
    ----------
    factors : tuple of Fraction
        Chances along the way: those of chance and of the other side.
    """

    node: int
    factors: tuple[Fraction, ...]

    @cached_property
    def chance(self) -> Fraction:
        """Their product."""
        return ZERO if ZERO in self.factors else prod((f for f in self.factors if f != 1), start=ONE)


@dataclass(frozen=True)
class Place:
    """An information set under given strategies.

    Parameters
    ----------
    name : str
        The information set.
    player : int
        Who decides.
    members : tuple of int
        Its nodes.
    reached : bool
        Whether play gets there.
    arrivals : tuple of NodeReach
        How it gets to each node, from the start or from the root of the smallest subgame around it.
    belief : tuple of Fraction or None
        Chance of each node; None where neither Bayes' rule nor anything else gives one.
    by_bayes : bool
        Whether the belief is what Bayes' rule makes of the arrivals, or there is one node alone.
    decision : DecisionReasons or None
        What each choice is worth under the belief; None without one.
    cases : tuple of DecisionReasons
        The same if it were known which node it is.
    subgame : bool
        Whether a subgame starts here.
    """

    name: str
    player: int
    members: tuple[int, ...]
    reached: bool
    arrivals: tuple[NodeReach, ...]
    belief: tuple[Fraction, ...] | None
    by_bayes: bool
    decision: DecisionReasons | None
    cases: tuple[DecisionReasons, ...]
    subgame: bool

    @property
    def sure_gain(self) -> tuple[str, str, Fraction] | None:
        """An action that is played, one that is better at every node, and by how much at least; else None."""
        for k, choice in enumerate(self.cases[0].choices):
            for a, other in enumerate(self.cases[0].choices):
                gains = [Fraction(case.choices[a].value) - Fraction(case.choices[k].value) for case in self.cases]
                if choice.chance and min(gains) > 0:
                    return choice.action, other.action, min(gains)
        return None


def places(profile: BehaviourProfile, beliefs: Beliefs | None = None) -> list[Place]:
    """All information sets in the order in which one reasons: each after those below it.

    Parameters
    ----------
    profile : BehaviourProfile
        What is played; where one's own choices rule a set out it may be absent, and a best choice is put there.
    beliefs : dict of str to tuple of Fraction, optional
        Per information set the chance of each node, where the solution has one.
    """
    under = completed(profile)
    return [_place(under, name, (beliefs or {}).get(name)) for name in backwards(profile.game)]


def backwards(game: GameTree) -> list[str]:
    """Names of the information sets, each after those that can come later; else in the tree's order."""
    earlier: dict[str, set[str]] = {name: set() for name in game.infosets}
    for name, before in _next(game):
        earlier[name].add(before)
    open_ = Counter(before for befores in earlier.values() for before in befores)
    order = {name: k for k, name in enumerate(game.infosets)}
    found: dict[str, None] = {}
    last, ready = list(game.infosets), [name for name in game.infosets if not open_[name]]
    while len(found) < len(order):
        # Two sets may each come before the other in some play; then the tree's order decides.
        while not ready:
            ready = [name for name in [last.pop()] if name not in found]
        found |= dict.fromkeys(ready)
        above = [before for name in ready for before in earlier[name]]
        open_.subtract(above)
        ready = sorted({name for name in above if open_[name] <= 0 and name not in found}, key=order.__getitem__)
    return list(found)


def _next(game: GameTree) -> Iterator[tuple[str, str]]:
    """Pairs of different information sets of which the second is the last before the first in some play."""
    before: list[str] = []
    for k, node in enumerate(game.nodes):
        parent = game.parents[k][0]
        before.append((game.nodes[parent].infoset or before[parent]) if k else "")
        if node.infoset and before[k] and before[k] != node.infoset:
            yield node.infoset, before[k]


def completed(profile: BehaviourProfile) -> BehaviourProfile:
    """The profile with a best choice at every information set that a player's own choices rule out."""
    game, full = profile.game, profile
    missing = [name for name in game.infosets if name not in profile.behaviour[game.owner(name)]]
    for name in backwards(game) if missing else ():
        player = game.owner(name)
        if name in full.behaviour[player]:
            continue
        chances = [arrival.chance for arrival in _arrivals(full, game.infosets[name], 0, player)]
        pays = full.action_values(name, chances if any(chances) else [ONE] * len(chances))
        best = pays.index(max(pays))
        full = full.changed(name, {action: Fraction(int(a == best)) for a, action in enumerate(game.actions(name))})
    return full


def _place(under: BehaviourProfile, name: str, given: tuple[Fraction, ...] | None) -> Place:
    game = under.game
    members = tuple(game.infosets[name])
    player = game.owner(name)
    arrivals = tuple(_arrivals(under, members, 0, player))
    if not any(arrival.chance for arrival in arrivals):
        arrivals = tuple(_arrivals(under, members, _subgame_around(game, members), player))
    total = sum((arrival.chance for arrival in arrivals), ZERO)
    bayes = tuple(arrival.chance / total for arrival in arrivals) if total else None
    if len(members) == 1:
        bayes = (ONE,)
    belief = given or bayes
    cases = tuple(_decision(under, {k: ONE}, player) for k in members)
    decision = None
    if belief is not None:
        decision = _decision(under, dict(zip(members, belief, strict=True)), player)
    return Place(
        name=name,
        player=player,
        members=members,
        reached=name in under.reached,
        arrivals=arrivals,
        belief=belief,
        by_bayes=belief is not None and belief == bayes,
        decision=decision,
        cases=cases,
        subgame=len(members) == 1 and members[0] in game.roots,
    )


def _subgame_around(game: GameTree, members: Sequence[int]) -> int:
    """Root of the smallest subgame with all these nodes in it."""
    roots = game.roots
    if len(members) == 1 and members[0] in roots:
        return members[0]
    ways = [{k, *(j for j, _ in game.above(k))} for k in members]
    for k in [members[0], *(j for j, _ in game.above(members[0]))]:
        if k in roots and all(k in way for way in ways):
            return k
    return 0


def _arrivals(under: BehaviourProfile, members: Sequence[int], root: int, player: int) -> list[NodeReach]:
    found = []
    for k in members:
        factors: list[Fraction] = []
        for j, a in under.game.above(k) if k != root else ():
            if under.game.nodes[j].player != player:
                factors.append(under.share(j, a))
            if j == root:
                break
        found.append(NodeReach(k, tuple(reversed(factors))))
    return found


def _decision(under: BehaviourProfile, belief: dict[int, Fraction], player: int) -> DecisionReasons:
    """What each action is worth at a belief, if the strategies are followed afterwards."""
    nodes = under.game.nodes
    first = nodes[next(iter(belief))]
    at = under.behaviour[player].get(first.infoset, {})
    choices = []
    for a, action in enumerate(first.actions):
        parts: list[Part] = []
        for k, w in belief.items():
            if w:
                parts += _parts(under, nodes[k].children[a], player, k, w)
        if len(parts) > MOST_PARTS and len(belief) > 1:
            values = {k: under.value(nodes[k].children[a])[player] for k in belief}
            parts = [Part(w, values[k], (), k, ended=False) for k, w in belief.items() if w]
        choices.append(ActionReason(action, at.get(action, ZERO), tuple(parts)))
    return DecisionReasons(player, tuple(choices))


def _parts(under: BehaviourProfile, child: int, player: int, k: int, weight: Fraction) -> list[Part]:
    """What may follow: every end, or if they are many every way on from the first fork."""
    nodes = under.game.nodes
    waiting: list[Way] = [(child, weight, None)]
    while any(nodes[j].player is not None for j, _, _ in waiting) and len(waiting) <= MOST_PARTS:
        waiting = [step for way in waiting for step in _on(under, *way)]
    if len(waiting) > MOST_PARTS:
        waiting = [(child, weight, None)]
        while len(waiting) == 1:
            waiting = _on(under, *waiting[0])
    return [
        Part(w, under.value(j)[player], _in_order(after), k, ended=nodes[j].player is None) for j, w, after in waiting
    ]


def _on(under: BehaviourProfile, j: int, w: Fraction, after: Moves | None) -> list[Way]:
    """The ways on from a node that are taken with positive chance; an end stays where it is."""
    check_time()
    node = under.game.nodes[j]
    if node.player is None:
        return [(j, w, after)]
    ways = zip(under.shares(j), node.actions, node.children, strict=True)
    return [(child, w * p, (after, (node.player, action))) for p, action, child in ways if p]


def _in_order(moves: Moves | None) -> tuple[tuple[int, str], ...]:
    """Moves as a tuple, the first of them first."""
    told = []
    while moves is not None:
        moves, move = moves
        told.append(move)
    return tuple(reversed(told))


@dataclass(frozen=True)
class Threshold:
    """For which beliefs about two nodes an action is best.

    Parameters
    ----------
    low, high : Fraction
        Chance of the second node from which and up to which no other action is better.
    """

    action: str
    low: Fraction
    high: Fraction


def threshold(place: Place, action: str) -> Threshold | None:
    """The beliefs at which an action is best, where there are two nodes; None if there are not, or there is no belief.

    Parameters
    ----------
    place : Place
        The information set.
    action : str
        One of its actions.
    """
    if len(place.cases) != 2:
        return None
    one, two = ([Fraction(choice.value) for choice in case.choices] for case in place.cases)
    k = [choice.action for choice in place.cases[0].choices].index(action)
    low, high = ZERO, ONE
    for a in range(len(one)):
        at_first, at_second = one[k] - one[a], two[k] - two[a]  # the lead over another action, linear in the belief
        if at_first < 0 and at_second < 0:
            return None
        if at_first < 0:
            low = max(low, at_first / (at_first - at_second))
        elif at_second < 0:
            high = min(high, at_first / (at_first - at_second))
    return Threshold(action, low, high) if low <= high else None
