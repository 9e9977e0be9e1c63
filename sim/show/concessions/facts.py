"""A concession game in a few facts, for comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.text.words import amount, percent, round_number

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.show.concessions.course import Course

ENDINGS = {
    "agreement": "agreement, round {round}",
    "walk_away": "walked away, round {round}",
    "hazard": "breakdown, round {round}",
    "unfinished": "incomplete at the end",
}


def concession_facts(scenario: Scenario, solution: Course) -> dict[str, str]:
    """Answers by question."""
    likely = solution.endings[0]
    endless = solution.game.horizon is None and likely.kind == "unfinished"
    ending = "never complete" if endless else ENDINGS[likely.kind]
    first = next((r for r in solution.path if any(t.action == "concede" for t in r.turns)), None)
    facts = {
        "ends": ending.format(round=round_number(likely.rounds + 1)),
        "chance of that": percent(likely.chance) if len(solution.endings) > 1 else "certain",
        "first step": "nobody's" if first is None else _first(scenario, first),
    }
    game = scenario.game
    for k, player in enumerate(scenario.players):
        facts[f"{player.name} gets per round"] = amount(solution.values[k])
        facts[f"  status quo: {player.name}"] = amount(game.status_quo[k])  # type: ignore[union-attr]
    stands = solution.game.states[solution.outcome.stands[-1]].stands
    for k, player in enumerate(scenario.players):
        total = len(game.ladders[k])  # type: ignore[union-attr]
        facts[f"steps by {player.name}"] = f"{len(stands[k])} of {total}"
    facts["certified"] = "yes" if solution.certified else "no"
    return facts


def _first(scenario: Scenario, round_: Any) -> str:
    who = [scenario.players[t.player].name for t in round_.turns if t.action == "concede"]
    return f"{' and '.join(who)}, round {round_.round + 1}"
