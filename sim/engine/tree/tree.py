"""Equilibria of game trees: through the reduced strategic form, subgame by subgame from the leaves.

A reduced pure strategy says what to do at the information sets that its own earlier choices do not rule out. With
perfect recall a mixture of them is as good as behaviour at each information set (Kuhn 1953), which is what is
reported.

References
----------
Kuhn, H. W. (1953): Extensive games and the problem of information. Selten, R. (1965).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import Equilibrium, bimatrix_equilibria
from sim.engine.matrix.refinements import safest
from sim.engine.selection import Reason, Rule, order_key, select
from sim.engine.solution import Solution
from sim.engine.tree.certificate import tree_regret, tree_value
from sim.engine.tree.reduced_form import strategic_form
from sim.errors import TimeLimitError, TreeTooLargeError
from sim.games.tree.game_tree import GameTree, TreePosition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Pair

    Plan = dict[str, str]
    Behaviour = dict[str, dict[str, Fraction]]

MAX_STRATEGIES = 1500
"""Most reduced pure strategies of a player that a strategic form is built for."""

MOST_PERFECT = 500
"""Subgame-perfect equilibria, most, that are listed."""


@dataclass(frozen=True)
class TreeEquilibrium:
    """An equilibrium of a game tree in behaviour strategies.

    Parameters
    ----------
    behaviour : pair of dict
        Per player: information set to action to probability. Sets that the player's own choices rule out may be absent.
    payoffs : pair of Fraction
        Expected payoffs.
    regret : pair of Fraction
        Most that each player could gain by another strategy; for subgame-perfect equilibria in any subgame.
    """

    behaviour: tuple[Behaviour, Behaviour]
    payoffs: Pair
    regret: Pair


@dataclass(frozen=True)
class TreeSolution(Solution):
    """Equilibria of a game tree.

    Parameters
    ----------
    concept : str
        ``subgame-perfect`` or ``nash``.
    equilibria : tuple of TreeEquilibrium
        All extreme ones for ``nash``; the one that the rule selects for ``subgame-perfect``.
    complete : bool
        Whether it is proven that there are no others.
    choices : tuple of (str, int, Reason)
        Subgames with several equilibria: the information set at their root, how many, and why one was selected.
    rule : Rule
        The selection rule.
    alone : bool
        Whether it is one equilibrium by the sequence form, since the strategic form is too large.
    """

    game: GameTree
    concept: str
    equilibria: tuple[TreeEquilibrium, ...]
    complete: bool
    choices: tuple[tuple[str, int, Reason], ...] = ()
    rule: Rule = field(default_factory=Rule)
    alone: bool = False

    @property
    def certified(self) -> bool:
        """Whether no deviation pays in any equilibrium."""
        return all(not any(e.regret) for e in self.equilibria)


def tree_nash(game: GameTree, time_limit: float | None = 60.0) -> TreeSolution:
    """All extreme Nash equilibria of the reduced strategic form; one by the sequence form if that is out of reach.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the enumeration is given up.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If the sequence form is too large as well.
    TimeLimitError
        If the time is up before one is found.
    """
    game.check_perfect_recall()
    try:
        plans = strategies(game, 0)
    except TreeTooLargeError as error:
        return _one_nash(game, Deadline(time_limit), error)
    row, column = strategic_form(game, 0, plans)
    solution = bimatrix_equilibria(row, column, time_limit=time_limit)
    found = []
    for e in solution.equilibria:
        sides = both_behave(game, plans, e.strategies)
        found.append(TreeEquilibrium(sides, e.payoffs, tree_regret(game, sides)))
    return TreeSolution(game, "nash", tuple(found), solution.complete)


def _one_nash(game: GameTree, deadline: Deadline, why: TreeTooLargeError) -> TreeSolution:
    """One Nash equilibrium through the sequence form."""
    from sim.engine.tree.quasi_perfect import quasi_perfect_equilibria

    found = next(quasi_perfect_equilibria(game, deadline), None)
    if found is None:
        raise why
    sides = found.behaviour
    equilibrium = TreeEquilibrium(sides, tree_value(game, sides), tree_regret(game, sides))
    return TreeSolution(game, "nash", (equilibrium,), complete=False, alone=True)


def tree_perfect(game: GameTree, rule: Rule | None = None, time_limit: float | None = 60.0) -> TreeSolution:
    """A subgame-perfect equilibrium: subgames solved from the leaves, each replaced by the payoffs selected in it.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    rule : Rule, optional
        Which equilibrium is played in a subgame that has several.
    time_limit : float or None
        Seconds for each subgame.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If a subgame is too large.
    """
    ends = [node.payoffs for node in game.nodes if node.player is None]
    ranges = [max(e[p] for e in ends) - min(e[p] for e in ends) for p in (0, 1)]
    rule = (rule or Rule()).within((ranges[0], ranges[1]))
    game.check_perfect_recall()
    small, complete = game, True
    chosen: tuple[Behaviour, Behaviour] = ({}, {})
    choices: list[tuple[str, int, Reason]] = []
    for root in game.subgames or [0]:
        plans = strategies(small, root)
        tables = strategic_form(small, root, plans)
        solution = bimatrix_equilibria(*tables, time_limit=time_limit)
        if not solution.equilibria:
            raise TimeLimitError("no equilibrium of a subgame was found in the time allowed")
        picked, reason = _pick(game, plans, tables, solution.equilibria, rule)
        complete &= solution.complete and len(solution.equilibria) == 1
        if len(solution.equilibria) > 1:
            choices.append((game.nodes[root].infoset or "a move of chance", len(solution.equilibria), reason))
        for player in (0, 1):
            chosen[player].update(behaviour(small, root, player, plans[player], picked.strategies[player]))
        small = _cut(small, root, picked.payoffs)
    gains = [tree_regret(game, chosen, root) for root in game.subgames or [0]]
    regret = max(g[0] for g in gains), max(g[1] for g in gains)
    equilibrium = TreeEquilibrium(chosen, small.nodes[0].payoffs, regret)
    return TreeSolution(game, "subgame-perfect", (equilibrium,), complete, tuple(reversed(choices)), rule)


def tree_all_perfect(game: GameTree, time_limit: float | None = 60.0) -> TreeSolution:
    """All subgame-perfect equilibria, by every combination of (extreme) equilibria of the subgames.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    time_limit : float or None
        Seconds after which the search is given up and what was found is returned as incomplete.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If a subgame is too large.
    """
    game.check_perfect_recall()
    roots = game.subgames or [0]
    deadline = Deadline(time_limit)
    complete = True
    found: list[TreeEquilibrium] = []
    waiting: list[tuple[int, GameTree, tuple[Behaviour, Behaviour]]] = [(0, game, ({}, {}))]
    while waiting:
        if len(found) == MOST_PERFECT or deadline.over:
            complete = False
            break
        k, small, chosen = waiting.pop()
        if k == len(roots):
            gains = [tree_regret(game, chosen, root) for root in roots]
            regret = max(g[0] for g in gains), max(g[1] for g in gains)
            found.append(TreeEquilibrium(chosen, small.nodes[0].payoffs, regret))
        else:
            plans = strategies(small, roots[k])
            solution = bimatrix_equilibria(*strategic_form(small, roots[k], plans), time_limit=time_limit)
            # Between the corners of a set of equilibria there are more, and what they pay can make others further up.
            complete &= solution.complete and not (solution.degenerate and len(solution.equilibria) > 1)
            for e in reversed(solution.equilibria):
                sides = [
                    own | behaviour(small, roots[k], player, plans[player], e.strategies[player])
                    for player, own in enumerate(chosen)
                ]
                waiting.append((k + 1, _cut(small, roots[k], e.payoffs), (sides[0], sides[1])))
    if not found:
        raise TimeLimitError("no subgame-perfect equilibrium was found in the time allowed")
    return TreeSolution(game, "subgame-perfect", tuple(found), complete)


def _pick(
    game: GameTree,
    plans: tuple[list[Plan], list[Plan]],
    tables: tuple[list[list[Fraction]], list[list[Fraction]]],
    found: Sequence[Equilibrium],
    rule: Rule,
) -> tuple[Equilibrium, Reason]:
    labels = [[" ".join(plan.values()) for plan in own] for own in plans]
    keys = [order_key(game.players, (labels[0], labels[1]), e.strategies) for e in found]
    safe = safest(*tables, found) if rule.safest_first else None
    k, reason = select([e.payoffs for e in found], keys, rule, safe)
    return found[k], reason


def _cut(game: GameTree, root: int, payoffs: Pair) -> GameTree:
    """The game with a subgame replaced by an end."""
    nodes = list(game.nodes)
    nodes[root] = TreePosition(None, "", (), (), (), payoffs)
    return replace(game, nodes=tuple(nodes))


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
        for a, action in enumerate(game.nodes[members[0]].actions):
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
            at = weights.setdefault(name, {a: Fraction(0) for a in game.nodes[game.infosets[name][0]].actions})
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
) -> tuple[Behaviour, Behaviour]:
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
