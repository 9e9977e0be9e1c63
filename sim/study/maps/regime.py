"""Regimes: points that end alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

from sim.engine.concessions.courses.ending_names import endings_of, is_deal, was_deal
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, OPEN, POSSIBLE
from sim.study.record import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sim.study.record import Chunk

    Solve = Callable[[NDArray[np.float64]], Chunk]
    """Solves a scenario at points, shape (n, k): a column per parameter."""


NO_DEAL, BROKEN_DEAL = "no deal", "deal, then broken"
"""What endings without an agreement are called where they are not told apart: none was made, or it did not last."""

VERDICTS = {
    word: f"a deal is {word}" if word != OPEN else "whether there is a deal is open"
    for word in (CERTAIN, POSSIBLE, IMPOSSIBLE, OPEN)
}
"""What endings are called on maps of what all equilibria agree on."""


@dataclass(frozen=True)
class Regime:
    """How it ends.

    Parameters
    ----------
    ending : str
        As a `Chunk` has it; empty where there is no answer.
    round : int or None
        Round in which the agreement is first complete, counted from 1.
    """

    ending: str
    round: int | None = None

    @property
    def agreed(self) -> bool:
        """Whether all steps stand in the end, or an offer is accepted."""
        return is_deal(self.ending)

    @property
    def broken(self) -> bool:
        """Whether an agreement is made and does not last."""
        return was_deal(self.ending) or self.ending == BROKEN_DEAL

    @property
    def of_all(self) -> bool:
        """Whether it says what all equilibria agree on, and not how one ends."""
        return self.ending in VERDICTS.values()

    @property
    def answered(self) -> bool:
        """Whether the points were solved."""
        return bool(self.ending)


def regimes_of(chunk: Chunk) -> list[Regime]:
    """The regime of every point of a chunk; where types are hidden, what play reveals of them."""
    told = zip(chunk.ending, chunk.rounds, chunk.equilibrium, strict=True)
    return [
        Regime(str(kind), None)
        if kind and kind not in KINDS
        else Regime(str(ending), None if isnan(r) or r != int(r) else int(r))
        for ending, r, kind in told
    ]


def in_order(regimes: Sequence[Regime], players: tuple[str, str]) -> list[Regime]:
    """Distinct regimes: agreements from the first round to the last, then other endings, then what has no answer.

    Parameters
    ----------
    regimes : sequence of Regime
        In any order, as often as they like.
    players : tuple of str
        Identifiers, which endings are told with.
    """
    known = (*endings_of(players), BROKEN_DEAL)

    def key(regime: Regime) -> tuple[int, int, str]:
        if not regime.answered:
            return len(known) + 1, 0, ""
        place = known.index(regime.ending) if regime.ending in known else len(known)
        return place, regime.round or 0, regime.ending

    return sorted(set(regimes), key=key)


def deals_only(solve: Solve, rounds: bool = True) -> Solve:
    """A solver that does not tell apart the endings without an agreement.

    Parameters
    ----------
    rounds : bool
        Whether agreements are told apart by their rounds.
    """

    def merged(values: NDArray[np.float64]) -> Chunk:
        chunk = solve(values)
        ending = chunk.ending.copy()
        for told in set(map(str, ending)) - {""}:
            if not is_deal(told):
                ending[ending == told] = BROKEN_DEAL if was_deal(told) else NO_DEAL
        return replace(chunk, ending=ending, rounds=chunk.rounds if rounds else chunk.rounds + float("nan"))

    return merged
