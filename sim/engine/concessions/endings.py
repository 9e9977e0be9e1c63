"""How the talks end when a profile is played: the chance of every kind of ending and of every fate of the agreement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from sim.engine.concessions.outcome import fate_of
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.engine.concessions.outcome import CourseOutcome, Fate, How, Kind
    from sim.engine.concessions.path import Place
    from sim.engine.concessions.profile import ActionLayer, Branch, LayeredProfile
    from sim.games.concessions.stochastic_game import StochasticGame

Breaking = tuple["How", tuple[int, ...]]
"""How a complete agreement ends, and by whom."""


@dataclass(frozen=True)
class When:
    """The round of something that happens on many courses.

    Parameters
    ----------
    mean : float
        The mean, counted from 0.
    fixed : bool
        Whether it can be in that round only.
    """

    mean: float
    fixed: bool


@dataclass(frozen=True)
class Ending:
    """One way for the talks to end, and the chance of all courses that do.

    Parameters
    ----------
    kind : str
        As `CourseOutcome.kind`.
    fate : str
        What becomes of the agreement, as `CourseOutcome.fate`.
    chance : float
        Its probability.
    when : When
        When it happens, given that it does: for a complete agreement when it is made for the last time; for talks
        that go on, the number of rounds, or without a last round when play comes to where it stays.
    made : When or None
        When the agreement is made for the first time; None if it never is.
    broken : When or None
        When it is broken for the last time; None if it is not broken in the end.
    breaking : tuple of (str, tuple of int)
        In which ways, and by whom, it is then broken.
    by : tuple of tuple of int
        Who walks away, in each of the ways that are possible.
    """

    kind: Kind
    fate: Fate
    chance: float
    when: When
    made: When | None = None
    broken: When | None = None
    breaking: tuple[Breaking, ...] = ()
    by: tuple[tuple[int, ...], ...] = ()

    @property
    def rounds(self) -> float:
        """Mean round in which it happens, counted from 0."""
        return self.when.mean

    @property
    def fixed(self) -> bool:
        """Whether it can happen in that round only."""
        return self.when.fixed


def in_order(endings: Iterable[Ending]) -> tuple[Ending, ...]:
    """Endings, the likeliest first."""
    return tuple(sorted(endings, key=lambda e: (-e.chance, e.kind, e.fate)))


def breaking_of(acts: Iterable[tuple[int, str]], stands: bool, walked: bool) -> Breaking:
    """How an agreement ends in a round, by what is done in it; see `CourseOutcome`.

    Parameters
    ----------
    acts : iterable of (int, str)
        Players and what they do.
    stands : bool
        Whether every step stands after it.
    walked : bool
        Whether somebody walks away in it.
    """
    done = set(acts)
    back = tuple(sorted(player for player, action in done if action == "renege"))
    if back and not stands:
        return "taken_back", back
    if walked:
        return "walked_away", tuple(sorted(player for player, action in done if action == "walk_away"))
    return "chance", ()


@dataclass
class Moments:
    """A round, over courses that have come somewhere: chance times round added up, and the first and last it can be."""

    sum: float = 0.0
    first: float = inf
    last: float = -inf

    def add(self, other: Moments, share: float) -> None:
        """Add the share of other courses."""
        self.sum += other.sum * share
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)

    def at(self, chance: float) -> When:
        """The round, given that courses of this chance have come there."""
        return When(self.sum / chance, self.first == self.last)


def at_round(t: int, chance: float) -> Moments:
    """A round that is the same on courses of some chance."""
    return Moments(chance * t, t, t)


class Tally:
    """Courses with the same fate: their chance, when the agreement was first made on them, and when it last changed."""

    def __init__(self) -> None:
        self.chance = 0.0
        self.made, self.changed, self.ended = Moments(), Moments(), Moments()
        self.breaking: dict[Breaking, None] = {}
        self.by: dict[tuple[int, ...], None] = {}

    def add(self, other: Tally, share: float = 1.0) -> None:
        """Add the share of other courses."""
        if not share:
            return
        self.chance += other.chance * share
        self.made.add(other.made, share)
        self.changed.add(other.changed, share)
        self.ended.add(other.ended, share)
        self.breaking |= other.breaking
        self.by |= other.by

    def part(self, share: float) -> Tally:
        """A share of these courses."""
        part = Tally()
        part.add(self, share)
        return part

    def ending(self, kind: Kind, fate: Fate) -> Ending:
        """The ending that all of these courses come to."""
        chance = self.chance
        broken = fate in ("broken", "broken_again")
        return Ending(
            kind,
            fate,
            chance,
            (self.changed if kind == "agreement" else self.ended).at(chance),
            None if fate == "never" else self.made.at(chance),
            self.changed.at(chance) if broken else None,
            tuple(sorted(self.breaking)) if broken else (),
            tuple(sorted(self.by)),
        )


class Ends:
    """The endings that courses have come to."""

    def __init__(self) -> None:
        self._found: dict[tuple[Kind, Fate], Tally] = defaultdict(Tally)

    def add(self, kind: Kind, times: int, standing: bool, courses: Tally, t: int) -> None:
        """Note that courses end.

        Parameters
        ----------
        kind : str
            How.
        times : int
            How often the agreement was made on them: 0, 1, or 2 for more.
        standing : bool
            Whether it is complete in the end.
        t : int
            In which round they end.
        """
        if courses.chance:
            courses.ended = at_round(t, courses.chance)
            self._found[kind, fate_of(times, standing)].add(courses)

    def found(self) -> tuple[Ending, ...]:
        """All endings, the likeliest first."""
        return in_order(tally.ending(kind, fate) for (kind, fate), tally in self._found.items())


def closed(courses: Tally, times: int, before: bool, stands: bool, t: int, how: Breaking) -> tuple[Tally, int]:
    """Courses when a round is over, and how often the agreement has been made on them.

    Parameters
    ----------
    courses : Tally
        The courses, which are changed.
    times : int
        How often it had been made before.
    before, stands : bool
        Whether it was complete before the round, and is after it.
    t : int
        The round.
    how : tuple
        How it ends if it does.
    """
    if before == stands:
        return courses, times
    courses.changed = at_round(t, courses.chance)
    if not stands:
        courses.breaking = {how: None}
        return courses, times
    if not times:
        courses.made = courses.changed
    return courses, min(times + 1, 2)


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
    courses, times = Tally(), 0
    courses.chance, before = 1.0, whole[outcome.rounds[0].state]
    for r in outcome.rounds:
        stands = r.after is not None and whole[r.after]
        how = breaking_of(((act.player, act.action) for act in r.acts), stands, r.over == "walk_away")
        courses, times = closed(courses, times, before, stands, r.round, how)
        before = stands
        if r.over == "walk_away":
            courses.by = {r.who("walk_away"): None}
            ends.add("walk_away", times, False, courses, r.round)
            return ends.found()
        if r.risk:
            ends.add("hazard", times, stands, courses.part(r.risk), r.round)
            courses = courses.part(1 - r.risk)
    ends.add("agreement" if before else "unfinished", times, before, courses, outcome.rounds[-1].round + 1)
    return ends.found()


def outcome_endings(courses: Iterable[tuple[Fraction, CourseOutcome]]) -> tuple[Ending, ...]:
    """The endings of courses that all come to an end, each with its chance."""
    chances: dict[tuple[Kind, Fate], Fraction] = defaultdict(Fraction)
    found: dict[tuple[Kind, Fate], Tally] = defaultdict(Tally)
    for chance, outcome in courses:
        end = outcome.kind, outcome.fate
        chances[end] += chance
        found[end].add(_tally(outcome), float(chance))
    for end, tally in found.items():
        tally.chance = float(chances[end])
    return in_order(tally.ending(kind, fate) for (kind, fate), tally in found.items())


def _tally(outcome: CourseOutcome) -> Tally:
    """A single course, of chance 1."""
    tally = Tally()
    tally.chance, tally.ended = 1.0, at_round(outcome.round, 1.0)
    if outcome.agreements:
        last = outcome.agreements[-1]
        tally.made = at_round(outcome.first_made or 0, 1.0)
        tally.changed = at_round((last.made or 0) if last.broken is None else last.broken.round, 1.0)
        tally.breaking = {} if last.broken is None else {(last.broken.how, last.broken.by): None}
    tally.by = {outcome.by: None} if outcome.by else {}
    return tally


class LayeredEndings:
    """The endings of all courses of a profile, round by round, with courses put together that are at one node.

    Courses at a node are told apart by whether the agreement was complete when the round began, and how often it has
    been made.
    """

    def __init__(self, profile: LayeredProfile[ActionLayer]) -> None:
        self.profile, self.game = profile, profile.game
        self.ends = Ends()

    def found(self) -> tuple[Ending, ...]:
        """All endings, the likeliest first."""
        game, start = self.game, Tally()
        start.chance = 1.0
        here = {(0, game.states[0].complete, 0): start}
        for t in range(game.rounds):
            for p in range(len(game.phases(t))):
                here = self._phase(t, p, here)
        for (_, stands, times), courses in here.items():
            self.ends.add("agreement" if stands else "unfinished", times, stands, courses, game.rounds)
        return self.ends.found()

    def _phase(self, t: int, p: int, here: dict[tuple[int, bool, int], Tally]) -> dict[tuple[int, bool, int], Tally]:
        there: dict[tuple[int, bool, int], Tally] = defaultdict(Tally)
        closes = self.game.phases(t)[p].closes_round
        for (node, before, times), courses in here.items():
            for move in self.profile.branches((t, p, node)):
                part = courses.part(move.chance)
                to, risk = move.outcome.successor, float(move.outcome.risk)
                if not closes and to != BROKEN:
                    there[to, before, times].add(part)
                    continue
                stands = to != BROKEN and self.game.states[to].complete
                acts = acts_of(self.game, (t, p, node), move) if (before and not stands) or to == BROKEN else ()
                how = breaking_of(acts, stands, to == BROKEN)
                part, made = closed(part, times, before, stands, t, how)
                if to == BROKEN:
                    part.by = {tuple(sorted(k for k, action in acts if action == "walk_away")): None}
                    self.ends.add("walk_away", made, False, part, t)
                    continue
                if risk:
                    self.ends.add("hazard", made, stands, part.part(risk), t)
                there[to, stands, made].add(part, 1 - risk)
        return there


def acts_of(game: StochasticGame, place: Place, move: Branch) -> tuple[tuple[int, str], ...]:
    """Players and what they do in a round that a branch ends, the leader of the round included."""
    node = game.phases(place[0])[place[1]].nodes[place[2]]
    pair = (move.row, move.column)
    acts = [(k, own[pair[k]]) for k, own in enumerate(node.actions) if own != ("",)]
    if node.leader:
        acts.append((1 - acts[0][0], node.leader))
    return tuple(acts)
