"""Proofs that no shares hold an order, in exact numbers and by code that has no part in finding them.

Each way of leaving costs a player something that is affine in the shares. If some weights, none of them negative, make
of these costs a sum that is below zero for all shares there can be, then leaving pays in one of these ways whatever the
shares are (Farkas 1902). The weights are the prices of a linear programme; here the costs are summed forward from the
steps of the file, piece by piece, and the sum is made as large as it gets. Where a player may wait, what follows is
summed forward as well: a round in which nothing moves, then all the rest with the roles exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sim.engine.roadmaps.design.cutting import lowered
from sim.engine.roadmaps.design.tables import HOLD_OUT, RENEGE, WAIT, WALK_AWAY
from sim.exact.rationals import ONE, ZERO, Rational

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from sim.engine.roadmaps.design.cutting import Cutting
    from sim.games.roadmaps.ladders import Place, Rounds
    from sim.scenario.scenario import Step
    from sim.types import Pair

    Affine = list[Fraction]
    Stands = tuple[int, int, int, int, Step]


@dataclass(frozen=True)
class Level:
    """Where an order is to hold.

    Parameters
    ----------
    patience : pair of Fraction
        Of both players.
    worse : Fraction
        By how much every payoff is worse than in the file.
    """

    patience: Pair
    worse: Fraction


@dataclass(frozen=True)
class Refusal:
    """Weights by which no shares hold an order that ends with some rounds.

    Parameters
    ----------
    cutting : Cutting
        The pieces.
    place : pair of int
        Where the rounds begin, whatever the order before them.
    rounds : tuple of tuple of int
        The last rounds of the order, or all of them.
    weights : tuple of (Level, int, int, int, float)
        Level, player, rounds before the end, way of leaving, and weight.
    floor : tuple of (Level, Fraction, float) or None
        The sum of payoffs that is to be had at least, and its weight.
    """

    cutting: Cutting
    place: Place
    rounds: Rounds
    weights: tuple[tuple[Level, int, int, int, float], ...]
    floor: tuple[Level, Fraction, float] | None = None


class Prover:
    """Checks refusals of one cutting; what the rounds pay is kept from one to the next.

    Parameters
    ----------
    cutting : Cutting
        The pieces.
    """

    def __init__(self, cutting: Cutting) -> None:
        self.cutting = cutting
        self._numbers = {(p, k, m): i for i, (p, k, m) in enumerate(cutting.variables)}
        self._lowered = cache(lambda worse: lowered(cutting.ladders, worse))
        self.pays = cache(self._pays)
        self.ends = cache(self._ends)

    def stands(self, refusal: Refusal) -> bool:
        """Whether the weights prove what they are to prove."""
        total = [ZERO] * (1 + len(self._numbers))
        for level, player, back, way, weight in refusal.weights:
            if weight < 0:
                return False
            here = len(refusal.rounds) - back
            if not self._open(refusal, player, here, way):
                return False
            turned = way == WAIT and player not in refusal.rounds[here]
            keeps = self._keeps(refusal, level, player, here, turned)
            leaves = self._leaves(refusal, level, player, here, way)
            total = [t + Rational(weight) * (k - v) for t, k, v in zip(total, keeps, leaves, strict=True)]
        if refusal.floor is not None:
            level, least, weight = refusal.floor
            if weight < 0 or refusal.place != (0, 0):
                return False
            one, two = (self._keeps(refusal, level, player, 0) for player in (0, 1))
            both = [a + b for a, b in zip(one, two, strict=True)]
            both[0] -= least
            total = [t + Rational(weight) * v for t, v in zip(total, both, strict=True)]
        return self._most(total) < 0

    def _most(self, value: Affine) -> Fraction:
        """The most that an affine function comes to over all shares."""
        total, each = value[0], value[1:]
        for group in self.cutting.groups:
            low, high = self.cutting.limits[group[0]]
            rest = 1 - len(group) * low
            for i in sorted(group, key=lambda i: -each[i]):
                more = min(rest, high - low)
                total, rest = total + each[i] * (low + more), rest - more
        return total

    def _places(self, refusal: Refusal) -> list[Place]:
        places = [refusal.place]
        for movers in refusal.rounds:
            i, j = places[-1]
            places.append((i + (0 in movers), j + (1 in movers)))
        return places

    def _open(self, refusal: Refusal, player: int, here: int, way: int) -> bool:
        """Whether a player has a way to leave in a round."""
        ladders, place = self.cutting.ladders, self._places(refusal)[here]
        movers = refusal.rounds[here] if here < len(refusal.rounds) else ()
        if way == HOLD_OUT:
            return player in movers and not ladders.waits
        if way == RENEGE:
            return any(p == player and step.reversible for p, *_, step in self._standing(place, (False, False)))
        if way == WAIT:
            return ladders.waits and len(movers) == 1
        return way == WALK_AWAY and ladders.walk_away and place != self.cutting.size

    def _keeps(self, refusal: Refusal, level: Level, player: int, start: int, turned: bool = False) -> Affine:
        """What going on from a round is worth, with the roles exchanged from there on or not."""
        d, places = Rational(level.patience[player]), self._places(refusal)
        since = places[start] if turned else None
        total, counts = [ZERO] * (1 + len(self._numbers)), ONE
        for t in range(start, len(refusal.rounds)):
            now = self.pays(places[t + 1], player, level.worse, places[t], refusal.rounds[t], since=since)
            total = [v + counts * (1 - d) * u for v, u in zip(total, now, strict=True)]
            counts *= d
        end = self.pays(places[-1], player, level.worse, places[-1], (), since=since)
        return [v + counts * u for v, u in zip(total, end, strict=True)]

    def _leaves(self, refusal: Refusal, level: Level, player: int, here: int, way: int) -> Affine:
        d, place = Rational(level.patience[player]), self._places(refusal)[here]
        if way == WALK_AWAY:
            return self.ends(place, (False, False), player, level.worse)
        movers = refusal.rounds[here] if here < len(refusal.rounds) else ()
        if way == WAIT:
            rests = self.pays(place, player, level.worse, place, ())
            follows = self._keeps(refusal, level, player, here, turned=player in movers)
            return [(1 - d) * u + d * v for u, v in zip(rests, follows, strict=True)]
        assert way in (HOLD_OUT, RENEGE)
        others = tuple(p for p in movers if p != player)
        i, j = place[0] + (0 in others), place[1] + (1 in others)
        undone = (player == 0 and way == RENEGE, player == 1 and way == RENEGE)
        now = self.pays((i, j), player, level.worse, place, others, undone)
        if self.cutting.ladders.punishment == "breakdown":
            later = self.ends((i, j), undone, player, level.worse)
        else:
            later = self.pays((i, j), player, level.worse, (i, j), (), (True, True), costs=False)
        return [(1 - d) * u + d * v for u, v in zip(now, later, strict=True)]

    def _standing(self, place: Place, undone: tuple[bool, bool], since: Place | None = None) -> Iterator[Stands]:
        """The pieces at a place: player, step, piece, and who took it, the other side from a place on."""
        for p in (0, 1):
            for number, (k, m) in enumerate(self.cutting.pieces[p][: place[p]]):
                step = self.cutting.ladders.steps[p][k]
                if not (undone[p] and step.reversible):
                    yield p, k, m, (1 - p if since is not None and number >= since[p] else p), step

    def _pays(
        self,
        place: Place,
        player: int,
        worse: Fraction,
        before: Place,
        movers: tuple[int, ...],
        undone: tuple[bool, bool] = (False, False),
        costs: bool = True,
        since: Place | None = None,
    ) -> Affine:
        """What a round pays in which some have taken a piece and some perhaps undone theirs."""
        ladders, standing = self._lowered(worse), list(self._standing(place, undone, since))
        value = self._effects(standing, player, worse)
        value[0] += ladders.status_quo[player]
        if len(standing) == sum(self.cutting.size):
            value[0] += ladders.agreement[player]
        elif costs:
            value[0] -= ladders.delay[player]
        for p in movers:
            k, m = self.cutting.pieces[p][before[p]]
            side = player if since is None else 1 - player
            value[self._column(p, k, m)] += ladders.steps[p][k].once[side]
        return value

    def _ends(self, place: Place, undone: tuple[bool, bool], player: int, worse: Fraction) -> Affine:
        """What each round pays once the talks have broken down."""
        ladders = self._lowered(worse)
        kept = [e for e in self._standing(place, undone) if ladders.keeps == "all" or not e[-1].reversible]
        value = self._effects([] if ladders.keeps == "nothing" else kept, player, worse)
        value[0] += ladders.breakdown[player]
        return value

    def _effects(self, standing: list[Stands], player: int, worse: Fraction) -> Affine:
        value: Affine = [ZERO] * (1 + len(self._numbers))
        ladders, there = self._lowered(worse), {(p, k, m) for p, k, m, *_ in standing}
        whole = {
            (p, k)
            for p in (0, 1)
            for k, count in enumerate(self.cutting.counts[p])
            if all((p, k, m) in there for m in range(count))
        }
        for p, k, m, taker, _ in standing:
            step = ladders.steps[p][k]
            # A step does to who takes it in the place of its owner what it does to the owner.
            side = player if taker == p else 1 - player
            joint = [e.effect[side] for e in step.joint if whole.issuperset(e.when)]
            value[self._column(p, k, m)] += sum(joint, Rational(step.effect[side]))
        return value

    def _column(self, player: int, step: int, piece: int) -> int:
        return 1 + self._numbers.get((player, step, piece), -1)
