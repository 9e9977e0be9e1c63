"""The scenarios that come along, and scenarios side by side, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.report import Report
from sim.api.table import Table

if TYPE_CHECKING:
    from sim.api.game import Game
    from sim.api.result import Result
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief


def catalog() -> Table:
    """The scenarios that come along; columns ``name``, ``title``, ``kind``, ``topic`` and ``summary``.

    Examples
    --------
    >>> import sim
    >>> "stag-hunt" in sim.catalog()["name"]
    True
    """
    from sim.scenario.catalog import entries
    from sim.scenario.load import load

    rows = []
    for entry in entries():
        folder, _, name = entry.name.rpartition("/")
        scenario = load(entry.path)
        rows.append((name, scenario.title, scenario.kind, scenario.lesson.topic or folder, scenario.summary))
    return Table("Scenarios that come along", ("name", "title", "kind", "topic", "summary"), tuple(rows))


def compare(*games: str | Game | Result) -> Table:
    """Scenarios side by side: in what they differ, then a row for each question; a column for each scenario.

    Parameters
    ----------
    *games : str, Game or Result
        Names or files of scenarios, games, or results; what is not solved is solved for its default concept.

    Raises
    ------
    DetenteError
        If one of them cannot be loaded or solved.

    Examples
    --------
    >>> import sim
    >>> found = sim.compare("action-for-action", "dismantle-first")
    >>> found[0]
    {'question': 'us.declaration waits for', 'Action for action': 'nk.freeze', 'Dismantle first': 'nothing'}

    Variants of one game have a mark where they are not as the first:

    >>> game = sim.load("action-for-action")
    >>> sim.compare(game, game.with_(leakage=0.5))[0]
    {'question': 'leakage', 'Action for action': '0.2', 'Action for action, leakage=0.5': '0.5 *'}
    """
    from sim.errors import AskError

    if not games:
        raise AskError("compare", "name a scenario or more to compare")
    return Comparison(tuple(map(solved, games))).table


@dataclass(frozen=True)
class Comparison(Report):
    """Solved games side by side.

    Parameters
    ----------
    results : tuple of Result
        One or more.
    """

    asks = "Side by side"

    results: tuple[Result, ...]

    @property
    def title(self) -> str:
        """What it is."""
        return "Side by side"

    @property
    def table(self) -> Table:
        """A row for each question, a column for each scenario."""
        from sim.show.studies.comparison import compare_rows

        _, *rows = compare_rows(self._pairs)
        names = _distinct([_name(result) for result in self.results])
        return Table(self.title, ("question", *names), tuple(map(tuple, rows)), ("", *names))

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that stand side by side."""
        return tuple(result.scenario for result in self.results)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The stories of all of them, as the appendix of a memo has them."""
        return tuple(result.text for result in self.results)

    @property
    def brief(self) -> Brief:
        """What ``detente compare`` shows on a terminal."""
        from sim.show.studies.briefs import comparison_brief

        return comparison_brief(self._pairs, all(result.certified for result in self.results))

    @property
    def story(self) -> str:
        """What ``detente compare`` prints."""
        from sim.show.studies.comparison import compare_table

        return compare_table(self._pairs)

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente compare`` prints with ``--json``."""
        return {"format": 1, "scenarios": [result.document for result in self.results]}

    @property
    def _pairs(self) -> list[tuple[Scenario, Solution]]:
        return [(result.scenario, result.solution) for result in self.results]


def solved(game: str | Game | Result) -> Result:
    """A game with its answer; one that is not solved is solved for its default concept."""
    from sim.api.game import Game, load
    from sim.api.result import Result

    if isinstance(game, Result):
        return game
    return (game if isinstance(game, Game) else load(game)).solve()


def _name(result: Result) -> str:
    """Title of a scenario, with what was set."""
    from sim.show.studies.comparison import changes_of

    set_ = [f"{name} {value}" for name, value in result.scenario.settings]
    return ", ".join([result.title, *set_, *changes_of(result.scenario)])


def _distinct(names: list[str]) -> list[str]:
    return [f"{name} ({names[: k + 1].count(name)})" if names.count(name) > 1 else name for k, name in enumerate(names)]
