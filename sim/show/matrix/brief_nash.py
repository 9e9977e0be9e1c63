"""The Nash equilibria of a matrix game on one screen: how many, what they agree on, and what doing otherwise costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.reasons import matrix_decision
from sim.show.matrix.many_actions import called, labels, plays, ranged
from sim.show.matrix.many_equilibria import by_sort, ranges, stopped_sentence
from sim.show.matrix.payoff_table import marked_table
from sim.show.text.blocks import Look, Table
from sim.show.text.words import listed, number, percent, times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.matrix.nash import NashSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Shown
    from sim.show.text.brief import Brief

MOST_LISTED = 6
"""Equilibria, most, that have a row each."""

MOST_NAMED = 3
"""Actions, most, of a mixture that are named."""

RULED_OUT = "Ruling out, step by step, what is never best leaves nothing else."

MOST_SORTS = 8
"""Rows, most, of the table of equilibria by the number of actions."""


def nash_brief(seen: Shown[NashSolution], rankings: Sequence[str]) -> Brief:
    """The equilibria on one screen.

    Parameters
    ----------
    rankings : sequence of str
        Which of them is better for both, and which safer.
    """
    scenario, solution = seen.scenario, seen.solution
    found = solution.result.equilibria
    if not found:
        none = "No Nash equilibrium was found in the time allowed, though there is one (Nash 1951)."
        return seen.on_screen([none], _tables(scenario, solution))
    alone = len(found) == 1 and solution.complete
    answer = _only(scenario, solution) if alone else _several(scenario, solution)
    caveat = next(iter(margin_words(scenario, solution)), "") if alone else _which(solution, rankings)
    mediator = ("run", "what a mediator could do", ("--solve", "correlated"))
    contract = ("run", "what a contract could do", ("--solve", "bargaining"))
    return seen.on_screen(answer, _tables(scenario, solution), caveat, contract if alone else mediator)


def _only(scenario: Scenario, solution: NashSolution) -> tuple[str, ...]:
    """What is played in the only equilibrium, why, and what both would rather have."""
    e = solution.result.equilibria[0]
    told = f"The only Nash equilibrium: {_play(scenario, solution, e)}. It pays {_paid(scenario, e.payoffs)}."
    return (told, *filter(None, [" ".join([*_because(scenario, solution, e), *better_for_both_words(solution, e)])]))


def _several(scenario: Scenario, solution: NashSolution) -> tuple[str, ...]:
    """How many there are, of which sorts, and what all of them agree on."""
    result = solution.result
    found = result.equilibria
    pure = sum(e.pure for e in found)
    least = "" if solution.complete else "at least "
    count = times(len(found), "Nash equilibrium", "Nash equilibria")
    if result.degenerate and solution.complete:
        sets = times(1 + max(e.component for e in found), "connected set", "connected sets")
        told = f"The Nash equilibria form {sets} with {times(len(found), 'corner')}"
    else:
        told = f"There {'is' if len(found) == 1 else 'are'} {least}{count}"
    sorts = (
        f", {pure or 'none'} of them in pure actions" if len(found) > 1 else f": {_play(scenario, solution, found[0])}"
    )
    return (f"{told}{sorts}. {_agreed(scenario, solution)}",)


def _agreed(scenario: Scenario, solution: NashSolution) -> str:
    """What each side gets over all of them, and which actions none of them plays."""
    game, found = solution.game, solution.result.equilibria
    told = ranges(scenario, found)
    if not solution.complete:
        return f"In {'it' if len(found) == 1 else 'those that were found'} {told}"
    never = [
        f"{p.name} never plays {ranged(game, k, left, 'or')}"
        for k, p in enumerate(scenario.players)
        if (left := [j for j in range(game.shape[k]) if not any(e.strategies[k][j] for e in found)])
        and len(left) <= MOST_NAMED
    ]
    return f"{told}{f' In all of them {listed(never)}.' if never else ''}"


def _which(solution: NashSolution, rankings: Sequence[str]) -> str:
    """What a list of several leaves open."""
    if not solution.complete:
        return stopped_sentence(solution.result)
    between = " Between corners of one set there are more." if solution.result.degenerate else ""
    told = " ".join(["Which of them is played, equilibrium alone does not say.", *rankings])
    return f"{told}{between}"


def _because(scenario: Scenario, solution: NashSolution, e: Equilibrium) -> list[str]:
    """Why there is no other: an action that is best whatever the other side does, or what can be ruled out."""
    game = solution.game
    if not e.pure:
        return ["Each mixes so that no action that the other side plays is better for it than another."]
    played = [side.index(1) for side in e.strategies]
    if solution.result.large:
        return [RULED_OUT] if all(len(own) == 1 for own in solution.result.left) else []
    pays = [game.row, tuple(zip(*game.column, strict=True))]
    sure = [
        k
        for k in (0, 1)
        if len(pays[k]) > 1
        and all(
            mine > theirs
            for i, other in enumerate(pays[k])
            if i != played[k]
            for mine, theirs in zip(pays[k][played[k]], other, strict=True)
        )
    ]
    names = [called(game, k, played[k]) for k in (0, 1)]
    if len(sure) == 2 and names[0] == names[1]:
        return [f"{names[0]} is best for either side whatever the other does."]
    if sure:
        return [f"{names[k]} is best for {scenario.players[k].name} whatever the other side does." for k in sure]
    kept = solution.result.left
    if len(kept[0]) == len(kept[1]) == 1 and max(game.shape) > 1:
        return [RULED_OUT]
    return []


def better_for_both_words(solution: NashSolution, e: Equilibrium) -> list[str]:
    """An outcome that both would rather have, that of the highest sum; nothing if there is none, in a list."""
    game = solution.game
    better = solution.better_for_both(e)
    if better is None:
        return []
    i, j = better
    cell = f"{called(game, 0, i)} and {called(game, 1, j)}"
    return [f"Both would get more by {cell} ({number(game.row[i][j])}, {number(game.column[i][j])})."]


def margin_words(scenario: Scenario, solution: NashSolution) -> list[str]:
    """What the cheapest other action would cost either side, where there is one equilibrium for certain."""
    result = solution.result
    if not (result.complete and len(result.equilibria) == 1):
        return []
    e = result.equilibria[0]
    if not e.pure:
        mixes = [p.name for p, side in zip(scenario.players, e.strategies, strict=True) if max(side) < 1]
        verb = "loses" if len(mixes) == 1 else "lose"
        return (
            [
                f"{listed(mixes)} {verb} nothing by another mixture of the same actions; it would give the other side a"
                " reason to change."
            ]
            if len(mixes) == 2
            else []
        )
    costs: list[tuple[Fraction, int, str]] = []
    for k in (0, 1):
        decision = matrix_decision(solution.game, e.strategies, k)
        told = dict(zip(solution.game.actions[k], range(solution.game.shape[k]), strict=True))
        costs += [
            (decision.behind(o), k, called(solution.game, k, told[o.action]))  # type: ignore[misc]
            for o in decision.others[:1]
        ]
    if not costs:
        return []
    cost, k, action = min(costs, key=lambda found: found[0])
    name = scenario.players[k].name
    if not cost:
        return [f"By a hair: {name} loses nothing by {action} instead."]
    return [f"The nearest other choice: {action} would cost {name} {number(cost)}."]


def _tables(scenario: Scenario, solution: NashSolution) -> tuple[Table, ...]:
    game, found = solution.game, solution.result.equilibria
    cells = {(e.strategies[0].index(1), e.strategies[1].index(1)) for e in found if e.pure}
    mixed = [e for e in found if not e.pure]
    plays = [[_chance(p) for p in side] for side in mixed[0].strategies] if len(found) == len(mixed) == 1 else []
    table = marked_table(scenario, game, cells, plays)
    tables = [table] if table else []
    if not found or (len(found) == 1 and table):
        return tuple(tables)
    if len(found) > MOST_LISTED:
        sorts = by_sort(scenario, found)
        return (*tables, *([sorts] if len(sorts.rows) <= MOST_SORTS - len(tables) * 2 else []))
    names = [p.name for p in scenario.players]
    rows = tuple(
        (
            str(k),
            *(_mixture(labels(game, player), side) for player, side in enumerate(e.strategies)),
            ", ".join(map(number, e.payoffs)),
        )
        for k, e in enumerate(found, 1)
    )
    return (*tables, Table("The equilibria", ("", *names, "pays"), rows, Look(words=frozenset({1, 2}))))


def _mixture(actions: Sequence[str], side: Sequence[Fraction]) -> str:
    played = [(a, p) for a, p in zip(actions, side, strict=True) if p]
    if len(played) > MOST_NAMED:
        return f"mixes {len(played)} actions"
    return ", ".join(a if p == 1 else f"{a} {percent(p)}" for a, p in played)


def _chance(p: Fraction) -> str:
    return percent(p) if p else "never"


def _play(scenario: Scenario, solution: NashSolution, e: Equilibrium) -> str:
    sides = [plays(solution.game, k, side) for k, side in enumerate(e.strategies)]
    one, two = scenario.players
    return f"{one.name} plays {sides[0]}; {two.name} plays {sides[1]}"


def _paid(scenario: Scenario, payoffs: Sequence[Fraction]) -> str:
    return " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, payoffs, strict=True))
