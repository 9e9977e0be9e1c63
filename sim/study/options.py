"""What can be asked for in each study: every option once, with what it means and what it is if nothing is said.

The command line takes its defaults from here, the Python interface its defaults and what its help says (`takes`). The
command line loads these classes at every start, so they are left without what nobody asks of them (``eq``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast
from warnings import warn

from sim.deprecated import KEYWORDS
from sim.errors import AskError

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")

PARAMETERS = "Parameters\n----------\n"

SELECT = "payoff-dominant"
"""The selection rule if none is named."""

TIME_LIMIT = 60.0
"""Seconds after which a computation is given up if nothing is said."""

POINT = 0.1
"""Share of the time for all points that a single one may take, so that a few hard ones do not use up all of it."""


def point_limit(time_limit: float | None, own: float | None = None) -> float | None:
    """Seconds that a single point may take, where there are some for all points together.

    Parameters
    ----------
    time_limit : float or None
        Seconds for all; None for no limit.
    own : float, optional
        Seconds for one; by default a tenth of those for all.
    """
    return own if own is not None or time_limit is None else POINT * time_limit


@dataclass(frozen=True, eq=False)
class MapOptions:
    """How a map of two parameters is drawn.

    Parameters
    ----------
    grid : int
        Points of the coarse grid along each axis.
    precision : float
        Share of a range to which boundaries are bisected.
    most : int
        Points after which the map is not refined further.
    checks : int
        Points drawn at random to test the map.
    deals : bool
        Tell deals apart by their round, and the rest only by whether one was made.
    coarse : bool
        Tell apart only whether there is a deal, and if not whether one was made.
    every : bool
        Tell apart what all subgame-perfect equilibria agree on: whether a deal is certain, possible or impossible.
    seed : int
        What chance draws.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds for all points together; None for no limit.
    point_limit : float, optional
        Seconds that a single one may take; by default a tenth of those.
    """

    grid: int = 25
    precision: float = 1e-3
    most: int = 20_000
    checks: int = 200
    deals: bool = False
    coarse: bool = False
    every: bool = False
    seed: int = 1
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT
    point_limit: float | None = None

    def check(self) -> None:
        """Refuse numbers that make no map.

        Raises
        ------
        AskError
            For the first of them.
        """
        if not 1e-9 <= self.precision <= 0.5:
            raise AskError("precision", f"expected a share from 1e-9 to 0.5, found {self.precision:g}")
        if self.every and (self.deals or self.coarse):
            raise AskError(
                "every", "what all equilibria agree on is not told apart further; leave the other option out"
            )
        for option, number, least in (("grid", self.grid, 2), ("points", self.most, 4), ("check", self.checks, 0)):
            if number < least:
                raise AskError(option, f"expected {least} or more points, found {number}")


@dataclass(frozen=True, eq=False)
class SensitivityOptions:
    """How it is found out what the ending hangs on.

    Parameters
    ----------
    output : str, optional
        Whose variance is told of: ``agreement``, ``round``, ``ending`` or ``payoff:PLAYER``.
    samples : int
        Base points of the variance shares, a power of two from 4 on; 0 for no shares.
    seed : int
        What chance draws.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds for all points together; None for no limit.
    point_limit : float, optional
        Seconds that a single one may take; by default a tenth of those.
    """

    output: str | None = None
    samples: int = 256
    seed: int = 1
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT
    point_limit: float | None = None

    def check(self) -> None:
        """Refuse a number of samples that variance shares cannot be found from.

        Raises
        ------
        AskError
            If it is one.
        """
        if self.samples and (self.samples < 4 or self.samples & (self.samples - 1)):
            raise AskError("samples", f"expected 0 or a power of two from 4 on, found {self.samples}")


@dataclass(frozen=True, eq=False)
class RobustOptions:
    """How it is found out whether an answer holds under other rules and numbers.

    Parameters
    ----------
    draws : int
        How often payoffs are drawn.
    spread : float
        Share by which each number that a payoff is given by may go up or down.
    seed : int
        What chance draws.
    select : str
        The selection rule of all rows but those that differ in it.
    time_limit : float or None
        Seconds for the whole.
    """

    draws: int = 200
    spread: float = 0.1
    seed: int = 1
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse numbers that payoffs cannot be drawn with.

        Raises
        ------
        AskError
            If one is.
        """
        if not 0 < self.spread < 1:
            raise AskError("spread", f"expected a share between 0 and 1, found {self.spread:g}")
        if self.draws < 0:
            raise AskError("draws", f"expected 0 or more draws, found {self.draws}")


@dataclass(frozen=True, eq=False)
class SweepOptions:
    """How points of a sweep are drawn and solved.

    Parameters
    ----------
    samples : int, optional
        Draws of the parameters that are drawn; 1000 if nothing is said.
    seed : int
        Of the draws.
    select : str
        The selection rule.
    roadmaps : bool
        Keep the patience that each roadmap needs, too.
    verdict : bool
        Keep what all subgame-perfect equilibria agree on, too.
    time_limit : float or None
        Seconds for one point that is solved by itself.
    """

    samples: int | None = None
    seed: int = 0
    select: str = SELECT
    roadmaps: bool = False
    verdict: bool = False
    time_limit: float | None = TIME_LIMIT


@dataclass(frozen=True, eq=False)
class SimulationOptions:
    """How agents play a game many times.

    Parameters
    ----------
    runs : int
        How often.
    seed : int
        What chance draws.
    time_limit : float or None
        Seconds after which it is given up, what agents have to find out beforehand included.
    """

    runs: int = 10_000
    seed: int = 1
    time_limit: float | None = TIME_LIMIT


@dataclass(frozen=True, eq=False)
class TournamentOptions:
    """How every agent plays every agent.

    Parameters
    ----------
    runs : int
        How often each pairing is played.
    seed : int
        What chance draws.
    time_limit : float or None
        Seconds after which it is given up, what agents have to find out beforehand included.
    """

    runs: int = 1_000
    seed: int = 1
    time_limit: float | None = TIME_LIMIT


@dataclass(frozen=True, eq=False)
class RoadmapOptions:
    """How orders of the steps are looked for.

    Parameters
    ----------
    punishment : {"snapback", "breakdown", "worst"}, optional
        What follows when somebody leaves; by default what the file says. With ``"worst"`` also which orders hold in the
        file's own game if the equilibrium that is worst for whoever leaves follows.
    parts : int
        Cut each step into up to so many equal ones.
    frontier : int, optional
        Cut the frontiers of the search to so many points; by default they are not cut.
    hazard : float or str, optional
        Chance that the talks break down after a round that stalls, as the file says which rounds stall; ``"file"`` for
        that of the file. There is none by default.
    walk_away : bool
        Whether players may also end the talks, as long as the agreement is not complete.
    time_limit : float or None
        Seconds after which the search is given up.
    """

    punishment: Literal["snapback", "breakdown", "worst"] | None = None
    parts: int = 1
    frontier: int | None = None
    hazard: float | str | None = None
    walk_away: bool = False
    time_limit: float | None = TIME_LIMIT


@dataclass(frozen=True, eq=False)
class ReassuranceOptions:
    """How first steps that tell types apart are looked for.

    Parameters
    ----------
    by : str, optional
        The parameter that stands for the size of the first step; by default its effects are multiplied.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds after which the search is given up.
    """

    by: str | None = None
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT


REPORT_PARTS = ("run", "roadmaps", "require", "robust", "map", "sensitivity")
"""The questions that a report answers, in its order, by the commands that answer them alone."""


@dataclass(frozen=True, eq=False)
class ReportOptions:
    """What a report on a game asks.

    Parameters
    ----------
    axes : tuple of str
        The two parameters of the map, each as NAME, NAME=FROM:TO or NAME=FROM:TO:POINTS; by default the two that the
        ending hangs on most.
    without : tuple of str
        What is not asked: ``run``, ``roadmaps``, ``robust``, ``map`` or ``sensitivity``.
    grid : int
        Points of the coarse grid of the map along each axis.
    draws : int
        How often payoffs are drawn to see whether the answer holds.
    samples : int
        Base points of the variance shares, a power of two from 4 on; 0 for no shares.
    select : str
        The selection rule.
    time_limit : float or None
        Seconds for each question; for the map and what the ending hangs on, for one point that is solved by itself.
    """

    axes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    grid: int = MapOptions.grid
    draws: int = RobustOptions.draws
    samples: int = SensitivityOptions.samples
    select: str = SELECT
    time_limit: float | None = TIME_LIMIT

    def check(self) -> None:
        """Refuse questions that there are not, and a map of other than two parameters.

        Raises
        ------
        AskError
            If something is asked for that there is not, or nothing is asked.
        """
        for name in self.without:
            if name not in REPORT_PARTS:
                raise AskError("without", f"expected {', '.join(REPORT_PARTS)}, found '{name}'")
        if set(REPORT_PARTS) <= set(self.without):
            raise AskError("without", "nothing is left to be asked")
        if len(self.axes) not in (0, 2):
            raise AskError("axis", f"expected two parameters, found {len(self.axes)}")


def takes(options: type) -> Callable[[Function], Function]:
    """Say in a function's docstring what the options mean that it takes as keywords, as their class says it.

    Keywords by their old names are taken too, with a `DeprecationWarning`.

    Parameters
    ----------
    options : type
        One of the classes here.
    """

    def documented(function: Function) -> Function:
        if function.__doc__ and options.__doc__:  # there are none with python -OO
            entries = cleandoc(options.__doc__).partition(PARAMETERS)[2]
            about, mark, rest = cleandoc(function.__doc__).partition(PARAMETERS)
            if mark:
                own, _, rest = rest.partition("\n\n")
                entries = f"{own}\n{entries}"
            else:
                about, _, rest = about.partition("\n\n")
                about += "\n\n"
            function.__doc__ = f"{about}{PARAMETERS}{entries}\n\n{rest}"
        return _with_old_names(function, options.__name__)

    return documented


def _with_old_names(function: Function, options: str) -> Function:
    """A function that also takes its keywords by the names that they had."""
    old = {row.old: row for row in KEYWORDS if row.where == options}
    if not old:
        return function

    @wraps(function)
    def taken(*args: Any, **given: Any) -> Any:
        for name in old.keys() & given.keys():
            if old[name].new in given:
                raise TypeError(f"{function.__name__}: {old[name].told}; it is given under both names")
            warn(old[name].told, DeprecationWarning, stacklevel=2)
            given[old[name].new] = given.pop(name)
        return function(*args, **given)

    return cast("Function", taken)
