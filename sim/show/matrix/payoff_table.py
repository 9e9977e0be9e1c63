"""The payoffs of a game in strategic form as a table, best responses starred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.matrix.many_actions import MOST_TABLED, choices, formulas, replies
from sim.show.text.blocks import Paragraph, Table
from sim.show.text.letters import width
from sim.show.text.reason_words import GAP
from sim.show.text.words import number

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.games.matrix.strategic_form import StrategicForm
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_COLUMNS = 8
"""Most actions of the column player for which there is a table; a wider one does not fit a terminal."""


def payoff_table(scenario: Scenario, game: StrategicForm, caption: str, starred: str, wide: str) -> tuple[Block, ...]:
    """The table and how to read it, or where to find it if it is too wide.

    Parameters
    ----------
    caption : str
        What it shows.
    starred : str
        What a cell with two stars is.
    wide : str
        What is said of a game that is too wide, after how many actions it has.
    """
    if game.shape[1] > MOST_COLUMNS or game.shape[0] > MOST_TABLED:
        size = Paragraph(f"{game.shape[0]:,} by {game.shape[1]:,} actions; {wide}")
        if not any(game.scales) and game.shape[0] <= MOST_TABLED:
            return (size,)
        return size, choices(scenario, game), *formulas(scenario), *replies(scenario, game)
    names = [p.name for p in scenario.players]
    best_row = [max(line) for line in zip(*game.row, strict=True)]
    rows = []
    for action, row, column in zip(game.actions[0], game.row, game.column, strict=True):
        best_column = max(column)
        cells = [
            f"{number(a)}{'*' if a == best else ' '} {number(b)}{'*' if b == best_column else ' '}"
            for a, b, best in zip(row, column, best_row, strict=True)
        ]
        rows.append((action, *cells))
    head = (f"{names[0]} \\ {names[1]}", *game.actions[1])
    key = f"Each cell: {names[0]}, then {names[1]}. A star marks a best response; a cell with two is {starred}."
    return Table(caption, head, tuple(rows)), Paragraph(key)


MOST_ROWS, MOST_LETTERS = 8, 76
"""Most actions of the row player, and letters of a line, for which there is a table in an answer on one screen."""


def marked_table(
    scenario: Scenario, game: StrategicForm, marked: Collection[tuple[int, int]], plays: Sequence[Sequence[str]] = ()
) -> Table | None:
    """A table with some cells marked; None if it is too large for a screen.

    Parameters
    ----------
    marked : collection of pair of int
        Cells in brackets.
    plays : pair of sequence of str, optional
        What stands beside the actions of each side, such as the chance that it is played.
    """
    if game.shape[0] > MOST_ROWS or game.shape[1] > MOST_COLUMNS:
        return None
    names = [p.name for p in scenario.players]
    rows = []
    for i, action in enumerate(game.actions[0]):
        pairs = [f"{number(game.row[i][j])}, {number(game.column[i][j])}" for j in range(game.shape[1])]
        cells = [f"[{pair}]" if (i, j) in marked else f"{GAP}{pair}{GAP}" for j, pair in enumerate(pairs)]
        rows.append((action, *cells, *([plays[0][i]] if plays else [])))
    head = (f"{names[0]} \\ {names[1]}", *game.actions[1], *(["plays"] if plays else []))
    if plays:
        rows.append(("plays", *plays[1], ""))
    wide = sum(2 + max(width(row[k]) for row in [head, *rows]) for k in range(len(head)))
    if wide > MOST_LETTERS:
        return None
    key = f"Payoffs: {names[0]}, {names[1]}{'; an equilibrium stands in [brackets]' if marked else ''}"
    return Table(key, head, tuple(rows))
