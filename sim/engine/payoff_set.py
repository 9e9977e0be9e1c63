"""What lotteries over the cells of a matrix game can pay, and how low each player can be held.

References
----------
von Neumann, J. (1928): Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100, 295-320.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.bargaining import convex_hull, security_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.strategic import StrategicForm

    Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class PayoffSet:
    """The payoffs of a game, exact.

    Parameters
    ----------
    feasible : tuple of points
        Corners of the convex hull of the cells, counterclockwise.
    minmax : pair of Fraction
        The least that the other player can hold each down to, choosing by chance where that helps.
    pure_minmax : pair of Fraction
        The same with actions that are certain.
    rational : tuple of points
        Corners of the feasible payoffs that give both at least their minmax, counterclockwise; empty if there are none.
    """

    feasible: tuple[Point, ...]
    minmax: Point
    pure_minmax: Point
    rational: tuple[Point, ...]


def payoff_set(game: StrategicForm, time_limit: float | None = 60.0) -> PayoffSet:
    """Feasible and individually rational payoffs of a stage game.

    With two players and mixed strategies minmax and maxmin are the same number, the value of the game in which the
    other only wants to hurt (von Neumann 1928); with pure strategies minmax can be larger.

    Parameters
    ----------
    game : StrategicForm
        The stage game.
    time_limit : float or None
        Seconds for each of the two zero-sum games.

    Raises
    ------
    TimeLimitError
        If the time is up first.
    """
    cells = [(a, b) for one, two in zip(game.row, game.column, strict=True) for a, b in zip(one, two, strict=True)]
    feasible = convex_hull(cells)
    minmax = security_levels(game.row, game.column, time_limit)
    pure = (
        min(max(line) for line in zip(*game.row, strict=True)),
        min(max(line) for line in game.column),
    )
    return PayoffSet(tuple(feasible), minmax, pure, tuple(above(feasible, minmax)))


def above(polygon: Sequence[Point], floor: Point) -> list[Point]:
    """The part of a convex polygon that gives both players at least a floor (Sutherland and Hodgman 1974).

    Parameters
    ----------
    polygon : sequence of points
        Corners in order; one corner is a point, two are a segment.
    floor : pair of Fraction
        The least for each player.
    """
    kept = list(polygon)
    for axis in (0, 1):
        kept = _clip(kept, axis, floor[axis])
    return convex_hull(kept)


def _clip(polygon: list[Point], axis: int, least: Fraction) -> list[Point]:
    """Corners with a coordinate of at least a number, and where edges cross it."""
    kept: list[Point] = []
    for k, b in enumerate(polygon):
        a = polygon[k - 1]
        if min(a[axis], b[axis]) < least < max(a[axis], b[axis]):
            share = (least - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        if b[axis] >= least:
            kept.append(b)
    return kept
