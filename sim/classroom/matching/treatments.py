"""Under which treatment a seat plays: shares of the class that are as equal as can be, and even where possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def assigned(
    seats: Sequence[int], known: Mapping[int, int], count: int, rng: np.random.Generator, size: int = 2
) -> dict[int, int]:
    """Treatments of seats that have none yet.

    Parameters
    ----------
    seats : sequence of int
        Who is present.
    known : mapping of int to int
        Treatments of seats that have one.
    count : int
        How many treatments there are.
    size : int
        How many sides a match has.

    Returns
    -------
    dict of int to int
        Treatments of those seats of `seats` that are not in `known`. Two treatments never differ by more seats
        than a match has because of it, and at most one cannot fill its matches where nobody was assigned before.
    """
    new = [seat for seat in seats if seat not in known]
    new = [new[k] for k in rng.permutation(len(new))]
    sizes = [sum(1 for seat in seats if known.get(seat) == k) for k in range(count)]
    order = [int(k) for k in rng.permutation(count)]
    found: dict[int, int] = {}
    for seat in new:
        odd = [k for k in order if sizes[k] % size]
        small = min(order, key=lambda k: sizes[k])
        chosen = min(odd, key=lambda k: sizes[k]) if odd and sizes[odd[0]] <= sizes[small] + size - 1 else small
        found[seat] = chosen
        sizes[chosen] += 1
    return found
