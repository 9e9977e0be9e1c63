"""A conflict in which parties mistake each other: as it is, as each of them sees it, and as it is played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.options.definitions import DEFINITIONS
from sim.show.options.words import SHORT, state_words
from sim.show.text.blocks import Table
from sim.show.text.words import listed, times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.engine.options.definitions import Definition
    from sim.engine.options.stability import StabilitySolution
    from sim.scenario.scenario import Scenario

MOST_ROWS = 12
"""States that the table compares, most."""


def views_table(scenario: Scenario, solution: StabilitySolution) -> Table:
    """States that are equilibria in some view, and by which definitions in which."""
    views = _views(scenario, solution)
    rows = [
        (state_words(scenario, solution.game, state), *(_kinds(held, state) for held in views.values()))
        for state in _states(views)[:MOST_ROWS]
    ]
    return Table("Equilibria as parties see them", ("options taken", *views), tuple(rows))


def views_told(scenario: Scenario, solution: StabilitySolution) -> list[str]:
    """Who takes what for an equilibrium that it is not, and what is left of it in play."""
    views = _views(scenario, solution)
    actual, played = views["as it is"], views["as it is played"]
    told = [
        "A party acts by what it takes others to like. As it is played, a state rests if each party, by its own view, "
        "has no reason to move."
    ]
    new = [s for s in _states(views) if any(played[d][s] and not actual[d][s] for d in DEFINITIONS)]
    lost = [s for s in _states(views) if any(actual[d][s] and not played[d][s] for d in DEFINITIONS)]
    if not new and not lost:
        told.append("The mistakes change no equilibrium.")
    would = "If nobody were mistaken it would rest, by a definition by which it does not now, at"
    for what, states in (("Only by mistake, and by some definition, it rests at", new), (would, lost)):
        if states:
            some = "; ".join(state_words(scenario, solution.game, s) for s in states[:3])
            more = f"; and {times(len(states) - 3, 'more state')}" if len(states) > 3 else ""
            told.append(f"{what}: {some}{more}.")
    left_out = len(_states(views)) - MOST_ROWS
    return [*told, *([f"{times(left_out, 'state')} more in --json."] if left_out > 0 else [])]


def views_entries(scenario: Scenario, solution: StabilitySolution) -> dict[str, Any] | None:
    """Equilibria by view as plain data; None where nobody is mistaken."""
    if not solution.mistaken:
        return None
    names = ["actual", *(p for p, seen in zip(solution.game.parties, solution.game.seen, strict=True) if seen)]
    views = list(_views(scenario, solution).values())[:-1]
    return {
        name: [
            {"taken": list(solution.game.taken(s)), "equilibrium": [d for d in DEFINITIONS if held[d][s]]}
            for s in _states({name: held})
        ]
        for name, held in zip(names, views, strict=True)
    }


def _views(scenario: Scenario, solution: StabilitySolution) -> dict[str, dict[Definition, NDArray[np.bool_]]]:
    """By view which states are equilibria; the first is the conflict as it is, the last what is played."""
    views = {"as it is": {d: solution.found.equilibrium(d) for d in DEFINITIONS}}
    for party, seen in enumerate(solution.game.seen):
        if seen is not None:
            name = f"to {scenario.players[party].name}"
            views[name] = {d: solution.taken[party].equilibrium(d) for d in DEFINITIONS}
    views["as it is played"] = {d: solution.equilibrium(d) for d in DEFINITIONS}
    return views


def _states(views: dict[str, dict[Definition, NDArray[np.bool_]]]) -> list[int]:
    """States that are equilibria in some view, those in most first."""
    count = np.sum([held[d] for held in views.values() for d in DEFINITIONS], axis=0)
    return [int(state) for state in np.lexsort((np.arange(len(count)), -count)) if count[state]]


def _kinds(held: dict[Definition, NDArray[np.bool_]], state: int) -> str:
    kinds = [SHORT[d] for d in DEFINITIONS if held[d][state]]
    return "all four" if len(kinds) == len(DEFINITIONS) else listed(kinds) if kinds else "no"
