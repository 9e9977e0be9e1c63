"""An agent at the table where packages are bargained over, and what it must not do."""

from __future__ import annotations

import sys
import traceback
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from sim.agents.arenas.issues import WAIT, WALK
from sim.agents.packages.view import PackageView
from sim.errors import AgentError, PlayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.agents.agent import Agent
    from sim.agents.arenas.issues import IssuesArena, Place
    from sim.agents.arenas.match import MatchTurn

    Package = tuple[int, ...]
    Course = tuple[tuple[int, Package], ...]


class PackagePlayer:
    """An agent at the table."""

    def __init__(self, arena: IssuesArena, agent: Agent, seat: int) -> None:
        self.arena, self.agent, self.seat = arena, agent, seat
        self.course: Course = ()
        self._known: dict[tuple[Place, Course], dict[str, float]] = {}

    def chances(self, place: Place, course: Course | None = None) -> dict[str, float]:
        """What it does at a place: choices with probabilities.

        Parameters
        ----------
        course : tuple of (int, tuple of int), optional
            All offers so far, with whose they are; by default those that it has seen.
        """
        made = self.course if course is None else course
        key = place, made
        if key not in self._known:
            self._known[key] = self._decided(place, made)
        return self._known[key]

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers what was offered."""
        who = self.arena.movers(place)[0]
        if offers(place, turn.moves[who]):
            self.course = (*self.course, (who, self.arena.package(turn.moves[who])))

    def _decided(self, place: Place, made: Course) -> dict[str, float]:
        t, package = place
        mine, theirs = ([each for who, each in made if (who == self.seat) == own] for own in (True, False))
        done = self._asked(PackageView(self.arena, self.seat, t, package, mine, theirs), t)
        chances = {done: 1.0} if isinstance(done, str) else done
        if not isinstance(chances, dict) or not chances:
            raise self._wrong(t, f"'act' returned {str(done)[:80]!r}")
        found: dict[str, float] = {}
        for choice, chance in chances.items():
            if not isinstance(choice, str) or not isinstance(chance, (int, float)) or not 0 <= chance <= 1:
                raise self._wrong(t, f"'act' returned {str(done)[:80]!r}")
            known = self._read(place, choice)
            found[known] = found.get(known, 0.0) + float(chance)
        if abs(sum(found.values()) - 1) > 1e-9:
            raise self._wrong(t, f"its probabilities add up to {sum(found.values()):g}, not to 1")
        return found

    def _read(self, place: Place, choice: str) -> str:
        open_ = self.arena.options(place, self.seat)
        if (open_ and choice in open_) or (not open_ and self.arena.knows(choice)):
            return choice
        if not open_:
            try:
                return self.arena.read(choice)
            except PlayError as error:
                raise self._wrong(place[0], str(error)) from None
        raise self._wrong(place[0], f"'{choice[:80]}' is no answer (open: {', '.join(open_)})")

    def _asked(self, view: PackageView, t: int) -> str | Mapping[str, float]:
        try:
            with redirect_stdout(sys.stderr):  # what an agent prints is no result
                return self.agent.act(view)  # type: ignore[arg-type]
        except (Exception, SystemExit) as error:
            if type(self.agent).__module__.startswith("sim.") or isinstance(error, AgentError):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            told = f"'act' fails: {type(error).__name__}: {error} ({last.filename}, line {last.lineno}: {last.line})"
            raise self._wrong(t, told) from None

    def _wrong(self, t: int, what: str) -> AgentError:
        return AgentError(
            f"the agent {self.agent.label}, playing {self.arena.game.players[self.seat]}, round {t + 1}: {what}"
        )


def offers(place: Place, choice: str) -> bool:
    """Whether a choice at a place is to offer a package."""
    return place[1] is None and choice not in (WAIT, WALK)
