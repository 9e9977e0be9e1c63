"""All extreme Nash equilibria of a bimatrix game, exactly.

In most games no corner of a best-response polytope lies on more inequalities than it must. Then only the polytope of
the player with fewer actions is searched, in floats with bounds of their errors, and each corner has at most one
partner on the other side. In small games, and in others as soon as there is doubt, the corners of both polytopes are
found in whole numbers and matched by their labels.

References
----------
Mangasarian, O. L. (1964): Equilibrium points of bimatrix games. Journal of the SIAM 12, 778-780. Avis, D., Rosenberg,
G. D., Savani, R., von Stengel, B. (2010): Enumeration of Nash equilibria for two-player games. Economic Theory 42,
9-37.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sim.engine.matrix.whole_game import SingularError
from sim.exact.vertices import vertices
from sim.memory import need
from sim.progress import stage, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.deadline import Deadline
    from sim.engine.matrix.whole_game import WholeGame
    from sim.progress import Stage
    from sim.types import Index, Vector

T = TypeVar("T")

FLOATS_FROM = 12
"""Actions of both players together from which on many bases at a time pay."""

RESERVE = 5e-4
"""Seconds that are kept back for each equilibrium, in which it is told what it is like."""

TOGETHER = 4096
"""Bases whose partners are looked for together."""

BYTES = 200
"""What an equilibrium takes per action, with all that is said of it; roughly."""


def extreme_equilibria(
    game: WholeGame, deadline: Deadline, met: Callable[[Vector, Vector], T]
) -> tuple[list[T], list[int]]:
    """All extreme equilibria, and the number of the connected component that each belongs to.

    Parameters
    ----------
    met : function of two strategies
        Called with each equilibrium as soon as it is found, so that something is known if the search is stopped; what
        it makes of them is what is listed.

    Raises
    ------
    MemoryLimitError
        If there are more than memory should hold.
    TimeLimitError
        If the deadline passes first.
    """
    if sum(game.shape) >= FLOATS_FROM:
        found = _nondegenerate(game, deadline, met)
        if found is not None:
            return found
    return _by_labels(game, deadline, met)


def _nondegenerate(
    game: WholeGame, deadline: Deadline, met: Callable[[Vector, Vector], T]
) -> tuple[list[T], list[int]] | None:
    """The equilibria of a game in which one side's polytope is not degenerate; None if it is, or may be."""
    # Small games are solved without numpy, whose import takes longer than they do.
    import numpy as np

    from sim.engine.matrix.complements import Complements
    from sim.exact.float_bases import DegenerateError, feasible_bases

    turned = game.shape[0] > game.shape[1]
    seen = game.turned() if turned else game
    try:
        complements = Complements(seen)
    except DegenerateError:
        return None
    found: list[T] = []
    # A corner has one partner at most, so that equilibria hang together only if they share that.
    partners: list[int] = []
    numbers: dict[Vector, int] = {}

    def look(bases: list[Index], told: Stage) -> None:
        for x, y in complements.equilibria(np.concatenate(bases)):
            found.append(met(y, x) if turned else met(x, y))
            partners.append(numbers.setdefault(y, len(numbers)))
            told.step()
            if not len(found) & 0xFF:
                deadline.check(RESERVE * len(found))
                need(BYTES * sum(game.shape) * len(found))

    waiting: list[Index] = []
    try:
        with stage("equilibria") as told:
            for bases in feasible_bases(seen.column, deadline):
                waiting.append(bases)
                if sum(map(len, waiting)) >= TOGETHER:
                    look(waiting, told)
                    waiting = []
            if waiting:
                look(waiting, told)
    except (DegenerateError, SingularError):
        return None
    return found, partners


def _by_labels(game: WholeGame, deadline: Deadline, met: Callable[[Vector, Vector], T]) -> tuple[list[T], list[int]]:
    """Complementary pairs of vertices, and the component each belongs to."""
    m, n = game.shape
    x_side, y_side = vertices(game.column, deadline), vertices(game.row, deadline)
    pairs = _complementary([v.labels for v in x_side], [_swap(v.labels, n, m) for v in y_side], m, n, deadline)
    components = _components([a for a, _ in pairs], [b for _, b in pairs])
    found = []
    for k, (a, b) in steps("equilibria", enumerate(pairs), len(pairs)):
        if not k & 0xFF:
            deadline.check(RESERVE * k)
        found.append(met(x_side[a].point, y_side[b].point))
    return found, components


def _complementary(first: list[int], second: list[int], m: int, n: int, deadline: Deadline) -> list[tuple[int, int]]:
    """Numbers of the pairs that have all labels between them; within a side no two have the same labels.

    A vertex with no more labels than it must have needs a partner with exactly those that it lacks, if that one has no
    more than it must have either; only degenerate ones have to be looked for.
    """
    everything = (1 << (m + n)) - 1
    number = {labels: b for b, labels in enumerate(second)}
    degenerate = [b for b, labels in enumerate(second) if labels.bit_count() > n]
    pairs = []
    for a, labels in enumerate(first):
        deadline.check()
        lacks = everything & ~labels
        if lacks.bit_count() < n:
            pairs += [(a, b) for b, other in enumerate(second) if lacks & ~other == 0]
            continue
        partners = [b for b in degenerate if lacks & ~second[b] == 0]
        if lacks in number:
            partners.append(number[lacks])
        pairs += [(a, b) for b in sorted(partners)]
        need(BYTES * (m + n) * len(pairs))
    return pairs


def _swap(labels: int, n: int, m: int) -> int:
    """Labels of a column player's vertex in the row player's numbering: the row actions first."""
    return labels >> n | (labels & ((1 << n) - 1)) << m


def _components(one: list[int], two: list[int]) -> list[int]:
    """Number the connected components of the graph whose edges are the extreme equilibria.

    Equilibria that share a vertex are joined by a segment of equilibria (Winkels 1979; Jansen 1981).
    """
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(key: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for a, b in zip(one, two, strict=True):
        parent[root(("x", a))] = root(("y", b))
    numbers: dict[tuple[str, int], int] = {}
    return [numbers.setdefault(root(("x", a)), len(numbers)) for a in one]
