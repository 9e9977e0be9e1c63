"""Ladders of which the divisible steps are cut into pieces, as functions of the pieces' shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from sim.scenario.scenario import JointEffect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sim.games.roadmaps.ladders import Ladders, Place
    from sim.scenario.scenario import Step
    from sim.types import Pair

    Shares = tuple[Fraction, ...]

ONE = Fraction(1)


@dataclass(frozen=True)
class Cutting:
    """Ladders and into how many pieces each step of them is cut.

    Parameters
    ----------
    ladders : Ladders
        The ladders with whole steps.
    counts : pair of tuple of int
        Number of pieces of each step of both players; 1 for what is not divisible.
    """

    ladders: Ladders
    counts: tuple[tuple[int, ...], tuple[int, ...]]

    @cached_property
    def pieces(self) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """Both ladders of pieces, lowest first, each as (number of the step, number of the piece in it)."""
        one, two = (tuple((k, m) for k, n in enumerate(counts) for m in range(n)) for counts in self.counts)
        return one, two

    @property
    def size(self) -> Place:
        """Number of pieces on each ladder."""
        return len(self.pieces[0]), len(self.pieces[1])

    @cached_property
    def variables(self) -> tuple[tuple[int, int, int], ...]:
        """The pieces whose shares are free, as (player, step, piece)."""
        return tuple((p, k, m) for p in (0, 1) for k, m in self.pieces[p] if self.ladders.steps[p][k].divisible)

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Numbers of the variables that add up to 1, step by step."""
        steps = [self.whole((p, k)) for p, k, _ in self.variables]
        return tuple(tuple(i for i, step in enumerate(steps) if step == own) for own in dict.fromkeys(steps))

    @cached_property
    def limits(self) -> tuple[Pair, ...]:
        """The smallest and the largest share of each variable."""
        return tuple(self.ladders.steps[p][k].shares for p, k, _ in self.variables)

    def whole(self, step: tuple[int, int]) -> tuple[int, int]:
        """The same name for both sides' parts of a step, as (player, number)."""
        return next(((0, one) for one, two in self.ladders.shared if step == (1, two)), step)

    def last_pieces(self, steps: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The pieces with which some steps stand as a whole, as (player, number on the ladder of pieces)."""
        return tuple((p, sum(self.counts[p][: k + 1]) - 1) for p, k in steps if self.counts[p][k])

    def opens(self, place: Place, movers: tuple[int, ...]) -> bool:
        """Whether the next pieces of these players find the prerequisites of their steps standing."""
        for p in movers:
            k, m = self.pieces[p][place[p]]
            needs = () if m else self.ladders.steps[p][k].after
            if any(place[who] <= number for who, number in self.last_pieces(needs)):
                return False
        return True

    def at(self, shares: Sequence[Fraction]) -> Ladders:
        """The ladders of pieces whose variables have some shares, whether or not these add up to 1."""
        share = dict(zip(self.variables, shares, strict=True))
        one, two = (tuple(self._piece(p, k, m, share.get((p, k, m), ONE)) for k, m in self.pieces[p]) for p in (0, 1))
        return replace(self.ladders, steps=(one, two), rests=(), shared=())

    def _piece(self, player: int, k: int, m: int, share: Fraction) -> Step:
        step, count = self.ladders.steps[player][k], self.counts[player][k]
        joint = tuple(JointEffect(_part(e.effect, share), self.last_pieces(e.when)) for e in step.joint)
        shared = any((player, k) in enumerate(pair) for pair in self.ladders.shared)
        # Which piece of a step that both take comes first is settled by the order.
        name = f"{step.name} (a piece)" if shared else f"{step.name} ({m + 1} of {count})"
        return replace(
            step,
            id=step.id if count == 1 else f"{step.id}.{m + 1}",
            name=step.name if count == 1 and not shared else name,
            effect=_part(step.effect, share),
            once=_part(step.once, share),
            after=() if m else self.last_pieces(step.after),
            joint=joint,
        )


def cuttings(ladders: Ladders, parts: int) -> Iterator[Cutting]:
    """All ways to cut the divisible steps into up to so many pieces each, those with few pieces first."""
    choices = [[range(1, parts + 1) if s.divisible else (1,) for s in ladder] for ladder in ladders.steps]
    found = [Cutting(ladders, (one, two)) for one in product(*choices[0]) for two in product(*choices[1])]
    found = [c for c in found if all(c.counts[0][k] + c.counts[1][m] <= parts for k, m in ladders.shared)]
    for cutting in sorted(found, key=lambda c: (sum(c.size), c.counts)):
        spans = [(len(group), *cutting.limits[group[0]]) for group in cutting.groups]
        if all(n * low <= 1 <= n * high for n, low, high in spans):
            yield cutting


def lowered(ladders: Ladders, by: Fraction) -> Ladders:
    """The ladders with every payoff that the file states as bad for keeping to a roadmap as an error of a size lets it.

    What stands after keeping to a roadmap includes all that stands after leaving it, so for each player every effect,
    payment and bonus counts for keeping to it, and only what a breakdown pays counts against. The worst of all numbers
    within a box is therefore one of its corners, the same for all orders, shares and ways of leaving.
    """

    def less(value: Pair) -> Pair:
        one, two = (v - by if v else v for v in value)
        return one, two

    one, two = (
        tuple(
            replace(
                s,
                effect=less(s.effect),
                once=less(s.once),
                joint=tuple(JointEffect(less(e.effect), e.when) for e in s.joint),
            )
            for s in ladder
        )
        for ladder in ladders.steps
    )
    zero, end = ladders.status_quo, ladders.breakdown
    return replace(
        ladders,
        steps=(one, two),
        status_quo=(zero[0] - by, zero[1] - by),
        agreement=less(ladders.agreement),
        breakdown=(end[0] + by, end[1] + by),
    )


def _part(value: Pair, share: Fraction) -> Pair:
    return value[0] * share, value[1] * share
