"""A concession game that is shown by a course of play, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.courses.acts import state_at
from sim.show.concessions.courses.course import mix_words, worth_in_short
from sim.show.concessions.courses.endings import ending_words
from sim.show.concessions.courses.round_by_round import round_by_round, thinnest
from sim.show.text.blocks import Look, Table
from sim.show.text.words import does, percent, small, times

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.courses.course import Course

MOST_ENDINGS = 4
"""Endings, most, that are listed."""


def tables(scenario: Scenario, solution: Course) -> tuple[Table, ...]:
    """The course round by round, what each gets, and how else it may end."""
    endings = [_endings(scenario, solution)] if len(solution.endings) > 1 else []
    return (round_by_round(scenario, solution), worth_in_short(scenario, solution), *endings)


def _endings(scenario: Scenario, solution: Course) -> Table:
    found = solution.endings
    rows = [(percent(e.chance), ending_words(scenario, solution.game, e, solution.outcome)) for e in found]
    more = [("", f"and {times(len(found) - MOST_ENDINGS, 'ending')} that are less likely")]
    rows = rows if len(rows) <= MOST_ENDINGS + 1 else [*rows[:MOST_ENDINGS], *more]
    return Table("How it ends", (), tuple(rows), Look(words=frozenset({1})))


def hangs_on(scenario: Scenario, solution: Course) -> str:
    """What the course hangs on most, in a sentence: chance, where somebody mixes on it, else its thinnest margin."""
    for r in solution.path:
        for turn in r.turns:
            if turn.chance < 1:
                told = does(scenario, turn.player, turn.action, state_at(solution, r, turn))
                name = scenario.players[turn.player].name
                mix = mix_words(scenario, solution, r, turn)
                return f"It hangs on chance: in round {r.round + 1} {name} {told} with {percent(turn.chance)}{mix}."
    if (thin := thinnest(solution)) is None:
        return ""
    r, turn = thin.round, thin.turn
    name = scenario.players[turn.player].name
    instead = does(scenario, turn.player, turn.alternative, state_at(solution, r, turn), "taking")
    where = f"{name} in round {r.round + 1}"
    if thin.loss == 0:
        return f"It hangs on a tie, {where}: {instead} instead would do as well."
    return f"It hangs most on {where}: {instead} instead would cost it {small(thin.loss)} per round."
