"""Boxes of payoffs at all small chances of a slip, to first order, and what can be told from them.

A box says of a player that what it gets lies, at every chance e of a slip up to some bound, between ``low - error e``
and ``high + error e``.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sim.engine.concessions.equilibrium_sets.inner import parts
from sim.exact.rationals import ONE, ZERO, Rational
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sim.games.concessions.bellman import Exits
    from sim.games.concessions.stochastic_game import Node, Phase

    Place = tuple[int, int]
    """Layer and node."""

TOP = Rational(1, 100)
"""Chances of a slip above this are not looked at."""

MOST_SLIPS = 2
"""By how many times the chance of a slip it is likelier, most, that something else comes about than what is meant."""


class Box(NamedTuple):
    """Between what payoffs of a player lie, for every chance of a slip: give or take so much times that chance."""

    low: Fraction
    high: Fraction
    error: Fraction


Boxes = tuple[Box, Box]


class Worth(NamedTuple):
    """What a pair of actions that comes about is worth.

    Parameters
    ----------
    boxes : pair of Box
        By player.
    same : object
        Equal for pairs that are worth the same, whatever that is; each its own where that is not known.
    """

    boxes: Boxes
    same: object


def worths(
    exits: Exits, phase: Phase, node: Node, after: int, boxes: Mapping[Place, Boxes], known: set[Place]
) -> list[list[Worth]]:
    """What each pair of actions of a node is worth.

    Parameters
    ----------
    after : int
        The layer that follows.
    boxes : mapping of Place to Boxes
        What nodes there are worth.
    known : set of Place
        Nodes that are worth the same however play gets to them.
    """

    def worth(outcome: int) -> Worth:
        to, base, gain = parts(exits, phase, outcome)
        if to == BROKEN:
            return Worth(point(base), (BROKEN, base))
        one, two = (
            Box(b + g * box.low, b + g * box.high, g * box.error)
            for b, g, box in zip(base, gain, boxes[after, to], strict=True)
        )
        return Worth((one, two), (to, base, gain) if (after, to) in known else object())

    return [[worth(o) for o in line] for line in node.cells]


def turned(table: Sequence[Sequence[Worth]]) -> list[list[Worth]]:
    """A table by the column player's actions."""
    return [list(line) for line in zip(*table, strict=True)]


def alike(one: Sequence[Worth], two: Sequence[Worth]) -> bool:
    """Whether two actions lead to the same, whatever comes about on the other side."""
    return all(a.same == b.same for a, b in zip(one, two, strict=True))


def loses_up_to(better: Sequence[Worth], worse: Sequence[Worth], player: int, meant: int) -> Fraction:
    """Up to which chance of a slip an action pays less than another where the other side means something.

    Parameters
    ----------
    better, worse : sequence of Worth
        What the two actions are worth, by what comes about on the other side.
    player : int
        Whose actions they are.
    meant : int
        What the other side means.

    Returns
    -------
    Fraction
        At every chance above 0 and up to this the action loses; 0 if that is not found for any.
    """
    least = [
        (ZERO, ZERO)
        if a.same == b.same
        else (a.boxes[player].low - b.boxes[player].high, a.boxes[player].error + b.boxes[player].error)
        for a, b in zip(better, worse, strict=True)
    ]
    gap, error = least[meant]
    rest = [pair for k, pair in enumerate(least) if k != meant]
    slips = sum((g for g, _ in rest), ZERO)
    errors = sum((e for _, e in rest), ZERO)
    if better[meant].same == worse[meant].same:
        # All is lost where the other side slips: e / (n - 1) times the sum of the gaps, less errors.
        return _share(slips, errors)
    count = max(len(rest), 1)
    # (1 - e) (gap - error e) + e / (n - 1) (slips - errors e), where e is at most 1.
    return _share(gap, error + abs(gap) + max(ZERO, -slips) / count + errors / count)


def _share(gap: Fraction, slope: Fraction) -> Fraction:
    """Half of what a gap stands of a slope, `TOP` at most; 0 where there is no gap."""
    if gap <= 0:
        return ZERO
    return TOP if not slope else min(TOP, gap / (2 * slope))


def boxes_of(table: Sequence[Sequence[Worth]], actions: tuple[Sequence[int], Sequence[int]]) -> Boxes:
    """What a node is worth where some actions may be meant, slips included.

    What comes about is not what is meant with a chance of at most twice that of a slip; and nobody gets less than by
    the action that is best against the worst that the other side may mean.
    """
    found = []
    for p in (0, 1):
        each = [[worth.boxes[p] for worth in line] for line in table]
        every = [box for line in each for box in line]
        spread = max(box.high for box in every) - min(box.low for box in every)
        most = max(box.error for box in every)
        meant = [each[i][j] for i, j in product(*actions)]
        lines = each if p == 0 else [list(line) for line in zip(*each, strict=True)]
        sure = max(min(line[k].low for k in actions[1 - p]) for line in lines)
        least = min(box.low for box in meant)
        error = most if sure > least else max(box.error for box in meant)
        slip = MOST_SLIPS * (spread + 2 * most * TOP)
        found.append(Box(max(least, sure), max(box.high for box in meant), error + slip))
    return found[0], found[1]


def point(pair: Sequence[Fraction]) -> Boxes:
    """What is known for certain, at every chance of a slip."""
    one, two = (Box(ONE * v, ONE * v, ZERO) for v in pair)
    return one, two
