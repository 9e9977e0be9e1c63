"""Scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.shown import shown
from sim.show.studies.differences import difference_rows
from sim.show.text.letters import width
from sim.show.text.style import heading, inline, left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario

    Solved = Sequence[tuple[Scenario, Solution]]


def compare_rows(solved: Solved) -> list[list[str]]:
    """In what they differ, then a row per question; a column per scenario, and a row of headings first.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    """
    facts = [facts_of(scenario, solution) for scenario, solution in solved]
    questions = list(dict.fromkeys(q for fact in facts for q in fact))
    rows = [["", *(heading_of(s) for s, _ in solved)]]
    rows += difference_rows([scenario for scenario, _ in solved])
    return rows + [[q, *(fact.get(q, "") for fact in facts)] for q in questions]


def facts_of(scenario: Scenario, solution: Solution) -> dict[str, str]:
    """Answers by question, with what all equilibria agree on where that is found out."""
    seen = shown(scenario, solution)
    word = seen.deal_of_all()
    return seen.facts() | ({"a deal, over all equilibria": word} if word else {})


def compare_table(solved: Solved) -> str:
    """A table with a row per question and a column per scenario.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    """
    rows = [[inline(cell) for cell in row] for row in compare_rows(solved)]
    widths = [max(width(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = ["  ".join(left(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([heading(lines[0]), *lines[1:]]) + "\n"


def heading_of(scenario: Scenario) -> str:
    """Title over a column, cut to what fits."""
    return scenario.title if len(scenario.title) <= 26 else scenario.title[:25] + "\N{HORIZONTAL ELLIPSIS}"
