"""Chances of all endings without a last round: absorption in the chain that a stationary profile makes of a game.

The points of the chain are told apart by whether the agreement was complete when the round began and how often it has
been made, so that what becomes of it is known where play is absorbed (Kemeny and Snell 1960: Finite Markov Chains).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.courses.endings import Ending, When, breaking_of, in_order, who
from sim.engine.concessions.courses.outcome import fate_of
from sim.exact.absorption import absorbed
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.engine.concessions.courses.endings import Breaking
    from sim.engine.concessions.courses.outcome import Fate, Kind
    from sim.engine.concessions.markov_perfect.stationary_profile import PointBranch, StationaryProfile
    from sim.types import Floats, Index

    Solver = Callable[[Floats], Floats]

Spot = tuple[int, bool, int]
"""A point, whether the agreement was complete when its round began, and how often it was made: 0, 1, or 2 for more."""

End = tuple["Kind", "Fate"]

DENSE = 500
"""Equations, most, that are solved without looking for zeros."""


@dataclass(frozen=True)
class Edge:
    """A way from a spot to another, or to an ending.

    Parameters
    ----------
    at : int
        Number of the spot.
    to : int or tuple
        Number of the next one, or the kind and fate of the ending.
    share : float
        Its chance.
    closes : bool
        Whether a round is over with it.
    changes : bool
        Whether the agreement becomes complete with it, or is broken.
    breaking : tuple or None
        How it is broken, if it is.
    by : tuple of int
        Who walks away.
    """

    at: int
    to: int | End
    share: float
    closes: bool
    changes: bool
    breaking: Breaking | None
    by: tuple[int, ...] = ()


def chain_endings(profile: StationaryProfile) -> tuple[Ending, ...]:
    """Chances of all endings, likeliest first; ``unfinished`` is talking on for ever without an agreement.

    Parameters
    ----------
    profile : StationaryProfile
        The strategies.
    """
    return _Chain(profile).endings()


class _Chain:
    """The spots that play passes before it stays somewhere, and the ways between them."""

    def __init__(self, profile: StationaryProfile) -> None:
        self.profile, self.game = profile, profile.game
        self.spots: dict[Spot, int] = {}
        self.queue: list[Spot] = []
        self.edges: list[Edge] = []
        self._complete: dict[int, tuple[bool, ...]] = {}
        start: Spot = (0, self.game.states[0].complete, 0)
        self.stays = self._end_at(start)
        if self.stays is None:
            self._number(start)
            for spot in self.queue:
                for move in profile.moves(spot[0]):
                    self.edges += self._ways(spot, move)

    def _number(self, spot: Spot) -> int:
        if spot not in self.spots:
            self.spots[spot] = len(self.spots)
            self.queue.append(spot)
        return self.spots[spot]

    def _end_at(self, spot: Spot) -> End | None:
        """The ending if play stays around a spot for ever; it is looked at where a round begins."""
        k, standing, times = spot
        if k not in self.profile.lasting or self.profile.points[k].place[1]:
            return None
        if k not in self._complete:
            self._complete[k] = self.profile.complete_around(k)
        complete = self._complete[k]
        if all(complete):
            return "agreement", fate_of(times, standing)
        if any(complete):
            return ("unfinished", "on_and_off") if times else None
        return "unfinished", fate_of(times, False)

    def _ways(self, spot: Spot, move: PointBranch) -> Iterator[Edge]:
        """How a branch ends or goes on."""
        k, before, times = spot
        at, risk = self.spots[spot], as_float(move.branch.outcome.risk)
        walked = move.branch.outcome.successor == BROKEN
        closes = self.profile.closes(k)
        if not closes and not walked:
            yield Edge(at, self._number((move.to, before, times)), move.chance, False, False, None)
            return
        acts = self.profile.acts(k, move)
        stands = not walked and self.game.states[move.branch.outcome.successor].complete
        how = breaking_of(acts, stands, walked) if before and not stands else None
        made = min(times + 1, 2) if stands and not before else times
        if walked:
            by = who(acts, "walk_away")
            yield Edge(at, ("walk_away", fate_of(made, False)), move.chance, closes, before, how, by)
            return
        if risk:
            yield Edge(at, ("hazard", fate_of(made, False)), move.chance * risk, closes, before != stands, how)
        if move.to != BROKEN:
            there = (move.to, stands, made)
            end = self._end_at(there)
            to = self._number(there) if end is None else end
            yield Edge(at, to, move.chance * as_float(move.branch.outcome.survival), closes, before != stands, how)

    def endings(self) -> tuple[Ending, ...]:
        """All endings, the likeliest first."""
        if self.stays is not None:
            return (Ending(*self.stays, 1.0, When(0.0, True)),)
        kinds = list(dict.fromkeys(edge.to for edge in self.edges if isinstance(edge.to, tuple)))
        size = len(self.spots)
        whole = _solver(size, self.edges, [isinstance(e.to, int) for e in self.edges])
        quiet = _solver(size, self.edges, [isinstance(e.to, int) and not e.changes for e in self.edges])
        found = (self._ending(kind, whole, quiet) for kind in kinds)
        return in_order(ending for ending in found if ending is not None)

    def _ending(self, end: End, whole: Solver, quiet: Solver) -> Ending | None:
        kind, fate = end
        last = [edge for edge in self.edges if edge.to == end]
        chance = whole(self._into(last))
        if not chance[0] > 0:
            return None
        unmade = np.array([times == 0 for _, _, times in self.spots])
        still = quiet(self._into([e for e in last if not e.changes]))
        later = np.maximum(chance - still, 0.0)
        changed = self._when(whole, later, chance[0])
        ended = self._when(whole, chance, chance[0])
        broken = fate in ("broken", "broken_again")
        return Ending(
            kind,
            fate,
            min(1.0, float(chance[0])),
            changed if kind == "agreement" else ended,
            None if fate == "never" else self._when(whole, np.where(unmade, chance, 0.0), chance[0]),
            changed if broken else None,
            tuple(sorted(set(self._breaking(end, still)))) if broken else (),
            tuple(sorted({edge.by for edge in last if edge.by})),
        )

    def _into(self, edges: Sequence[Edge]) -> Floats:
        """Chance to take one of some edges at once, per spot."""
        chance = np.zeros(len(self.spots))
        for edge in edges:
            chance[edge.at] += edge.share
        return chance

    def _breaking(self, end: End, still: Floats) -> Iterator[Breaking]:
        """How the agreement can be broken for the last time before an ending."""
        for edge in self.edges:
            if edge.breaking is not None and (edge.to == end or (isinstance(edge.to, int) and still[edge.to] > 0)):
                yield edge.breaking

    def _when(self, whole: Solver, lies_ahead: Floats, chance: float) -> When:
        """The round in which something happens, from the chance per spot that it lies ahead of it.

        The first two moments of the number of rounds that are over before it; it is fixed if it does not vary.
        """
        ticks = [e for e in self.edges if e.closes and isinstance(e.to, int)]
        at, to = np.array([e.at for e in ticks], dtype=int), np.array([e.to for e in ticks], dtype=int)
        share = np.array([e.share for e in ticks])

        def ticked(ahead: Floats) -> Floats:
            return np.bincount(at, share * ahead[to], minlength=len(self.spots)).astype(np.float64)

        moment = whole(ticked(lies_ahead))
        square = whole(ticked(lies_ahead + 2 * moment))
        mean = float(moment[0] / chance)
        return When(mean, abs(float(square[0] / chance) - mean**2) <= 1e-9 * (1 + mean**2))


def _solver(size: int, edges: Sequence[Edge], stays: Sequence[bool]) -> Solver:
    """Solves x = P x + b, P being the chances of the edges that stay; the others leave the chain."""
    step, leave = _table(size, edges, stays)
    if size <= DENSE:
        dense = np.zeros((size, size))
        np.add.at(dense, step[:2], step[2])
        return lambda b: absorbed(dense, leave, b)
    from scipy.sparse import csc_matrix, identity
    from scipy.sparse.linalg import splu

    factors = splu(identity(size, format="csc") - csc_matrix((step[2], step[:2]), shape=(size, size)))
    return lambda b: np.asarray(factors.solve(b), dtype=np.float64)


def _table(size: int, edges: Sequence[Edge], stays: Sequence[bool]) -> tuple[tuple[Index, Index, Floats], Floats]:
    """Where the edges that stay start and lead, with their chances; and the chance per spot of those that leave."""
    inside = [(e.at, e.to, e.share) for e, stay in zip(edges, stays, strict=True) if stay and isinstance(e.to, int)]
    at, to = (np.array([row[k] for row in inside], dtype=np.intp) for k in (0, 1))
    share = np.array([row[2] for row in inside], dtype=np.float64)
    leave = np.zeros(size)
    for edge, stay in zip(edges, stays, strict=True):
        if not stay:
            leave[edge.at] += edge.share
    return (at, to, share), leave
