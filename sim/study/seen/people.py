"""Under which numbers of a scenario the choices of a class are likeliest, if people play with errors.

For each value of a parameter the precision of play with errors is fitted anew (`sim.study.classroom.fit`), so that the
likelihood of a value is that with the precision which suits it best. The interval holds the values at which twice the
loss of log-likelihood is at most 3.84 (Wilks 1938; profile likelihood).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import check_time, within
from sim.errors import AskError, DetenteError, TimeLimitError
from sim.progress import stage
from sim.scenario.load import load_source
from sim.scenario.source import read
from sim.study.classroom.classroom import fit_choices, people_at, replayed
from sim.study.classroom.collection import grouped, read_folder
from sim.study.classroom.fit import FLAT, THRESHOLD
from sim.study.classroom.shares import made_by_people
from sim.study.seen.moved import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from sim.agents.arenas.match import Session
    from sim.agents.arenas.replay import Replay, ReplayedDecision
    from sim.scenario.scenario import Scenario
    from sim.study.classroom.fit import Fit
    from sim.study.maps.ranges import Range
    from sim.study.seen.options import SeenOptions

HALVINGS = 6
"""How often the place of an end of an interval is halved."""


@dataclass(frozen=True)
class Profile:
    """A parameter by itself.

    Parameters
    ----------
    range : Range
        The parameter.
    points : tuple of (Fraction, Fit)
        Values with the precision that fits best there, in order.
    low, high : Fraction or None
        Ends of the interval of 95 %; None without points.
    problem : str
        Why values have no fit, or there are fewer than were asked for.
    """

    range: Range
    points: tuple[tuple[Fraction, Fit], ...]
    low: Fraction | None = None
    high: Fraction | None = None
    problem: str = ""

    @property
    def best(self) -> tuple[Fraction, Fit] | None:
        """The likeliest value and the precision there."""
        return max(self.points, key=lambda point: point[1].loglik, default=None)

    @property
    def flat(self) -> bool:
        """Whether the choices say nothing about it."""
        logliks = [fit.loglik for _, fit in self.points]
        return not logliks or max(logliks) - min(logliks) < FLAT

    @property
    def share(self) -> Fraction | None:
        """How much of the range the interval is."""
        return None if self.low is None or self.high is None else (self.high - self.low) / self.range.span


@dataclass(frozen=True)
class Likeliest:
    """Under which numbers the choices of a class are likeliest.

    Parameters
    ----------
    games, choices : int
        Games, and choices of people in them.
    own : Fit or None
        The precision with the numbers that were played with.
    why : str
        Why there is none.
    profiles : tuple of Profile
        Each parameter by itself.
    left_out : tuple of str
        Records that were not used, and why.
    late : tuple of str
        ``lines`` if the time was not enough for all values.
    """

    games: int
    choices: int
    own: Fit | None
    why: str
    profiles: tuple[Profile, ...]
    left_out: tuple[str, ...]
    late: tuple[str, ...]


def likeliest(scenario: Scenario, folder: Path, parameters: Iterable[str], options: SeenOptions) -> Likeliest:
    """Fit the numbers of a scenario to the records of a class that played it.

    Parameters
    ----------
    folder : Path
        The records, as ``detente play`` and ``detente class`` write them.
    parameters : iterable of str
        Those that are fitted, each by itself, as NAME or NAME=FROM:TO; by default all that have a range in the file.

    Raises
    ------
    AskError
        If no record is of the scenario with its settings.
    RangeError
        If a parameter or its range cannot be used, or one is named twice.
    """
    options.check()
    with within(options.time_limit):
        ranges = [each.range for each in moved(scenario, parameters)]
        sessions, left_out = _of(scenario, folder)
        played, troubles = replayed(sessions, None)
        made = made_by_people(played)
        if not played or not made:
            why = "; ".join([*left_out, *troubles][:3]) or "nobody has chosen anything in them"
            raise AskError("observed", f"{folder}: no record of a game of this scenario: {why}")
        fit, why = fit_choices(people_at(scenario, played[0], None), made, None)
        search = _Fitting(scenario, played[0], made, options.points)
        profiles = search.profiles(ranges)
        late = ("lines",) if search.late else ()
        return Likeliest(len(played), len(made), fit, why, tuple(profiles), (*left_out, *troubles), late)


def _of(scenario: Scenario, folder: Path) -> tuple[list[Session], list[str]]:
    """The records of a scenario with its settings, and why others are left out."""
    sessions, troubles = read_folder(folder)
    same = [s for s in sessions if _same_file(s.scenario, scenario)]
    others = len(sessions) - len(same)
    if others:
        troubles.append(f"{others} of another game")
    here = [s for s in same if s.scenario.game == scenario.game]
    if len(here) < len(same):
        troubles.append(f"{len(same) - len(here)} played with other settings, which --set gives")
    groups = sorted(grouped(here), key=len, reverse=True)
    if len(groups) > 1:
        troubles.append(f"{len(here) - len(groups[0])} played by other rules of selection or other numbers of rounds")
    return (groups[0] if groups else []), troubles


def _same_file(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios are of one file, or of files that differ in words alone."""
    if one.sha256 == other.sha256:
        return True
    numbers = [[(p.id, p.patience) for p in s.players] for s in (one, other)]
    return one.kind == other.kind and one.game == other.game and numbers[0] == numbers[1] and not one.variants


class _Fitting:
    """Fits of the same choices at other numbers."""

    def __init__(self, scenario: Scenario, played: Replay, made: Sequence[ReplayedDecision], points: int) -> None:
        self.scenario, self.played, self.made, self.points = scenario, played, made, points
        self.source = read(scenario.file, scenario.text.encode(errors="replace"))
        self.late = False

    def profiles(self, ranges: Sequence[Range]) -> list[Profile]:
        """Each parameter by itself."""
        with stage("lines", len(ranges) * self.points) as counted:
            return [self._profile(r, counted.step) for r in ranges]

    def _at(self, r: Range, value: Fraction) -> tuple[Fit | None, str]:
        check_time()
        try:
            scenario = load_source(self.source, dict(self.scenario.settings) | {r.name: str(value)})
            found = fit_choices(people_at(scenario, self.played, None), self.made, None)
        except TimeLimitError:
            raise
        except (DetenteError, LookupError, ValueError) as error:
            return None, f"{r.name} = {float(value):g}: {error}"
        check_time()
        return found

    def _profile(self, r: Range, step: Callable[[], None]) -> Profile:
        found: dict[Fraction, Fit] = {}
        problem = ""
        try:
            for value in r.mesh(self.points):
                fit, why = self._at(r, value)
                problem = problem or why
                if fit is not None:
                    found[value] = fit
                step()
            self._nearer(r, found)
        except TimeLimitError:
            self.late = True
            problem = problem or "the time was up"
        if not found:
            return Profile(r, (), problem=problem)
        low, high = self._interval(r, found)
        return Profile(r, tuple(sorted(found.items())), low, high, problem)

    def _nearer(self, r: Range, found: dict[Fraction, Fit]) -> None:
        """Look at values around the likeliest one, in halves of the distance to its neighbours."""
        for _ in range(HALVINGS if found else 0):
            places = sorted(found)
            k = max(range(len(places)), key=lambda i: found[places[i]].loglik)
            for one, two in ((k - 1, k), (k, k + 1)):
                if one >= 0 and two < len(places):
                    middle = (places[one] + places[two]) / 2
                    fit, _ = self._at(r, middle)
                    if fit is not None:
                        found[middle] = fit

    def _interval(self, r: Range, found: dict[Fraction, Fit]) -> tuple[Fraction, Fraction]:
        """The least and the greatest value that the choices do not speak against, with the ends brought nearer."""
        top = max(fit.loglik for fit in found.values())

        def inside(value: Fraction) -> bool:
            return 2 * (top - found[value].loglik) <= THRESHOLD

        ends = []
        for order in (1, -1):
            places = sorted(found)[::order]
            k = next(i for i, value in enumerate(places) if inside(value))
            here, beyond = places[k], places[k - 1] if k else None
            try:
                for _ in range(HALVINGS if beyond is not None else 0):
                    middle = (here + beyond) / 2  # type: ignore[operator]
                    fit, _ = self._at(r, middle)
                    if fit is None:
                        break
                    found[middle] = fit
                    here, beyond = (middle, beyond) if inside(middle) else (here, middle)
            except TimeLimitError:
                self.late = True
            ends.append(here)
        return ends[0], ends[1]
