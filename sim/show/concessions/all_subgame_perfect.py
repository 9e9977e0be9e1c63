"""The story of all subgame-perfect payoffs of a concession game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.concessions.payoff_sets import MOST_COMBINATIONS, MOST_PAYOFFS
from sim.show.concessions.courses.course import setting
from sim.show.concessions.courses.endings import course_words
from sim.show.concessions.entries import outcome_entry, path_entry
from sim.show.concessions.notes import faking_notes
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table, Text
from sim.show.text.words import amount, apart, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.engine.concessions.all_subgame_perfect import AllPerfectSolution, PlanCourse
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Draw
    from sim.show.text.blocks import Block, Text

MOST_LISTED = 12
"""Payoffs, most, that the story lists."""


def shown(scenario: Scenario, solution: AllPerfectSolution) -> ShownAllPerfect:
    """The payoffs of all subgame-perfect equilibria of a concession game as people see them."""
    return ShownAllPerfect(scenario, solution)


class ShownAllPerfect(Shown["AllPerfectSolution"]):
    """The payoffs of all subgame-perfect equilibria of a concession game as people see them."""

    solution: AllPerfectSolution

    def story(self) -> Text:
        """The rules, the range of payoffs, how each comes about, and how sure that is."""
        scenario, solution = self.scenario, self.solution
        return Text(
            scenario.title,
            (
                Section("What can be an equilibrium", (Paragraph(_range(scenario, solution)),)),
                Section("Payoffs per round, and how each comes about", _table(scenario, solution)),
                Section("How sure this is", tuple(map(Paragraph, self._certainty()))),
            ),
            setting(scenario),
        )

    def line(self) -> str:
        """How many payoffs there are."""
        more = "" if self.solution.complete else " or more"
        return f"{self.scenario.title}: {times(len(self.solution.courses), 'subgame-perfect payoff')}{more}."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each payoff; strategies depend on the whole history and are not listed."""
        del all_states
        players = self.solution.game.players
        return [
            {
                "payoffs": dict(zip(players, map(float, c.payoffs), strict=True)),
                "strategies": {player: [] for player in players},
                "regret": 0.0,
                "path": [path_entry(self.solution.game, r) for r in c.path],
                "ending": outcome_entry(self.solution.game.players, c.outcome),
            }
            for c in self.solution.courses
        ]

    def notes(self) -> list[str]:
        """What may be missing."""
        return [*faking_notes(self.scenario), *_missing(self.solution)]

    def pictures(self) -> Mapping[str, Draw]:
        """The payoffs as points in the plane."""
        from sim.show.concessions.draw_all_subgame_perfect import payoff_set

        return {"payoffs": lambda: payoff_set(self.scenario, self.solution)}

    def _certainty(self) -> list[str]:
        told = [
            "Every payoff comes with an equilibrium that has it: after no history does anybody gain by a deviation, "
            "checked in exact numbers. What follows a deviation may depend on who deviated."
        ]
        if self.solution.complete:
            told.append("There are no others.")
        return [*told, *self.notes()]


def _range(scenario: Scenario, solution: AllPerfectSolution) -> str:
    courses = solution.courses
    if len(courses) == 1:
        one, two = (f"{p.name} {amount(v)}" for p, v in zip(scenario.players, courses[0].payoffs, strict=True))
        return f"All subgame-perfect equilibria pay the same: {one} and {two} per round."
    lines = [
        f"{p.name} gets from {' to '.join(apart(*(end(c.payoffs[k] for c in courses) for end in (min, max))))}"
        for k, p in enumerate(scenario.players)
    ]
    among = "" if solution.complete else "In those found "
    lines[0] = among + lines[0]
    return (
        f"There are {times(len(courses), 'different payoff')}{'' if solution.complete else ' or more'} among the "
        f"subgame-perfect equilibria. {lines[0]}, and {lines[1]}. Which of them is played is a matter of what each "
        "expects of the other, and of what follows after a deviation."
    )


def _table(scenario: Scenario, solution: AllPerfectSolution) -> tuple[Block, ...]:
    listed = _picked(solution.courses)
    head = (*(p.name for p in scenario.players), "sum", "how it ends")
    rows = [
        (amount(c.payoffs[0]), amount(c.payoffs[1]), amount(sum(c.payoffs)), _ending(scenario, solution, c))
        for c in listed
    ]
    blocks: list[Block] = [Table("Payoffs of subgame-perfect equilibria", head, tuple(rows))]
    if len(listed) < len(solution.courses):
        blocks.append(
            Paragraph(
                f"These are {len(listed)} of {len(solution.courses):,}, from the highest sum to the lowest, with the "
                "best and the worst for each; --json has them all with their courses."
            )
        )
    return tuple(blocks)


def _ending(scenario: Scenario, solution: AllPerfectSolution, course: PlanCourse) -> str:
    """How a course ends, and that others are possible where somebody mixes on it."""
    return course_words(scenario, solution.game, course.outcome) + (", somebody mixing" if course.mixed else "")


def _picked(courses: tuple[PlanCourse, ...]) -> list[PlanCourse]:
    """A few of many, in order: the ends of each player's range and some spread over the list."""
    if len(courses) <= MOST_LISTED:
        return list(courses)
    ends = [pick(courses, key=lambda c: c.payoffs[k]) for k in (0, 1) for pick in (max, min)]
    step = (len(courses) - 1) / (MOST_LISTED - len(ends) - 1)
    even = [courses[round(n * step)] for n in range(MOST_LISTED - len(ends))]
    return [c for c in courses if c in ends or c in even]


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
