"""The reduced strategic form of a game tree, and the way back from its mixtures to behaviour.

A reduced pure strategy, a plan, says what to do at the information sets that its own earlier choices do not rule out.
Plans leave ends open, and what is paid is a sum over ends. With perfect recall a mixture of plans is as good as
behaviour at each information set (Kuhn 1953), which is what is reported.

References
----------
Kuhn, H. W. (1953): Extensive games and the problem of information. In: Contributions to the Theory of Games II.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from sim.errors import TreeTooLargeError
from sim.games.tree.game_tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.games.tree.game_tree import Behaviour, GameTree, Sides
    from sim.types import Pair

    Plan = dict[str, str]
    Step = tuple[str, str] | None
    Way = tuple[tuple[str, str], ...]

MAX_STRATEGIES = 1500
"""Most reduced pure strategies of a player that a strategic form is built for."""

MOST_CELLS = 100_000
"""Cells of a strategic form beyond which it is not written down."""


def strategies(game: GameTree, deadline: Deadline | None = None) -> tuple[list[Plan], list[Plan]]:
    """Reduced pure strategies of both players.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.

    Raises
    ------
    TreeTooLargeError
        If a player has more than `MAX_STRATEGIES`, or the strategic form would have more than `MOST_CELLS` cells. They
        are counted before any is written down.
    TimeLimitError
        If the time is up.
    """
    one, two = (_following(game, player) for player in (0, 1))
    counts = [_count(game, following) for following in (one, two)]
    for player, count in zip(game.players, counts, strict=True):
        if count > MAX_STRATEGIES:
            raise TreeTooLargeError(
                f"player '{player}' has more than {MAX_STRATEGIES:,} strategies in the strategic form; "
                "make the game smaller"
            )
    if counts[0] * counts[1] > MOST_CELLS:
        raise TreeTooLargeError(
            f"the strategic form has {counts[0]:,} by {counts[1]:,} cells, more than {MOST_CELLS:,}; make the game "
            "smaller"
        )
    return _plans(game, one, deadline), _plans(game, two, deadline)


def _following(game: GameTree, player: int) -> dict[Step, list[str]]:
    """After each of the player's actions, and at the start, its information sets that can come next.

    Actions stand after those that lead to them.
    """
    following: dict[Step, list[str]] = {}
    waiting: deque[tuple[Step, list[int]]] = deque([(None, [0])])
    while waiting:
        step, here = waiting.popleft()
        sets = _next_sets(game, here, player)
        following[step] = list(sets)
        for name, members in sets.items():
            for a, action in enumerate(game.actions(name)):
                waiting.append(((name, action), [game.nodes[k].children[a] for k in members]))
    return following


def _next_sets(game: GameTree, here: list[int], player: int) -> dict[str, list[int]]:
    """The player's information sets that can come next, with the nodes of each that can be reached."""
    found: dict[str, list[int]] = {}
    waiting = deque(sorted(here))
    while waiting:
        k = waiting.popleft()
        node = game.nodes[k]
        if node.player == player:
            found.setdefault(node.infoset, []).append(k)
        else:
            waiting.extend(node.children)
    return found


def _count(game: GameTree, following: dict[Step, list[str]]) -> int:
    """How many plans a player has."""
    after: dict[Step, int] = {}
    for step, sets in reversed(following.items()):
        after[step] = prod(sum(after[name, action] for action in game.actions(name)) for name in sets)
    return after[None]


def _plans(game: GameTree, following: dict[Step, list[str]], deadline: Deadline | None) -> list[Plan]:
    """A player's plans, from its last information sets up."""
    after: dict[Step, list[Plan]] = {}
    for step, sets in reversed(following.items()):
        parts = []
        for name in sets:
            if deadline:
                deadline.check()
            options = [(action, after.pop((name, action))) for action in game.actions(name)]
            parts.append([{name: action} | later for action, plans in options for later in plans])
        after[step] = [{k: v for part in way for k, v in part.items()} for way in product(*parts)]
    return after[None]


def strategic_form(
    game: GameTree, plans: tuple[list[Plan], list[Plan]], deadline: Deadline | None = None
) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Payoff tables of the reduced strategic form.

    Parameters
    ----------
    plans : pair of list of dict
        The players' reduced pure strategies: information set to action.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    ends = _ends(game)
    rows, columns = (_open_ends([end.needs[player] for end in ends], plans[player]) for player in (0, 1))
    known: dict[int, Pair] = {}
    table = []
    for one in rows:
        if deadline:
            deadline.check()
        table.append([known.get(one & two) or _sum_over(ends, one & two, known) for two in columns])
    return [[pair[0] for pair in line] for line in table], [[pair[1] for pair in line] for line in table]


@dataclass(frozen=True)
class _End:
    """An end: its payoffs times chance's part in getting there, and the choices of each player on the way."""

    worth: Pair
    needs: tuple[Way, Way]


def _ends(game: GameTree) -> list[_End]:
    """The ends of a game."""
    found: list[_End] = []
    waiting = [(0, Fraction(1), _End((Fraction(0), Fraction(0)), ((), ())).needs)]
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


def _behaviour(game: GameTree, plans: list[Plan], mixed: Sequence[Fraction]) -> Behaviour:
    """Behaviour strategy that realises a mixture of one player's plans (Kuhn's theorem)."""
    weights: dict[str, dict[str, Fraction]] = {}
    for plan, p in zip(plans, mixed, strict=True):
        for name, action in plan.items() if p else ():
            at = weights.setdefault(name, dict.fromkeys(game.actions(name), Fraction(0)))
            at[action] += p
    return {
        name: {a: w / sum(weights[name].values()) for a, w in weights[name].items()}
        for name in game.infosets
        if name in weights
    }


def both_behave(
    game: GameTree, plans: tuple[list[Plan], list[Plan]], mixed: tuple[Sequence[Fraction], Sequence[Fraction]]
) -> Sides:
    """Behaviour strategies of both players that do what mixtures of their plans do (Kuhn's theorem).

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    plans : pair of list of dict
        The players' reduced pure strategies.
    mixed : pair of sequence of Fraction
        Their probabilities.
    """
    return _behaviour(game, plans[0], mixed[0]), _behaviour(game, plans[1], mixed[1])
