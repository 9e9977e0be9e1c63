"""A stationary profile as it is played: what it is worth, the likeliest course, the endings and their chances."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.course import Course
from sim.engine.concessions.outcome import Ending, course_outcome, course_rounds
from sim.engine.concessions.path import PathStep, breaks_off, path_rounds
from sim.engine.concessions.profile import Branch, Profile
from sim.exact.absorption import absorbed
from sim.exact.chances import as_float, log_of
from sim.games.concessions.decision_graph import components
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.concessions.outcome import CourseOutcome, Kind
    from sim.engine.concessions.path import Over, Place
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
                    self.since[move.to] = self.since[k] + self._closes(k)
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

    def _closes(self, k: int) -> bool:
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

    def endings(self) -> tuple[Ending, ...]:
        """Chances of all endings, likeliest first; ``unfinished`` is talking on for ever without an agreement."""
        if 0 in self.lasting:
            return (Ending(self._kind(0), 1.0, 0.0, fixed=True),)
        passing = sorted(set(self.since) - self.lasting)
        place = {k: n for n, k in enumerate(passing)}
        step, clock = np.zeros((len(passing), len(passing))), np.zeros((len(passing), len(passing)))
        ends: dict[Kind, Floats] = {}
        for k, n in place.items():
            for move in self.moves(k):
                for kind, share, to in self._ways(move):
                    if to in place:
                        step[n, place[to]] += share
                        clock[n, place[to]] += share * self._closes(k)
                    else:
                        ends.setdefault(kind, np.zeros(len(passing)))[n] += share
        leave = np.sum(list(ends.values()), axis=0)
        told = []
        for kind, now in ends.items():
            chance = absorbed(step, leave, now)
            moment = absorbed(step, leave, clock @ chance)
            square = absorbed(step, leave, clock @ (chance + 2 * moment))
            if chance[0] > 0:
                mean = float(moment[0] / chance[0])
                fixed = abs(float(square[0] / chance[0]) - mean**2) <= 1e-9 * (1 + mean**2)
                told.append(Ending(kind, min(1.0, float(chance[0])), mean, fixed))
        return tuple(sorted(told, key=lambda e: (-e.chance, e.kind)))

    def _ways(self, move: PointBranch) -> Iterator[tuple[Kind, float, int]]:
        """How a branch ends or goes on: ending, chance and the next point."""
        risk = as_float(move.branch.outcome.risk)
        if move.branch.outcome.successor == BROKEN:
            yield "walk_away", move.chance, BROKEN
            return
        if risk:
            yield "hazard", move.chance * risk, BROKEN
        if move.to != BROKEN:
            yield self._kind(move.to), move.chance * as_float(move.branch.outcome.survival), move.to

    def _kind(self, k: int) -> Kind:
        """What staying for ever among the points around one amounts to."""
        around, queue = {k}, [k]
        for here in queue:
            new = {move.to for move in self.moves(here)} - around - {BROKEN}
            around |= new
            queue.extend(new)
        complete = all(self.game.states[self.points[n].node.state].complete for n in around)
        return "agreement" if complete else "unfinished"

    def course(self) -> Course:
        """The likeliest single course until nothing new can happen; where play stays, until it comes back."""
        lead, weight, breaks = self._likeliest()
        outcome = self._outcome(lead, breaks, exp(-weight))
        told, final = lead, None
        if not breaks:
            last = lead[-1][1].to if lead else 0
            final = self.points[last].node.state
            told = [*lead, *self._once_around(last)]
            if breaks := self._hazard(told[-1][1]):
                final = None
        again = sum(self._closes(k) for k, _ in lead)
        path = path_rounds(self.game, self._steps(told), breaks, self.turn)
        return Course(path, exp(-weight), final, again, outcome)

    def _outcome(self, lead: list[tuple[int, PointBranch]], breaks: Over, chance: float) -> CourseOutcome:
        """What becomes of the agreement: the rounds up to where play stays, and those that then repeat, each in full.

        Play may come to where it stays within a round; what repeats is counted from the start of a round on.
        """
        trail, again = list(lead), None
        met: dict[int, int] = {}
        k = trail[-1][1].to if trail else 0
        while not breaks and again is None:
            if self.points[k].place[1] == 0:
                again = met.get(k)
                met[k] = sum(self._closes(before) for before, _ in trail)
            if again is None:
                move = max(self.moves(k), key=lambda m: m.chance)
                trail.append((k, move))
                breaks, k = self._hazard(move), move.to
        complete = [state.complete for state in self.game.states]
        return course_outcome(course_rounds(self.game, self._steps(trail), breaks), complete, chance, again)

    def _steps(self, trail: list[tuple[int, PointBranch]]) -> list[PathStep]:
        """Points of a way through the graph as decision points of the game, with their rounds."""
        steps, round_ = [], 0
        for k, move in trail:
            _, phase, node = self.points[k].place
            steps.append(PathStep((round_, phase, node), (move.branch.row, move.branch.column)))
            round_ += self._closes(k)
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

    def _once_around(self, k: int) -> Iterator[tuple[int, PointBranch]]:
        """The likeliest moves from a point that play stays around, until a point comes back or a round is over."""
        seen: set[int] = set()
        while k not in seen:
            seen.add(k)
            move = max(self.moves(k), key=lambda m: m.chance)
            yield k, move
            if self._hazard(move):
                return
            k = move.to
