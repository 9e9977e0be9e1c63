"""One Nash equilibrium of a bimatrix game, however large: the path of Lemke and Howson.

Both best-response polytopes are walked in turn. A step takes in an action or lets in a best reply, so that all labels
but one are there, and the path ends where the missing one comes back. Ties are broken lexicographically, so that no
basis comes twice and every path ends. Floats show quickly where a path may end; what they lead to counts only if exact
numbers confirm it, and otherwise the path is walked in whole numbers.

References
----------
Lemke, C. E. and Howson, J. T. (1964): Equilibrium points of bimatrix games. Journal of the SIAM 12, 413-423. Codenotti,
B., De Rossi, S. and Pagan, M. (2008): An experimental analysis of Lemke-Howson algorithm. arXiv:0811.3247.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.matrix.whole_game import SingularError, on_supports
from sim.exact.tableau import Tableau

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.matrix.whole_game import WholeGame
    from sim.types import Strategies

TRIES = 8
"""Labels, most, whose paths floats walk."""

LONGEST = 40
"""Steps, most, of a path in floats per action of both players."""


def along_path(game: WholeGame, label: int, deadline: Deadline) -> Strategies:
    """The equilibrium at the end of the path of a label, in whole numbers.

    Parameters
    ----------
    label : int
        Action that the path takes in first: one of the row player's m actions, or m + j for the column player's j.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    m, n = game.shape
    first, second = list(range(m)), list(range(m, m + n))
    # Each variable has the number of its label: in one table it is an action's weight, in the other what a reply lacks.
    tables = (
        Tableau([[*line, 1] for line in game.column], second.copy(), first.copy()),
        Tableau([[*line, 1] for line in game.row], first.copy(), second.copy()),
    )
    starts = second, first
    side, entering = int(label >= m), label
    while True:
        deadline.check()
        table = tables[side]
        c = table.outside.index(entering)
        r = table.lexicographic(table.first_out(c), c, starts[side])
        leaving = table.basis[r]
        table.pivot(r, c)
        if leaving == label:
            break
        side, entering = 1 - side, leaving
    return _point(tables[0], 0, m), _point(tables[1], m, n)


def _point(table: Tableau, first: int, size: int) -> tuple[Fraction, ...]:
    """The strategy that a table comes to, of the player whose actions are numbered from ``first``."""
    weights = {
        variable - first: Fraction(row[-1], scale)
        for variable, row, scale in zip(table.basis, table.rows, table.scales, strict=True)
        if first <= variable < first + size
    }
    total = sum(weights.values())
    return tuple(weights[k] / total if weights.get(k) else Fraction(0) for k in range(size))


def by_floats(game: WholeGame, deadline: Deadline) -> Strategies | None:
    """The equilibrium that floats come to and exact numbers confirm; None if they come to none.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    m, n = game.shape
    for k in range(min(TRIES, m + n)):
        # Labels spread over both players' actions.
        supports = _float_path(game, k * (m + n) // min(TRIES, m + n), deadline)
        if supports is None or len(supports[0]) != len(supports[1]):
            continue
        try:
            found = on_supports(game, *supports)
        except SingularError:
            continue
        if found is not None:
            return found
    return None


def _float_path(game: WholeGame, label: int, deadline: Deadline) -> tuple[list[int], list[int]] | None:
    """The actions that are played where the path of a label ends, by floats; None if they go astray."""
    # Small games are solved without numpy, whose import takes longer than they do.
    from sim.exact.float_table import FloatTable

    m, n = game.shape
    first, second = list(range(m)), list(range(m, m + n))
    tables = FloatTable(game.column, second, first), FloatTable(game.row, first, second)
    side, entering = int(label >= m), label
    for _ in range(LONGEST * (m + n)):
        deadline.check()
        leaving = tables[side].step(entering)
        if leaving is None:
            return None
        if leaving == label:
            return sorted(k for k in tables[0].basis if k < m), sorted(k - m for k in tables[1].basis if k >= m)
        side, entering = 1 - side, leaving
    return None
