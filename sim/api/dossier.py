"""A report on a game: solved, its roadmaps, what a deal would take, how far it holds, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sim.api.memo import Memorandum, Refused
from sim.api.report import ASKS
from sim.deadline import within
from sim.engine.solve import rule_of
from sim.errors import AskError, CertificateError, DetenteError, ListCutError, OutputError
from sim.progress import steps
from sim.study.options import (
    REPORT_PARTS,
    SELECT,
    TIME_LIMIT,
    MapOptions,
    ReportOptions,
    RoadmapOptions,
    RobustOptions,
    SensitivityOptions,
    takes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.game import Game
    from sim.api.maps import Map, Sensitivity
    from sim.api.memo import Part
    from sim.api.report import Report
    from sim.api.result import Result

STUDIES = "robust", "map", "sensitivity"
"""What solves the game again and again, with other numbers."""


class Dossier(Memorandum):
    """A report: answers to all questions about a game in one memo; `save` writes it.

    Examples
    --------
    >>> import sim
    >>> sim.report("chicken", without=["map", "sensitivity"]).title
    'Chicken'
    """

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente report`` prints with ``--json``: a document for each answer, and why there is no other."""
        names = {asks: name for name, asks in ASKS.items()}
        found = {names[part.asks]: part for part in self.parts}
        refused = {name: part.why for name, part in found.items() if isinstance(part, Refused)}
        told = {name: cast("Report", part).document for name, part in found.items() if not isinstance(part, Refused)}
        return {"format": 1, **told, "refused": refused}

    def __repr__(self) -> str:
        return f"<Dossier {self.title!r}: {', '.join(part.asks.lower() for part in self.answers)}>"


@takes(ReportOptions)
def report(
    game: str | Game,
    *,
    axes: Iterable[str] = (),
    without: Iterable[str] = (),
    grid: int = ReportOptions.grid,
    draws: int = ReportOptions.draws,
    samples: int = ReportOptions.samples,
    select: str = SELECT,
    time_limit: float | None = TIME_LIMIT,
    date: str = "",
) -> Dossier:
    """Ask all questions about a game, for one memo; what has no answer is said in it.

    Parameters
    ----------
    game : str or Game
        Name or file of a scenario, or a game.
    date : str
        The date that it bears; by default none, so that the same game gives the same file.

    Raises
    ------
    DetenteError
        If the game cannot be loaded, or no question has an answer.
    """
    from sim.api.game import Game, load

    options = ReportOptions(tuple(axes), tuple(without), grid, draws, samples, select, time_limit)
    return ask_report(game if isinstance(game, Game) else load(game), options, date=date)


def ask_report(game: Game, options: ReportOptions, command: str = "", date: str = "") -> Dossier:
    """The same for options in one."""
    options.check()
    asked = [name for name in REPORT_PARTS if name not in options.without]
    questions = _Questions(game, options)
    # What the ending hangs on says what the map is of, and is asked before it.
    order = sorted(asked, key=lambda name: name == "map")
    found = {name: questions.ask(name) for name in steps("parts", order)}
    refused = [error for error in found.values() if isinstance(error, DetenteError)]
    if len(refused) == len(found):
        raise refused[0]
    return Dossier(tuple(_part(name, found[name]) for name in asked), command, date)


def _part(name: str, found: Report | DetenteError) -> Part:
    return Refused(ASKS[name], str(found)) if isinstance(found, DetenteError) else found


class _Questions:
    """The questions, each with what it takes from the options."""

    def __init__(self, game: Game, options: ReportOptions) -> None:
        self.game, self.options = game, options
        self.found: Sensitivity | None = None
        self.cut: ListCutError | None = None

    def ask(self, name: str) -> Report | DetenteError:
        """An answer, or why there is none."""
        if self.cut and name in STUDIES:
            return AskError(name, f"not asked, since the file's own numbers have no answer to compare with: {self.cut}")
        answers = {
            "run": self._run,
            "roadmaps": self._roadmaps,
            "require": self._require,
            "robust": self._robust,
            "map": self._map,
            "sensitivity": self._sensitivity,
        }
        try:
            return answers[name]()
        except (CertificateError, OutputError):
            raise
        except DetenteError as error:
            return error

    def _run(self) -> Result:
        with within(self.options.time_limit):
            found = self.game.solve(select=self.options.select, time_limit=self.options.time_limit)
        try:
            found.solution.answer(rule_of(self.game.scenario, self.options.select))
        except ListCutError as error:
            self.cut = error
        except DetenteError:
            pass  # what it is like elsewhere is another question
        return found

    def _roadmaps(self) -> Report:
        from sim.api.roadmaps import Roadmaps

        with within(self.options.time_limit):
            return Roadmaps.ask(self.game.scenario, RoadmapOptions(time_limit=self.options.time_limit))

    def _require(self) -> Report:
        from sim.api.require import Requirement
        from sim.study.require.options import RequireOptions

        return Requirement.ask(self.game.scenario, "deal", (), RequireOptions(time_limit=self.options.time_limit))

    def _robust(self) -> Report:
        from sim.api.robust import Robust

        own = self.options
        options = RobustOptions(draws=own.draws, select=own.select, time_limit=own.time_limit)
        return Robust.ask(self.game.scenario, options)

    def _sensitivity(self) -> Sensitivity:
        from sim.api.maps import Sensitivity as Asked

        own = self.options
        options = SensitivityOptions(samples=own.samples, select=own.select, time_limit=own.time_limit)
        self.found = Asked.ask(self.game.scenario, (), options)
        return self.found

    def _map(self) -> Map:
        from sim.api.maps import Map as Asked

        own = self.options
        options = MapOptions(grid=own.grid, select=own.select, time_limit=own.time_limit)
        across, up = own.axes or self._axes()
        return Asked.ask(self.game.scenario, across, up, options)

    def _axes(self) -> tuple[str, str]:
        """The two parameters that the ending hangs on most; the first two with a range where that was not asked."""
        from sim.study.maps.ranges import ranges_of

        names = [each.name for each in ranges_of(self.game.scenario)]
        if self.found is not None:
            names = [entry["name"] for entry in self.found.document["parameters"]]
        if len(names) < 2:
            raise AskError("map", "a map takes two parameters that have a min and a max in the file")
        return names[0], names[1]
