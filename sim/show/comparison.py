"""Scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.solve import NashSolution, PerfectSolution
from sim.engine.tree import TreeSolution
from sim.show.document import document
from sim.show.style import heading
from sim.show.words import amount, percent, round_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.solve import Solution
    from sim.scenario.scenario import Scenario

    Solved = Sequence[tuple[Scenario, Solution]]

ENDINGS = {
    "agreement": "agreement, round {round}",
    "walk_away": "walked away, round {round}",
    "hazard": "breakdown, round {round}",
    "unfinished": "incomplete at the end",
}


def comparison(solved: Solved) -> dict[str, Any]:
    """The document that ``compare --json`` prints."""
    return {"format": 1, "scenarios": [document(scenario, solution) for scenario, solution in solved]}


def compare_table(solved: Solved) -> str:
    """A table with a row per question and a column per scenario.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    """
    facts = [_facts(scenario, solution) for scenario, solution in solved]
    questions = list(dict.fromkeys(q for fact in facts for q in fact))
    rows = [["", *(heading_of(s) for s, _ in solved)]]
    rows += [[q, *(fact.get(q, "") for fact in facts)] for q in questions]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([heading(lines[0]), *lines[1:]]) + "\n"


def heading_of(scenario: Scenario) -> str:
    """Title over a column, cut to what fits."""
    return scenario.title if len(scenario.title) <= 26 else scenario.title[:25] + "\N{HORIZONTAL ELLIPSIS}"


def _facts(scenario: Scenario, solution: Solution) -> dict[str, str]:
    if isinstance(solution, NashSolution):
        return _nash_facts(scenario, solution)
    if isinstance(solution, TreeSolution):
        pays = solution.equilibria[0].payoffs
        return {f"{p.name} gets": amount(v) for p, v in zip(scenario.players, pays, strict=True)}
    assert isinstance(solution, PerfectSolution)
    return _perfect_facts(scenario, solution)


def _nash_facts(scenario: Scenario, solution: NashSolution) -> dict[str, str]:
    result = solution.result
    facts = {"equilibria": f"{len(result.equilibria)}{'' if result.complete else ' or more'}"}
    best = max(result.equilibria, key=lambda e: e.payoffs[0] + e.payoffs[1], default=None)
    if best is not None:
        for k, player in enumerate(scenario.players):
            facts[f"{player.name}, best sum"] = amount(best.payoffs[k])
    return facts


def _perfect_facts(scenario: Scenario, solution: PerfectSolution) -> dict[str, str]:
    likely = solution.endings[0]
    first = next((r for r in solution.path if any(t.action == "concede" for t in r.turns)), None)
    facts = {
        "ends": ENDINGS[likely.kind].format(round=round_number(likely.rounds + 1)),
        "chance of that": percent(likely.chance) if likely.chance < 1 - 1e-12 else "certain",
        "first step": "nobody's" if first is None else _first(scenario, first),
    }
    game = scenario.game
    for k, player in enumerate(scenario.players):
        facts[f"{player.name} gets per round"] = amount(solution.values[k])
        facts[f"  status quo: {player.name}"] = amount(game.status_quo[k])  # type: ignore[union-attr]
    stands = [solution.game.states[r.state].stands for r in solution.path[-1:]]
    if solution.final_state is not None:
        stands = [solution.game.states[solution.final_state].stands]
    for k, player in enumerate(scenario.players):
        total = len(game.ladders[k])  # type: ignore[union-attr]
        facts[f"steps by {player.name}"] = f"{len(stands[0][k])} of {total}" if stands else ""
    facts["certified"] = "yes" if solution.certified else "no"
    return facts


def _first(scenario: Scenario, round_: Any) -> str:
    who = [scenario.players[t.player].name for t in round_.turns if t.action == "concede"]
    return f"{' and '.join(who)}, round {round_.round + 1}"
