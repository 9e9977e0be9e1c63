"""Bimatrix games handed to Gambit, whose exact enumeration is the judge."""

from __future__ import annotations

import io
from fractions import Fraction

import pygambit

Strategies = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def as_game(row: list[list[Fraction]], column: list[list[Fraction]]) -> pygambit.Game:
    """The game in Gambit's own file format, which keeps rationals: the first player's strategy changes fastest."""
    m, n = len(row), len(row[0])
    cells = [f"{row[i][j]} {column[i][j]}" for j in range(n) for i in range(m)]
    text = f'NFG 1 R "" {{ "one" "two" }} {{ {m} {n} }}\n\n{" ".join(cells)}\n'
    return pygambit.read_nfg(io.StringIO(text))


def extreme_equilibria(row: list[list[Fraction]], column: list[list[Fraction]]) -> set[Strategies]:
    """All extreme equilibria by Gambit's enumeration in rationals."""
    found = pygambit.nash.enummixed_solve(as_game(row, column), rational=True).equilibria
    return {_strategies(profile) for profile in found}


def _strategies(profile: object) -> Strategies:
    one, two = (
        tuple(Fraction(int(p.numerator), int(p.denominator)) for _, p in strategy)
        for strategy in profile  # type: ignore[attr-defined]
    )
    return one, two


def tables(game: pygambit.Game) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Payoff tables of a two-player game of Gambit's."""
    row, column = ([[Fraction(str(cell)) for cell in line] for line in array] for array in game.to_arrays(dtype=str))
    return row, column
