"""The search over the orders of pieces, from the last round back, with a linear programme for their shares.

What keeps players to the last rounds of an order hangs on the shares of all pieces and not on the order of those
before. So if no shares hold the last rounds, no order that ends with them is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.roadmaps.best import MOST_LEVELS, where_it_fails
from sim.engine.roadmaps.design.programme import least_at, most_to_spare, rounded
from sim.engine.roadmaps.design.proof import Prover, Refusal
from sim.engine.roadmaps.design.tables import WAIT, Tables, scales
from sim.engine.roadmaps.lattice import MOVES
from sim.games.roadmaps.ladders import exchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.deadline import Deadline
    from sim.engine.roadmaps.design.aims import Aim
    from sim.engine.roadmaps.design.cutting import Cutting, Shares
    from sim.engine.roadmaps.design.programme import Spare
    from sim.engine.roadmaps.design.proof import Level
    from sim.games.roadmaps.ladders import Place, Rounds
    from sim.types import Floats

    Key = tuple[Level, int, int, int]
    _Departure = tuple[int, Floats, float]

TINY = 1e-9
"""What rounding may make of nothing, as a part of the range of payoffs."""


@dataclass(frozen=True)
class Design:
    """A roadmap with its score.

    Parameters
    ----------
    cutting : Cutting
        The pieces.
    rounds : tuple of tuple of int
        Per round, the players who take their next piece.
    shares : tuple of Fraction
        Of the pieces that have one to choose.
    score : Fraction
        As `sim.engine.roadmaps.design.aims.Aim` counts it.
    """

    cutting: Cutting
    rounds: Rounds
    shares: Shares
    score: Fraction


@dataclass(frozen=True)
class _Ending:
    """The last rounds of an order: what following them is worth, as they are and with the roles exchanged, and rows.

    A row is what a departure costs, measured in a unit of its own.
    """

    place: Place
    rounds: Rounds
    follow: Floats
    turned: Floats
    rows: list[Floats]
    keys: list[Key]
    units: list[float]


@dataclass
class OrderSearch:
    """Orders of the pieces of one cutting.

    Parameters
    ----------
    cutting : Cutting
        The pieces.
    aim : Aim
        What is looked for.
    keep : bool
        Whether every step has to find its prerequisites standing.
    refusals : list of Refusal
        Why the orders without a design were left out.
    open : int
        Orders of which it was not decided.
    prover : Prover
        Judges the refusals of this cutting in exact numbers.
    """

    cutting: Cutting
    aim: Aim
    keep: bool
    deadline: Deadline
    refusals: list[Refusal] = field(default_factory=list)
    open: int = 0
    programmes: int = 0

    def __post_init__(self) -> None:
        self._scale = scales(self.aim.ladders)
        self.prover = Prover(self.cutting)
        self._tables = Tables(self.cutting)
        self._worse = Tables(self.cutting, Fraction(1)) if self.aim.by == "margin" else None
        waits = self.cutting.ladders.waits
        self._exchanged = Tables(replace(self.cutting, ladders=exchanged(self.cutting.ladders))) if waits else None
        self._moves = tuple(movers for movers in MOVES if len(movers) == 1 or not waits)

    def reaching(self, score: float) -> Design | None:
        """A design with a score, or nearly; None if none is found: `refusals` and `open` say how sure that is."""
        self.refusals.clear()
        self.open = 0
        return next(self._designs(score), None)

    def _designs(self, score: float) -> Iterator[Design]:
        level = self.aim.level(score)
        tried: list[tuple[_Ending, Floats | None]] = [(self._end(level), None)]
        while tried:
            self.deadline.check()
            ending, shares = tried.pop()
            if ending.place == (0, 0):
                found = self._order(ending, score, level)
                if found is not None:
                    yield found
                continue
            rows = np.array(ending.rows).reshape(-1, 1 + len(self.cutting.variables))
            if len(rows) and (shares is None or least_at(rows, shares) < 0):
                spare = self._solve(rows)
                if spare.least < 0 and self._refuse(ending, spare.prices, spare.least):
                    continue
                shares = spare.shares if np.isfinite(spare.least) else None
            tried.extend((before, shares) for before in self._before(ending, level))

    def of_order(self, rounds: Rounds, score: float) -> Design | None:
        """A design of one order with a score, or nearly; None if none is found."""
        level = self.aim.level(score)
        return self._order(self._all(rounds, level), score, level)

    def improved(self, design: Design) -> Design:
        """The best design of the same order, by halving."""
        low, high = float(design.score), self.aim.span[1]
        while high - low > self.aim.close / 4:
            self.deadline.check()
            middle = (low + high) / 2
            found = self.of_order(design.rounds, middle)
            if found is None or found.score <= design.score:
                high = middle
            else:
                design, low = found, max(middle, float(found.score))
        return design

    def _all(self, rounds: Rounds, level: Level) -> _Ending:
        ending = self._end(level)
        for movers in reversed(rounds):
            ending = self._earlier(ending, movers, level)
        return ending

    def _solve(self, rows: Floats) -> Spare:
        self.programmes += 1
        return most_to_spare(self.cutting, rows)

    def _order(self, ending: _Ending, score: float, level: Level) -> Design | None:
        """Shares with which a whole order has a score; levels of patience at which they fail are asked for as well."""
        asked, levels = ending, [level]
        floor = self.aim.by == "sum"
        enough = Fraction(score) - Fraction(self.aim.close) / 4
        while True:
            goal = [self._floor(ending, score)] if floor else []
            spare = self._solve(np.array([*asked.rows, *goal]).reshape(-1, 1 + len(self.cutting.variables)))
            if spare.least < 0 and self._refuse(asked, spare.prices, spare.least, score):
                return None
            if not np.isfinite(spare.least):
                break
            shares = None
            for shares in rounded(self.cutting, spare.shares):
                found = self.aim.score(self.cutting, ending.rounds, shares)
                if found is not None and found >= enough:
                    return Design(self.cutting, ending.rounds, shares, found)
            if self.aim.by != "patience" or shares is None or len(levels) == MOST_LEVELS:
                break
            failing = where_it_fails(self.cutting.at(shares), ending.rounds, -score)
            if failing is None or any(abs(failing + self._score(other)) < 1e-9 for other in levels):
                break
            levels.append(self.aim.level(-failing))
            more = self._all(ending.rounds, levels[-1])
            units = [*asked.units, *more.units]
            asked = replace(asked, rows=[*asked.rows, *more.rows], keys=[*asked.keys, *more.keys], units=units)
        self.open += 1
        return None

    @staticmethod
    def _score(level: Level) -> float:
        """The score that a level of patience stands for."""
        return -float(level.patience[0])

    def _floor(self, ending: _Ending, score: float) -> Floats:
        row: Floats = ending.follow.sum(axis=0)
        row = row.copy()
        row[0] -= score
        return row / sum(self._scale)

    def _refuse(self, ending: _Ending, prices: Floats, least: float, score: float | None = None) -> bool:
        """Leave orders out; False if they fail by no more than rounding may make of nothing, and exactly do not."""
        weights = tuple(
            (*key, float(price) / unit)
            for key, unit, price in zip(ending.keys, ending.units, prices, strict=False)
            if price > 0
        )
        floor = None
        if len(prices) > len(ending.keys) and score is not None:
            floor = (self.aim.level(score), Fraction(score), float(prices[-1]) / sum(self._scale))
        refusal = Refusal(self.cutting, ending.place, ending.rounds, weights, floor)
        if least > -TINY and not self.prover.stands(refusal):
            return False
        self.refusals.append(refusal)
        return True

    def _end(self, level: Level) -> _Ending:
        """After the last round."""
        place = self.cutting.size
        follow = np.array([self._at(level, lambda t, p=p: t.worth(place, p)) for p in (0, 1)])  # type: ignore[misc]
        turned = follow if self._exchanged is None else np.array([self._exchanged.worth(place, p) for p in (0, 1)])
        return self._with_rows(_Ending(place, (), follow, turned, [], [], []), (), level)

    def _before(self, ending: _Ending, level: Level) -> Iterator[_Ending]:
        """The last rounds and one before them, those in which both take a piece last, so that they come up first."""
        for movers in self._moves:
            place = (ending.place[0] - (0 in movers), ending.place[1] - (1 in movers))
            if min(place) >= 0 and not (self.keep and not self.cutting.opens(place, movers)):
                yield self._earlier(ending, movers, level)

    def _earlier(self, ending: _Ending, movers: tuple[int, ...], level: Level) -> _Ending:
        place = (ending.place[0] - (0 in movers), ending.place[1] - (1 in movers))
        follow = np.empty_like(ending.follow)
        turned = follow if self._exchanged is None else np.empty_like(ending.turned)
        for p in (0, 1):
            d = float(level.patience[p])
            now = self._at(level, lambda t, p=p: t.reward(place, movers, p))  # type: ignore[misc]
            follow[p] = (1 - d) * now + d * ending.follow[p]
            if self._exchanged is not None:
                turned[p] = (1 - d) * self._exchanged.reward(place, movers, p) + d * ending.turned[p]
        rounds = (movers, *ending.rounds)
        longer = replace(ending, place=place, rounds=rounds, follow=follow, turned=turned)
        return self._with_rows(longer, movers, level)

    def _with_rows(self, ending: _Ending, movers: tuple[int, ...], level: Level) -> _Ending:
        rows, keys, units = list(ending.rows), list(ending.keys), list(ending.units)
        for p in (0, 1):
            for way, cost, unit in (*self._leaving(ending, movers, level, p), *self._waiting(ending, movers, level, p)):
                rows.append(cost / unit)
                keys.append((level, p, len(ending.rounds), way))
                units.append(unit)
        return replace(ending, rows=rows, keys=keys, units=units)

    def _leaving(self, ending: _Ending, movers: tuple[int, ...], level: Level, p: int) -> Iterator[_Departure]:
        """Each way in which a player may leave for good in the first round, what that costs it, and in which unit."""
        d, worse = float(level.patience[p]), float(level.worse)
        ways = self._tables.ways(ending.place, movers, p)
        there = self._worse.ways(ending.place, movers, p) if self._worse is not None else ways
        for (way, now, later), (_, now_worse, later_worse) in zip(ways, there, strict=True):
            leave = (1 - d) * now + d * later
            leave = leave + worse * ((1 - d) * now_worse + d * later_worse - leave)
            yield way, ending.follow[p] - leave, self._scale[p]

    def _waiting(self, ending: _Ending, movers: tuple[int, ...], level: Level, p: int) -> Iterator[_Departure]:
        """What it costs a player to wait in the first round, where it is to move as it is or with roles exchanged."""
        if self._exchanged is None or not movers:
            return
        rises = ending.follow[p] - self._tables.worth(ending.place, p)
        turned = ending.turned[p] - self._exchanged.worth(ending.place, p)
        keeps, waits = (rises, turned) if p in movers else (turned, rises)
        cost = keeps - float(level.patience[p]) * waits
        # A round costs little where players are patient: so small that nothing but its sign says anything.
        yield WAIT, cost, float(np.abs(cost).max()) or 1.0

    def _at(self, level: Level, value: Callable[[Tables], Floats]) -> Floats:
        here = value(self._tables)
        return here if self._worse is None else here + float(level.worse) * (value(self._worse) - here)
