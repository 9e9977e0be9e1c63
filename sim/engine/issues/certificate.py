"""The frontier of packages once more, by halves and in exact rationals, to hold what was found against."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.deadline import Deadline
    from sim.engine.issues.frontier import Efficient
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

MOST_SUMS = 2_000_000
"""Sums that are looked at, most; what takes more is not certified."""


class _TooManyError(Exception):
    """More sums than are looked at."""


def is_frontier(game: IssuesGame, found: Sequence[Efficient], deadline: Deadline) -> bool | None:
    """Whether some payoffs are those that no package improves for both; None if there is too much to look at.

    All ways to settle the issues that pairs of options are about are gone through; of the others the frontier of each
    half is found, and of all sums of two of them the undominated ones are kept.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    if any(game.pays(each.package) != each.payoffs for each in found):
        return False
    tied = sorted({issue for extra in game.extras for issue in extra.issues})
    ways = prod(len(game.options[issue]) for issue in tied)
    try:
        rest = _by_halves(game, [issue for issue in range(len(game.issues)) if issue not in tied], deadline)
        if ways * len(rest) > MOST_SUMS:
            return None
        every = [
            pair
            for settled in product(*(range(len(game.options[issue])) for issue in tied))
            for pair in _sums(rest, [_settled(game, dict(zip(tied, settled, strict=True)))], deadline)
        ]
        return sorted((each.payoffs for each in found), reverse=True) == _undominated(every)
    except _TooManyError:
        return None


def _settled(game: IssuesGame, settled: dict[int, int]) -> Pair:
    """What some issues pay, settled in some way, with the points for pairs."""
    each = [game.points[issue][choice] for issue, choice in settled.items()]
    each += [
        extra.points
        for extra in game.extras
        if all(settled.get(issue) == choice for issue, choice in zip(extra.issues, extra.choices, strict=True))
    ]
    return sum((a for a, _ in each), Fraction()), sum((b for _, b in each), Fraction())


def _by_halves(game: IssuesGame, issues: Sequence[int], deadline: Deadline) -> list[Pair]:
    if not issues:
        return [(Fraction(), Fraction())]
    if len(issues) == 1:
        return _undominated(game.points[issues[0]])
    middle = len(issues) // 2
    return _sums(_by_halves(game, issues[:middle], deadline), _by_halves(game, issues[middle:], deadline), deadline)


def _sums(one: Sequence[Pair], two: Sequence[Pair], deadline: Deadline) -> list[Pair]:
    deadline.check()
    if len(one) * len(two) > MOST_SUMS:
        raise _TooManyError
    return _undominated((a + c, b + d) for a, b in one for c, d in two)


def _undominated(pairs: Iterable[Pair]) -> list[Pair]:
    """Those that no other one is at least as good as for both, falling in the first entry."""
    kept: list[Pair] = []
    for pair in sorted(set(pairs), reverse=True):
        if not kept or pair[1] > kept[-1][1]:
            kept.append(pair)
    return kept
