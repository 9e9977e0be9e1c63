"""The payoffs of a game in strategic form as a table, best responses starred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.blocks import Paragraph, Table
from sim.show.text.words import number

if TYPE_CHECKING:
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
    if game.shape[1] > MOST_COLUMNS:
        return (Paragraph(f"{game.shape[0]} by {game.shape[1]} actions; {wide}"),)
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
