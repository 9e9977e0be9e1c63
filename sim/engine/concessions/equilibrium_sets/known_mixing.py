"""Markov perfect equilibria in which somebody mixes, and whether they come to a deal: what else is known from inside.

Sets of equilibria in pure actions have none of these. Each is checked here in exact numbers, node by node: by the
one-shot deviation principle (Blackwell 1965) a profile from which no single deviation pays is an equilibrium.

References
----------
Blackwell, D. (1965): Discounted dynamic programming. Annals of Mathematical Statistics 36, 226-235.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sim.engine.concessions.markov_perfect.components import CircleError, ComponentOrder
from sim.engine.repeated.equilibrium_sets.game_graph import OVER
from sim.errors import DetenteError
from sim.exact.rationals import ZERO
from sim.games.concessions.decision_graph import components

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
    from sim.engine.repeated.equilibrium_sets.game_graph import GameGraph
    from sim.types import Pair, Strategies

MOST = 20
"""Most Markov perfect equilibria that are looked at."""


def known_mixing(endless: EndlessGame, deadline: Deadline) -> list[tuple[Strategies, ...]]:
    """Strategies, node by node of the graph, of Markov perfect equilibria in which somebody mixes; exact and checked.

    Where play may go round in larger circles, and where chances are no rational numbers, there are none.

    Parameters
    ----------
    deadline : Deadline
        When to be content with what was found.
    """
    found: list[tuple[Strategies, ...]] = []
    try:
        for profile in islice(ComponentOrder(endless.game.players, endless.points).all(deadline), MOST):
            mixes = any(0 < p < 1 for pair in profile.strategies for side in pair for p in side)
            if mixes and profile.exact and holds_up(endless.graph, profile.strategies, profile.values):
                found.append(profile.strategies)
    except (CircleError, DetenteError):
        pass
    return found


def holds_up(graph: GameGraph, strategies: Sequence[Strategies], values: Sequence[Pair]) -> bool:
    """Whether strategies are worth what is said at every node, and no single deviation from them pays."""
    for node, (x, y), value in zip(graph.nodes, strategies, values, strict=True):
        if any(min(side) < 0 or sum(side) != 1 for side in (x, y)):
            return False
        rows: list[Fraction] = [ZERO] * len(x)
        columns: list[Fraction] = [ZERO] * len(y)
        for i, line in enumerate(node):
            for j, way in enumerate(line):
                after = (ZERO, ZERO) if way.to == OVER else values[way.to]
                rows[i] += y[j] * (way.base[0] + way.gain[0] * after[0])
                columns[j] += x[i] * (way.base[1] + way.gain[1] * after[1])
        for own, side, worth in ((rows, x, value[0]), (columns, y, value[1])):
            if sum(p * v for p, v in zip(side, own, strict=True)) != worth or max(own) > worth:
                return False
    return True


def comes_to_a_deal(endless: EndlessGame, strategies: Sequence[Strategies]) -> tuple[bool, bool]:
    """Whether play may come to a deal that stands for ever, and whether it may fail to, chance apart."""
    reached: dict[int, list[int]] = {OVER: [OVER]}
    waiting = [0]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            x, y = strategies[node]
            ways = endless.graph.nodes[node]
            taken = [w for p, line in zip(x, ways, strict=True) if p for q, w in zip(y, line, strict=True) if q]
            reached[node] = [way.to for way in taken]
            waiting += reached[node]
    order = [0, *sorted(k for k in reached if k not in (0, OVER)), OVER]
    number = {k: n for n, k in enumerate(order)}
    ends = []
    for group in components([[number[to] for to in reached[k]] for k in order]):
        here = {order[n] for n in group}
        # Play stays for ever where no way leads out.
        if all(to in here for k in here for to in reached[k]):
            states = [endless.state(k) for k in here if k != OVER]
            ends.append(OVER not in here and all(state.complete for state in states if state is not None))
    return any(ends), not all(ends)
