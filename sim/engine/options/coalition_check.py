"""Whether what is said of coalitions is so, state by state, by code that did not find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.options.coalitions import groups
from sim.engine.options.definitions import DEFINITIONS

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.options.coalitions import Coalitions
    from sim.engine.options.definitions import Definition
    from sim.games.options.options_game import OptionsGame

MOST_WALKS = 40_000_000
"""Equilibria times coalitions times states times states, most, that are walked through one by one."""


def coalition_fault(game: OptionsGame, found: Coalitions, deadline: Deadline) -> str | None:
    """What is wrong; empty if nothing is, None if there is too much to walk through.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    states = {state for told in found.departures.values() for state in told}
    if len(states) * len(groups(game)) * game.count**2 > MOST_WALKS:
        return None
    walk = _Walk(game, deadline)
    for definition in DEFINITIONS:
        for state, told in found.departures[definition].items():
            leaving = {departure.coalition: departure.there for departure in told}
            for group in groups(game):
                free = walk.free(group, state, definition)
                if (group in leaving) != bool(free) or (free and leaving[group] not in free):
                    return f"{definition}: what a coalition does is not what was found"
    return ""


class _Walk:
    """Walks along moves, one after the other."""

    def __init__(self, game: OptionsGame, deadline: Deadline) -> None:
        self.game, self.deadline = game, deadline
        self.levels: list[list[int]] = game.levels.tolist()
        self.moves = [[game.moves(party, state) for state in range(game.count)] for party in range(len(game.parties))]
        self.known: dict[tuple[tuple[int, ...], int, bool], set[int]] = {}

    def reach(self, group: tuple[int, ...], state: int, credible: bool) -> set[int]:
        """Where a group gets to, and where it is."""
        key = group, state, credible
        if key not in self.known:
            self.deadline.check()
            met, todo = {state}, [state]
            while todo:
                here = todo.pop()
                for party in group:
                    own = self.levels[party]
                    new = {t for t in self.moves[party][here] if not credible or own[t] > own[here]} - met
                    met |= new
                    todo += new
            self.known[key] = met
        return self.known[key]

    def free(self, group: tuple[int, ...], state: int, definition: Definition) -> set[int]:
        """The improvements of a coalition that nothing deters."""
        others = tuple(party for party in range(len(self.game.parties)) if party not in group)

        def better(there: int) -> bool:
            return all(self.levels[i][there] > self.levels[i][state] for i in group)

        def deterred(there: int) -> bool:
            if definition == "nash":
                return False
            for answer in self.reach(others, there, definition == "seq"):
                ends = self.reach(group, answer, False) if definition == "smr" else {answer}
                if not any(map(better, ends)):
                    return True
            return False

        return {there for there in self.reach(group, state, False) if better(there) and not deterred(there)}
