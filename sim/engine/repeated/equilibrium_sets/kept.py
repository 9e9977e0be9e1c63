"""What is kept of a pair of actions at one node: the part of its worth in which neither player gains by deviating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.exact.polygons import EMPTY, at_least
from sim.exact.rationals import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from sim.exact.polygons import Polygon

    Worst = list[list[Fraction | None]]
    Margin = Callable[[tuple[int, int], tuple[int, int], int], Fraction]


def kept_cells(
    table: Sequence[Sequence[Polygon]], threats: Sequence[Sequence[Polygon]], margin: Margin | None = None
) -> Iterator[tuple[int, int, Polygon]]:
    """The pairs of actions of a node that are played in some equilibrium, with the part of their worth that is kept.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth where it is played.
    threats : sequence of sequence of Polygon, shape (m, n)
        What each can be worth where it is a deviation. A pair is not played where nothing is known to answer one.
    margin : callable, optional
        By how much a player must lose by a deviation at least, given the pair, the pair that a deviation makes of it,
        and the player; 0 if it is not given.
    """
    if margin or not all(map(all, threats)):
        yield from _with_margins(table, known_least(threats), margin)
        return
    worst = least(threats)
    # Where a pair's own worst is as good as what keeps it, all of its worth is kept.
    own = worst if table is threats else None
    bounds = [[_rivals([line[j] for line in worst[0]]) for j in range(len(table[0]))], [_rivals(r) for r in worst[1]]]
    for i, line in enumerate(table):
        for j, kept in enumerate(line):
            for axis, bound in ((0, bounds[0][j][i]), (1, bounds[1][i][j])):
                if kept and bound is not None and (own is None or own[axis][i][j] < bound):
                    kept = at_least(kept, axis, bound)
            if kept:
                yield i, j, kept


def _with_margins(
    table: Sequence[Sequence[Polygon]], worst: tuple[Worst, Worst], margin: Margin | None
) -> Iterator[tuple[int, int, Polygon]]:
    m, n = len(table), len(table[0])
    for i, line in enumerate(table):
        for j, worth in enumerate(line):
            kept = worth
            changed = [(a, j) for a in range(m) if a != i], [(i, b) for b in range(n) if b != j]
            for player, deviations in enumerate(changed):
                answers = [worst[player][a][b] for a, b in deviations]
                if None in answers:
                    kept = EMPTY
                if kept and answers:
                    more = [margin((i, j), pair, player) for pair in deviations] if margin else [ZERO] * len(answers)
                    bound = max(low + extra for low, extra in zip(answers, more, strict=True) if low is not None)
                    kept = at_least(kept, player, bound)
            if kept:
                yield i, j, kept


def required(
    table: Sequence[Sequence[Polygon]], pair: tuple[int, int]
) -> tuple[Fraction | None, Fraction | None] | None:
    """What each player must get of a pair of actions, at least, for it to be played; None for one without a choice.

    Parameters
    ----------
    table : sequence of sequence of Polygon, shape (m, n)
        What each pair of actions can be worth.
    pair : pair of int
        The pair.

    Returns
    -------
    pair of (Fraction or None), or None
        None if nothing is known to answer some deviation.
    """
    i, j = pair
    others = (
        [line[j] for a, line in enumerate(table) if a != i],
        [cell for b, cell in enumerate(table[i]) if b != j],
    )
    if not all(map(all, others)):
        return None
    one, two = (max((min(v[p] for v in cell) for cell in cells), default=None) for p, cells in enumerate(others))
    return one, two


def _rivals(answers: list[Fraction]) -> list[Fraction | None]:
    """For each own action, against one of the other side's, the most that any other pays at its worst."""
    if len(answers) == 1:
        return [None]
    most = max(range(len(answers)), key=answers.__getitem__)
    second = max(v for k, v in enumerate(answers) if k != most)
    return [second if k == most else answers[most] for k in range(len(answers))]


def least(table: Sequence[Sequence[Polygon]]) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """The worst that each pair of actions of a node can be worth to each player; nothing of it is empty."""
    # The first corner of a polygon is the leftmost.
    return (
        [[cell[0][0] for cell in line] for line in table],
        [[min([y for _, y in cell]) for cell in line] for line in table],
    )


def known_least(table: Sequence[Sequence[Polygon]]) -> tuple[Worst, Worst]:
    """The same where nothing may be known of some pairs of actions, which is None."""
    return (
        [[cell[0][0] if cell else None for cell in line] for line in table],
        [[min((y for _, y in cell), default=None) for cell in line] for line in table],
    )
