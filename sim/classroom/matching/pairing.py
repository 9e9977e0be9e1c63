"""Who meets whom in a round: strangers anew, the same two, the same two in changing roles, or everybody everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.classroom.matching.groups import in_groups
from sim.classroom.matching.past import Met, Past

if TYPE_CHECKING:
    import numpy as np

    from sim.classroom.session.parts import Matching


def paired(matching: Matching, seats: Sequence[int], past: Past, rng: np.random.Generator, size: int = 2) -> list[Met]:
    """Matches of a round, in which each seat stands once; at most one of them lacks sides.

    Parameters
    ----------
    matching : {"strangers", "partners", "swap", "round-robin"}
        Who is to meet whom.
    seats : sequence of int
        Who is present.
    size : int
        How many sides there are.
    """
    order = [seats[int(k)] for k in rng.permutation(len(seats))]
    if size > 2:
        return in_groups(matching, order, past, size, rng)
    if matching == "strangers":
        return _strangers(order, past)
    if matching == "round-robin":
        return _round_robin(sorted(seats), past)
    return _partners(order, past, swap=matching == "swap")


def _sides(order: Sequence[int], past: Past) -> tuple[list[int], list[int]]:
    """Who plays which side: as before, and whoever is new where it is needed."""
    sides: tuple[list[int], list[int]] = ([], [])
    for seat in order:
        side = past.side(seat)
        if side is not None:
            sides[side].append(seat)
    for seat in order:
        if past.side(seat) is None:
            sides[int(len(sides[1]) < len(sides[0]))].append(seat)
    one, two = sides
    while abs(len(one) - len(two)) > 1:  # some have left
        more, less = (one, two) if len(one) > len(two) else (two, one)
        less.append(more.pop())
    return one, two


def _strangers(order: Sequence[int], past: Past) -> list[Met]:
    """Nobody meets anybody once more while there is a way around it."""
    one: list[int | None]
    two: list[int | None]
    one, two = map(list, _sides(order, past))  # type: ignore[assignment]
    one += [None] * (len(two) - len(one))
    two += [None] * (len(one) - len(two))
    counts = _counts(past)
    met = [[counts.get(frozenset((a, b)), 0) for b in two] for a in one]
    for most in range(max((max(row) for row in met), default=0) + 1):
        found = _perfect([[c <= most for c in row] for row in met])
        if found is not None:
            return [(a, two[k]) for a, k in zip(one, found, strict=True)]
    return []


def _counts(past: Past) -> dict[frozenset[int | None], int]:
    counts: dict[frozenset[int | None], int] = {}
    for pair in past.pairs:
        counts[frozenset(pair)] = counts.get(frozenset(pair), 0) + 1
    return counts


def _perfect(allowed: Sequence[Sequence[bool]]) -> list[int] | None:
    """A perfect matching of rows with columns along what is allowed, by augmenting paths; None if there is none."""
    holder: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for column, fits in enumerate(allowed[row]):
            if fits and column not in seen:
                seen.add(column)
                if column not in holder or place(holder[column], seen):
                    holder[column] = row
                    return True
        return False

    if not all(place(row, set()) for row in range(len(allowed))):
        return None
    columns = {row: column for column, row in holder.items()}
    return [columns[row] for row in range(len(allowed))]


def _round_robin(seats: Sequence[int], past: Past) -> list[Met]:
    """The round of a tournament, by the circle method, in which the fewest meet once more."""
    circle: list[int | None] = [*seats, *([None] * (len(seats) % 2))]
    if len(circle) < 2:
        return []
    counts = _counts(past)
    rounds = [_of_circle(circle, k) for k in range(len(circle) - 1)]
    best = min(rounds, key=lambda pairs: sum(counts.get(frozenset(pair), 0) for pair in pairs))
    firsts: dict[int, int] = {}
    for one in (pair[0] for pair in past.pairs):
        if one is not None:
            firsts[one] = firsts.get(one, 0) + 1
    return [_fair(pair, firsts) for pair in best]


def _of_circle(circle: Sequence[int | None], k: int) -> list[Met]:
    rest = [*circle[1:]]
    turned = [circle[0], *rest[k:], *rest[:k]]
    return [(turned[i], turned[-1 - i]) for i in range(len(turned) // 2)]


def _fair(pair: Met, firsts: Mapping[int, int]) -> Met:
    """Whoever has been the first side less often is it now."""
    one, two = pair
    often = [0 if seat is None else firsts.get(seat, 0) for seat in pair]
    if one is None or two is None:
        seat = two if one is None else one
        return (seat, None) if not seat or firsts.get(seat, 0) == 0 else (None, seat)
    return (two, one) if often[1] < often[0] else (one, two)


def _partners(order: Sequence[int], past: Past, swap: bool) -> list[Met]:
    """The same two as before; those who have nobody any more meet each other."""
    present, left, found = set(order), list(order), []
    for seat in order:
        other = past.partner(seat)
        if seat not in left or other is None or other not in present or past.partner(other) != seat:
            continue
        side = past.side(seat)
        pair: Met = (seat, other) if side == 0 else (other, seat)
        found.append((pair[1], pair[0]) if swap else pair)
        left.remove(seat)
        left.remove(other)
    alone: list[int | None] = [*left, *([None] * (len(left) % 2))]
    for k in range(0, len(alone), 2):
        found.append(_sided(alone[k], alone[k + 1], past, swap))
    return found


def _sided(one: int | None, two: int | None, past: Past, swap: bool) -> Met:
    """Two who have not been partners: one plays the side that it has played, or the other where they swap."""
    last = None if one is None else past.side(one)
    if last is None:
        return one, two
    wanted = 1 - last if swap else last
    return (one, two) if wanted == 0 else (two, one)
