"""Words and the table that stories of repeated games share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.show.matrix.payoff_table import payoff_table
from sim.show.text.words import listed, number, percent, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.exact.roots import Interval
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block


def outcome(game: RepeatedGame, cell: tuple[int, int]) -> str:
    """The two actions of a cell."""
    return f"{game.actions[0][cell[0]]}, {game.actions[1][cell[1]]}"


def mixture(game: RepeatedGame, strategies: Sequence[Sequence[Fraction]]) -> str:
    """What both sides do: their two actions quoted together if both are certain, else each side's with its chances."""
    if all(max(strategy) == 1 for strategy in strategies):
        one, two = strategies
        return quoted(outcome(game, (one.index(1), two.index(1))))
    sides = [
        listed([f"{quoted(a)} with {percent(p)}" if p < 1 else quoted(a) for a, p in zip(acts, side, strict=True) if p])
        for acts, side in zip(game.actions, strategies, strict=True)
    ]
    return " against ".join(sides)


NEXT_TO_ONE = Fraction(1, 10**10)
"""How near to 1 a patience is that nobody can tell from it."""


def patience(need: Fraction | None) -> str:
    """A patience that is needed; never one that reads 1, which nobody has."""
    if need is None:
        return "never"
    return "just below 1" if 1 - NEXT_TO_ONE < need < 1 else number(need)


def needs(intervals: tuple[Interval, ...]) -> str:
    """The patience at which something holds."""
    ranges = []
    for low, high in intervals:
        if high == 1:
            ranges.append(patience(low))
        else:
            ranges.append(f"only {patience(low)}" if low == high else f"{patience(low)} to {patience(high)}")
    return " or ".join(ranges) or "never"


def stage_table(scenario: Scenario, game: RepeatedGame) -> tuple[Block, ...]:
    """The payoffs of a round, best responses starred."""
    wide = "too wide to print here, 'detente plot --solve nash' draws it."
    return payoff_table(scenario, game, "Payoffs of a round", "an equilibrium of a single round", wide)
