"""The story of all subgame-perfect payoffs of a concession game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.payoff_sets import MOST_COMBINATIONS, MOST_PAYOFFS
from sim.show.concessions.course import setting
from sim.show.concessions.entries import path_entry
from sim.show.concessions.notes import faking_notes
from sim.show.shown import Presenter
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.all_subgame_perfect import AllPerfectSolution, PlanCourse
    from sim.scenario.scenario import Scenario

MOST_LISTED = 12
"""Payoffs, most, that the story lists."""


def all_story(scenario: Scenario, solution: AllPerfectSolution) -> str:
    """Tell a solution."""
    parts = [
        heading(scenario.title) + "\n" + setting(scenario),
        heading("What can be an equilibrium") + "\n" + _range(scenario, solution),
        heading("Payoffs per round, and how each comes about") + "\n" + _table(scenario, solution),
        heading("How sure this is") + "\n" + _certainty(scenario, solution),
    ]
    return "\n\n".join(parts) + "\n"


def _range(scenario: Scenario, solution: AllPerfectSolution) -> str:
    courses = solution.courses
    if len(courses) == 1:
        one, two = (f"{p.name} {amount(v)}" for p, v in zip(scenario.players, courses[0].payoffs, strict=True))
        return paragraph(f"All subgame-perfect equilibria pay the same: {one} and {two} per round.")
    lines = [
        f"{p.name} gets from {amount(min(c.payoffs[k] for c in courses))} to "
        f"{amount(max(c.payoffs[k] for c in courses))}"
        for k, p in enumerate(scenario.players)
    ]
    among = "" if solution.complete else "In those found "
    lines[0] = among + lines[0]
    return paragraph(
        f"There are {times(len(courses), 'different payoff')}{'' if solution.complete else ' or more'} among the "
        f"subgame-perfect equilibria. {lines[0]}, and {lines[1]}. Which of them is played is a matter of what each "
        "expects of the other, and of what follows after a deviation."
    )


def _table(scenario: Scenario, solution: AllPerfectSolution) -> str:
    shown = _picked(solution.courses)
    rows = [[*(p.name for p in scenario.players), "sum", "how it ends"]]
    rows += [
        [amount(c.payoffs[0]), amount(c.payoffs[1]), amount(sum(c.payoffs)), ending(solution, c)[1]] for c in shown
    ]
    lines = [columns(rows)]
    if len(shown) < len(solution.courses):
        lines.append(
            paragraph(
                f"These are {len(shown)} of {len(solution.courses):,}, from the highest sum to the lowest, with the "
                "best and the worst for each; --json has them all with their courses."
            )
        )
    return "\n".join(lines)


def _picked(courses: tuple[PlanCourse, ...]) -> list[PlanCourse]:
    """A few of many, in order: the ends of each player's range and some spread over the list."""
    if len(courses) <= MOST_LISTED:
        return list(courses)
    ends = [pick(courses, key=lambda c: c.payoffs[k]) for k in (0, 1) for pick in (max, min)]
    step = (len(courses) - 1) / (MOST_LISTED - len(ends) - 1)
    even = [courses[round(n * step)] for n in range(MOST_LISTED - len(ends))]
    return [c for c in courses if c in ends or c in even]


def ending(solution: AllPerfectSolution, course: PlanCourse) -> tuple[str, str]:
    """How a course ends, as ``walk_away``, ``hazard``, ``agreement``, ``nobody`` or ``unfinished`` and in words."""
    outcome = course.outcome
    mixed = ", somebody mixing" if course.mixed else ""
    if outcome.over:
        how = "walked away" if outcome.over == "walk_away" else "breakdown"
        return outcome.over, f"{how} in round {outcome.round + 1}{mixed}"
    if outcome.kind == "agreement":
        return "agreement", f"agreement in round {(outcome.made or 0) + 1}{mixed}"
    if not any(r.who("concede") for r in outcome.rounds):
        return "nobody", f"nobody takes a step{mixed}"
    steps = sum(map(len, solution.game.states[outcome.stands[-1]].stands))
    stand = "no step stands" if not steps else f"{times(steps, 'step')} {'stands' if steps == 1 else 'stand'}"
    return "unfinished", f"incomplete, {stand} at the end{mixed}"


def _certainty(scenario: Scenario, solution: AllPerfectSolution) -> str:
    lines = [
        paragraph(
            "Every payoff comes with an equilibrium that has it: after no history does anybody gain by a deviation, "
            "checked in exact numbers. What follows a deviation may depend on who deviated."
        )
    ]
    if solution.complete:
        lines.append(paragraph("There are no others."))
    return "\n".join([*lines, *(paragraph(note) for note in all_notes(scenario, solution))])


def all_notes(scenario: Scenario, solution: AllPerfectSolution) -> list[str]:
    """What may be missing."""
    return [*(faking_notes(scenario) if scenario.kind == "concessions" else []), *_missing(solution)]


def _missing(solution: AllPerfectSolution) -> Iterator[str]:
    """What may be missing, each a sentence."""
    if solution.cut:
        yield (
            f"At {solution.cut:,} decision points there were more than {MOST_PAYOFFS} payoffs and only {MOST_PAYOFFS}, "
            "spread evenly, were followed up: not all payoffs are listed."
        )
    if solution.skipped:
        yield (
            f"At {solution.skipped:,} decision points there were more than {MOST_COMBINATIONS} combinations of what "
            "may follow; equilibria in which somebody mixes there are not listed."
        )
    if solution.sloping:
        yield (
            "Some stage games have whole sets of equilibria; of these the corners are followed up, and payoffs "
            "between those listed may be equilibrium payoffs too."
        )


def all_line(scenario: Scenario, solution: AllPerfectSolution) -> str:
    """A solution in one line."""
    more = "" if solution.complete else " or more"
    return f"{scenario.title}: {times(len(solution.courses), 'subgame-perfect payoff')}{more}."


def all_entries(solution: AllPerfectSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document; strategies depend on the whole history and are not listed."""
    del all_states
    players = solution.game.players
    return [
        {
            "payoffs": dict(zip(players, map(float, c.payoffs), strict=True)),
            "strategies": {player: [] for player in players},
            "regret": 0.0,
            "path": [path_entry(solution.game, r) for r in c.path],
        }
        for c in solution.courses
    ]


PRESENTER = Presenter(
    story=all_story,
    line=all_line,
    entries=all_entries,
    notes=all_notes,
    views={"payoffs": "sim.show.concessions.draw_payoffs:payoff_set"},
)
