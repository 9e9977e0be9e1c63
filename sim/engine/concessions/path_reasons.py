"""The decisions of a likeliest course with their reasons, rounds in which nothing changes put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.continuation import course
from sim.engine.concessions.profile import node_at, phase_at
from sim.engine.concessions.reasons import decision
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.continuation import Continuation
    from sim.engine.concessions.courses.path import PathRound, Place
    from sim.engine.concessions.profile import Profile
    from sim.engine.concessions.reasons import Alternative, Decision


@dataclass(frozen=True)
class Reasoned:
    """A decision with what follows each of its choices.

    Parameters
    ----------
    decision : Decision
        Who decides where, and what each choice is worth.
    courses : tuple of Continuation
        What follows each choice, in their order.
    """

    decision: Decision
    courses: tuple[Continuation, ...]

    @property
    def kept(self) -> Continuation:
        """What follows the choice that is taken."""
        return self.courses[self.decision.taken]

    def course(self, alternative: Alternative) -> Continuation:
        """What follows a choice."""
        return self.courses[alternative.number]


@dataclass(frozen=True)
class Stretch:
    """Rounds of the course in which the same is decided in the same state.

    Parameters
    ----------
    rounds : tuple of PathRound
        The rounds, in order; at least one.
    decisions : tuple of tuple of Decision
        Per decision of the first round (of the first two, where the sides take turns), the same in all of the rounds.
    """

    rounds: tuple[PathRound, ...]
    decisions: tuple[tuple[Decision, ...], ...]


def reasoned(profile: Profile, choice: Decision) -> Reasoned:
    """A decision with what follows each of its choices.

    Parameters
    ----------
    choice : Decision
        The decision. Where a mediator says what to do, what is taken is what the player is told.
    """
    place, player = choice.place, choice.player
    courses = tuple(course(profile, place, player, a.number, choice.taken) for a in choice.alternatives)
    return Reasoned(choice, courses)


def stretches(profile: Profile, path: Sequence[PathRound]) -> list[Stretch]:
    """The decisions on a course, from the first round to the last.

    Rounds are put together in which nobody does anything in the same state and every other choice is as good or as bad
    as before; the last round of all stands alone.

    Parameters
    ----------
    path : sequence of PathRound
        The course.
    """
    found: list[list[tuple[PathRound, list[Decision]]]] = []
    for r in path:
        here = []
        for turn in r.turns:
            node = profile.game.phases(r.round)[turn.phase].nodes[turn.node]
            taken = node.actions[turn.player].index(turn.action)
            one = decision(profile, (r.round, turn.phase, turn.node), turn.player, taken)
            here += [one] if one else []
        last = profile.game.horizon is not None and r.round + 1 == profile.game.rounds
        if found and not last and _alike(profile, found[-1], r, here):
            found[-1].append((r, here))
        else:
            found.append([(r, here)])
    return [_stretch(group) for group in found]


def _alike(profile: Profile, group: list[tuple[PathRound, list[Decision]]], r: PathRound, here: list[Decision]) -> bool:
    before = group[-1][0]
    quiet = all(turn.action == "hold_out" and turn.chance == 1 for s in (before, r) for turn in s.turns)
    states = profile.game.states
    if not quiet or states[before.state] != states[r.state] or before.breaks or r.breaks:
        return False
    known = {d.player: d for _, decisions in group for d in decisions}
    return all(d.player not in known or _kind(known[d.player]) == _kind(d) for d in here)


def _kind(one: Decision) -> tuple[tuple[str, bool], ...]:
    return tuple((a.action, one.loss(a) == 0) for a in one.alternatives)


def _stretch(group: list[tuple[PathRound, list[Decision]]]) -> Stretch:
    by_player: dict[tuple[int, int], list[Decision]] = {}
    for _, decisions in group:
        for one in decisions:
            by_player.setdefault((one.player, one.place[1]), []).append(one)
    return Stretch(tuple(r for r, _ in group), tuple(tuple(several) for several in by_player.values()))


def closest(several: Sequence[Decision]) -> Decision:
    """The decision among several that is closest to going the other way; of equals, the last.

    Parameters
    ----------
    several : sequence of Decision
        The same decision in several rounds.
    """
    losses = [one.loss(best) if (best := one.best_other) else float("inf") for one in several]
    least = min(losses)
    return next(one for one, loss in zip(reversed(several), reversed(losses), strict=True) if loss <= least + one.near)


@dataclass(frozen=True)
class ReplyInRound:
    """What is done in the round after a choice that nobody is to make, and why it is really done.

    Parameters
    ----------
    deviation : Reasoned
        The decision, from which the choice departs.
    replies : tuple of Reasoned
        The decisions in the round after it.
    """

    deviation: Reasoned
    choice: Alternative
    replies: tuple[Reasoned, ...]


def answer(profile: Profile, one: Reasoned, choice: Alternative) -> ReplyInRound | None:
    """What is done in the round after a choice; None if nothing is left to do.

    Parameters
    ----------
    one : Reasoned
        The decision.
    choice : Alternative
        What might be done instead.
    """
    place = one.course(choice).then
    if place is None:
        return None
    replies = [reasoned(profile, d) for at, p in _deciders(profile, place) if (d := decision(profile, at, p))]
    return ReplyInRound(one, choice, tuple(replies))


def _deciders(profile: Profile, place: Place) -> list[tuple[Place, int]]:
    """Decision points of a round on its likeliest way, and who decides at them."""
    found = []
    while True:
        node = node_at(profile.game, place)
        found += [(place, player) for player in (0, 1) if len(node.actions[player]) > 1]
        outcome = profile.likeliest_branch(place).outcome
        if phase_at(profile.game, place).closes_round or outcome.successor == BROKEN:
            return found
        place = place[0], place[1] + 1, outcome.successor
