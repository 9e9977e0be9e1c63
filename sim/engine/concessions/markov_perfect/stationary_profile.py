"""A stationary profile as it is played: what it is worth, the likeliest course, the endings and their chances."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.courses.course import Course
from sim.engine.concessions.courses.endings import acts_of
from sim.engine.concessions.courses.outcome import course_outcome, course_rounds
from sim.engine.concessions.courses.path import PathStep, breaks_off, path_rounds
from sim.engine.concessions.profile import Branch, Profile
from sim.exact.chances import log_of
from sim.games.concessions.decision_graph import components
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.concessions.courses.path import Over, Place
    from sim.games.concessions.decision_graph import Point
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Floats

    Mixtures = list[tuple[Floats, Floats]]


@dataclass(frozen=True)
class PointBranch:
    """One branch of play at a point of the graph, and the point that it leads to; ``BROKEN`` if the talks are over."""

    branch: Branch
    to: int

    @property
    def chance(self) -> float:
        """Its chance."""
        return self.branch.chance


class StationaryProfile(Profile):
    """A profile that does the same wherever the same stands, and the Markov chain that it makes of a game.

    Parameters
    ----------
    points : sequence of Point
        The game's decision points.
    mixtures : list of pair of ndarray of float
        Both players' probabilities per decision point.
    values : ndarray of float, shape (points, 2)
        What the points are worth.

    Attributes
    ----------
    since : dict of int to int
        The points that are reached with positive probability, each with the earliest round in which it is.
    settled, lasting : frozenset of int
        Points among which play stays until the talks break down by themselves, and among which it stays for ever.
    """

    def __init__(self, game: StochasticGame, points: Sequence[Point], mixtures: Mixtures, values: Floats) -> None:
        self.game, self.points, self.mixtures, self.values = game, points, mixtures, values
        self._index = {point.place: k for k, point in enumerate(points)}
        self.since: dict[int, int] = {0: 0}
        queue = [0]
        for k in queue:
            for move in self.moves(k):
                if move.to != BROKEN and move.to not in self.since:
                    self.since[move.to] = self.since[k] + self.closes(k)
                    queue.append(move.to)
        self.settled, self.lasting = self._closed()

    def _at(self, place: Place) -> int:
        return self._index[place[0] % len(self.game.cycle), place[1], place[2]]

    def chances(self, place: Place) -> Floats:
        """Chance of each pair of actions at a decision point, shape (m, n)."""
        chances: Floats = np.outer(*self.mixtures[self._at(place)])
        return chances

    def other(self, place: Place, player: int, action: int) -> Floats:
        """Chances of the other player's actions; they do not hang on one's own."""
        del action
        return self.mixtures[self._at(place)][1 - player]

    def value(self, place: Place) -> Floats:
        """What the profile is worth from a decision point on, shape (2,)."""
        worth: Floats = self.values[self._at(place)]
        return worth

    def mixture(self, round_: int, phase: int, node: int, player: int) -> Floats:
        """A player's probabilities at a decision point."""
        return self.mixtures[self._at((round_, phase, node))][player]

    def moves(self, k: int) -> Iterator[PointBranch]:
        """Branches of positive probability at a point."""
        point = self.points[k]
        for branch in self.branches(point.place):
            yield PointBranch(branch, point.exits[branch.row][branch.column].to)

    def closes(self, k: int) -> bool:
        """Whether a round is over after a point."""
        c, p, _ = self.points[k].place
        return self.game.cycle[c][p].closes_round

    def _closed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Points among which play stays until the talks break down by themselves, and those where it stays for ever."""
        targets: list[list[int]] = [[] for _ in self.points]
        walks, risky = set(), set()
        for k in self.since:
            for move in self.moves(k):
                if move.branch.outcome.successor == BROKEN:
                    walks.add(k)
                    continue
                if move.branch.outcome.risk > 0:
                    risky.add(k)
                # With a risk of 1 there is no next point, and nothing else can happen either.
                targets[k].append(k if move.to == BROKEN else move.to)
        closed = [
            group
            for group in map(set, components(targets))
            if not group & walks and all(to in group for k in group for to in targets[k])
        ]
        settled = frozenset(k for group in closed for k in group)
        return settled, frozenset(k for group in closed if not group & risky for k in group)

    def complete_around(self, k: int) -> tuple[bool, ...]:
        """Whether the agreement is complete at the start of the rounds that can follow a point, its own included."""
        around, queue = {k}, [k]
        for here in queue:
            new = {move.to for move in self.moves(here)} - around - {BROKEN}
            around |= new
            queue.extend(new)
        starts = (self.points[n] for n in queue if self.points[n].place[1] == 0)
        return tuple(self.game.states[point.node.state].complete for point in starts)

    def acts(self, k: int, move: PointBranch) -> tuple[tuple[int, str], ...]:
        """Players and what they do in a round that a branch ends, the leader of the round included."""
        return acts_of(self.game, self.points[k].place, (move.branch.row, move.branch.column))

    def course(self) -> Course:
        """The likeliest single course until nothing new can happen; where play stays, until a round comes back."""
        lead, weight, breaks = self._likeliest()
        trail, breaks, again, sure = self._onward(lead, breaks)
        steps, chance = self._steps(trail), exp(-weight)
        rounds = course_rounds(self.game, steps, breaks)
        complete = [state.complete for state in self.game.states]
        outcome = course_outcome(rounds, complete, chance, again, sure)
        path = path_rounds(self.game, steps, breaks, self.turn)
        final = None if breaks else outcome.rounds[again or 0].state
        return Course(path, chance, final, len(rounds) if again is None else again, outcome)

    def _onward(
        self, lead: list[tuple[int, PointBranch]], breaks: Over
    ) -> tuple[list[tuple[int, PointBranch]], Over, int | None, bool]:
        """The rounds up to where play stays, and those that then repeat, each in full.

        Play may come to where it stays within a round; what repeats is counted from the start of a round on.

        Returns
        -------
        trail, breaks, again, sure
            The way, what ends it, the first round that repeats, and whether nobody mixes in those that do.
        """
        trail, again, sure = list(lead), None, True
        met: dict[int, tuple[int, int]] = {}
        k = trail[-1][1].to if trail else 0
        while not breaks and again is None:
            if self.points[k].place[1] == 0:
                if k in met:
                    again, first = met[k]
                    sure = all(move.chance == 1 for _, move in trail[first:])
                met[k] = sum(self.closes(before) for before, _ in trail), len(trail)
            if again is None:
                move = max(self.moves(k), key=lambda m: m.chance)
                trail.append((k, move))
                breaks, k = self._hazard(move), move.to
        return trail, breaks, again, sure

    def _steps(self, trail: list[tuple[int, PointBranch]]) -> list[PathStep]:
        """Points of a way through the graph as decision points of the game, with their rounds."""
        steps, round_ = [], 0
        for k, move in trail:
            _, phase, node = self.points[k].place
            steps.append(PathStep((round_, phase, node), (move.branch.row, move.branch.column)))
            round_ += self.closes(k)
        return steps

    @staticmethod
    def _hazard(move: PointBranch) -> Over:
        breaks = breaks_off(move.branch.outcome)
        return breaks if breaks == "hazard" else ""

    def _likeliest(self) -> tuple[list[tuple[int, PointBranch]], float, Over]:
        """Cheapest way, in minus the log of its chance, to a breakdown or to where play stays (Dijkstra 1959)."""
        before: dict[int, tuple[int, PointBranch]] = {}
        cheapest: dict[int, float] = {}
        done: set[int] = set()
        heap: list[tuple[float, int, int, PointBranch | None, Over]] = [(0.0, 0, 0, None, "")]
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
                outcome, to = move.branch.outcome, move.to
                if breaks := breaks_off(move.branch.outcome):
                    cost = weight - log(move.chance) - (log_of(outcome.risk) if breaks == "hazard" else 0.0)
                    heappush(heap, (cost, count, k, move, breaks))
                elif to not in done:
                    cost = weight - log(move.chance) - log_of(outcome.survival)
                    if cost < cheapest.get(to, np.inf):
                        before[to] = (k, move)
                        cheapest[to] = cost
                    heappush(heap, (cost, count, to, None, ""))
        raise AssertionError("a finite chain ends somewhere")
