"""Chances of all endings of a profile with a last round, of a course, and of several courses, added up in one way."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.courses.ending_tally import NOTED, Ends, Tally, added, closed, times_made, when_of
from sim.engine.concessions.courses.endings import acts_of, breaking_of, in_order, who
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.engine.concessions.courses.endings import Ending
    from sim.engine.concessions.courses.outcome import CourseOutcome, Fate, Kind
    from sim.engine.concessions.profile import ActionLayer, LayeredProfile


def course_endings(outcome: CourseOutcome, complete: Iterable[bool]) -> tuple[Ending, ...]:
    """The endings of a course that is left to chance in nothing but breakdowns.

    Parameters
    ----------
    outcome : CourseOutcome
        What becomes of the agreement on it, if the talks do not break down before; it ends.
    complete : iterable of bool
        Whether the agreement is complete, per state.
    """
    whole, ends = tuple(complete), Ends()
    courses, times = Tally(1.0), 0
    before = whole[outcome.rounds[0].state]
    for r in outcome.rounds:
        stands = r.after is not None and whole[r.after]
        walked = r.over == "walk_away"
        how = breaking_of(((act.player, act.action) for act in r.acts), stands, walked)
        made, chance = times_made(times, before, stands), courses.chance
        if walked:
            end = ends.at("walk_away", made, False, r.round, chance)
            closed(end, courses, 1.0, times, before, stands, r.round, how)
            end.by |= {r.who("walk_away")}
            return ends.found()
        if r.risk:
            end = ends.at("hazard", made, stands, r.round, chance * r.risk)
            closed(end, courses, r.risk, times, before, stands, r.round, how)
        onward = Tally()
        closed(onward, courses, 1 - r.risk, times, before, stands, r.round, how)
        courses, times, before = onward, made, stands
    kind: Kind = "agreement" if before else "unfinished"
    ends.at(kind, times, before, outcome.rounds[-1].round + 1, courses.chance).pour(courses, 1.0)
    return ends.found()


def outcome_endings(courses: Iterable[tuple[Fraction, CourseOutcome]]) -> tuple[Ending, ...]:
    """The endings of courses that all come to an end, each with its chance."""
    chances: dict[tuple[Kind, Fate], Fraction] = defaultdict(Fraction)
    ends: dict[tuple[Kind, Fate], tuple[float, float, float]] = defaultdict(lambda: NOTED)
    found: dict[tuple[Kind, Fate], Tally] = defaultdict(Tally)
    for exact, outcome in courses:
        end, chance, t = (outcome.kind, outcome.fate), float(exact), outcome.round
        chances[end] += exact
        ends[end] = added(ends[end], (chance * t, t, t), 1.0)
        found[end].pour(_tally(outcome), chance)
    for end, tally in found.items():
        tally.chance = float(chances[end])
    return in_order(
        tally.ending(*end, None if end[0] == "agreement" else when_of(ends[end], tally.chance))
        for end, tally in found.items()
        if tally.chance  # one that no float holds is left out, as where chances are computed in floats
    )


def _tally(outcome: CourseOutcome) -> Tally:
    """A single course, of chance 1."""
    tally = Tally(1.0)
    if outcome.agreements:
        last, made = outcome.agreements[-1], float(outcome.first_made or 0)
        changed = float(last.made or 0) if last.broken is None else float(last.broken.round)
        tally.made, tally.changed = (made, made, made), (changed, changed, changed)
        tally.breaking = frozenset() if last.broken is None else frozenset({(last.broken.how, last.broken.by)})
    tally.by = frozenset({outcome.by} if outcome.by else ())
    return tally


def layered_endings(profile: LayeredProfile[ActionLayer], deadline: Deadline | None = None) -> tuple[Ending, ...]:
    """Chances of all endings when a profile is played, likeliest first.

    Parameters
    ----------
    profile : LayeredProfile
        The strategies, for a game with a last round.
    deadline : Deadline, optional
        When adding them up is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return _LayeredEndings(profile, deadline or Deadline()).found()


class _LayeredEndings:
    """The endings of all courses of a profile, round by round, with courses put together that are at one node.

    Courses at a node are told apart by whether the agreement was complete when the round began, and how often it has
    been made.
    """

    def __init__(self, profile: LayeredProfile[ActionLayer], deadline: Deadline) -> None:
        self.profile, self.game, self.deadline = profile, profile.game, deadline
        self.ends = Ends()

    def found(self) -> tuple[Ending, ...]:
        """All endings, the likeliest first."""
        game = self.game
        here = {(0, game.states[0].complete, 0): Tally(1.0)}
        for t in range(game.rounds):
            for p in range(len(game.phases(t))):
                here = self._phase(t, p, here)
        for (_, stands, times), courses in here.items():
            kind: Kind = "agreement" if stands else "unfinished"
            self.ends.at(kind, times, stands, game.rounds, courses.chance).pour(courses, 1.0)
        return self.ends.found()

    def _phase(self, t: int, p: int, here: dict[tuple[int, bool, int], Tally]) -> dict[tuple[int, bool, int], Tally]:
        there: dict[tuple[int, bool, int], Tally] = defaultdict(Tally)
        closes, states = self.game.phases(t)[p].closes_round, self.game.states
        by_node: dict[int, list[tuple[bool, int, Tally]]] = defaultdict(list)
        for (node, before, times), courses in here.items():
            by_node[node].append((before, times, courses))
        for node, labelled in by_node.items():
            self.deadline.check()
            for move in self.profile.branches((t, p, node)):
                to, share = move.outcome.successor, move.chance
                risk, survival = as_float(move.outcome.risk), as_float(move.outcome.survival)
                if not closes and to != BROKEN:
                    for before, times, courses in labelled:
                        there[to, before, times].pour(courses, share)
                    continue
                stands = to != BROKEN and states[to].complete
                acts = () if stands else acts_of(self.game, (t, p, node), (move.row, move.column))
                how = breaking_of(acts, stands, to == BROKEN)
                for before, times, courses in labelled:
                    made, chance = times_made(times, before, stands), courses.chance * share
                    if to == BROKEN:
                        end = self.ends.at("walk_away", made, False, t, chance)
                        closed(end, courses, share, times, before, stands, t, how)
                        end.by |= {who(acts, "walk_away")}
                        continue
                    if risk:
                        end = self.ends.at("hazard", made, stands, t, chance * risk)
                        closed(end, courses, share * risk, times, before, stands, t, how)
                    closed(
                        there[to, stands, made],
                        courses,
                        share * survival,
                        times,
                        before,
                        stands,
                        t,
                        how,
                    )
        return there
