"""Payoffs of all subgame-perfect equilibria without a last round: sets from outside and from inside, and how near.

From outside: what a mediator could bring about, narrowed from all that play can be worth, so that it holds every
equilibrium, mixed ones included, however early it is stopped. From inside: sets that are worth themselves, whose every
payoff is that of an equilibrium in pure actions with public lots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.repeated.equilibrium_sets.candidates import Candidates, settled
from sim.engine.repeated.equilibrium_sets.closing import Closing, closed
from sim.engine.repeated.equilibrium_sets.narrowing import Narrowed, Narrowing, apart
from sim.engine.repeated.equilibrium_sets.self_generation import grown, held_up
from sim.errors import TimeLimitError
from sim.exact.polygons import EMPTY, hull
from sim.exact.rationals import ONE, Rational
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph
    from sim.exact.polygons import Polygon

LEVELS = (8, 12)
"""Binary digits of the share of the box that sets may be made larger by, coarse first; all nodes on each level."""

FURTHER, SMALL = (16, 20), 12
"""More digits for sets that cannot be closed otherwise, and up to how many corners that is tried."""

FEW, FINEST = 2, 18
"""Up to how many nodes between which play can go to and fro sets from inside are looked for once more, how finely."""

MOST_SETTLING = 300
"""Most sweeps over nodes near which candidates are looked for."""

MOST_SWEEPS = 400
"""Most sweeps over nodes on one level."""

MOST_GROWTH = 12
"""Most rounds in which sets from inside are made larger; eight times as many for few nodes."""


@dataclass(frozen=True)
class EndlessSets:
    """The sets of a game without a last round.

    Parameters
    ----------
    inner : dict of int to Polygon
        Per node payoffs of equilibria in pure actions with public lots; they are worth themselves.
    outer : dict of int to Polygon
        Per node payoffs that hold all equilibria.
    steps : tuple of Narrowed or Closing
        How the outer sets came about, from the box on.
    stopped : bool
        Whether the time was up before the sets were as near to their limits as they should be.
    """

    graph: GameGraph
    inner: Mapping[int, Polygon]
    outer: Mapping[int, Polygon]
    steps: tuple[Narrowed | Closing, ...]
    stopped: bool

    @property
    def gap(self) -> Fraction:
        """How far the outer set of the start reaches beyond the inner one, as a share of all that play can be worth."""
        return apart(self.outer[0], self.inner[0], self.graph.size)


def endless_sets(graph: GameGraph, deadline: Deadline, *, mediator: bool = True) -> EndlessSets:
    """The sets of a game without a last round, component by component, as near as the time allows.

    Parameters
    ----------
    deadline : Deadline
        When to be content with what there is; sets are sound whenever it comes.
    mediator : bool
        Whether the outer sets shall hold all equilibria; if not, those in pure actions, which is soon found but of
        which no proof is kept.
    """
    narrowing = Narrowing(graph, deadline, mediator)
    inner: dict[int, Polygon] = dict.fromkeys(range(len(graph.nodes)), EMPTY)
    stopped = False
    try:
        for digits in steps("endless_sets", LEVELS):
            for nodes in graph.order:
                if any(narrowing.sets[k] != inner[k] for k in nodes):
                    _narrow(narrowing, nodes, digits)
                    found = _inside(narrowing, nodes, inner, digits)
                    # What was worth itself still is so where others are worth more; and so are both together.
                    inner |= {k: hull((*inner[k], *found[k])) for k in nodes}
                    if mediator:
                        _close(narrowing, nodes, inner, FURTHER if digits == LEVELS[-1] else ())
                    if digits == LEVELS[-1] and len(nodes) <= FEW and narrowing.sets[nodes[0]] != inner[nodes[0]]:
                        found = _inside(narrowing, nodes, inner, FINEST)
                        inner |= {k: hull((*inner[k], *found[k])) for k in nodes}
    except TimeLimitError:
        stopped = True
    return EndlessSets(graph, inner, dict(narrowing.sets), tuple(narrowing.steps), stopped)


def _narrow(narrowing: Narrowing, nodes: list[int], digits: int) -> None:
    for _ in range(MOST_SWEEPS):
        if narrowing.sweep(nodes, digits) < Rational(2, 2**digits):
            break


def _close(narrowing: Narrowing, nodes: list[int], inner: Mapping[int, Polygon], further: tuple[int, ...]) -> None:
    """Close some nodes; where small sets cannot be closed to the inner ones, narrow them further first."""
    for digits in (None, *further):
        if digits is not None:
            if max(len(narrowing.sets[k]) for k in nodes) > SMALL or not all(inner[k] for k in nodes):
                return
            _narrow(narrowing, nodes, digits)
        closing = closed(narrowing.graph, nodes, narrowing.sets, inner, narrowing.deadline)
        if closing:
            narrowing.steps.append(closing)
            narrowing.sets |= closing.sets
        if all(narrowing.sets[k] == inner[k] for k in nodes):
            return


def _inside(narrowing: Narrowing, nodes: list[int], inner: Mapping[int, Polygon], digits: int) -> dict[int, Polygon]:
    """Sets of some nodes that are worth themselves, given those of the nodes after them.

    Candidates come with and without a margin: with one they hold where numbers near the limit would not, without one
    they hold where a player is left indifferent. Sets that are worth themselves are so together as well.
    """
    graph, deadline = narrowing.graph, narrowing.deadline
    fixed = {k: polygon for k, polygon in inner.items() if k not in nodes}
    found = dict.fromkeys(nodes, EMPTY)
    for margin in (Rational(0), ONE / 2 ** (digits - 1)):
        start = {**fixed, **{k: narrowing.sets[k] for k in nodes}}
        near = settled(graph, nodes, start, digits + 2, MOST_SETTLING, margin, deadline)
        candidates = Candidates(graph, nodes, near, fixed, margin).points()
        held = held_up(graph, nodes, candidates, fixed, deadline)
        found = {k: hull((*found[k], *held[k])) for k in nodes}
    most = MOST_GROWTH if len(nodes) > FEW else 8 * MOST_GROWTH
    return grown(graph, nodes, {**fixed, **found}, digits, most, deadline)
