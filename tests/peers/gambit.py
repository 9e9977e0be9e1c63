"""Games handed to Gambit, whose exact enumeration is the judge."""

from __future__ import annotations

import io
from fractions import Fraction

import pygambit

from sim.games.tree.game_tree import Behaviour, GameTree

F = Fraction
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


def exact(value: object) -> Fraction:
    """A number of Gambit's, which are rationals or, where it solves in floats, floats."""
    return F(str(value))


def sets(game: GameTree) -> list[list[str]]:
    """Information sets of each player in the order in which they are met from the left of the tree, as in Gambit."""
    return [[name for name in game.infosets if game.owner(name) == player] for player in (0, 1)]


def handed_over(
    theirs: pygambit.Game, ours: GameTree, sides: tuple[Behaviour, Behaviour]
) -> pygambit.MixedBehaviorProfile:
    """Behaviour strategies as Gambit's profile of the same tree; the first action where ours leave a set open."""
    table = []
    for own, names in zip(sides, sets(ours), strict=True):
        lines = []
        for name in names:
            actions = ours.actions(name)
            at = own.get(name, {actions[0]: F(1)})
            lines.append([pygambit.Rational(at.get(a, F(0)).numerator, at.get(a, F(0)).denominator) for a in actions])
        table.append(lines)
    return theirs.mixed_behavior_profile(table, rational=True)


def taken_over(ours: GameTree, profile: pygambit.MixedBehaviorProfile) -> tuple[Behaviour, Behaviour]:
    """A profile of Gambit's as behaviour strategies of ours."""
    sides: tuple[Behaviour, Behaviour] = ({}, {})
    for own, names, mixed in zip(sides, sets(ours), profile, strict=True):
        for name, (_, at) in zip(names, mixed, strict=True):
            actions = ours.actions(name)
            own[name] = {a: exact(p) for a, (_, p) in zip(actions, at, strict=True)}
    return sides


def pays(profile: pygambit.MixedBehaviorProfile) -> tuple[Fraction, Fraction]:
    one, two = (exact(value) for _, value in profile.payoffs)
    return one, two
