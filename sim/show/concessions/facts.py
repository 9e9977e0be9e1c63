"""A concession game in a few facts, for comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.concessions.courses.endings import brief_words, how_sure
from sim.show.text.words import amount, percent

if TYPE_CHECKING:
    from sim.engine.concessions.courses.first_step import FirstStep
    from sim.scenario.scenario import Concessions, Scenario
    from sim.show.concessions.courses.course import Course


def concession_facts(scenario: Scenario, solution: Course) -> dict[str, str]:
    """Answers by question."""
    facts = {
        "ends": brief_words(scenario, solution.game, solution.endings[0]),
        "chance of that": how_sure(solution.endings),
        "first step": _first(scenario, solution.first_step),
    }
    game: Concessions = scenario.game  # type: ignore[assignment]
    for k, player in enumerate(scenario.players):
        facts[f"{player.name} gets per round"] = amount(solution.values[k])
        facts[f"  status quo: {player.name}"] = amount(game.status_quo[k])
    ends = _stands(solution)
    for k, player in enumerate(scenario.players):
        total = len(game.ladders[k])
        few, many = min(stands[k] for stands in ends), max(stands[k] for stands in ends)
        told = f"{few} of {total}" if few == many else f"{few} to {many} of {total}"
        facts[f"steps by {player.name}"] = told if solution.course.certain else f"{told} (likeliest course)"
    facts["certified"] = "yes" if solution.certified else "no"
    return facts


def _first(scenario: Scenario, first: FirstStep) -> str:
    who = " and ".join(scenario.players[player].name for player in first.players)
    told = "nobody's" if first.round is None else f"{who}, round {first.round + 1}"
    return told if first.sure else f"{told} ({percent(first.chance)})"


def _stands(solution: Course) -> list[tuple[int, int]]:
    """How many steps of both stand at the end of the likeliest course, in each state among which it stays."""
    outcome = solution.outcome
    ends = outcome.stands[-1:] if outcome.cycle is None else [r.state for r in outcome.rounds[outcome.cycle.start :]]
    return [(len(one), len(two)) for one, two in (solution.game.states[k].stands for k in ends)]
