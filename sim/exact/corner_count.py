"""How many bases a search over a polytope would come to, roughly, before it is begun.

A walk leads from corner to corner, away from where a positive sum of the variables is least, each way down as likely as
any other. If every corner is come to by each of its ways from above in equal parts, each is counted once, so that the
product of the ways down over those up, summed over the length of a walk, is right on average (after Knuth 1975).
Walks differ, so that the number says what is out of reach and no more.

References
----------
Knuth, D. E. (1975): Estimating the efficiency of backtrack programs. Mathematics of Computation 29, 121-136. Avis, D.
and Devroye, L. (2000): Estimating the number of vertices of a polyhedron. Information Processing Letters 73, 137-143.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.float_table import FloatTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline

WALKS = 32
"""Walks that the number is the average of."""


def estimated_bases(table: Sequence[Sequence[int]], most: float, deadline: Deadline) -> float:
    """Roughly how many feasible bases ``{x >= 0, table x <= 1}`` has.

    Parameters
    ----------
    table : sequence of sequence of int, shape (n, m)
        Positive numbers.
    most : float
        Number from which on it does not matter.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    n, m = len(table), len(table[0])
    draw, total = Random(0), 0.0
    costs = [draw.uniform(1, 2) for _ in range(m)]
    for _ in range(WALKS):
        here, weight = FloatTable(table, range(m, m + n), range(m), costs), 1.0
        while True:
            deadline.check()
            total += weight
            down = np.flatnonzero(here.rows[-1, :-1] > 0)
            if not len(down) or total > most * WALKS:
                break
            c = draw.choice(down.tolist())
            r = here.first_out(c)
            if r is None:
                break
            here.pivot(r, c)
            weight *= len(down) / max(1, int((here.rows[-1, :-1] < 0).sum()))
    return total / WALKS
