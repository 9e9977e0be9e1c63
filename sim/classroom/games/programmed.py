"""A program that plays for nobody in a class: it is asked once for each choice; an equilibrium plays when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.opponents import opponent
from sim.agents.programs.process import Program
from sim.errors import AgentError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.classroom.session.state import MatchState

SECONDS = 3.0
"""Time for an answer: a class waits meanwhile."""


class ClassProgram:
    """A program, for all matches of a class.

    Parameters
    ----------
    command : str
        The program and its arguments. It comes from the command line alone: no page and no file of a class names it.
    """

    def __init__(self, command: str) -> None:
        self.program = Program(command, SECONDS)
        self.failed = ""
        self._known: dict[tuple[int, int, int], dict[str, float]] = {}

    def chances(self, arena: Arena, match: MatchState, side: int) -> dict[str, float]:
        """What it does in a match where that stands; what the equilibrium does there once the program has failed."""
        key = match.number, len(match.turns), side
        if key not in self._known:
            self._known[key] = arena.mixture(match.place, side) if self.failed else self._asked(arena, match, side)
        return self._known[key]

    def _asked(self, arena: Arena, match: MatchState, side: int) -> dict[str, float]:
        try:
            player, place = opponent(arena, side, self.program.command, program=self.program), arena.start
            for turn in match.turns:
                player.saw(place, turn)
                place = next(way for way in arena.ways(place, turn.moves) if way.event == turn.event).to
            return player.chances(place)
        except AgentError as error:
            self.failed = str(error)
            self.program.end()
            return arena.mixture(match.place, side)
