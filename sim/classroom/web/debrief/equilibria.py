"""All equilibria of a game that was played, as rules of play: what choices are held against."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Benchmark
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.tree import TreeArena
from sim.engine.solve import solve
from sim.engine.tree.pbe import solve_pbe
from sim.engine.tree.subgame_perfect import tree_all_perfect
from sim.errors import DetenteError
from sim.show.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.agents.arenas.arena import Arena, Behaviour
    from sim.engine.tree.solution import BayesEquilibrium, TreeEquilibrium


MOST_PLACES = 2_000
"""Places, most, that an equilibrium's play is followed to."""


@dataclass(frozen=True)
class Equilibria:
    """The equilibria of a game.

    Parameters
    ----------
    concept : str
        What they are equilibria by.
    found : tuple of Benchmark
        What each does and pays; empty where they cannot be listed, as they are too many: none is picked then.
    complete : bool
        Whether it is known that there are no others but mixtures of these.
    of_all : str
        What all of them agree on, in a sentence; empty where it is not worked out.
    ranges : mapping of str to mapping of str to sequence of float
        Where play does not get to in some equilibrium: further chances of an action there, by decision and action.
    only : frozenset of str or None
        Decisions at which all equilibria do what these do; None for all. Where play does not get to, others may do
        something else.
    """

    concept: str
    found: tuple[Benchmark, ...] = ()
    complete: bool = False
    of_all: str = ""
    ranges: dict[str, dict[str, tuple[float, ...]]] | None = None
    only: frozenset[str] | None = None

    def ticks(self, point: str, label: str, shares: Sequence[dict[str, float]]) -> tuple[float, ...]:
        """The shares of an action in all equilibria, each once.

        Parameters
        ----------
        shares : sequence of dict
            What each equilibrium does where people decided.
        """
        if self.only is not None and point not in self.only:
            return ()
        more = (self.ranges or {}).get(point, {}).get(label, ())
        return tuple(sorted({round(value, 9) for value in (*(own.get(label, 0.0) for own in shares), *more)}))


def equilibria_of(arena: Arena, time_limit: float | None) -> Equilibria:
    """All equilibria of a game, where they can be listed; and what is known of all where they cannot.

    Parameters
    ----------
    time_limit : float or None
        Seconds.
    """
    if isinstance(arena, MatrixArena):
        return Equilibria("nash", tuple(arena.benchmarks()), not arena.notes)
    if isinstance(arena, TreeArena):
        return _of_tree(arena, time_limit)
    kind = arena.scenario.kind
    try:
        if kind == "offers":
            return Equilibria(arena.concept, tuple(arena.benchmarks()), solve(arena.scenario).complete)
        if kind == "concessions":
            told = shown(arena.scenario, solve(arena.scenario, time_limit=time_limit))
            verdict = told.verdict() or {}
            own = tuple(arena.benchmarks()) if verdict.get("unique") else ()
            return Equilibria(arena.concept, own, bool(own), told.of_all(), only=_reached(arena) if own else None)
    except DetenteError as error:
        return Equilibria(arena.concept, of_all=f"What all equilibria agree on was not found out: {error}.")
    return Equilibria(arena.concept)


def _reached(arena: Arena) -> frozenset[str]:
    """Decisions that the equilibrium's play gets to; only some of them where there are very many."""
    seen, waiting, points = {arena.start}, [arena.start], set()
    while waiting and len(seen) < MOST_PLACES:
        place = waiting.pop()
        movers = arena.movers(place)
        points |= {arena.point(place, seat) for seat in movers}
        plans = [arena.mixture(place, seat) if seat in movers else {"": 1.0} for seat in (0, 1)]
        for one, two in product(*([a for a, p in plan.items() if p > 0] for plan in plans)):
            fresh = {way.to for way in arena.ways(place, (one, two)) if way.chance > 0 and way.to is not None} - seen
            seen |= fresh
            waiting += fresh
    return frozenset(points)


def _of_tree(arena: TreeArena, time_limit: float | None) -> Equilibria:
    try:
        if arena.concept == "subgame-perfect":
            perfect = tree_all_perfect(arena.game, time_limit)
            found = tuple(_benchmark(arena, e) for e in perfect.equilibria)
            return Equilibria(arena.concept, found, perfect.complete)
        solution = solve_pbe(arena.game, time_limit)
    except DetenteError as error:
        return Equilibria(arena.concept, of_all=f"The list of all equilibria could not be had: {error}.")
    found = tuple(_benchmark(arena, e) for e in solution.equilibria)
    return Equilibria(arena.concept, found, solution.complete, ranges=_ranges(solution.equilibria))


def _ranges(found: Sequence[BayesEquilibrium]) -> dict[str, dict[str, tuple[float, ...]]]:
    ranges: dict[str, dict[str, tuple[float, ...]]] = {}
    for e in found:
        for point, actions in e.ranges.items():
            for action, span in actions.items():
                own = ranges.setdefault(point, {})
                own[action] = (*own.get(action, ()), *map(float, span))
    return ranges


def _benchmark(arena: TreeArena, equilibrium: TreeEquilibrium) -> Benchmark:
    profile = equilibrium.profile

    def rule(place: int, seat: int) -> dict[str, float]:
        return dict(zip(arena.options(place, seat), map(float, profile.shares(place)), strict=True))

    behaviour: Behaviour = rule
    one, two = map(float, equilibrium.payoffs)
    return Benchmark(behaviour, (one, two))
