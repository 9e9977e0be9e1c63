"""Subgame-perfect equilibria of game trees: subgame by subgame from the leaves, each by its strategic form.

References
----------
Selten, R. (1965): Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit. Zeitschrift für die gesamte
Staatswissenschaft 121, 301-324.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import Equilibrium, bimatrix_equilibria
from sim.engine.matrix.refinements import safest
from sim.engine.selection import Reason, Rule, order_key, select
from sim.engine.tree.certificate import tree_regret
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import behaviour, strategic_form, strategies
from sim.engine.tree.solution import SubgameChoice, TreeEquilibrium, TreeSolution
from sim.errors import TimeLimitError
from sim.games.tree.game_tree import GameTree, TreePosition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.solution import Request
    from sim.engine.tree.reduced_form import Plan
    from sim.games.tree.game_tree import Sides
    from sim.types import Pair

MOST_PERFECT = 500
"""Subgame-perfect equilibria, most, that are listed."""


def solve(game: GameTree, ask: Request) -> TreeSolution:
    """Subgame-perfect equilibria, as they are asked for: the one that the rule selects, or all."""
    return tree_all_perfect(game, ask.time_limit) if ask.every else tree_perfect(game, ask.rule, ask.time_limit)


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
    rule = (rule or Rule()).within(game.ranges)
    game.check_perfect_recall()
    small, complete = game, True
    chosen: Sides = ({}, {})
    choices: list[SubgameChoice] = []
    for root in game.subgames or [0]:
        plans = strategies(small, root)
        tables = strategic_form(small, root, plans)
        solution = bimatrix_equilibria(*tables, time_limit=time_limit)
        if not solution.equilibria:
            raise TimeLimitError("no equilibrium of a subgame was found in the time allowed")
        picked, reason = _pick(game, plans, tables, solution.equilibria, rule)
        complete &= solution.complete and len(solution.equilibria) == 1
        if len(solution.equilibria) > 1:
            choices.append(SubgameChoice(game.nodes[root].infoset, len(solution.equilibria), reason))
        for player in (0, 1):
            chosen[player].update(behaviour(small, root, player, plans[player], picked.strategies[player]))
        small = _cut(small, root, picked.payoffs)
    found = (_checked(game, chosen),)
    return TreeSolution(game, "subgame-perfect", found, complete, tuple(reversed(choices)), rule)


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
    waiting: list[tuple[int, GameTree, Sides]] = [(0, game, ({}, {}))]
    while waiting:
        if len(found) == MOST_PERFECT or deadline.over:
            complete = False
            break
        k, small, chosen = waiting.pop()
        if k == len(roots):
            found.append(_checked(game, chosen))
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


def _checked(game: GameTree, sides: Sides) -> TreeEquilibrium:
    """What is played, with the most that anybody could gain in any subgame."""
    gains = [tree_regret(game, sides, root) for root in game.subgames or [0]]
    regret = max(one for one, _ in gains), max(two for _, two in gains)
    return TreeEquilibrium(BehaviourProfile(game, sides), regret)


def _pick(
    game: GameTree,
    plans: tuple[list[Plan], list[Plan]],
    tables: tuple[list[list[Fraction]], list[list[Fraction]]],
    found: Sequence[Equilibrium],
    rule: Rule,
) -> tuple[Equilibrium, Reason]:
    labels = [[" ".join(plan.values()) for plan in own] for own in plans]
    keys = [order_key(game.players, (labels[0], labels[1]), e.strategies) for e in found]
    safe = safest(*tables, [e.strategies for e in found]) if rule.safest_first else None
    k, reason = select([e.payoffs for e in found], keys, rule, safe)
    return found[k], reason


def _cut(game: GameTree, root: int, payoffs: Pair) -> GameTree:
    """The game with a subgame replaced by an end."""
    nodes = list(game.nodes)
    nodes[root] = TreePosition(None, "", (), (), (), payoffs)
    return replace(game, nodes=tuple(nodes))
