"""What a class has behind it, as far as matching looks at it."""

from __future__ import annotations

from dataclasses import dataclass

Met = tuple[int | None, ...]
"""Seats by side; None for nobody."""


@dataclass(frozen=True)
class Past:
    """What a class has behind it in a part, as far as matching looks at it.

    Parameters
    ----------
    pairs : tuple of Met
        All matches so far that count, in order.
    """

    pairs: tuple[Met, ...] = ()

    def side(self, seat: int) -> int | None:
        """The side that a seat played last."""
        return next((pair.index(seat) for pair in reversed(self.pairs) if seat in pair), None)

    def last(self, seat: int) -> Met | None:
        """The last match of a seat."""
        return next((pair for pair in reversed(self.pairs) if seat in pair), None)

    def partner(self, seat: int) -> int | None:
        """Whom a seat met last."""
        return next((pair[1 - pair.index(seat)] for pair in reversed(self.pairs) if seat in pair), None)
