"""What a class agreed on where packages are bargained over: each game's package, and what part of the gain it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.issues import ACCEPT, IssuesArena
from sim.deadline import Deadline
from sim.engine.issues.bargaining import solve_packages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.agents.arenas.arena import Arena
    from sim.agents.arenas.replay import Replay
    from sim.engine.issues.bargaining import PackagesSolution
    from sim.types import Pair


@dataclass(frozen=True)
class Agreement:
    """How a finished game over packages ended.

    Parameters
    ----------
    people : pair of str
        Who played; the name of an agent where one did.
    package : tuple of int or None
        What was agreed on; None for nothing.
    round : int
        The round in which the game ended, from 0.
    payoffs : pair of Fraction
        What both have, in the terms of that round.
    captured : Fraction or None
        The part of the possible gain that the package has, time left aside; None where it does not leave both better
        off than walking away, or nothing was agreed on.
    efficient : bool
        Whether no package is better for one side and worse for nobody.
    """

    people: tuple[str, str]
    package: tuple[int, ...] | None
    round: int
    payoffs: Pair
    captured: Fraction | None
    efficient: bool


@dataclass(frozen=True)
class Agreements:
    """What a class agreed on, game by game, with what could have been."""

    games: tuple[Agreement, ...]
    solution: PackagesSolution

    @property
    def reached(self) -> tuple[Agreement, ...]:
        """The games with an agreement."""
        return tuple(game for game in self.games if game.package is not None)

    @property
    def mean_captured(self) -> float | None:
        """The mean part of the gain over agreements that leave both better off; None if there is none."""
        parts = [float(game.captured) for game in self.reached if game.captured is not None]
        return sum(parts) / len(parts) if parts else None


def agreements(arena: Arena, replays: Sequence[Replay], time_limit: float | None = 60.0) -> Agreements | None:
    """What was agreed on in the finished games of a class; None for other kinds of scenarios.

    Parameters
    ----------
    replays : sequence of Replay
        The games.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    if not isinstance(arena, IssuesArena):
        return None
    solution = solve_packages(arena.game, Deadline(time_limit))
    efficient = {each.payoffs for each in solution.frontier}
    found = []
    for number, played in enumerate(replays, 1):
        if not played.session.finished:
            continue
        one, two = (seat.person or seat.agent or f"game {number}" for seat in played.session.seats)
        last = played.decisions[-1]
        package = last.place[1] if last.choice == ACCEPT else None
        pays = arena.game.walk_away if package is None else arena.game.pays(package)
        captured = None if package is None else solution.captured(pays)
        found.append(Agreement((one, two), package, last.round, pays, captured, pays in efficient))
    return Agreements(tuple(found), solution)
