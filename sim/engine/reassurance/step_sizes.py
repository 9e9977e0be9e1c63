"""How large a first step has to be to tell types apart: the sizes at which a separating first round is an equilibrium.

Too small a step is taken by those who stall as well, and too large a step is not worth it to the sincere (Kydd 2000).
The sizes between are found by looking at a grid of them and halving every gap at whose ends the answer differs. An
interval of sizes that lies between two neighbours on the grid is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.reassurance.separation import SeparationSearch
from sim.engine.reassurance.solution import EQUILIBRIUM
from sim.progress import steps as each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.engine.reassurance.solution import FirstRound, Motive, Separation
    from sim.engine.reassurance.values import Games, Types
    from sim.engine.selection import Rule

POINTS = 41
"""Sizes on the grid where nothing else is said."""

PRECISION = Fraction(1, 10**6)
"""Width to which a boundary is narrowed down, unless a millionth of the range is less."""

JUMP = 1e-3
"""Change of a margin across a boundary, as a share of the payoff range, that only a jump explains."""

_KEPT = 64


@dataclass(frozen=True)
class Edge:
    """One end of an interval of sizes.

    Parameters
    ----------
    inside : Fraction
        The last size that was found to separate.
    outside : Fraction or None
        The first that was found not to, within the precision; None where the range that was looked at ends.
    found : Separation
        The first round at ``inside``, with its certificate.
    beyond : Separation or None
        The same first round at ``outside``.
    jumps : bool
        Whether the binding type's margin does not shrink to zero but breaks off: what is played once types are known
        changes here.
    """

    inside: Fraction
    outside: Fraction | None
    found: Separation
    beyond: Separation | None
    jumps: bool

    @property
    def binding(self) -> Motive | None:
        """The type that gains beyond this end, and by what; None where the range ends or worths are unknown."""
        motive = None if self.beyond is None else self.beyond.binding
        return motive if motive is not None and motive.gains else None


@dataclass(frozen=True)
class Interval:
    """Neighbouring sizes at all of which, as far as the grid shows, a first round separates and is an equilibrium."""

    steps: FirstRound
    start: Edge
    end: Edge

    def single(self, precision: Fraction) -> bool:
        """Whether this is one size only, as far as it was narrowed down: a knife edge."""
        return self.end.inside - self.start.inside <= precision


@dataclass(frozen=True)
class Sizes:
    """The sizes at which first rounds tell types apart.

    Parameters
    ----------
    low, high : Fraction
        The range that was looked at.
    points : int
        Sizes on the grid; an interval between two neighbours is missed.
    precision : Fraction
        Width to which ends are narrowed down.
    intervals : tuple of Interval
        By first round in the order in which they were found, from low to high.
    """

    low: Fraction
    high: Fraction
    points: int
    precision: Fraction
    intervals: tuple[Interval, ...]

    @property
    def smallest(self) -> Interval | None:
        """The interval that starts lowest, single sizes left out; None if there is no other."""
        wide = [interval for interval in self.intervals if not interval.single(self.precision)]
        return min(wide, key=lambda interval: interval.start.inside, default=None)


def smallest_separating(
    types: tuple[Types, Types],
    build: Callable[[Fraction], Games],
    low: Fraction,
    high: Fraction,
    *,
    first: Sequence[FirstRound] | None = None,
    rule: Rule | None = None,
    points: int = POINTS,
    time_limit: float | None = None,
) -> Sizes:
    """Intervals of sizes at which first rounds tell types apart and are equilibria.

    Parameters
    ----------
    types : pair of tuple of (str, Fraction)
        Identifier and probability of each type, per player.
    build : callable
        The games per pair of types at a size; they may differ from size to size in numbers only.
    low, high : Fraction
        Range of sizes.
    first : sequence of FirstRound, optional
        First rounds to look at; all that are equilibria somewhere on the grid where nothing is said.
    rule : Rule, optional
        Which equilibrium is played once types are known.
    points : int
        Sizes on the grid, at least 2.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    ValueError
        If the range is empty, or as for `separating_first_steps`.
    TimeLimitError
        If the time is up.
    """
    if not low < high or points < 2:
        raise ValueError("expected a range of sizes from low to high, and two points or more")
    precision = min(PRECISION, (high - low) / 10**6)
    deadline = Deadline(time_limit)
    search = _Search(types, build, rule, deadline)
    grid = [low + (high - low) * k / (points - 1) for k in range(points)]
    if first is None:
        first = list(dict.fromkeys(steps for size in each("sizes", grid) for steps in search.equilibria(size)))
    intervals = [interval for steps in each("edges", first) for interval in search.intervals(steps, grid, precision)]
    return Sizes(low, high, points, precision, tuple(intervals))


class _Search:
    """First rounds judged at many sizes."""

    def __init__(
        self,
        types: tuple[Types, Types],
        build: Callable[[Fraction], Games],
        rule: Rule | None,
        deadline: Deadline,
    ) -> None:
        @lru_cache(maxsize=_KEPT)
        def study(size: Fraction) -> SeparationSearch:
            return SeparationSearch(types, build(size), rule, deadline)

        self.study = study

    def equilibria(self, size: Fraction) -> list[FirstRound]:
        """First rounds that are equilibria at a size."""
        return [steps for steps in self.study(size).candidates() if self._holds(steps, size)]

    def intervals(self, steps: FirstRound, grid: list[Fraction], precision: Fraction) -> list[Interval]:
        """Sizes at which one first round is an equilibrium."""
        found = []
        for holds, places in groupby(range(len(grid)), key=lambda k: self._holds(steps, grid[k])):
            run = list(places)
            if holds:
                below = grid[run[0] - 1] if run[0] else None
                above = grid[run[-1] + 1] if run[-1] + 1 < len(grid) else None
                start = self._edge(steps, grid[run[0]], below, precision)
                found.append(Interval(steps, start, self._edge(steps, grid[run[-1]], above, precision)))
        return found

    def _holds(self, steps: FirstRound, size: Fraction) -> bool:
        found = self.study(size).judge(steps)
        if found.verdict == EQUILIBRIUM and found.knife_edge:
            found = self.study(size).with_certificate(found)  # floats cannot tell, rationals often can
        return found.verdict == EQUILIBRIUM

    def _edge(self, steps: FirstRound, inside: Fraction, outside: Fraction | None, precision: Fraction) -> Edge:
        """Narrow a boundary down by halving."""
        while outside is not None and abs(inside - outside) > precision:
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if self._holds(steps, middle) else (inside, middle)
        study = self.study(inside)
        found = study.with_certificate(study.judge(steps))
        if outside is None:
            return Edge(inside, None, found, None, False)
        beyond = self.study(outside).judge(steps)
        return Edge(inside, outside, found, beyond, _jumps(study, found, beyond))


def _jumps(study: SeparationSearch, found: Separation, beyond: Separation) -> bool:
    """Whether the type that binds beyond a boundary loses much by deviating just within it."""
    motive = beyond.binding
    if motive is None or not motive.gains:
        return False
    place = motive.player, motive.type, motive.after
    before = next(m for m in found.motives if (m.player, m.type, m.after) == place)
    return before.margin - motive.margin > JUMP * study.play.scale[motive.player]
