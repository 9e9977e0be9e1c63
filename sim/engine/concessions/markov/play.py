"""What happens when a stationary profile is played: the likeliest course, the endings and their chances."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.backward_induction import NEAR
from sim.engine.concessions.markov.stationary import action_worth
from sim.engine.concessions.play import Ending, PathRound, Turn
from sim.games.concessions.decision_graph import components
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.games.concessions.decision_graph import Exit, Point
    from sim.games.concessions.stochastic_game import Outcome, StochasticGame
    from sim.types import Floats

    Profile = list[tuple[Floats, Floats]]


@dataclass(frozen=True)
class Branch:
    """One branch of play at a point: what both do, with what chance, and what that leads to."""

    row: int
    column: int
    chance: float
    exit: Exit
    outcome: Outcome


@dataclass(frozen=True)
class StationaryCourse:
    """A course of play.

    Parameters
    ----------
    rounds : tuple of PathRound
        What happens, until play comes back to where it was or the talks end.
    chance : float
        Chance of coming to where play stays, or to that end, in just this way.
    final_state : int or None
        State at the first point among which play stays; None if the talks end.
    again : int
        Round from which the course repeats itself for ever; the number of rounds if it does not.
    """

    rounds: tuple[PathRound, ...]
    chance: float
    final_state: int | None
    again: int


class StationaryPlay:
    """The Markov chain that a stationary profile makes of a game.

    Parameters
    ----------
    points : list of Point
        Its decision points.
    profile : list of pair of ndarray of float
        Both players' probabilities per decision point.

    Attributes
    ----------
    since : dict of int to int
        The points that are reached with positive probability, each with the earliest round in which it is.
    settled, lasting : frozenset of int
        Points among which play stays until the talks break down by themselves, and among which it stays for ever.
    """

    def __init__(self, game: StochasticGame, points: list[Point], profile: Profile) -> None:
        self.game, self.points, self.profile = game, points, profile
        self.since: dict[int, int] = {0: 0}
        queue = [0]
        for k in queue:
            for move in self.moves(k):
                to = move.exit.to
                if to != BROKEN and to not in self.since:
                    self.since[to] = self.since[k] + self._closes(k)
                    queue.append(to)
        self.settled, self.lasting = self._closed()
        self._cost: dict[int, float] = {}

    def moves(self, k: int) -> Iterator[Branch]:
        """Branches of positive probability at a point."""
        point, (x, y) = self.points[k], self.profile[k]
        c, p, _ = point.place
        outcomes = self.game.cycle[c][p].outcomes
        for i, j in product(np.flatnonzero(x), np.flatnonzero(y)):
            yield Branch(int(i), int(j), float(x[i] * y[j]), point.exits[i][j], outcomes[point.node.cells[i][j]])

    def _closes(self, k: int) -> bool:
        c, p, _ = self.points[k].place
        return self.game.cycle[c][p].closes_round

    def _closed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Points among which play stays until the talks break down by themselves, and those where it stays for ever."""
        targets: list[list[int]] = [[] for _ in self.points]
        walks, risky = set(), set()
        for k in self.since:
            for move in self.moves(k):
                if move.outcome.successor == BROKEN:
                    walks.add(k)
                    continue
                if move.outcome.risk > 0:
                    risky.add(k)
                # With a risk of 1 there is no next point, and nothing else can happen either.
                targets[k].append(k if move.exit.to == BROKEN else move.exit.to)
        closed = [
            group
            for group in map(set, components(targets))
            if not group & walks and all(to in group for k in group for to in targets[k])
        ]
        settled = frozenset(k for group in closed for k in group)
        return settled, frozenset(k for group in closed if not group & risky for k in group)

    def endings(self) -> tuple[Ending, ...]:
        """Chances of all endings, likeliest first; ``unfinished`` is talking on for ever without an agreement."""
        if 0 in self.lasting:
            return (Ending(self._kind(0), 1.0, 0.0, fixed=True),)
        passing = sorted(set(self.since) - self.lasting)
        place = {k: n for n, k in enumerate(passing)}
        step, clock = np.zeros((len(passing), len(passing))), np.zeros((len(passing), len(passing)))
        ends: dict[str, Floats] = {}
        for k, n in place.items():
            for move in self.moves(k):
                for kind, share, to in self._ways(move):
                    if to in place:
                        step[n, place[to]] += share
                        clock[n, place[to]] += share * self._closes(k)
                    else:
                        ends.setdefault(kind, np.zeros(len(passing)))[n] += share
        system = np.eye(len(passing)) - step
        told = []
        for kind, now in ends.items():
            chance = np.linalg.solve(system, now)
            moment = np.linalg.solve(system, clock @ chance)
            square = np.linalg.solve(system, clock @ (chance + 2 * moment))
            if chance[0] > 0:
                mean = float(moment[0] / chance[0])
                fixed = abs(float(square[0] / chance[0]) - mean**2) <= 1e-9 * (1 + mean**2)
                told.append(Ending(kind, min(1.0, float(chance[0])), mean, fixed))
        return tuple(sorted(told, key=lambda e: (-e.chance, e.kind)))

    def _ways(self, move: Branch) -> Iterator[tuple[str, float, int]]:
        """How a branch ends or goes on: ending, chance and the next point."""
        risk = float(move.outcome.risk)
        if move.outcome.successor == BROKEN:
            yield "walk_away", move.chance, BROKEN
            return
        if risk:
            yield "hazard", move.chance * risk, BROKEN
        if move.exit.to != BROKEN:
            yield self._kind(move.exit.to), move.chance * (1 - risk), move.exit.to

    def _kind(self, k: int) -> str:
        """What staying for ever among the points around one amounts to."""
        around, queue = {k}, [k]
        for here in queue:
            new = {move.exit.to for move in self.moves(here)} - around - {BROKEN}
            around |= new
            queue.extend(new)
        complete = all(self.game.states[self.points[n].node.state].complete for n in around)
        return "agreement" if complete else "unfinished"

    def course(self, values: Floats) -> StationaryCourse:
        """The likeliest single course until nothing new can happen.

        Where play stays it is told until it comes back to where it was.

        Parameters
        ----------
        values : ndarray of float, shape (points, 2)
            Worth of the points, from which the cost of deviating is read.
        """
        trail, weight, breaks = self._likeliest()
        lead = len(trail)
        final = None
        if not breaks:
            last = trail[-1][1].exit.to if trail else 0
            final = self.points[last].node.state
            trail = [*trail, *self._once_around(last)]
            if trail[-1][1].outcome.risk > 0.5:
                breaks, final = "hazard", None
        again = sum(self._closes(k) for k, _ in trail[:lead])
        return StationaryCourse(tuple(self._rounds(trail, breaks, values)), exp(-weight), final, again)

    def _likeliest(self) -> tuple[list[tuple[int, Branch]], float, str]:
        """Cheapest way, in minus the log of its chance, to a breakdown or to where play stays (Dijkstra 1959)."""
        before: dict[int, tuple[int, Branch]] = {}
        done: set[int] = set()
        heap: list[tuple[float, int, int, Branch | None, str]] = [(0.0, 0, 0, None, "")]
        count = 0
        while heap:
            weight, _, k, end, breaks = heappop(heap)
            if end is not None or k in self.settled:
                trail = [(k, end)] if end is not None else []
                while k:
                    trail.insert(0, before[k])
                    k = before[k][0]
                return trail, weight, breaks
            if k in done:
                continue
            done.add(k)
            for move in self.moves(k):
                count += 1
                risk, to = float(move.outcome.risk), move.exit.to
                walked = move.outcome.successor == BROKEN
                if walked or risk > 0.5:
                    cost = weight - log(move.chance * (1.0 if walked else risk))
                    heappush(heap, (cost, count, k, move, "walk_away" if walked else "hazard"))
                elif to not in done:
                    cost = weight - log(move.chance * (1 - risk))
                    if to not in before or cost < self._cost.get(to, np.inf):
                        before[to] = (k, move)
                        self._cost[to] = cost
                    heappush(heap, (cost, count, to, None, ""))
        raise AssertionError("a finite chain ends somewhere")

    def _once_around(self, k: int) -> Iterator[tuple[int, Branch]]:
        """The likeliest moves from a point that play stays around, until a point comes back or a round is over."""
        seen: set[int] = set()
        while k not in seen:
            seen.add(k)
            move = max(self.moves(k), key=lambda m: m.chance)
            yield k, move
            if move.outcome.risk > 0.5:
                return
            k = move.exit.to

    def _rounds(self, trail: list[tuple[int, Branch]], breaks: str, values: Floats) -> list[PathRound]:
        rounds: list[PathRound] = []
        turns: list[Turn] = []
        start = 0
        for number, (k, move) in enumerate(trail):
            point = self.points[k]
            if point.place[1] == 0:
                turns, start = [], point.node.state
            turns.extend(self._turns(k, move, values))
            if self._closes(k) or move.outcome.successor == BROKEN:
                pays = move.outcome.reward if self._closes(k) else self.game.breakdown
                last = breaks if number + 1 == len(trail) else ""
                both = float(pays[0]), float(pays[1])
                rounds.append(PathRound(len(rounds), start, tuple(turns), both, last, float(move.outcome.risk)))
        return rounds

    def _turns(self, k: int, move: Branch, values: Floats) -> Iterator[Turn]:
        point, pair = self.points[k], self.profile[k]
        for player, chosen in ((0, move.row), (1, move.column)):
            actions = point.node.actions[player]
            if actions == ("",):
                continue
            worth = action_worth(point, pair, player, values)
            others = [a for a in range(len(actions)) if a != chosen]
            best = max(others, key=lambda a: worth[a]) if others else None
            loss = None
            if best is not None:
                loss = float(worth[chosen] - worth[best])
                loss = loss if loss > NEAR * self.game.scale[player] else 0.0
            _, phase, node = point.place
            told = "" if best is None else actions[best]
            yield Turn(player, phase, node, actions[chosen], float(pair[player][chosen]), loss, told)
