"""A stochastic game without a last round as a graph: decision points, and exits that lead from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.games.concessions.bellman import exit_of
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.concessions.bellman import Exit
    from sim.games.concessions.stochastic_game import Node, Outcome, Phase, StochasticGame


@dataclass(frozen=True)
class Point:
    """A decision point of the graph.

    Parameters
    ----------
    place : tuple of int
        Round within the cycle, phase and node of the game.
    exits : tuple of tuple of Exit
        Per pair of actions.
    """

    place: tuple[int, int, int]
    node: Node
    exits: tuple[tuple[Exit, ...], ...]

    @property
    def movers(self) -> tuple[int, ...]:
        """Players who have a choice of names to act under, be it among one action."""
        return tuple(player for player in (0, 1) if self.node.actions[player] != ("",))

    @property
    def targets(self) -> list[int]:
        """Points that some pair of actions leads to, each once."""
        return list(dict.fromkeys(e.to for line in self.exits for e in line if e.to != BROKEN))


def decision_points(game: StochasticGame) -> list[Point]:
    """Decision points that some play can reach; play starts at the first.

    Parameters
    ----------
    game : StochasticGame
        The game; its number of rounds does not matter.
    """
    index = {(0, 0, 0): 0}
    queue = [(0, 0, 0)]
    points: list[Point] = []
    for place in queue:
        c, p, k = place
        phase = game.cycle[c][p]

        def exit_to(outcome: Outcome, c: int = c, p: int = p, phase: Phase = phase) -> Exit:
            found = exit_of(game, phase, outcome)
            if found.to == BROKEN:
                return found
            after = (c, p + 1) if not phase.closes_round else ((c + 1) % len(game.cycle), 0)
            there = (*after, found.to)
            if there not in index:
                index[there] = len(queue)
                queue.append(there)
            return replace(found, to=index[there])

        node = phase.nodes[k]
        points.append(Point(place, node, tuple(tuple(exit_to(phase.outcomes[o]) for o in line) for line in node.cells)))
    return points


def components(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components of what can be reached from the first, each after all that it leads to.

    Tarjan (1972): Depth-first search and linear graph algorithms.

    Parameters
    ----------
    targets : sequence of sequence of int
        Where each vertex leads.
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    found: list[list[int]] = []
    placed: set[int] = set()
    work = [(0, iter(targets[0]))]
    while work:
        here, rest = work[-1]
        if here not in order:
            order[here] = low[here] = len(order)
            stack.append(here)
        for to in rest:
            if to not in order:
                work.append((to, iter(targets[to])))
                break
            if to not in placed:
                low[here] = min(low[here], order[to])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[here])
            if low[here] == order[here]:
                cut = stack.index(here)
                found.append(sorted(stack[cut:]))
                placed.update(stack[cut:])
                del stack[cut:]
    return found
