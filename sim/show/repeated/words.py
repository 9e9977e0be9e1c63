"""Words and the table that stories of repeated games share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.text.blocks import Paragraph, Table
from sim.show.text.words import listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.exact.roots import Interval
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_COLUMNS = 8


def outcome(game: RepeatedGame, cell: tuple[int, int]) -> str:
    """The two actions of a cell."""
    return f"{game.actions[0][cell[0]]}, {game.actions[1][cell[1]]}"


def mixture(game: RepeatedGame, strategies: Sequence[Sequence[Fraction]]) -> str:
    """What two mixed actions do, in quotation marks where they are certain."""
    if all(max(strategy) == 1 for strategy in strategies):
        one, two = strategies
        return quoted(outcome(game, (one.index(1), two.index(1))))
    sides = [
        listed(
            [
                f"{quoted(a)} with {percent(float(p))}" if p < 1 else quoted(a)
                for a, p in zip(acts, side, strict=True)
                if p
            ]
        )
        for acts, side in zip(game.actions, strategies, strict=True)
    ]
    return " against ".join(sides)


def patience(need: Fraction | None) -> str:
    """A patience that is needed; never one that reads 1, which nobody has."""
    if need is None:
        return "never"
    text = number(need)
    return text if text != "1" else f"{float(need):.10g}" if float(need) < 1 - 1e-10 else "just below 1"


def needs(intervals: tuple[Interval, ...]) -> str:
    """The patience at which something holds."""
    told = []
    for low, high in intervals:
        if high == 1:
            told.append(patience(low))
        else:
            told.append(f"only {patience(low)}" if low == high else f"{patience(low)} to {patience(high)}")
    return " or ".join(told) or "never"


def stage_table(scenario: Scenario, game: RepeatedGame) -> tuple[Block, ...]:
    """The payoffs of a round, best responses starred."""
    m, n = game.shape
    if n > MOST_COLUMNS:
        return (Paragraph(f"{m} by {n} actions; too wide to print here, 'detente plot --solve nash' draws it."),)
    names = [p.name for p in scenario.players]
    best = [max(line) for line in zip(*game.row, strict=True)]
    rows = []
    for i, action in enumerate(game.actions[0]):
        cells = [
            f"{number(a)}{'*' if a == best[j] else ' '} {number(b)}{'*' if b == max(game.column[i]) else ' '}"
            for j, (a, b) in enumerate(zip(game.row[i], game.column[i], strict=True))
        ]
        rows.append((action, *cells))
    key = (
        f"Each cell: {names[0]}, then {names[1]}. A star marks a best response; a cell with two is an equilibrium of a "
        "single round."
    )
    head = (f"{names[0]} \\ {names[1]}", *game.actions[1])
    return Table("Payoffs of a round", head, tuple(rows)), Paragraph(key)
