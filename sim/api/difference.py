"""What two games differ in, and how their answers differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    from sim.study.difference import KeyDifference


def diff(before: str | Game | Result, after: str | Game | Result) -> Diff:
    """What two scenarios differ in, as the format understands it, and how their answers differ.

    Parameters
    ----------
    before, after : str, Game or Result
        Names or files of scenarios, games, or results; what is not solved is solved for its default concept.

    Raises
    ------
    DetenteError
        If one of them cannot be loaded or solved.

    Examples
    --------
    >>> import sim
    >>> game = sim.load("action-for-action")
    >>> found = sim.diff(game, game.with_(leakage=0.5))
    >>> found.keys[0]
    {'key': 'leakage', 'before': '0.2', 'after': '0.5'}
    >>> found.answers["question"][0]
    'ends'
    >>> sim.diff(game, game).same
    True
    """
    from sim.api.listing import solved

    return Diff(solved(before), solved(after))


@dataclass(frozen=True, eq=False, repr=False)
class Diff(Report):
    """What two games differ in.

    Parameters
    ----------
    before, after : Result
        The games, solved.
    """

    asks = "What differs"

    before: Result
    after: Result

    @cached_property
    def found(self) -> tuple[KeyDifference, ...]:
        """The keys that they do not have alike."""
        from sim.study.difference import differences

        return differences(self.before.scenario, self.after.scenario)

    @property
    def same(self) -> bool:
        """Whether the format cannot tell them apart."""
        return not self.found

    @property
    def title(self) -> str:
        """What it is about."""
        return f"{self.before.title} and {self.after.title}"

    @property
    def keys(self) -> Table:
        """Keys that bear on results and are not alike; columns ``key``, ``before`` and ``after``."""
        from sim.show.studies.diff import key_rows

        return Table("What the files say", ("key", "before", "after"), key_rows(self.found))

    @property
    def answers(self) -> Table:
        """Answers that are not alike; columns ``question``, ``before`` and ``after``."""
        from sim.show.studies.diff import changed_facts

        rows = tuple((question.strip(), *pair) for question, *pair in changed_facts(*self._pairs))
        return Table("How the answers differ", ("question", "before", "after"), rows)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The two scenarios."""
        return self.before.scenario, self.after.scenario

    @property
    def in_memo(self) -> Brief:
        """It in one line, with what the files say and how the answers differ."""
        from sim.show.text.brief import Brief

        tables = tuple(table.block() for table in (self.keys, self.answers) if len(table))
        return Brief(self.title, "", (self.line,), tables)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The stories of both, as the appendix of a memo has them."""
        return self.before.text, self.after.text

    @property
    def story(self) -> str:
        """What ``detente diff`` prints."""
        from sim.show.studies.diff import diff_story

        return diff_story(*self._pairs, self.found)

    @property
    def saved(self) -> str:
        """What ``detente watch`` tells of a save: the same, where both are one file, before it and after."""
        from sim.show.studies.diff import save_story

        return save_story(*self._pairs, self.found)

    @property
    def line(self) -> str:
        """It in one line."""
        from sim.show.studies.diff import diff_line

        return diff_line(*self._pairs, self.found)

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente diff`` prints with ``--json``."""
        from sim.show.studies.diff import diff_document

        return diff_document(*self._pairs, self.found)

    @property
    def _pairs(self) -> tuple[tuple[Scenario, Solution], tuple[Scenario, Solution]]:
        return (self.before.scenario, self.before.solution), (self.after.scenario, self.after.solution)

    def __repr__(self) -> str:
        return f"<Diff {self.title!r} ({len(self.found)} keys)>"
