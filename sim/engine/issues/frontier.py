"""All packages that nobody can improve for both, issue by issue: sums are pruned as they are made.

A package that is dominated on the issues so far stays dominated whatever is added to both, so that what is undominated
on k issues is made from what is undominated on k - 1 (the frontier of a Minkowski sum). Where points hang on pairs of
issues this holds once the options that later pairs look at are fixed, so that a frontier is kept for each choice of
those, until no later issue looks at them.

References
----------
Nemhauser, G. L. and Ullmann, Z. (1969): Discrete dynamic programming and capital allocation. Management Science 15,
494-505 (dominance in sums). Bertele, U. and Brioschi, F. (1972): Nonserial Dynamic Programming. Academic Press.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import GameTooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

MOST_KEPT = 4_000_000
"""Sums that are held at once, most."""

LARGEST = 2**62
"""Whole numbers below it add up in 64 bits."""


@dataclass(frozen=True)
class Efficient:
    """A package that nobody can improve for both.

    Parameters
    ----------
    package : tuple of int, length k
        For each issue the number of an option; where several packages pay the same, the first of them that was met.
    payoffs : pair of Fraction
        What it pays.
    """

    package: tuple[int, ...]
    payoffs: Pair


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums of points over some issues, and the options that they were made of."""

    sums: NDArray[np.int64]  # shape (n, 2); of objects where numbers are too large
    chosen: NDArray[np.int16]  # shape (n, issues so far)


def frontier(game: IssuesGame, deadline: Deadline) -> tuple[Efficient, ...]:
    """Every payoff that no package improves for both, with a package, from the best for the first side on.

    Returns
    -------
    tuple of Efficient
        Each pair of payoffs once.

    Raises
    ------
    GameTooLargeError
        If more sums than can be held stay undominated.
    TimeLimitError
        If the time is up.
    """
    scale, whole = _summed(game, deadline, _undominated)
    return tuple(
        Efficient(tuple(int(option) for option in chosen), (Fraction(int(a), scale[0]), Fraction(int(b), scale[1])))
        for (a, b), chosen in zip(whole.sums.tolist(), whole.chosen, strict=True)
    )


def weak_frontier(game: IssuesGame, deadline: Deadline) -> list[Pair]:
    """Every payoff that no package is better than for both sides at once; some are as good for one and less for one.

    Raises
    ------
    GameTooLargeError
        If more sums than can be held are left.
    TimeLimitError
        If the time is up.
    """
    scale, whole = _summed(game, deadline, _not_beaten_for_both)
    return [(Fraction(a, scale[0]), Fraction(b, scale[1])) for a, b in whole.sums.tolist()]


def _summed(
    game: IssuesGame, deadline: Deadline, kept_of: Callable[[list[_Sums]], _Sums]
) -> tuple[tuple[int, int], _Sums]:
    """Sums of points over all issues that stay if some are left out issue by issue, and what they are multiples of.

    Parameters
    ----------
    kept_of : callable
        What is kept of sums over the first issues.
    """
    one, two = (
        lcm(
            *(pair[k].denominator for row in game.points for pair in row),
            *(extra.points[k].denominator for extra in game.extras),
        )
        for k in (0, 1)
    )
    scale = one, two
    kind = _kind(game, scale)
    last = _last_looked_at(game)
    kept: dict[tuple[tuple[int, int], ...], _Sums] = {
        (): _Sums(np.zeros((1, 2), dtype=kind), np.zeros((1, 0), np.int16))
    }
    for issue, options in enumerate(game.options):
        made: dict[tuple[tuple[int, int], ...], list[_Sums]] = defaultdict(list)
        for fixed, sums in kept.items():
            deadline.check()
            for option in range(len(options)):
                now = (*fixed, (issue, option))
                points = _points(game, issue, option, fixed)
                added: NDArray[np.int64] = np.array([int(points[k] * scale[k]) for k in (0, 1)], dtype=kind)
                column = np.full((len(sums.chosen), 1), option, dtype=np.int16)
                new = _Sums(sums.sums + added, np.hstack([sums.chosen, column]))
                made[tuple(pair for pair in now if last[pair[0]] > issue)].append(new)
        if sum(len(sums.sums) for parts in made.values() for sums in parts) > MOST_KEPT:
            raise GameTooLargeError(
                f"more than {MOST_KEPT:,} sums of points over the first {issue + 1} of {len(game.issues)} issues may "
                "be undominated; points with fewer digits make more of them alike"
            )
        kept = {fixed: kept_of(parts) for fixed, parts in made.items()}
    ((_, whole),) = kept.items()
    return scale, whole


def _kind(game: IssuesGame, scale: tuple[int, int]) -> type:
    """Integers of 64 bits where no sum of points leaves them, else such as have no end."""
    most = max(
        sum(max(abs(int(pair[k] * scale[k])) for pair in row) for row in game.points)
        + sum(abs(int(extra.points[k] * scale[k])) for extra in game.extras)
        for k in (0, 1)
    )
    return np.int64 if most < LARGEST else object


def _last_looked_at(game: IssuesGame) -> list[int]:
    """For each issue the last one whose points hang on it; itself if there is none later."""
    last = list(range(len(game.issues)))
    for extra in game.extras:
        last[extra.issues[0]] = max(last[extra.issues[0]], extra.issues[1])
    return last


def _points(game: IssuesGame, issue: int, option: int, fixed: tuple[tuple[int, int], ...]) -> Pair:
    """What an option adds, with what it makes together with options before it."""
    pair, known = game.points[issue][option], dict(fixed)
    for extra in game.extras:
        earlier, later = extra.issues
        if (later, extra.choices[1]) == (issue, option) and known.get(earlier) == extra.choices[0]:
            pair = pair[0] + extra.points[0], pair[1] + extra.points[1]
    return pair


def _undominated(parts: list[_Sums]) -> _Sums:
    """The undominated sums, the first entry falling and the second rising; of equal ones the first."""
    sums = np.concatenate([part.sums for part in parts])
    chosen = np.concatenate([part.chosen for part in parts])
    order = np.lexsort((-sums[:, 1], -sums[:, 0]))
    second = sums[order, 1]
    best = np.maximum.accumulate(second)
    rises = np.ones(len(order), dtype=bool)
    rises[1:] = second[1:] > best[:-1]
    return _Sums(sums[order[rises]], chosen[order[rises]])


def _not_beaten_for_both(parts: list[_Sums]) -> _Sums:
    """The sums that none is greater than in both entries, each once; what is beaten so stays so whatever is added."""
    sums = np.concatenate([part.sums for part in parts])
    chosen = np.concatenate([part.chosen for part in parts])
    order = np.lexsort((-sums[:, 1], -sums[:, 0]))
    first, second = sums[order].T
    new = np.ones(len(order), dtype=bool)  # where another first entry begins
    new[1:] = first[1:] != first[:-1]
    best = np.maximum.accumulate(second)
    begins = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    stays = (begins == 0) | (second >= best[np.maximum(begins - 1, 0)])
    stays[1:] &= new[1:] | (second[1:] != second[:-1])
    return _Sums(sums[order[stays]], chosen[order[stays]])
