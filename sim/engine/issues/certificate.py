"""The frontier of packages once more, by halves and with other code, to hold what was found against.

Points are made whole numbers first, so that nothing is rounded.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.engine.issues.frontier import Efficient
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Pair

    Whole = tuple[int, int]

MOST_SUMS = 16_000_000
"""Sums that are looked at for a half, most; what takes more is not certified."""

MOST_LARGE_SUMS = 1_000_000
"""The same for numbers that are too large for 64 bits."""

MOST_WAYS = 20_000
"""Ways to settle what pairs of options are about, most."""

PIECE = 1 << 19
"""Sums that are looked at at once."""


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
    if prod(len(game.options[issue]) for issue in tied) > MOST_WAYS:
        return None
    numbers = [value for row in game.points for pair in row for value in pair]
    numbers += [value for extra in game.extras for value in extra.points]
    unit = lcm(*(value.denominator for value in numbers))
    sums = _Sums(large=sum(abs(value) for value in numbers) * unit >= 2**62, deadline=deadline)
    try:
        free = [
            sums.array(_whole(pair, unit) for pair in game.points[issue])
            for issue in range(len(game.issues))
            if issue not in tied
        ]
        settled = [
            _whole(_settled(game, dict(zip(tied, ways, strict=True))), unit)
            for ways in product(*(range(len(game.options[issue])) for issue in tied))
        ]
        every = sums.of(sums.undominated(sums.array(settled)), sums.by_halves(free))
    except _TooManyError:
        return None
    return [_whole(each.payoffs, unit) for each in found] == [(int(a), int(b)) for a, b in every]


def _whole(pair: Pair, unit: int) -> Whole:
    return int(pair[0] * unit), int(pair[1] * unit)


def _settled(game: IssuesGame, settled: dict[int, int]) -> Pair:
    """What some issues pay, settled in some way, with the points for pairs."""
    each = [game.points[issue][choice] for issue, choice in settled.items()]
    each += [
        extra.points
        for extra in game.extras
        if all(settled.get(issue) == choice for issue, choice in zip(extra.issues, extra.choices, strict=True))
    ]
    return sum((a for a, _ in each), Fraction()), sum((b for _, b in each), Fraction())


class _Sums:
    """Undominated sums of whole numbers.

    Parameters
    ----------
    large : bool
        Whether 64 bits may be too few.
    """

    def __init__(self, large: bool, deadline: Deadline) -> None:
        self.kind: type = object if large else np.int64
        self.most, self.deadline = MOST_LARGE_SUMS if large else MOST_SUMS, deadline

    def array(self, pairs: Iterable[Whole]) -> NDArray[np.int64]:
        """Pairs as rows."""
        return np.array(list(pairs), dtype=self.kind).reshape(-1, 2)

    def by_halves(self, parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        """The undominated sums of one of each part."""
        if not parts:
            return self.array([(0, 0)])
        if len(parts) == 1:
            return self.undominated(parts[0])
        middle = len(parts) // 2
        return self.of(self.by_halves(parts[:middle]), self.by_halves(parts[middle:]))

    def of(self, one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.int64]:
        """The undominated sums of one of each of two parts."""
        if len(one) * len(two) > self.most:
            raise _TooManyError
        kept = [self.undominated(piece) for piece in self._pieces(one, two)]
        return kept[0] if len(kept) == 1 else self.undominated(np.concatenate(kept))

    def _pieces(self, one: NDArray[np.int64], two: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        rows = max(1, PIECE // len(two))
        for start in range(0, len(one), rows):
            self.deadline.check()
            yield (one[start : start + rows, None, :] + two[None, :, :]).reshape(-1, 2)

    @staticmethod
    def undominated(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those that no other one is at least as good as for both, falling in the first entry."""
        rising = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))][::-1]
        before = np.maximum.accumulate(rising[:, 1])[:-1]
        return rising[np.concatenate(([True], rising[1:, 1] > before))]
