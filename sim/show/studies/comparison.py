"""Scenarios side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.observed.shares import shares_here
from sim.show.shown import shown
from sim.show.studies.differences import difference_rows
from sim.show.studies.key_differences import MARK, marked, variant_rows
from sim.show.text.letters import width
from sim.show.text.style import by_rows, heading, heading_line, in_rows, inline, left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario

    Solved = Sequence[tuple[Scenario, Solution]]

AS_IT_IS = "as it is"
WIDEST = 26
"""Letters, most, of a heading."""


def compare_rows(solved: Solved) -> list[list[str]]:
    """In what they differ, then a row per question; a column per scenario, and a row of headings first.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    """
    facts = [facts_of(scenario, solution) for scenario, solution in solved]
    questions = list(dict.fromkeys(q for fact in facts for q in fact))
    scenarios = [scenario for scenario, _ in solved]
    answers = [[q, *(fact.get(q, "") for fact in facts)] for q in questions]
    if are_variants(scenarios):
        return [["", *map(variant_heading, scenarios)], *variant_rows(scenarios), *map(marked, answers)]
    return [["", *map(heading_of, scenarios)], *difference_rows(scenarios), *answers]


def are_variants(scenarios: Sequence[Scenario]) -> bool:
    """Whether all are one file, and some have other values at its keys."""
    return len({scenario.file for scenario in scenarios}) == 1 and any(scenario.changes for scenario in scenarios)


def facts_of(scenario: Scenario, solution: Solution) -> dict[str, str]:
    """Answers by question, with what all equilibria agree on where that is found out, and what people did here."""
    seen = shown(scenario, solution)
    word = seen.deal_of_all()
    people = {f"people: {what}": told for what, told in shares_here(scenario)} if scenario.observed else {}
    return seen.facts() | ({"a deal, over all equilibria": word} if word else {}) | people


def compare_table(solved: Solved) -> str:
    """A table with a row per question and a column per scenario.

    Parameters
    ----------
    solved : sequence of (Scenario, Solution)
        What to compare.
    """
    rows = [[inline(cell) for cell in row] for row in compare_rows(solved)]
    note = [f"{MARK} is not as in the file."] if are_variants([scenario for scenario, _ in solved]) else []
    if by_rows():
        return "\n".join([heading("Side by side"), in_rows(rows), *(n.replace(MARK, "A star") for n in note)]) + "\n"
    widths = [max(width(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = ["  ".join(left(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([heading_line(lines[0]), *lines[1:], *note]) + "\n"


def changes_of(scenario: Scenario) -> list[str]:
    """What was changed of a file, as it is typed."""
    return [f"{change.key}={change.value}" for change in scenario.changes]


def variant_heading(scenario: Scenario) -> str:
    """What was changed, over a column of a variant, cut to what fits."""
    told = ", ".join(changes_of(scenario))
    return AS_IT_IS if not told else told if len(told) <= WIDEST else told[: WIDEST - 1] + "\N{HORIZONTAL ELLIPSIS}"


def heading_of(scenario: Scenario) -> str:
    """Title over a column, cut to what fits."""
    return scenario.title if len(scenario.title) <= WIDEST else scenario.title[: WIDEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
