"""Self-enforcing roadmaps: how patient each player must be to keep to an agreed order of steps.

A roadmap is followed round by round. Whoever leaves it, by not taking a step that is due or by undoing its own
reversible steps, is paid for that round what was in fact done, and the punishment in every later one; where talks may
break down after rounds that stall, until they do. Following and
leaving are polynomials in the player's patience, so the least patience from which on leaving never pays is the last
root of one of them, and no patience has to be tried out. One deviation is enough to look at, because nothing moves
after it: what follows offers no further choice. A faked step is different, see `sim.engine.roadmaps.faking`.

Where a side that does not take its step is waited for, the other one takes it a round later, and all that is still to
come is taken with the roles exchanged, until somebody waits again. So there are two courses, and each round is one of
either: whoever moves there compares going on with a round in which nothing moves and then the other course. Payoffs
are bounded and discounted, so one such comparison for each round of each course is enough. What stands already pays
the same on both courses and is left out of the comparison. With it Admati and Perry (1991) have two sides pay for a
project in turn.

References
----------
Admati, A. R. and Perry, M. (1991): Joint Projects without Commitment. Review of Economic Studies 58, 259-276.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sim.engine.roadmaps.faking import fake_terms
from sim.exact.polynomials import at, minus, plus, times
from sim.exact.roots import holds_from
from sim.games.roadmaps.aftermath import Later, departed, stalls_for_ever, survives
from sim.games.roadmaps.ladders import advance, exchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.exact.polynomials import Polynomial
    from sim.games.roadmaps.ladders import Ladders, Place, Rounds


ALMOST_ONE = 1 - Fraction(1, 10**9)

Kind = Literal["hold_out", "renege", "fake", "walk_away", "wait"]


@dataclass(frozen=True)
class Temptation:
    """A way in which one player can leave a roadmap.

    Parameters
    ----------
    player, round : int
        Who, and when; the round after the last step stands for all rounds from then on.
    kind : str
        ``hold_out``: not take the step that is due; ``renege``: undo all own reversible steps, instead of a step if one
        is due; ``fake``: seem to take it; ``walk_away``: end the talks; ``wait``: do nothing, so that the other side
        takes the step a round later, and all the rest with the roles exchanged.
    step : int or None
        Number of the step that is due of the player; None if none is.
    undoes : tuple of int
        Numbers of the own steps that are undone.
    margin : tuple of Fraction
        Polynomial in the player's patience, with the sign of what is lost by leaving: times `over` it is that loss.
    over : tuple of Fraction
        Polynomial, positive below 1, that `margin` is the loss times.
    exchanged : bool
        Whether the roles are exchanged when the player leaves, so that the step stands on the ladder of the other side.
    """

    player: int
    round: int
    kind: Kind
    step: int | None
    undoes: tuple[int, ...]
    margin: Polynomial
    over: Polynomial = (Fraction(1),)
    exchanged: bool = False

    def loss(self, patience: Fraction) -> Fraction:
        """What leaving costs the player, as a discounted average per round; negative if it pays."""
        return at(self.margin, patience) / at(self.over, patience)


@dataclass(frozen=True)
class Stand:
    """How one player stands to a roadmap.

    Parameters
    ----------
    threshold : Fraction or None
        Least patience from which on it never gains by leaving; None if there is none below 1.
    binding : Temptation or None
        What asks for that patience; None if the player keeps to the roadmap however impatient it is.
    slack : Fraction or None
        Least that leaving costs it at its own patience; negative if leaving pays; None if it has no way to leave.
    tightest : Temptation or None
        The way of leaving that costs least.
    payoff : Fraction
        What the roadmap pays it at its own patience, as a discounted average per round.
    """

    threshold: Fraction | None
    binding: Temptation | None
    slack: Fraction | None
    tightest: Temptation | None
    payoff: Fraction

    @property
    def keeps(self) -> bool:
        """Whether it gains nothing by leaving, at its own patience."""
        return self.slack is None or self.slack >= 0


@dataclass(frozen=True)
class JudgedRoadmap:
    """A roadmap, judged.

    Parameters
    ----------
    rounds : tuple of tuple of int
        Per round, the players who take their next step.
    stands : pair of Stand
        How each player stands to it.
    """

    rounds: Rounds
    stands: tuple[Stand, Stand]

    @property
    def self_enforcing(self) -> bool:
        """Whether no player gains by one deviation, at the players' own patience."""
        return all(stand.keeps for stand in self.stands)

    @property
    def thresholds(self) -> tuple[Fraction | None, Fraction | None]:
        """Both players' thresholds."""
        return self.stands[0].threshold, self.stands[1].threshold

    @property
    def needed(self) -> Fraction | None:
        """The larger of the two thresholds; None if one of them is not met below 1."""
        one, two = self.thresholds
        return None if one is None or two is None else max(one, two)


def judge(ladders: Ladders, rounds: Rounds) -> JudgedRoadmap:
    """Judge a roadmap over a horizon without end.

    Parameters
    ----------
    rounds : tuple of tuple of int
        Per round, the players who take their next step.
    """
    course = RoadmapCourse(ladders, rounds)
    one, two = (_stand(course, player, ladders.discount[player]) for player in (0, 1))
    return JudgedRoadmap(rounds, (one, two))


def _stand(course: RoadmapCourse, player: int, patience: Fraction) -> Stand:
    ways = list(course.temptations(player))
    needs = [(holds_from(way.margin), way) for way in ways]
    never = [way for need, way in needs if need is None]
    threshold, binding = None, None
    if never:
        # The one that still pays most when patience is almost complete.
        binding = min(never, key=lambda way: way.loss(ALMOST_ONE))
    else:
        threshold, binding = max(needs, key=lambda pair: pair[0] or 0, default=(Fraction(0), None))
        binding = binding if threshold else None
    losses = [(way.loss(patience), way) for way in ways]
    slack, tightest = min(losses, key=lambda pair: pair[0], default=(None, None))
    return Stand(threshold, binding, slack, tightest, course.worth(player, 0, patience))


@dataclass(frozen=True)
class RoadmapCourse:
    """A roadmap under way: where play is in each round and what the rounds pay.

    Parameters
    ----------
    rounds : tuple of tuple of int
        Per round, the players who take their next step.
    """

    ladders: Ladders
    rounds: Rounds

    @cached_property
    def places(self) -> list[Place]:
        """Where play is at the start of each round, and at last."""
        places = [(0, 0)]
        for movers in self.rounds:
            places.append(advance(places[-1], movers))
        return places

    @cached_property
    def pays(self) -> tuple[list[Fraction], list[Fraction]]:
        """What each round pays each player, and after the last what every one does."""
        worth = [self.ladders.worth(place) for place in self.places]
        once = [self.ladders.once(place, movers) for place, movers in zip(self.places, self.rounds, strict=False)]
        one, two = ([u[p] + v[p] for u, v in zip(worth[1:], once, strict=True)] + [worth[-1][p]] for p in (0, 1))
        return one, two

    @cached_property
    def alive(self) -> Polynomial:
        """What worths are multiplied by so that they are polynomials: 1 - d (1 - h); 1 without a hazard."""
        return survives(self.ladders.hazard)

    @cached_property
    def _ends(self) -> tuple[Later, Later]:
        """What the rounds after the last step are worth to each player."""
        one, two = (stalls_for_ever(self.ladders, self.places[-1], player) for player in (0, 1))
        return one, two

    def following(self, player: int, start: int) -> Polynomial:
        """What keeping to the roadmap from a round on is worth, times `alive`, as a polynomial in patience."""
        paid = self.pays[player][start:]
        steady = (paid[0], *(after - before for before, after in pairwise(paid)))
        end, hazard = self._ends[player], self.ladders.hazard
        ends = (Fraction(0),) * (len(paid) - 1) + (Fraction(0), hazard * end.prompt)
        return plus(times(steady, self.alive), ends) if hazard else steady

    def worth(self, player: int, start: int, patience: Fraction) -> Fraction:
        """What keeping to the roadmap from a round on is worth at a patience."""
        return at(self.following(player, start), patience) / at(self.alive, patience)

    @cached_property
    def _exchanged(self) -> RoadmapCourse:
        """The same places and rounds, with each step taken by the other side."""
        return replace(self, ladders=exchanged(self.ladders))

    def _rising(self, player: int, start: int) -> Polynomial:
        """What going on from a round is worth more than what stands there, as a polynomial in patience."""
        return minus(self.following(player, start), (self.ladders.worth(self.places[start])[player],))

    def _wait(self, player: int, start: int, movers: tuple[int, ...]) -> Temptation:
        """Not to take the step that is due of a player on this course, or on the one with the roles exchanged."""
        (mover,) = movers
        step = self.places[start][mover]
        one, other = (course._rising(player, start) for course in (self, self._exchanged))
        keeps, waits = (one, other) if player == mover else (other, one)
        margin = minus(keeps, times((Fraction(0), Fraction(1)), waits))
        return Temptation(player, start, "wait", step, (), margin, exchanged=player != mover)

    def temptations(self, player: int) -> Iterator[Temptation]:
        """Every way in which a player can leave.

        Raises
        ------
        ValueError
            If both are to move in a round in which one of them may wait.
        """
        places, ladders = self.places, self.ladders
        for t, place in enumerate(places):
            movers = self.rounds[t] if t < len(self.rounds) else ()
            follow = self.following(player, t)
            due = place[player] if player in movers else None
            others = tuple(p for p in movers if p != player)
            after = advance(place, others)
            once = ladders.once(place, others)[player]
            if ladders.waits and movers:
                yield self._wait(player, t, movers)
            elif due is not None:
                now = ladders.worth(after)[player] + once
                later = departed(ladders, after, player, (False, False), bool(others))
                yield self._left(player, t, "hold_out", due, (), follow, now, later)
            undoes = ladders.undoable(player, place[player])
            if undoes:
                undone = player == 0, player == 1
                now = ladders.worth(after, undone)[player] + once
                later = departed(ladders, after, player, undone, bool(others))
                yield self._left(player, t, "renege", due, undoes, follow, now, later)
            if ladders.walk_away and place != ladders.size:
                ended = ladders.broken(place)[player]
                yield self._left(player, t, "walk_away", due, (), follow, ended, Later(ended))
            if due is not None and ladders.steps[player][due].verification is not None:
                over, fake = fake_terms(ladders, self.rounds, player, t)
                yield Temptation(player, t, "fake", due, (), minus(times(follow, over), fake), times(over, self.alive))

    def _left(
        self,
        player: int,
        start: int,
        kind: Kind,
        due: int | None,
        undoes: tuple[int, ...],
        follow: Polynomial,
        now: Fraction,
        later: Later,
    ) -> Temptation:
        """A way to leave that pays something in its round and something in all later ones."""
        leave = plus(times((now, -now), self.alive), times((Fraction(0), Fraction(1)), later.over(self.ladders.hazard)))
        return Temptation(player, start, kind, due, undoes, minus(follow, leave), self.alive)
