"""What coalitions would do in equilibria of single parties, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.options.coalitions import MOST_STATES
from sim.engine.options.definitions import DEFINITIONS
from sim.show.options.words import SHORT, change_words, state_words
from sim.show.text.words import listed, times

if TYPE_CHECKING:
    from sim.engine.options.coalitions import Departure
    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario

MOST_TOLD = 5
"""Equilibria of which it is told what coalitions do, most."""


def together(scenario: Scenario, solution: StabilitySolution) -> list[str]:
    """What becomes of equilibria where several parties move together."""
    joint = solution.joint
    if joint is None:
        return [_why_not(solution)]
    counts = []
    for definition in DEFINITIONS:
        all_, kept = len(joint.departures[definition]), len(joint.stable(definition))
        if all_:
            counts.append(f"{SHORT[definition]} {kept} of {all_}")
    if not counts:
        return ["There is no equilibrium that parties could leave together."]
    told = [
        "A coalition moves where all of its members like the end more. Equilibria that no coalition leaves, by the "
        f"same definition: {listed(counts)}."
    ]
    left = _left(solution)
    for state, by in list(left.items())[:MOST_TOLD]:
        first, definitions = next(iter(by.items()))
        told.append(_departure(scenario, solution, state, first, definitions))
    if len(left) > MOST_TOLD:
        told.append(f"{times(len(left) - MOST_TOLD, 'more equilibrium', 'more equilibria')} are left as well.")
    if not solution.joint_checked:
        told.append("This was not walked through a second time; there are too many states.")
    return told


def _left(solution: StabilitySolution) -> dict[int, dict[Departure, list[Definition]]]:
    """Equilibria that are left, and by what, with the definitions by which that is free; the status quo first."""
    assert solution.joint is not None
    left: dict[int, dict[Departure, list[Definition]]] = {}
    for definition in DEFINITIONS:
        for state, departures in solution.joint.departures[definition].items():
            for departure in departures:
                left.setdefault(state, {}).setdefault(departure, []).append(definition)
    strong = {state: sum(state in d for d in solution.joint.departures.values()) for state in left}
    start = solution.game.start
    ordered = sorted(left, key=lambda state: (state != start, -strong[state], state))
    return {state: dict(sorted(left[state].items(), key=lambda item: -len(item[1]))) for state in ordered}


def _departure(
    scenario: Scenario, solution: StabilitySolution, state: int, departure: Departure, by: list[Definition]
) -> str:
    game = solution.game
    who = listed([scenario.players[i].name for i in departure.coalition])
    does = change_words(scenario, game, state, departure.there)
    here, there = state_words(scenario, game, state), state_words(scenario, game, departure.there)
    kinds = listed([SHORT[d] for d in by])
    return f"From {here}, {who} together: {does}. They all like {there} more, and by {kinds} nothing deters them."


def _why_not(solution: StabilitySolution) -> str:
    if solution.mistaken:
        return "What coalitions would do is not looked at where a party mistakes what another prefers."
    return (
        f"What coalitions would do is not looked at: that takes at most {MOST_STATES:,} states, and fewer where there "
        "are many equilibria or parties."
    )


def together_entries(solution: StabilitySolution) -> list[dict[str, Any]] | None:
    """For each equilibrium what coalitions of two or more would do, as plain data; None where it was not looked at."""
    joint, game = solution.joint, solution.game
    if joint is None:
        return None
    states = sorted({state for told in joint.departures.values() for state in told})
    return [
        {
            "taken": list(game.taken(state)),
            "leave": {
                definition: [
                    {"parties": [game.parties[i] for i in d.coalition], "to": list(game.taken(d.there))}
                    for d in joint.departures[definition][state]
                ]
                for definition in DEFINITIONS
                if state in joint.departures[definition]
            },
            "equilibrium": [definition for definition in DEFINITIONS if state in joint.stable(definition)],
        }
        for state in states
    ]
