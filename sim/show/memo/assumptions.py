"""What an answer rests on: the rules of the game in words, its numbers, their sources, and what made the memo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sim.games import compile_scenario
from sim.games.tree.game_tree import GameTree
from sim.scenario.scenario import Concessions, Matrix, Tree
from sim.show.concessions.rules import further_rules
from sim.show.hidden.rules import fake_facts
from sim.show.lesson.situation import numbers, situation
from sim.show.studies.comparison import changes_of
from sim.show.text.blocks import Item, Paragraph, Points, Section, Table, Text
from sim.show.text.scale import scaled
from sim.show.text.words import number
from sim.show.tree.tree_in_letters import drawn
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_ACROSS = 7
"""Actions of the column player in one table; wider games stand in several, so that they fit a page."""

MOST_CELLS = 900
"""Cells of the largest game whose payoffs are written out."""


def assumptions(scenarios: Sequence[Scenario]) -> list[Text]:
    """What each scenario rests on; what is the same as for one before it is not told again."""
    names = names_of(scenarios)
    texts: list[Text] = []
    for scenario, name in zip(scenarios, names, strict=True):
        sections = tuple(_told_once(section, texts, names) for section in _rests_on(scenario))
        texts.append(Text("Assumptions" if len(scenarios) == 1 else f"Assumptions: {name}", sections))
    return texts


def names_of(scenarios: Sequence[Scenario]) -> list[str]:
    """Titles, with what was set and changed, and where these are the same the number as well."""
    return distinct([", ".join([s.title, *_set(s)]) for s in scenarios])


def distinct(heads: Sequence[str]) -> list[str]:
    """Headings, numbered where several are the same."""
    return [f"{head} ({heads[: k + 1].count(head)})" if heads.count(head) > 1 else head for k, head in enumerate(heads)]


def _set(scenario: Scenario) -> list[str]:
    """What was set from outside the file, and what was changed in it."""
    return [*(f"{name} = {value}" for name, value in scenario.settings), *changes_of(scenario)]


def _told_once(section: Section, before: Sequence[Text], names: Sequence[str]) -> Section:
    for text, name in zip(before, names, strict=False):
        if section in text.sections:
            return Section(section.title, (Paragraph(f"As for {name}."),))
    return section


@scaled
def _rests_on(scenario: Scenario) -> tuple[Section, ...]:
    """The rules of the game in words, its payoffs where they are given one by one, and the numbers of the file."""
    rules = situation(scenario)
    parts = [Section("The game", (*rules.blocks, *_further(scenario)))]
    table = numbers(scenario)
    if table is not None:
        parts.append(Section("The numbers", (table, *_set_words(scenario))))
    return tuple(parts)


def _further(scenario: Scenario) -> list[Block]:
    """What the board of a class leaves to the picture of the game, or leaves out."""
    game = scenario.game
    if isinstance(game, Concessions):
        return [Paragraph(told) for told in (*further_rules(scenario), *fake_facts(scenario))]
    if isinstance(game, Matrix):
        return _payoffs(scenario, game)
    if isinstance(game, Tree):
        form = compile_scenario(scenario)
        tree = form if isinstance(form, GameTree) else getattr(form, "tree", None)
        return list(drawn(scenario, tree, None)) if isinstance(tree, GameTree) and not scenario.variants else []
    return []


def _payoffs(scenario: Scenario, game: Matrix) -> list[Block]:
    one, two = (player.name for player in scenario.players)
    rows, columns = game.actions
    if len(rows) * len(columns) > MOST_CELLS:
        return [Paragraph(f"The game has {len(rows)} by {len(columns)} actions; the file has their payoffs.")]
    caption = f"What each pair of actions pays {one}, then {two}"
    tables: list[Block] = []
    for start in range(0, len(columns), MOST_ACROSS):
        across = slice(start, start + MOST_ACROSS)
        cells = tuple(
            (action, *(f"{number(a)}, {number(b)}" for a, b in row[across]))
            for action, row in zip(rows, game.payoffs, strict=True)
        )
        tables.append(Table(caption, (f"{one} \\ {two}", *columns[across]), cells))
    return tables


def _set_words(scenario: Scenario) -> list[Block]:
    told = ", ".join(_set(scenario))
    return [Paragraph(f"Set from outside the file: {told}.")] if told else []


def sources(scenarios: Sequence[Scenario]) -> Text:
    """Where the facts of the files come from."""
    named = list(dict.fromkeys(source for scenario in scenarios for source in scenario.sources))
    told = Points(tuple(map(Item, named))) if named else Paragraph(_unnamed(len(scenarios)))
    return Text("Sources", (), (told,))


def _unnamed(count: int) -> str:
    return "The file names no sources." if count == 1 else "The files name no sources."


def made(scenarios: Sequence[Scenario], command: str) -> Text:
    """What made the memo: the command, the version, and the files by their hashes.

    Parameters
    ----------
    command : str
        The command as it was typed; empty where it was made in Python.
    """
    rows = [
        ("Command", command or "made in Python"),
        ("Program", f"detente {__version__}, Python {sys.version_info.major}.{sys.version_info.minor}"),
    ]
    for scenario in scenarios:
        rows.append(("File", scenario.file))
        rows.append(("SHA-256, with what was changed" if scenario.changes else "SHA-256", scenario.sha256))
        if told := ", ".join(_set(scenario)):
            rows.append(("Set", told))
    return Text("How this was made", (), (Table("The command and the files", (), tuple(rows)),))
