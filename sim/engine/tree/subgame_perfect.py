"""Subgame-perfect equilibria of game trees: subgame by subgame from the leaves, each by its strategic form.

References
----------
Selten, R. (1965): Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit. Zeitschrift für die gesamte
Staatswissenschaft 121, 301-324.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import Equilibrium, bimatrix_equilibria
from sim.engine.matrix.refinements import safest
from sim.engine.selection import Reason, Rule, equally_good, order_key, select
from sim.engine.tree.certificate import subgame_regret
from sim.engine.tree.extreme import LISTED, distinct
from sim.engine.tree.one_equilibrium import equilibrium_of_part
from sim.engine.tree.profile import BehaviourProfile
from sim.engine.tree.reduced_form import both_behave, strategic_form, strategies
from sim.engine.tree.solution import SubgameChoice, TreeEquilibrium, TreeSolution, by_outcome
from sim.errors import TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.solution import Request
    from sim.engine.tree.reduced_form import Plan
    from sim.games.tree.game_tree import GameTree, Sides
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
        Seconds after which the search is given up. The list of all equilibria of a subgame may take the part `LISTED`
        of what is left; in a subgame that is too large for that one is found, and nothing selected.

    Raises
    ------
    PerfectRecallError
        If a player forgets.
    TreeTooLargeError
        If a subgame is too large for either way.
    TimeLimitError
        If the time is up.
    """
    rule = (rule or Rule()).within(game.ranges)
    game.check_perfect_recall()
    deadline = Deadline(time_limit)
    worth: dict[int, Pair] = {}
    complete, alone, cut = True, False, False
    chosen: Sides = ({}, {})
    choices: list[SubgameChoice] = []
    for root in game.subgames or [0]:
        deadline.check()
        part = game.part(root, worth)
        # Where there is one decision there is nothing to list that could take long.
        listed = _listed(part, deadline if len(part.infosets) < 2 else deadline.share(LISTED))
        cut |= listed.cut
        complete &= listed.complete and len(listed.kept) == 1
        if listed.found:
            k, reason = _pick(part, listed, rule)
            sides, worth[root] = both_behave(part, listed.plans, listed.found[k].strategies), listed.found[k].payoffs
            if len(listed.kept) > 1:
                choices.append(SubgameChoice(game.nodes[root].infoset, len(listed.kept), reason))
        else:
            alone = True
            sides = equilibrium_of_part(part, deadline)
            worth[root] = BehaviourProfile(part, sides).payoffs
        for own, at in zip(chosen, sides, strict=True):
            own.update(at)
    perfect = (_checked(game, chosen),)
    return TreeSolution(
        game=game,
        concept="subgame-perfect",
        equilibria=perfect,
        complete=complete,
        choices=tuple(reversed(choices)),
        rule=rule,
        alone=alone,
        cut=cut,
    )


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
    TimeLimitError
        If the time is up before one is found.
    TreeTooLargeError
        If a subgame is too large to list its equilibria, and to find one.
    """
    game.check_perfect_recall()
    roots = game.subgames or [0]
    deadline = Deadline(time_limit)
    complete, cut = True, False
    found: list[TreeEquilibrium] = []
    waiting: list[tuple[int, dict[int, Pair], Sides]] = [(0, {}, ({}, {}))]
    while waiting:
        if len(found) == MOST_PERFECT or deadline.over:
            complete, cut = False, cut or deadline.over
            break
        k, worth, chosen = waiting.pop()
        if k == len(roots):
            found.append(_checked(game, chosen))
            continue
        part = game.part(roots[k], worth)
        listed = _listed(part, deadline)
        cut |= listed.cut
        # Between the corners of a set of equilibria there are more, and what they pay can make others further up.
        whole_set = listed.degenerate and len(listed.kept) > 1 and k + 1 < len(roots)
        complete &= listed.complete and not whole_set
        for sides in [sides for sides, _ in reversed(listed.kept)] or [equilibrium_of_part(part, deadline)]:
            both = chosen[0] | sides[0], chosen[1] | sides[1]
            waiting.append((k + 1, worth | {roots[k]: BehaviourProfile(part, sides).payoffs}, both))
    if not found:
        raise TimeLimitError("no subgame-perfect equilibrium was found in the time allowed")
    return TreeSolution(game, "subgame-perfect", by_outcome(found), complete, cut=cut, every=True)


def equally_good_perfect(
    game: GameTree, rule: Rule, most: int, time_limit: float | None = 60.0
) -> tuple[BehaviourProfile, ...]:
    """The subgame-perfect equilibria among which the rule decides by names alone, in whatever subgame.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    rule : Rule
        Which equilibrium is played in a subgame that has several.
    most : int
        How many are listed at most.
    time_limit : float or None
        Seconds after which the search is given up, with what was found.
    """
    rule, roots, deadline = rule.within(game.ranges), game.subgames or [0], Deadline(time_limit)
    found: list[BehaviourProfile] = []
    waiting: list[tuple[int, dict[int, Pair], Sides]] = [(0, {}, ({}, {}))]
    while waiting and len(found) < most and not deadline.over:
        k, worth, chosen = waiting.pop()
        if k == len(roots):
            found.append(BehaviourProfile(game, chosen))
            continue
        part = game.part(roots[k], worth)
        listed = _listed(part, deadline)
        if not listed.found:
            return ()
        pool = [listed.found[n] for n in _equals(listed, rule)]
        for sides, own in reversed(listed.kept):
            if any(one is other for one in own for other in pool):
                both = chosen[0] | sides[0], chosen[1] | sides[1]
                waiting.append((k + 1, worth | {roots[k]: own[0].payoffs}, both))
    return tuple(found)


@dataclass(frozen=True)
class _Listed:
    """Equilibria of a subgame whose own subgames are ends.

    ``found`` are those of its strategic form; ``kept`` has each behaviour once, with those of ``found`` that come to
    it. Both are empty where the form is too large.
    """

    plans: tuple[list[Plan], list[Plan]]
    tables: tuple[list[list[Fraction]], list[list[Fraction]]]
    found: tuple[Equilibrium, ...]
    kept: list[tuple[Sides, list[Equilibrium]]]
    complete: bool
    degenerate: bool
    cut: bool


def _listed(part: GameTree, deadline: Deadline) -> _Listed:
    try:
        plans = strategies(part, deadline)
        tables = strategic_form(part, plans, deadline)
    except (TreeTooLargeError, TimeLimitError) as error:
        return _Listed(([], []), ([], []), (), [], False, False, isinstance(error, TimeLimitError))
    solution = bimatrix_equilibria(*tables, time_limit=deadline.left)
    kept = distinct(part, plans, solution.equilibria)
    cut = not solution.complete
    return _Listed(plans, tables, solution.equilibria, kept, solution.complete, solution.degenerate, cut)


def _checked(game: GameTree, sides: Sides) -> TreeEquilibrium:
    """What is played, with the most that anybody could gain in any subgame."""
    return TreeEquilibrium(BehaviourProfile(game, sides), subgame_regret(game, sides))


def _pick(part: GameTree, listed: _Listed, rule: Rule) -> tuple[int, Reason]:
    labels = [[" ".join(plan.values()) for plan in own] for own in listed.plans]
    keys = [order_key(part.players, (labels[0], labels[1]), e.strategies) for e in listed.found]
    return select([e.payoffs for e in listed.found], keys, rule, _safest(listed, rule))


def _equals(listed: _Listed, rule: Rule) -> list[int]:
    """Numbers of the equilibria among which the rule decides by names."""
    return equally_good([e.payoffs for e in listed.found], rule, _safest(listed, rule))[0]


def _safest(listed: _Listed, rule: Rule) -> int | None:
    """Number of the equilibrium that risk-dominates all others, for the rule that asks for it."""
    return safest(*listed.tables, [e.strategies for e in listed.found]) if rule.safest_first else None
