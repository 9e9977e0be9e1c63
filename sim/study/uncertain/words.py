"""What all equilibria say of a deal at points that were solved together.

Where every stage game that play can get to has one equilibrium, the game has one, and its course says whether a deal is
certain or impossible. Only the other points need sets of equilibria.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline, within
from sim.engine.concessions.courses.ending_names import BREAKDOWN, is_deal
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE
from sim.engine.solution import UNIQUE
from sim.errors import TimeLimitError
from sim.progress import stage
from sim.study.record import FAILED
from sim.study.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study.record import Chunk, StudyFile, Words
    from sim.types import Floats


def words_of_unique(chunk: Chunk) -> Words:
    """``certain`` or ``impossible`` at points with a single equilibrium, empty at all others.

    Parameters
    ----------
    chunk : Chunk
        Answers for a concession game with a last round in which nothing is hidden, all steps taken at their word.
    """
    words = np.full(len(chunk), "", dtype=object)
    for ending in set(map(str, chunk.ending)):
        # A course that chance is likelier to end than not is not the only one.
        if BREAKDOWN not in ending:
            words[chunk.ending == ending] = CERTAIN if is_deal(ending) else IMPOSSIBLE
    words[(chunk.equilibrium != UNIQUE) | (chunk.how == FAILED)] = ""
    return words


def fill_in(
    words: Words, file: StudyFile, names: Sequence[str], values: Floats, chunk: Chunk, deadline: Deadline
) -> int:
    """Find out what all equilibria say at the points that are left, as far as there is time.

    Parameters
    ----------
    words : ndarray of str, shape (n,)
        Filled in where it is empty and the point has an answer.
    values : ndarray of float, shape (n, k)
        The points.

    Returns
    -------
    int
        Points that there was no time for.
    """
    left = np.flatnonzero((words == "") & (chunk.how != FAILED))
    done = 0
    try:
        with within(deadline.left), stage("every", len(left)) as told:
            for k in left:
                found, _ = verdicts(file, names, values[k : k + 1])
                words[k] = found.deal[0]
                done += 1
                told.step()
    except TimeLimitError:
        pass
    return len(left) - done
