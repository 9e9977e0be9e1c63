"""The reduced strategic form of a tree: plans leave ends open, and what is paid is a sum over ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from sim.games.tree.game_tree import GameTree
    from sim.types import Pair

    Plan = dict[str, str]
    Way = tuple[tuple[str, str], ...]


def strategic_form(
    game: GameTree, root: int, plans: tuple[list[Plan], list[Plan]]
) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Payoff tables of the reduced strategic form of a subtree.

    Parameters
    ----------
    root : int
        Where the subtree starts.
    plans : pair of list of dict
        The players' reduced pure strategies: information set to action.
    """
    ends = _ends(game, root)
    rows, columns = (_open_ends([end.needs[player] for end in ends], plans[player]) for player in (0, 1))
    known: dict[int, Pair] = {}
    table = [[known.get(one & two) or _sum_over(ends, one & two, known) for two in columns] for one in rows]
    return [[pair[0] for pair in line] for line in table], [[pair[1] for pair in line] for line in table]


@dataclass(frozen=True)
class _End:
    """An end: its payoffs times chance's part in getting there, and the choices of each player on the way."""

    worth: Pair
    needs: tuple[Way, Way]


def _ends(game: GameTree, root: int) -> list[_End]:
    """The ends of a subtree."""
    found: list[_End] = []
    waiting = [(root, Fraction(1), _End((Fraction(0), Fraction(0)), ((), ())).needs)]
    while waiting:
        k, weight, needs = waiting.pop()
        node = game.nodes[k]
        if node.player is None:
            found.append(_End((weight * node.payoffs[0], weight * node.payoffs[1]), needs))
        for a, child in enumerate(node.children):
            if node.player == CHANCE:
                waiting.append((child, weight * node.chances[a], needs))
            else:
                own = [list(way) for way in needs]
                own[node.player or 0].append((node.infoset, node.actions[a]))
                waiting.append((child, weight, (tuple(own[0]), tuple(own[1]))))
    return found


def _open_ends(needs: list[Way], plans: list[Plan]) -> list[int]:
    """Which ends each plan of a player leaves open, as the bits of a number."""
    groups: dict[Way, int] = {}
    for e, way in enumerate(needs):
        groups[way] = groups.get(way, 0) | 1 << e
    return [
        sum(bits for way, bits in groups.items() if all(plan.get(name) == action for name, action in way))
        for plan in plans
    ]


def _sum_over(ends: list[_End], bits: int, known: dict[int, Pair]) -> Pair:
    """Expected payoffs where play can get to some ends alone; kept in ``known``."""
    open_ = [end.worth for e, end in enumerate(ends) if bits >> e & 1]
    known[bits] = sum((w[0] for w in open_), Fraction(0)), sum((w[1] for w in open_), Fraction(0))
    return known[bits]
