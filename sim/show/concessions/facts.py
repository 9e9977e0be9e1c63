"""A concession game in a few facts, for comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.courses.endings import brief_words
from sim.show.text.words import amount, percent

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.courses.course import Course


def concession_facts(scenario: Scenario, solution: Course) -> dict[str, str]:
    """Answers by question."""
    likely = solution.endings[0]
    # In a round in which somebody walks away no step is taken any more.
    moves = (r for r in solution.path if r.breaks != "walk_away" and any(t.action == "concede" for t in r.turns))
    first = next(moves, None)
    facts = {
        "ends": brief_words(scenario, solution.game, likely),
        "chance of that": percent(likely.chance) if len(solution.endings) > 1 else "certain",
        "first step": "nobody's" if first is None else _first(scenario, first),
    }
    game = scenario.game
    for k, player in enumerate(scenario.players):
        facts[f"{player.name} gets per round"] = amount(solution.values[k])
        facts[f"  status quo: {player.name}"] = amount(game.status_quo[k])  # type: ignore[union-attr]
    ends = _stands(solution)
    for k, player in enumerate(scenario.players):
        total = len(game.ladders[k])  # type: ignore[union-attr]
        few, many = min(stands[k] for stands in ends), max(stands[k] for stands in ends)
        facts[f"steps by {player.name}"] = f"{few} of {total}" if few == many else f"{few} to {many} of {total}"
    facts["certified"] = "yes" if solution.certified else "no"
    return facts


def _first(scenario: Scenario, round_: Any) -> str:
    who = [scenario.players[t.player].name for t in round_.turns if t.action == "concede"]
    return f"{' and '.join(who)}, round {round_.round + 1}"


def _stands(solution: Course) -> list[tuple[int, int]]:
    """How many steps of both stand at the end of the likeliest course, in each state among which it stays."""
    outcome = solution.outcome
    ends = outcome.stands[-1:] if outcome.cycle is None else [r.state for r in outcome.rounds[outcome.cycle.start :]]
    return [(len(one), len(two)) for one, two in (solution.game.states[k].stands for k in ends)]
