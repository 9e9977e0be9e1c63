"""What a class chose, as a table: decision points, people, and the fitted precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Place

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena
    from sim.agents.arenas.replay import Replay
    from sim.scenario.scenario import Scenario
    from sim.study.classroom.agreements import Agreements
    from sim.study.classroom.fit import Fit


@dataclass(frozen=True)
class Row:
    """An action at a decision point.

    Parameters
    ----------
    action : str
        The action; for numbers that are named, the range that they lie in.
    count : int
        How often it was chosen.
    equilibria : tuple of float
        Probability in each equilibrium that the choices are held against.
    quantal : float or None
        Probability in play with errors at the fitted precision.
    """

    action: str
    count: int
    equilibria: tuple[float, ...]
    quantal: float | None


@dataclass(frozen=True)
class PointTable:
    """What was chosen at a decision point.

    Parameters
    ----------
    seat : int
        Whose decision.
    name : str
        The point.
    count : int
        How often somebody chose there.
    given : float
        What a choice there gave away on average, from there on.
    rows : tuple of Row
        The actions.
    place : Place
        One of the places that the point stands for.
    """

    seat: int
    name: str
    count: int
    given: float
    rows: tuple[Row, ...]
    place: Place = None


@dataclass(frozen=True)
class Student:
    """One person's games in one seat.

    Parameters
    ----------
    name : str
        The person; empty if no name was given.
    seat : int
        The side.
    games, finished : int
        Games, and those played to their end.
    decisions : int
        Choices in all of them.
    given : float
        What they gave away in all games together, as it counts in the payoff of a game.
    got : float or None
        Mean payoff of the finished games; None if there is none.
    """

    name: str
    seat: int
    games: int
    finished: int
    decisions: int
    given: float
    got: float | None

    @property
    def given_per_game(self) -> float:
        """What a game gave away on average."""
        return self.given / self.games


@dataclass(frozen=True)
class ClassTable:
    """All games of one scenario with the same settings.

    Parameters
    ----------
    scenario : Scenario
        What was played.
    select : str
        The selection rule of the equilibrium.
    rounds : int or None
        After how many rounds play was to stop, where that was asked for.
    labels : tuple of str
        Name of each equilibrium that choices are held against; the first is the one that mistakes are measured by.
    replays : tuple of Replay
        The games.
    points : tuple of PointTable
        Decision points, in the order in which play comes to them.
    overall : tuple of PointTable
        All decisions of a side together, by action, where the same actions come up at many points; else empty.
    students : tuple of Student
        Who played, the one who gave away least per game first.
    fit : Fit or None
        The fitted precision; None if there is none.
    why_no_fit : str
        Why there is none.
    impossible : tuple of int
        Per equilibrium, how many of the choices it gives no chance.
    equilibrium : pair of float
        What the first equilibrium pays.
    agreements : Agreements or None
        What was agreed on, where packages are bargained over.
    """

    scenario: Scenario
    select: str
    rounds: int | None
    arena: Arena
    labels: tuple[str, ...]
    replays: tuple[Replay, ...]
    points: tuple[PointTable, ...]
    overall: tuple[PointTable, ...]
    students: tuple[Student, ...]
    fit: Fit | None
    why_no_fit: str
    impossible: tuple[int, ...]
    equilibrium: tuple[float, float]
    agreements: Agreements | None = None

    @property
    def count(self) -> int:
        """Number of choices."""
        return sum(point.count for point in self.points)
