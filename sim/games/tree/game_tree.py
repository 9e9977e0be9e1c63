"""The game tree: decisions with information sets, chance, and ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.errors import PerfectRecallError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.scenario.scenario import Scenario, TreeNode
    from sim.types import Pair

    Own = tuple[str, str] | None


CHANCE = -1

Behaviour = dict[str, dict[str, Fraction]]
"""What is done at information sets: information set to action to probability."""

Sides = tuple[Behaviour, Behaviour]
"""A behaviour strategy of each player."""

Beliefs = dict[str, tuple[Fraction, ...]]
"""Per information set the probability of each of its nodes, in the order of `GameTree.infosets`."""


@dataclass(frozen=True)
class TreePosition:
    """A node of a game tree.

    Parameters
    ----------
    player : int or None
        Who decides: 0 or 1, `CHANCE`, or None at an end.
    infoset : str
        Information set; empty unless a player decides.
    actions : tuple of str
        Labels of the ways on.
    children : tuple of int
        Nodes they lead to.
    chances : tuple of Fraction
        Their probabilities, for a move of chance.
    payoffs : pair of Fraction
        What an end pays; zero elsewhere.
    """

    player: int | None
    infoset: str
    actions: tuple[str, ...]
    children: tuple[int, ...]
    chances: tuple[Fraction, ...]
    payoffs: Pair


@dataclass(frozen=True)
class GameTree:
    """An extensive game of two players with exact payoffs.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    nodes : tuple of TreePosition
        All nodes, each before those below it; play starts at node 0.
    """

    players: tuple[str, str]
    nodes: tuple[TreePosition, ...]

    @cached_property
    def infosets(self) -> dict[str, list[int]]:
        """Nodes of each information set, in the order in which the sets are first met."""
        found: dict[str, list[int]] = {}
        for k, node in enumerate(self.nodes):
            if node.infoset:
                found.setdefault(node.infoset, []).append(k)
        return found

    def owner(self, name: str) -> int:
        """Who decides at an information set: 0 or 1."""
        player = self.nodes[self.infosets[name][0]].player
        assert player in (0, 1)
        return player

    def actions(self, name: str) -> tuple[str, ...]:
        """The actions at an information set."""
        return self.nodes[self.infosets[name][0]].actions

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Nodes at which play is over."""
        return tuple(k for k, node in enumerate(self.nodes) if node.player is None)

    @cached_property
    def ranges(self) -> Pair:
        """Highest less lowest payoff of each player."""
        one, two = ([self.nodes[k].payoffs[player] for k in self.ends] for player in (0, 1))
        return max(one) - min(one), max(two) - min(two)

    @cached_property
    def parents(self) -> list[tuple[int, int]]:
        """Node above each node and number of the way from it; (0, 0) for the start."""
        above = [(0, 0)] * len(self.nodes)
        for k, node in enumerate(self.nodes):
            for a, child in enumerate(node.children):
                above[child] = k, a
        return above

    def above(self, k: int) -> list[tuple[int, int]]:
        """Nodes above a node with the number of the way taken at each, the nearest first."""
        found = []
        while k:
            j, a = self.parents[k]
            found.append((j, a))
            k = j
        return found

    def labels(self, k: int) -> tuple[str, ...]:
        """Labels along the way from the start to a node."""
        return tuple(self.nodes[j].actions[a] for j, a in reversed(self.above(k)))

    def experience(self, k: int, player: int) -> tuple[tuple[str, str], ...]:
        """What a player has seen and done on the way to a node: (information set, action) pairs."""
        way = [(self.nodes[j], a) for j, a in reversed(self.above(k))]
        return tuple((node.infoset, node.actions[a]) for node, a in way if node.player == player)

    @cached_property
    def last_own(self) -> list[tuple[Own, Own]]:
        """What each player has done last on the way to each node: (information set, action), or None, per player."""
        last: list[tuple[Own, Own]] = [(None, None)] * len(self.nodes)
        for k, node in enumerate(self.nodes):
            one, two = last[k]
            for action, child in zip(node.actions, node.children, strict=True):
                done = node.infoset, action
                last[child] = (done if node.player == 0 else one, done if node.player == 1 else two)
        return last

    def check_perfect_recall(self) -> None:
        """Raise PerfectRecallError if a player's information sets forget what it saw or did (Kuhn 1953).

        That no set forgets what was done last is enough: what was done before is what leads to the set where it was.
        """
        for name, members in self.infosets.items():
            player = self.owner(name)
            if len({self.last_own[k][player] for k in members}) > 1:
                pasts = {self.experience(k, player) for k in members}
                ways = [", ".join(f"{action} at '{at}'" for at, action in past) or "nothing" for past in sorted(pasts)]
                raise PerfectRecallError(
                    f"player '{self.players[player]}' has no perfect recall: at the information set '{name}' it does "
                    f"not remember whether it has done {' or '.join(ways[:3])}"
                )

    def below(self, root: int) -> Iterator[int]:
        """A node and all nodes below it."""
        waiting = [root]
        while waiting:
            k = waiting.pop()
            yield k
            waiting.extend(self.nodes[k].children)

    @cached_property
    def subgames(self) -> list[int]:
        """Roots of subgames, each after those below it: nodes whose subtree cuts through no information set."""
        place, size = [0] * len(self.nodes), [1] * len(self.nodes)
        for number, k in enumerate(self.below(0)):
            place[k] = number
        first, last = [*place], [*place]  # of the nodes that some node below looks like
        for members in self.infosets.values():
            ends = min(place[k] for k in members), max(place[k] for k in members)
            for k in members:
                first[k], last[k] = ends
        roots = []
        for k in reversed(range(len(self.nodes))):  # children come after their parents
            for child in self.nodes[k].children:
                size[k] += size[child]
                first[k], last[k] = min(first[k], first[child]), max(last[k], last[child])
            if self.nodes[k].children and first[k] == place[k] and last[k] < place[k] + size[k]:
                roots.append(k)
        return [k for k in roots if not self.nodes[k].infoset or len(self.infosets[self.nodes[k].infoset]) == 1]

    @cached_property
    def roots(self) -> frozenset[int]:
        """Roots of subgames, in no order."""
        return frozenset(self.subgames)

    def part(self, root: int, worth: Mapping[int, Pair]) -> GameTree:
        """The game below a node, in which some nodes are ends.

        Parameters
        ----------
        root : int
            Where it starts.
        worth : dict of int to pair of Fraction
            What play pays at nodes that are ends in it.
        """
        inside, waiting = [], [root]
        while waiting:
            k = waiting.pop()
            inside.append(k)
            if k not in worth:
                waiting.extend(self.nodes[k].children)
        inside.sort()
        number = {k: j for j, k in enumerate(inside)}
        nodes = []
        for k in inside:
            node = self.nodes[k]
            if k in worth:
                nodes.append(TreePosition(None, "", (), (), (), worth[k]))
            else:
                nodes.append(replace(node, children=tuple(number[child] for child in node.children)))
        return GameTree(self.players, tuple(nodes))


def from_tree(scenario: Scenario) -> GameTree:
    """Read the game tree off a scenario of kind tree.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario of kind ``tree``.
    """
    from sim.scenario.scenario import Tree

    game = scenario.game
    if not isinstance(game, Tree):
        raise TypeError(f"expected a scenario of kind tree, found {scenario.kind}")
    first, second = scenario.players
    return GameTree((first.id, second.id), tuple(map(_position, game.nodes)))


def _position(node: TreeNode) -> TreePosition:
    check_time()
    labels = tuple(branch.label for branch in node.branches)
    children = tuple(branch.to for branch in node.branches)
    chances = tuple(branch.probability for branch in node.branches if branch.probability is not None)
    decides = node.player if node.player is not None or not children else CHANCE
    return TreePosition(decides, node.infoset, labels, children, chances, node.payoffs or (Fraction(0), Fraction(0)))
