"""From a concession scenario to the best roadmap over orders and shares, and how sure it is that there is no better."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.engine.roadmaps.certificate import confirmed, most_gained
from sim.engine.roadmaps.design.aims import Aim, margin
from sim.engine.roadmaps.design.cutting import Cutting, cuttings, lowered
from sim.engine.roadmaps.design.designed import Designed, Piece
from sim.engine.roadmaps.design.owners import assignments
from sim.engine.roadmaps.design.programme import rounded
from sim.engine.roadmaps.design.question import Question
from sim.engine.roadmaps.design.search import Design, OrderSearch
from sim.engine.roadmaps.thresholds import judge
from sim.errors import TimeLimitError
from sim.progress import steps

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.roadmaps.design.aims import By
    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Punishment, Scenario


def ask_design(
    scenario: Scenario,
    by: By = "patience",
    parts: int = 2,
    punishment: Punishment | None = None,
    walk_away: bool = False,
    any_order: bool = False,
    time_limit: float | None = 60.0,
    wait: bool = False,
) -> Designed:
    """The best roadmap of a concession scenario over orders of the steps and shares of the divisible ones.

    Parameters
    ----------
    by : {"patience", "margin", "sum"}
        What it is to be best at.
    parts : int
        Pieces, most, of a divisible step.
    punishment : {"snapback", "breakdown"}, optional
        What follows when somebody leaves; by default what the file says.
    walk_away : bool
        Whether players may also end the talks.
    any_order : bool
        Whether steps may be taken before their prerequisites stand.
    time_limit : float or None
        Seconds after which the best is given that has been found by then.
    wait : bool
        Whether a side that does not take its piece is waited for: the other side takes it a round later, and all that
        is still to come is taken with the roles exchanged. One side moves at a time then.

    Raises
    ------
    AskError
        If the scenario has no steps, a step may be faked, the file has no breakdown that could follow, or the roles
        cannot be exchanged where players are to wait for each other.
    TimeLimitError
        If the time is up before anything has been found.
    """
    ladders = Question(scenario, by, parts, punishment, walk_away, wait).ladders()
    with within(time_limit) as limit:
        return _Designer(Aim(by, ladders), parts, not any_order, limit).designed()


class _Designer:
    """One search for the best design."""

    def __init__(self, aim: Aim, parts: int, keep: bool, deadline: Deadline) -> None:
        self.aim, self.parts, self.keep, self.deadline = aim, parts, keep, deadline
        whole = parts if any(s.divisible for ladder in aim.ladders.steps for s in ladder) else 1
        given = list(assignments(aim.ladders, parts))
        self.assignments = len(given)
        self.cuttings = [cutting for ladders in given for cutting in cuttings(ladders, whole)]
        self.refused = self.programmes = 0

    def designed(self) -> Designed:
        best: Design | None = None
        late, proven, bound = False, True, None
        try:
            for cutting in steps("designs", self.cuttings):
                search = OrderSearch(cutting, self.aim, self.keep, self.deadline)
                best, sure = self._best_of(search, best)
                proven &= sure
                self.programmes += search.programmes
            if proven:
                proven = self._nothing_above(best)
                bound = self._goal(best)
        except TimeLimitError:
            if best is None:
                raise
            late, proven, bound = True, False, None
        return self._told(best, proven, None if not proven else bound, late)

    def _goal(self, best: Design | None) -> float:
        """The score that nothing has."""
        return self.aim.span[0] if best is None else float(best.score) + self.aim.close

    def _best_of(self, search: OrderSearch, best: Design | None) -> tuple[Design | None, bool]:
        """The best so far and of one cutting, and whether all its orders were decided."""
        while not self.aim.beyond(self._goal(best)):
            found = search.reaching(self._goal(best))
            if found is None:
                return best, not search.open
            best = search.improved(found)
        return best, True

    def _nothing_above(self, best: Design | None) -> bool:
        """Whether it is proven in exact numbers that no orders and shares of any cutting are better."""
        if self.aim.beyond(self._goal(best)):
            return True
        for cutting in self.cuttings:
            search = OrderSearch(cutting, self.aim, self.keep, self.deadline)
            if search.reaching(self._goal(best)) is not None or search.open:
                return False
            self.programmes += search.programmes
            for refusal in search.refusals:
                self.deadline.check()
                if not search.prover.stands(refusal):
                    return False
            self.refused += len(search.refusals)
        return True

    def _told(self, best: Design | None, proven: bool, bound: float | None, late: bool) -> Designed:
        found = None if best is None else self._simplest(self._without_nothing(best))
        side = None if bound is None else (-bound if self.aim.by == "patience" else bound)
        pieces, cut, judged, error, sure = _judged(self.aim, found)
        return Designed(
            ladders=self.aim.ladders if best is None else best.cutting.ladders,
            by=self.aim.by,
            parts=self.parts,
            keep=self.keep,
            pieces=pieces,
            cut=cut,
            judged=judged,
            margin=error,
            confirmed=sure,
            bound=side,
            proven=proven,
            late=late,
            cuttings=len(self.cuttings),
            refused=self.refused,
            programmes=self.programmes,
            assignments=self.assignments,
        )

    def _without_nothing(self, best: Design) -> Design:
        """The same without pieces that are nothing, and rounds in which nothing is taken, if that is as good."""
        share = dict(zip(best.cutting.variables, best.shares, strict=True))
        counts = tuple(
            tuple(sum(bool(share.get((p, k, m), 1)) for m in range(n)) for k, n in enumerate(best.cutting.counts[p]))
            for p in (0, 1)
        )
        cutting = Cutting(best.cutting.ladders, (counts[0], counts[1]))
        shares, place, rounds = tuple(s for s in best.shares if s), [0, 0], []
        for movers in best.rounds:
            taken = []
            for p in movers:
                taken += [p] if share.get((p, *best.cutting.pieces[p][place[p]]), 1) else []
                place[p] += 1
            rounds.append(tuple(taken))
        while rounds and not rounds[-1]:
            rounds.pop()
        for order in (tuple(filter(None, rounds)), tuple(rounds)):
            score = self.aim.score(cutting, order, shares)
            if score is not None and score >= best.score - Fraction(self.aim.close):
                return Design(cutting, order, shares, score)
        return best

    def _simplest(self, best: Design) -> Design:
        """The same order with simpler shares that are as good, up to what counts as the same."""
        import numpy as np

        least = best.score - Fraction(self.aim.close)
        for shares in rounded(best.cutting, np.array([float(s) for s in best.shares])):
            score = self.aim.score(best.cutting, best.rounds, shares)
            if score is not None and score >= least:
                return replace(best, shares=shares, score=score)
        return best


def _judged(
    aim: Aim, best: Design | None
) -> tuple[tuple[tuple[Piece, ...], ...], Ladders | None, JudgedRoadmap | None, Fraction | None, bool]:
    """What is taken when, the ladders of pieces, the roadmap judged, its margin, and whether that is confirmed."""
    if best is None:
        return (), None, None, None, True
    cut, judged = best.cutting.at(best.shares), judge(best.cutting.at(best.shares), best.rounds)
    # An error may count for waiting as well as against it, so that the worst of a box is none of its corners.
    error = None if cut.waits else margin(cut, _worse(best, Fraction(1)), best.rounds)[1]
    sure = confirmed(cut, judged) and _margin_confirmed(best, error)
    if aim.by == "patience":
        sure &= judged.needed == -best.score
    return _pieces(best), cut, judged, error, sure


def _worse(best: Design, by: Fraction) -> Ladders:
    """The ladders of a design's pieces with every payoff worse."""
    return replace(best.cutting, ladders=lowered(best.cutting.ladders, by)).at(best.shares)


def _margin_confirmed(best: Design, error: Fraction | None) -> bool:
    """Whether nobody gains by leaving where every payoff is worse by a margin, and somebody does by a little more."""
    ladders = best.cutting.ladders

    def gains(by: Fraction) -> bool:
        there = _worse(best, by)
        found = [most_gained(there, best.rounds, p, ladders.discount[p]) for p in (0, 1)]
        return any(gain is not None and gain > 0 for gain in found)

    if error is None:
        return True
    return not gains(error) and gains(error + Fraction(1, 10**9))


def _pieces(best: Design) -> tuple[tuple[Piece, ...], ...]:
    share = dict(zip(best.cutting.variables, best.shares, strict=True))
    place, total, rounds = [0, 0], dict[tuple[int, int], Fraction](), []
    for movers in best.rounds:
        taken = []
        for p in movers:
            k, m = best.cutting.pieces[p][place[p]]
            part = share.get((p, k, m), Fraction(1))
            step = best.cutting.whole((p, k))
            total[step] = total.get(step, Fraction(0)) + part
            taken.append(Piece(p, k, part, total[step]))
            place[p] += 1
        rounds.append(tuple(taken))
    return tuple(rounds)
