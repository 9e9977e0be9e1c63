"""What would have been best against the people who were observed, from their shares alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.scenario import Matrix, Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.observed.stated import Counted, Observed
    from sim.scenario.scenario import Scenario, TreeNode

    Shares = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True)
class Reply:
    """What each choice of a player is worth against people.

    Parameters
    ----------
    side : int
        The player.
    at : str
        The information set; empty in a matrix game.
    worths : mapping of str to Fraction or None
        By choice; None where nobody was observed at what follows it.
    """

    side: int
    at: str
    worths: Mapping[str, Fraction | None]

    @property
    def best(self) -> tuple[str, ...]:
        """The choices that are worth most."""
        known = [worth for worth in self.worths.values() if worth is not None]
        return tuple(choice for choice, worth in self.worths.items() if worth is not None and worth == max(known))

    @property
    def unknown(self) -> tuple[str, ...]:
        """Choices of which it is not known what they are worth."""
        return tuple(choice for choice, worth in self.worths.items() if worth is None)


def best_replies(scenario: Scenario, study: Observed) -> tuple[Reply, ...]:
    """What answers the people of a study best, where they were observed.

    It is found in matrix games that are played once, and at the first decisions of a player in a tree that it can tell
    apart, in games without hidden types.

    Parameters
    ----------
    scenario : Scenario
        The scenario at the values that they played with.
    study : Observed
        What they did.
    """
    game = scenario.game
    if scenario.variants:
        return ()
    if isinstance(game, Matrix) and game.repeat is None:
        return tuple(_in_matrix(game, entry, side) for entry in study.choices for side in (0, 1) if _other(entry, side))
    if isinstance(game, Tree):
        shares = {entry.at: entry.shares for entry in study.choices}
        return tuple(reply for side in (0, 1) for reply in _InTree(game, side, shares).replies())
    return ()


def _other(entry: Counted, side: int) -> bool:
    return 1 - side in entry.sides


def _in_matrix(game: Matrix, entry: Counted, side: int) -> Reply:
    shares = entry.shares
    theirs = [shares.get(action, Fraction(0)) for action in game.actions[1 - side]]

    def paid(own: int, other: int) -> Fraction:
        return game.payoffs[own][other][0] if side == 0 else game.payoffs[other][own][1]

    worths = {
        action: sum((p * paid(own, k) for k, p in enumerate(theirs)), Fraction(0))
        for own, action in enumerate(game.actions[side])
    }
    return Reply(side, "", worths)


class _InTree:
    """What the nodes of a tree are worth to a player who meets people there."""

    def __init__(self, game: Tree, side: int, shares: Shares) -> None:
        self.game, self.side, self.shares = game, side, shares
        sets = [node.infoset for node in game.nodes if node.player is not None]
        self.alone = {name for name in sets if sets.count(name) == 1}
        self.met: dict[int, bool] = {}
        self.worths: dict[int, Fraction | None] = {}
        for k in range(len(game.nodes) - 1, -1, -1):
            self.worths[k], self.met[k] = self._worth(game.nodes[k])

    def _worth(self, node: TreeNode) -> tuple[Fraction | None, bool]:
        """What a node is worth, and whether people are met from there on."""
        if node.payoffs is not None:
            return node.payoffs[self.side], False
        ways = [self.worths[b.to] for b in node.branches]
        met = any(self.met[b.to] for b in node.branches)
        if node.player == self.side:
            known = [way for way in ways if way is not None]
            whole = len(known) == len(ways) and node.infoset in self.alone
            return (max(known) if whole else None), met
        if node.player is None:
            chances = [b.probability for b in node.branches]
        else:
            shares = self.shares.get(node.infoset)
            if shares is None:
                return None, met
            chances, met = [shares.get(b.label, Fraction(0)) for b in node.branches], True
        total = Fraction(0)
        for chance, way in zip(chances, ways, strict=True):
            if chance and way is None:
                return None, met
            total += (chance or 0) * (way or 0)
        return total, met

    def replies(self) -> list[Reply]:
        """The player's first decisions after which people are met."""
        found, waiting = [], [0]
        while waiting:
            node = self.game.nodes[waiting.pop()]
            if node.player != self.side:
                waiting += [b.to for b in node.branches]
            elif node.infoset in self.alone and any(self.met[b.to] for b in node.branches):
                worths = {b.label: self.worths[b.to] for b in node.branches}
                if sum(worth is not None for worth in worths.values()) > 1:
                    found.append(Reply(self.side, node.infoset, worths))
        return found
