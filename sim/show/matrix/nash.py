"""The story of a matrix game: the payoff table and its equilibria in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.matrix.dominance import undominated
from sim.engine.matrix.refinements import nash_subsets, payoff_dominates, risk_dominant
from sim.show.matrix.many_equilibria import MOST_LISTED, components, overview
from sim.show.shown import Presenter, opening
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, listed, number, percent, quoted, times

if TYPE_CHECKING:
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.matrix.nash import NashSolution
    from sim.scenario.scenario import Scenario

MOST_COLUMNS = 8

MOST_GROUPED = 100
"""Extreme equilibria up to which those of a degenerate game are grouped into maximal Nash subsets."""


def matrix_story(scenario: Scenario, solution: NashSolution) -> str:
    """Tell the equilibria of a matrix game.

    Parameters
    ----------
    solution : NashSolution
        Its equilibria.
    """
    parts = [opening(scenario), heading("The game") + "\n" + _table(scenario, solution)]
    reasons = _dominance(scenario, solution)
    if reasons:
        parts.append(heading("What can be ruled out") + "\n" + reasons)
    parts.append(heading("Equilibria") + "\n" + _equilibria(scenario, solution))
    parts.append(heading("How sure this is") + "\n" + _certainty(scenario, solution))
    return "\n\n".join(parts) + "\n"


def _table(scenario: Scenario, solution: NashSolution) -> str:
    game = solution.game
    names = [p.name for p in scenario.players]
    best_row = [max(game.row[i][j] for i in range(game.shape[0])) for j in range(game.shape[1])]
    rows = [[f"{names[0]} \\ {names[1]}", *game.actions[1]]]
    for i, action in enumerate(game.actions[0]):
        best_column = max(game.column[i])
        cells = []
        for j in range(game.shape[1]):
            a, b = game.row[i][j], game.column[i][j]
            cells.append(f"{number(a)}{'*' if a == best_row[j] else ' '} {number(b)}{'*' if b == best_column else ' '}")
        rows.append([action, *cells])
    if game.shape[1] > MOST_COLUMNS:
        return paragraph(
            f"{game.shape[0]} by {game.shape[1]} actions; too wide to print here, 'detente plot' draws it."
        )
    key = f"Each cell: {names[0]}, then {names[1]}. A star marks a best response; a cell with two is an equilibrium."
    return columns(rows) + "\n" + paragraph(key)


def _dominance(scenario: Scenario, solution: NashSolution) -> str:
    game = solution.game
    kept = undominated(game.row, game.column)
    lines = []
    for k, player in enumerate(scenario.players):
        gone = [a for i, a in enumerate(game.actions[k]) if i not in kept[k]]
        if gone:
            lines.append(
                paragraph(
                    f"{player.name} never plays {listed([quoted(a) for a in gone])}: another action is strictly better "
                    "whatever the other side may still do."
                )
            )
    return "\n".join(lines)


def _equilibria(scenario: Scenario, solution: NashSolution) -> str:
    result = solution.result
    if not result.equilibria:
        return paragraph("None was found in the time allowed.")
    if len(result.equilibria) > MOST_LISTED:
        pure = [k for k, e in enumerate(result.equilibria) if e.pure][:MOST_LISTED]
        lines = [overview(scenario, solution), *(_equilibrium(scenario, solution, k) for k in pure)]
    else:
        lines = [_equilibrium(scenario, solution, k) for k in range(len(result.equilibria))]
        lines += components(scenario, solution)
    return "\n".join([*lines, *(paragraph(told) for told in _rankings(solution))])


def _equilibrium(scenario: Scenario, solution: NashSolution, k: int) -> str:
    """One equilibrium in words, with its number."""
    e = solution.result.equilibria[k]
    sides = [_plays(scenario, solution, e, player) for player in (0, 1)]
    pays = " and ".join(f"{p.name} {number(v)}" for p, v in zip(scenario.players, e.payoffs, strict=True))
    kind = "pure" if e.pure else "mixed"
    if solution.traits[k].strict:
        kind += " and strict"
    group = f", component {e.component + 1}" if solution.result.degenerate else ""
    doubt = "" if solution.traits[k].admissible else " It plays a weakly dominated strategy."
    return paragraph(f"{k + 1}. {sides[0]}; {sides[1]} ({kind}{group}). It pays {pays}.{doubt}", "  ", "   ")


def _rankings(solution: NashSolution) -> list[str]:
    """Which equilibrium is better for both than all others, and which is safer."""
    found, game = solution.result.equilibria, solution.game
    told = [
        f"Equilibrium {k + 1} is better for both sides than any other (payoff dominance)."
        for k, e in enumerate(found)
        if len(found) > 1 and all(payoff_dominates(e, other) for other in found if other is not e)
    ]
    strict = [k for k, t in enumerate(solution.traits) if t.strict]
    if game.shape == (2, 2) and len(strict) == 2:
        safer = risk_dominant(game.row, game.column, *(found[k].strategies for k in strict))
        told.append(
            f"Neither {strict[0] + 1} nor {strict[1] + 1} is the safer one: what deviating would cost balances (risk "
            "dominance)."
            if safer is None
            else f"Equilibrium {strict[safer] + 1} is the safer one: deviating from it would cost more (risk "
            "dominance)."
        )
    return told


def _plays(scenario: Scenario, solution: NashSolution, e: Equilibrium, player: int) -> str:
    parts = [
        quoted(a) if p == 1 else f"{quoted(a)} with {percent(float(p))}"
        for a, p in zip(solution.game.actions[player], e.strategies[player], strict=True)
        if p
    ]
    return f"{scenario.players[player].name} plays {listed(parts)}"


def _certainty(scenario: Scenario, solution: NashSolution) -> str:
    result = solution.result
    count = len(result.equilibria)
    proof = "proven by exact enumeration"
    if result.complete and count == 1:
        told = f"This is the only Nash equilibrium: {proof}, and no player gains by another action (regret 0)."
    elif result.complete:
        what = "extreme equilibria" if result.degenerate else "Nash equilibria"
        told = f"These are all {count} {what}: {proof}, and in each no player gains by another action (regret 0)."
    else:
        told = (
            f"In {'it' if count == 1 else 'each'} no player gains by another action, but there may be others: the list "
            f"is not proven complete ({times(count, 'equilibrium', 'equilibria')} listed)."
        )
    return "\n".join([paragraph(told), *(paragraph(note) for note in matrix_notes(scenario, solution))])


def matrix_line(scenario: Scenario, solution: NashSolution) -> str:
    """A solution in one line."""
    result = solution.result
    if result.complete and len(result.equilibria) == 1:
        pays = " and ".join(
            f"{p.name} {number(v)}" for p, v in zip(scenario.players, result.equilibria[0].payoffs, strict=True)
        )
        return f"{scenario.title}: the only Nash equilibrium pays {pays}."
    if result.complete and result.degenerate:
        sets = times(1 + max(e.component for e in result.equilibria), "connected set", "connected sets")
        return f"{scenario.title}: {sets} of Nash equilibria, with {len(result.equilibria)} corners."
    count = times(len(result.equilibria), "Nash equilibrium", "Nash equilibria")
    return f"{scenario.title}: {count}{'' if solution.complete else ' found, perhaps not all'}."


def matrix_entries(solution: NashSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
    game = solution.game
    return [
        {
            "payoffs": dict(zip(game.players, map(float, e.payoffs), strict=True)),
            "strategies": {
                player: {a: float(p) for a, p in zip(game.actions[k], e.strategies[k], strict=True) if p}
                for k, player in enumerate(game.players)
            },
            "regret": float(max(e.regret)),
            "component": e.component,
            "index": t.index,
            "strict": t.strict,
            "admissible": t.admissible,
            "path": [],
        }
        for e, t in zip(solution.result.equilibria, solution.traits, strict=True)
    ]


def matrix_extras(solution: NashSolution) -> dict[str, Any]:
    """Maximal Nash subsets of a degenerate game: any mixtures of the strategies listed for either side go together."""
    if not (solution.result.degenerate and solution.complete) or len(solution.result.equilibria) > MOST_GROUPED:
        return {}
    game = solution.game
    return {
        "nash_subsets": [
            {
                "component": component,
                **{
                    player: [
                        {a: float(p) for a, p in zip(game.actions[k], strategy, strict=True) if p}
                        for strategy in sorted(subset[k], reverse=True)
                    ]
                    for k, player in enumerate(game.players)
                },
            }
            for component, subsets in enumerate(nash_subsets(solution.result.equilibria))
            for subset in subsets
        ]
    }


def matrix_notes(scenario: Scenario, solution: NashSolution) -> list[str]:
    """What must be known about a solution before it is believed."""
    del scenario
    result = solution.result
    told = [result.note + "."] if result.note else []
    if result.degenerate:
        told.append(
            "The game is degenerate: equilibria of the same component are the corners of one connected set of "
            "equilibria. Between two of them that agree in what one side plays, every mixture of what the other "
            "plays is an equilibrium too."
        )
    if result.nashpy_found is not None and result.nashpy_found < len(result.equilibria):
        told.append(
            f"nashpy's support enumeration finds {result.nashpy_found} of these {len(result.equilibria)} equilibria; "
            "the exact enumeration found the rest."
        )
    return told


def matrix_facts(scenario: Scenario, solution: NashSolution) -> dict[str, str]:
    """Answers by question, for comparisons."""
    result = solution.result
    facts = {"equilibria": f"{len(result.equilibria)}{'' if result.complete else ' or more'}"}
    best = max(result.equilibria, key=lambda e: e.payoffs[0] + e.payoffs[1], default=None)
    if best is not None:
        for k, player in enumerate(scenario.players):
            facts[f"{player.name}, best sum"] = amount(best.payoffs[k])
    return facts


PRESENTER = Presenter(
    story=matrix_story,
    line=matrix_line,
    entries=matrix_entries,
    notes=matrix_notes,
    extras=matrix_extras,
    facts=matrix_facts,
    views={
        "matrix": "sim.show.matrix.draw_nash:payoff_matrix",
        "best-responses": "sim.show.matrix.draw_nash:best_responses",
    },
)
