"""The reduced strategic form of a game tree, and the way back from its mixtures to behaviour.

A reduced pure strategy, a plan, says what to do at the information sets that its own earlier choices do not rule out.
Plans leave ends open, and what is paid is a sum over ends. With perfect recall a mixture of plans is as good as
behaviour at each information set (Kuhn 1953), which is what is reported.

References
----------
Kuhn, H. W. (1953): Extensive games and the problem of information. In: Contributions to the Theory of Games II.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from sim.errors import TreeTooLargeError
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.tree.game_tree import Behaviour, GameTree, Sides
    from sim.types import Pair

    Plan = dict[str, str]
    Way = tuple[tuple[str, str], ...]

MAX_STRATEGIES = 1500
"""Most reduced pure strategies of a player that a strategic form is built for."""


def strategies(game: GameTree, root: int) -> tuple[list[Plan], list[Plan]]:
    """Reduced pure strategies of both players in the subtree below a node.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    root : int
        The node.

    Raises
    ------
    TreeTooLargeError
        If a player has more than `MAX_STRATEGIES`.
    """
    one, two = (_plans(game, frozenset({root}), player) for player in (0, 1))
    return one, two


def _plans(game: GameTree, here: frozenset[int], player: int) -> list[Plan]:
    """Plans from a set of nodes that the player cannot tell apart by its own past."""
    sets = _next_sets(game, here, player)
    parts = []
    for name, members in sets.items():
        options = []
        for a, action in enumerate(game.actions(name)):
            after = frozenset(game.nodes[k].children[a] for k in members)
            options += [{name: action} | later for later in _plans(game, after, player)]
        parts.append(options)
    count = 1
    for part in parts:
        count *= len(part)
    if count > MAX_STRATEGIES:
        raise TreeTooLargeError(
            f"player '{game.players[player]}' has more than {MAX_STRATEGIES:,} strategies in the strategic form; "
            "make the game smaller"
        )
    return [{k: v for part in way for k, v in part.items()} for way in product(*parts)]


def _next_sets(game: GameTree, here: frozenset[int], player: int) -> dict[str, list[int]]:
    """The player's information sets that can come next, with the nodes of each that can be reached."""
    found: dict[str, list[int]] = {}
    waiting = sorted(here)
    while waiting:
        k = waiting.pop(0)
        node = game.nodes[k]
        if node.player == player:
            found.setdefault(node.infoset, []).append(k)
        else:
            waiting.extend(node.children)
    return found


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


def behaviour(game: GameTree, root: int, player: int, plans: list[Plan], mixed: Sequence[Fraction]) -> Behaviour:
    """Behaviour strategy that realises a mixture of reduced pure strategies (Kuhn's theorem).

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    root : int
        Where the subtree starts.
    plans : list of dict
        Its reduced pure strategies.
    mixed : sequence of Fraction
        Their probabilities.
    """
    weights: dict[str, dict[str, Fraction]] = {}
    for plan, p in zip(plans, mixed, strict=True):
        for name, action in plan.items():
            at = weights.setdefault(name, {a: Fraction(0) for a in game.actions(name)})
            if p:
                at[action] += p
    inside = {game.nodes[k].infoset for k in game.below(root)}
    return {
        name: {a: w / sum(at.values(), Fraction(0)) for a, w in at.items()}
        for name, at in weights.items()
        if name in inside and any(at.values())
    }


def both_behave(
    game: GameTree, plans: tuple[list[Plan], list[Plan]], mixed: tuple[Sequence[Fraction], Sequence[Fraction]]
) -> Sides:
    """Behaviour strategies of both players in the whole game, as `behaviour` has them.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    plans : pair of list of dict
        The players' reduced pure strategies.
    mixed : pair of sequence of Fraction
        Their probabilities.
    """
    return behaviour(game, 0, 0, plans[0], mixed[0]), behaviour(game, 0, 1, plans[1], mixed[1])
