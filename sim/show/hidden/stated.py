"""What has become of a profile that a file states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.text.words import listed, small, times
from sim.show.tree.assessments import assessment_notes

if TYPE_CHECKING:
    from sim.engine.hidden.solution import HiddenSolution
    from sim.scenario.scenario import Scenario

NOT_SOUGHT = "Whether there are other equilibria was not looked into."


def stated_notes(scenario: Scenario, solution: HiddenSolution) -> list[str]:
    """Whether the profile is an equilibrium, and what best replies to it lead to; empty where none is stated."""
    stated = solution.stated
    if stated is None:
        return []
    if not any(stated.regret):
        return ["The profile that the file states is an equilibrium: no type has a choice that pays it more."]
    gains = [
        f"{player.name} could gain {small(float(gain))}"
        for player, gain in zip(scenario.players, stated.regret, strict=True)
        if gain
    ]
    told = f"The profile that the file states is no equilibrium: by other choices {listed(gains)}."
    if stated.found is None:
        return [f"{told} Best replies to it, and to each other, do not come to rest."]
    return [f"{told} After {times(stated.rounds, 'round', 'rounds')} of best replies nobody changes any more."]


def notes_on(scenario: Scenario, solution: HiddenSolution) -> list[str]:
    """How equilibria were found, and whether there may be others."""
    told = stated_notes(scenario, solution)
    if solution.stated and solution.stated.found:
        return [*told, NOT_SOUGHT]
    return [*told, *assessment_notes(solution.solution)]


def stated_entry(solution: HiddenSolution) -> dict[str, Any]:
    """The key ``profile`` of a document: what each could gain by leaving it, and after how many rounds nobody would."""
    stated = solution.stated
    if stated is None:
        return {}
    regret = dict(zip(solution.game.players, map(float, stated.regret), strict=True))
    return {"profile": {"regret": regret, "rounds": None if stated.found is None else stated.rounds}}
