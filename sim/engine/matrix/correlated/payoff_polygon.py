"""All that correlated equilibria of a bimatrix game pay: a polygon with exact corners.

Distributions that both players obey are a polytope, so what they pay is a polygon; one linear programme finds each of
its edges, with prices that prove that nothing lies beyond (duality). That prices prove it is checked here from the
tables alone, apart from the programme. That each corner is paid by some equilibrium is the programme's own claim.

References
----------
Aumann, R. J. (1974): Subjectivity and correlation in randomized strategies. Journal of Mathematical Economics 1.
"""

from __future__ import annotations

from itertools import permutations, product
from typing import TYPE_CHECKING

from sim.errors import CertificateError
from sim.exact.corner_programme import Programme
from sim.exact.rationals import ONE, ZERO, fraction
from sim.exact.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.exact.corner_programme import Bound
    from sim.exact.polygons import Polygon
    from sim.games.matrix.strategic_form import StrategicForm

    Cell = tuple[int, int]
    Disobedience = tuple[int, int, int]


def correlated_payoffs(game: StrategicForm, deadline: Deadline) -> Polygon:
    """The polygon of what correlated equilibria pay both players, by its corners; a point or a line in some games.

    Parameters
    ----------
    game : StrategicForm
        The game.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If an edge is not proven, which would be an error of ours.
    """
    rules = list(_disobediences(game))
    terms: dict[Cell, list[tuple[int, tuple[Fraction, Fraction, Fraction]]]] = {}
    for number, rule in enumerate(rules):
        deadline.check()
        for cell in _told(game, rule):
            terms.setdefault(cell, []).append((number, (ZERO, ZERO, -_gain(game, rule, cell))))
    m, n = game.shape
    cells = list(product(range(m), range(n)))
    slots = [Slot(((game.row[i][j], game.column[i][j]),), 0, tuple(terms.get((i, j), ()))) for i, j in cells]
    polygon, bounds = Programme(slots, [ONE], len(rules), deadline).polygon()
    if not all(_proven(game, bound) for bound in bounds.values()):
        raise CertificateError("an edge of what correlated equilibria pay is not proven")
    return tuple((fraction(x), fraction(y)) for x, y in polygon)


def _disobediences(game: StrategicForm) -> Iterator[Disobedience]:
    """All (player, told, instead)."""
    for player, count in enumerate(game.shape):
        for told, instead in permutations(range(count), 2):
            yield player, told, instead


def _told(game: StrategicForm, rule: Disobedience) -> list[Cell]:
    """The cells in which a player is told an action."""
    player, told, _ = rule
    return [(told, j) if player == 0 else (j, told) for j in range(game.shape[1 - player])]


def _gain(game: StrategicForm, rule: Disobedience, cell: Cell) -> Fraction:
    """What disobeying brings in a cell."""
    player, _, instead = rule
    i, j = cell
    if player == 0:
        return game.row[instead][j] - game.row[i][j]
    return game.column[i][instead] - game.column[i][j]


def _proven(game: StrategicForm, bound: Bound) -> bool:
    """Whether prices of disobedience, none negative, leave no cell worth more than the bound in its direction."""
    x, y = bound.direction
    worth = {
        (i, j): x * game.row[i][j] + y * game.column[i][j] for i, j in product(*(range(count) for count in game.shape))
    }
    for price, rule in zip(bound.rules, _disobediences(game), strict=True):
        if price < 0:
            return False
        for cell in _told(game, rule) if price else ():
            worth[cell] -= price * _gain(game, rule, cell)
    return max(worth.values()) <= bound.value
