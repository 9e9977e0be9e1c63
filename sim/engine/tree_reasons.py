"""What each choice in a game tree is worth, and how likely each node of an information set is, from the strategies.

Nothing here solves a game: behaviour strategies come in, and what they make of every choice comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.reasons import ONE, ZERO, Choice, Decision, Part
from sim.engine.tree_certificate import tree_regret, tree_value
from sim.games.tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.tree import GameTree

    Behaviour = dict[str, dict[str, Fraction]]
    Sides = tuple[Behaviour, Behaviour]

MOST_PARTS = 4
"""Ends behind a choice up to which each is a part of its own; beyond, a part for each way on from its first fork."""


@dataclass(frozen=True)
class Arrival:
    """How play gets to a node, whatever the one who decides there has done itself.

    Parameters
    ----------
    node : int
        The node.
    factors : tuple of Fraction
        Chances along the way: those of chance and of the other side.
    """

    node: int
    factors: tuple[Fraction, ...]

    @property
    def chance(self) -> Fraction:
        """Their product."""
        total = ONE
        for factor in self.factors:
            total *= factor
        return total


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
    arrivals : tuple of Arrival
        How it gets to each node, from the start or from the root of the smallest subgame around it.
    belief : tuple of Fraction or None
        Chance of each node; None where neither Bayes' rule nor anything else gives one.
    by_bayes : bool
        Whether the belief is what Bayes' rule makes of the arrivals, or there is one node alone.
    decision : Decision or None
        What each choice is worth under the belief; None without one.
    cases : tuple of Decision
        The same if it were known which node it is.
    subgame : bool
        Whether a subgame starts here.
    """

    name: str
    player: int
    members: tuple[int, ...]
    reached: bool
    arrivals: tuple[Arrival, ...]
    belief: tuple[Fraction, ...] | None
    by_bayes: bool
    decision: Decision | None
    cases: tuple[Decision, ...]
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


def places(game: GameTree, sides: Sides, beliefs: dict[str, tuple[Fraction, ...]] | None = None) -> list[Place]:
    """All information sets in the order in which one reasons: each after those below it.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    sides : pair of dict
        Information set to action to probability, per player; where one's own choices rule a set out it may be absent,
        and a best choice is put there.
    beliefs : dict of str to tuple of Fraction, optional
        Per information set the chance of each node, where the solution has one.
    """
    full = completed(game, sides)
    return [_place(game, full, name, (beliefs or {}).get(name)) for name in backwards(game)]


def backwards(game: GameTree) -> list[str]:
    """Names of the information sets, each after those that can come later; else in the tree's order."""
    deeper: dict[str, set[str]] = {name: set() for name in game.infosets}
    for k, node in enumerate(game.nodes):
        if node.infoset:
            for j, _ in game.above(k):
                if game.nodes[j].infoset:
                    deeper[game.nodes[j].infoset].add(node.infoset)
    found: list[str] = []
    waiting = list(game.infosets)
    while waiting:
        # Two sets may each come before the other in some play; then the tree's order decides.
        ready = [name for name in waiting if not deeper[name] & set(waiting)] or waiting[-1:]
        found += ready
        waiting = [name for name in waiting if name not in ready]
    return found


def completed(game: GameTree, sides: Sides) -> Sides:
    """Strategies with a best choice at every information set that a player's own choices rule out."""
    full: Sides = ({**sides[0]}, {**sides[1]})
    for name in backwards(game):
        members = game.infosets[name]
        node = game.nodes[members[0]]
        assert node.player in (0, 1)
        if name in full[node.player]:
            continue
        chances = [arrival.chance for arrival in _arrivals(game, full, members, 0, node.player)]
        weights = chances if any(chances) else [ONE] * len(members)
        pays = [
            sum(
                (w * tree_value(game, full, game.nodes[k].children[a])[node.player]
                 for k, w in zip(members, weights, strict=True)),
                ZERO,
            )
            for a in range(len(node.actions))
        ]  # fmt: skip
        best = pays.index(max(pays))
        full[node.player][name] = {action: Fraction(int(a == best)) for a, action in enumerate(node.actions)}
    return full


def _place(game: GameTree, sides: Sides, name: str, given: tuple[Fraction, ...] | None) -> Place:
    members = tuple(game.infosets[name])
    player = game.nodes[members[0]].player or 0
    arrivals = tuple(_arrivals(game, sides, members, 0, player))
    if not any(arrival.chance for arrival in arrivals):
        inside = set(members)
        root = next(r for r in game.subgames if inside <= set(game.below(r))) if game.subgames else 0
        arrivals = tuple(_arrivals(game, sides, members, root, player))
    total = sum((arrival.chance for arrival in arrivals), ZERO)
    bayes = tuple(arrival.chance / total for arrival in arrivals) if total else None
    if len(members) == 1:
        bayes = (ONE,)
    belief = given or bayes
    cases = tuple(_decision(game, sides, {k: ONE}, player) for k in members)
    decision = None
    if belief is not None:
        decision = _decision(game, sides, dict(zip(members, belief, strict=True)), player)
    return Place(
        name=name,
        player=player,
        members=members,
        reached=any(_chance(game, sides, k) for k in members),
        arrivals=arrivals,
        belief=belief,
        by_bayes=belief is not None and belief == bayes,
        decision=decision,
        cases=cases,
        subgame=len(members) == 1 and members[0] in game.subgames,
    )


def _arrivals(game: GameTree, sides: Sides, members: Sequence[int], root: int, player: int) -> list[Arrival]:
    found = []
    for k in members:
        factors: list[Fraction] = []
        for j, a in game.above(k) if k != root else ():
            if game.nodes[j].player != player:
                factors.insert(0, _share(game, sides, j, a))
            if j == root:
                break
        found.append(Arrival(k, tuple(factors)))
    return found


def _share(game: GameTree, sides: Sides, j: int, a: int) -> Fraction:
    """Chance of one way on from a node."""
    node = game.nodes[j]
    if node.player == CHANCE:
        return node.chances[a]
    return sides[node.player or 0].get(node.infoset, {}).get(node.actions[a], ZERO)


def _chance(game: GameTree, sides: Sides, k: int) -> Fraction:
    """Chance with which play gets to a node."""
    total = ONE
    for j, a in game.above(k):
        total *= _share(game, sides, j, a)
    return total


def _decision(game: GameTree, sides: Sides, belief: dict[int, Fraction], player: int) -> Decision:
    """What each action is worth at a belief, if the strategies are followed afterwards."""
    first = game.nodes[next(iter(belief))]
    at = sides[player].get(first.infoset, {})
    choices = []
    for a, action in enumerate(first.actions):
        parts: list[Part] = []
        for k, w in belief.items():
            if w:
                parts += _parts(game, sides, game.nodes[k].children[a], player, k, w)
        if len(parts) > MOST_PARTS and len(belief) > 1:
            parts = [
                Part(w, tree_value(game, sides, game.nodes[k].children[a])[player], (), k, ended=False)
                for k, w in belief.items()
                if w
            ]
        choices.append(Choice(action, at.get(action, ZERO), tuple(parts)))
    return Decision(player, tuple(choices))


def _parts(game: GameTree, sides: Sides, child: int, player: int, k: int, weight: Fraction) -> list[Part]:
    """What may follow: every end, or if they are many every way on from the first fork."""
    ends: list[Part] = []
    waiting: list[tuple[int, Fraction, tuple[tuple[int, str], ...]]] = [(child, weight, ())]
    while waiting:
        j, w, after = waiting.pop(0)
        node = game.nodes[j]
        if node.player is None:
            ends.append(Part(w, node.payoffs[player], after, k))
            continue
        waiting += _on(game, sides, j, w, after)
    if len(ends) <= MOST_PARTS:
        return ends
    waiting = [(child, weight, ())]
    while len(waiting) == 1:
        waiting = _on(game, sides, *waiting[0])
    return [
        Part(w, tree_value(game, sides, j)[player], after, k, ended=game.nodes[j].player is None)
        for j, w, after in waiting
    ]


def _on(
    game: GameTree, sides: Sides, j: int, w: Fraction, after: tuple[tuple[int, str], ...]
) -> list[tuple[int, Fraction, tuple[tuple[int, str], ...]]]:
    """The ways on from a node that are taken with positive chance."""
    node = game.nodes[j]
    assert node.player is not None
    shares = [(_share(game, sides, j, a), action, node.children[a]) for a, action in enumerate(node.actions)]
    return [(c, w * p, (*after, (node.player, action))) for p, action, c in shares if p]


@dataclass(frozen=True)
class Threshold:
    """For which beliefs about two nodes an action is best.

    Parameters
    ----------
    action : str
        The action.
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


@dataclass(frozen=True)
class Threat:
    """A choice that would hurt the one who makes it, where play does not get to.

    Parameters
    ----------
    place : Place
        The information set.
    threatened, better : str
        The action that is announced, and one that is better whatever node it is.
    loss : Fraction
        What carrying it out costs at least.
    kept : Fraction
        What the other side would gain by playing otherwise if the better action were taken; 0 if nothing.
    """

    place: Place
    threatened: str
    better: str
    loss: Fraction
    kept: Fraction


def empty_threats(game: GameTree, sides: Sides) -> list[Threat]:
    """Choices off the path that hurt who makes them: at every node of their set, or at its chances within a subgame.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    sides : pair of dict
        A Nash equilibrium.
    """
    full = completed(game, sides)
    found = []
    for place in places(game, sides):
        gain = place.sure_gain or _loss(place)
        if place.reached or place.name not in sides[place.player] or gain is None:
            continue
        threatened, better, loss = gain
        changed: Sides = ({**full[0]}, {**full[1]})
        at = {choice.action: Fraction(int(choice.action == better)) for choice in place.cases[0].choices}
        changed[place.player][place.name] = at
        kept = tree_regret(game, changed)[1 - place.player]
        found.append(Threat(place, threatened, better, loss, kept))
    return found


def is_perfect(game: GameTree, sides: Sides) -> bool:
    """Whether no player gains in any subgame, with best choices where its own earlier ones rule a set out."""
    full = completed(game, sides)
    return not any(any(tree_regret(game, full, root)) for root in game.subgames)


def _loss(place: Place) -> tuple[str, str, Fraction] | None:
    """What a choice costs at the chances with which play gets to the nodes once the subgame around them is reached."""
    if place.decision is None or not place.by_bayes or not place.decision.regret:
        return None
    worst = max(place.decision.played, key=place.decision.behind)
    best = max(place.decision.choices, key=lambda choice: choice.value)
    return worst.action, best.action, Fraction(place.decision.regret)
