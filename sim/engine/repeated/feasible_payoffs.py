"""What lotteries over the cells of a matrix game can pay, and how low each player can be held.

References
----------
von Neumann, J. (1928): Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100, 295-320.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.matrix.bargaining import above, convex_hull, security_levels

if TYPE_CHECKING:
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Pair


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

    feasible: tuple[Pair, ...]
    minmax: Pair
    pure_minmax: Pair
    rational: tuple[Pair, ...]


def payoff_set(game: StrategicForm, time_limit: float | None = 60.0) -> PayoffSet:
    """Feasible and individually rational payoffs of a stage game.

    With two players and mixed strategies minmax and maxmin are the same number, the value of the game in which the
    other only wants to hurt (von Neumann 1928); with pure strategies minmax can be larger.

    Parameters
    ----------
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
