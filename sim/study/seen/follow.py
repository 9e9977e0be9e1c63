"""Following a course through a game: whether moves are those that were seen, round by round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sim.games.concessions.stochastic_game import BROKEN
from sim.scenario.course.stated import BREAKDOWN, DEAL, GOES_ON, STALLS

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.verdict import Courses
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.scenario.course.stated import Course

    Both = tuple[bool, bool]

YES, NO, AFTER = "yes", "no", "after"
"""It is the course; it is another; it is the course so far, and what comes then decides."""

Spot = int | str
"""How many entries of the course have come about; or one of the words."""


@dataclass(frozen=True)
class Follower:
    """Follows a course through a game with a last round, layer by layer.

    Parameters
    ----------
    course : Course
        What was seen.
    game : StochasticGame
        The game.
    """

    course: Course
    game: StochasticGame

    @property
    def start(self) -> Spot:
        """Where a course begins."""
        return 0

    def after(self, spot: Spot, layer: int, node: int, pair: tuple[int, int], to: int) -> Spot:
        """Where it stands after a pair of actions.

        Parameters
        ----------
        spot : int or str
            Where it stood.
        layer, node : int
            The phase over all rounds, and the node in it.
        pair : pair of int
            The actions.
        to : int
            Where play goes on; ``BROKEN`` if the talks are over, by a player or by chance.
        """
        if spot in (YES, NO):
            return spot
        width = len(self.game.phases(0))
        round_, phase = divmod(layer, width)
        label = self.game.phases(round_)[phase].nodes[node]
        made = [(p, label.actions[p][pair[p]]) for p in (0, 1)]
        moves = {(p, action) for p, action in made if action not in ("", "hold_out")}
        if spot == AFTER:
            return NO if self.course.then == STALLS and (moves or to == BROKEN) else spot
        assert isinstance(spot, int)
        # A step is the next one of its side, so that who does what says which step it is.
        due = self.course.seen[spot : spot + len(moves)]
        alike = {(e.player, e.action) for e in due if e.round in (None, round_ + 1)} == moves
        if to == BROKEN:
            return self._broken(spot, moves, round_ + 1, alike)
        return self._on(spot + len(moves), round_ + 1, phase == width - 1) if alike else NO

    def at_end(self, spot: Spot, complete: bool, broken: bool) -> bool:
        """Whether it was the course, where play is over."""
        if spot != AFTER:
            return spot == YES
        return self.course.then == STALLS or (complete and not broken) == (self.course.then == DEAL)

    def _on(self, count: int, round_: int, closes: bool) -> Spot:
        """Where it stands with so many entries, if the talks go on."""
        due = self.course.seen[count:]
        if closes and due and due[0].round is not None and due[0].round <= round_:
            return NO
        over = not due if self.course.through is None else closes and self.course.through == round_
        if not over:
            return count
        if due or self.course.then == BREAKDOWN:
            return NO
        return YES if self.course.then == GOES_ON else AFTER

    def _broken(self, spot: int, moves: set[tuple[int, str]], round_: int, alike: bool) -> Spot:
        """Whether it is the course that the talks end now; who ended them may not have been seen."""
        seen = self.course.seen
        unsaid = all(action == "walk_away" for _, action in moves) and not any(e.action == "walk_away" for e in seen)
        whole = spot + len(moves) == len(seen) if alike else unsaid and spot == len(seen)
        return YES if whole and self.course.then == BREAKDOWN and self.course.through in (None, round_) else NO


def seen_in(course: Course, courses: Courses) -> Both:
    """Whether some equilibrium has a course with a positive chance, and whether some may play past it.

    Parameters
    ----------
    courses : Courses
        All courses that equilibria have.
    """
    follower = Follower(course, courses.game)
    some = other = False
    known: set[tuple[object, Spot]] = set()
    waiting = [(courses.reach.start, follower.start)]
    while waiting and not (some and other):
        here = waiting.pop()
        if here in known:
            continue
        known.add(here)
        place, spot = here
        steps = courses.reach.steps[place]
        if spot in (YES, NO) or not steps:
            broken = place.node == BROKEN
            was = follower.at_end(spot, not broken and courses.complete(place), broken)
            some, other = some or was, other or not was
            continue
        for step in steps:
            follow = partial(follower.after, spot, place.layer, place.node, step.pair)
            if step.risk and follow(BROKEN) == YES:
                some = True  # whoever plays this has the course with a positive chance, however play goes on
            else:
                waiting.append((step.to, follow(step.to.node)))
    return some, other
