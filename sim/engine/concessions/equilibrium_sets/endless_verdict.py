"""What all subgame-perfect equilibria of a game without a last round agree on, in three words.

A deal is an agreement that is complete from some round on for ever. Words about the first rounds come from the sets
that these rounds end with. For what comes later two things are looked at: play that stays where it is for ever, which
is exact; and, from outside, any pair of actions that may be played at a node again and again, whatever was before, so
that something is called impossible or certain only if no such play speaks against it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.known_mixing import comes_to_a_deal, known_mixing
from sim.engine.concessions.equilibrium_sets.later_rounds import LaterRounds
from sim.engine.concessions.equilibrium_sets.reach import Place, reach
from sim.engine.concessions.equilibrium_sets.verdict import Courses, Verdict, payoff_ranges, steps_of, told, word
from sim.exact.polygons import holds
from sim.exact.rationals import ONE, ZERO, fraction
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
    from sim.engine.concessions.equilibrium_sets.inner import InnerSets
    from sim.engine.concessions.equilibrium_sets.loose_outer import LooseOuter
    from sim.engine.concessions.equilibrium_sets.outer import OuterSets
    from sim.engine.concessions.equilibrium_sets.reach import Sets
    from sim.engine.repeated.equilibrium_sets.endless_sets import EndlessSets
    from sim.games.concessions.stochastic_game import State
    from sim.types import Pair

    Spot = Place | int
    """A place in the first rounds, or a node of the graph after them; `BROKEN` if the talks are over."""

    Events = dict[str, tuple[bool, bool]]
    """Per event, whether some course has it, and whether some course lacks it."""


MIXING = 0.3
"""Share of the time left for equilibria in which somebody mixes."""


def endless_verdict(
    endless: EndlessGame, sets: EndlessSets, inner: InnerSets, outer: OuterSets | LooseOuter, deadline: Deadline
) -> Verdict:
    """The verdict on a game without a last round.

    Parameters
    ----------
    endless : EndlessGame
        The game.
    sets : EndlessSets
        Its sets.
    inner, outer : InnerSets, OuterSets or LooseOuter
        The sets of its first rounds, which end with those.
    """
    some = bool(inner.payoffs)
    inside = _Inside(inner, endless, LaterRounds(endless, sets.inner, deadline), deadline) if some else None
    outside = _Outside(outer, endless, LaterRounds(endless, sets.outer, deadline), deadline)
    there = outside.events()
    here = inside.events() if inside else dict.fromkeys(there, (False, False))
    for strategies in known_mixing(endless, deadline.share(MIXING)):
        has, lacks = comes_to_a_deal(endless, strategies)
        here["deal"] = here["deal"][0] or has, here["deal"][1] or lacks
    firsts = outside.first_completions()
    payoffs = payoff_ranges(outer.payoffs)
    settled = inside is not None and (
        all(word(here[name], here[name]) == word(both, both) for name, both in there.items())
        and payoffs == payoff_ranges(inner.payoffs)
        and inside.first_completions() == firsts
    )
    return told(
        outer.game,
        {name: word(here[name], both) for name, both in there.items()},
        payoffs=payoffs,
        firsts=firsts,
        chance=outside.chances(),
        settled=settled,
        has_deal=here["deal"][0],
        unique=len(outer.payoffs) == 1 and outside.alone,
        open_end=outside.completes_later,
        lacks="time" if sets.stopped else "",
    )


class _Inside(Courses):
    """Courses of equilibria that are known: through the first rounds, and from there on play that stays where it is."""

    def __init__(self, sets: Sets, endless: EndlessGame, later: LaterRounds, deadline: Deadline) -> None:
        super().__init__(sets.game, reach(sets, deadline))
        self.endless, self.later = endless, later
        self.stays = [place for place in self.reach.steps if self._stays(place)]

    def _stays(self, place: Place) -> bool:
        """Whether play may stay at a place for ever."""
        if place.node == BROKEN or not self.closed(place):
            return False
        payoffs = self.later.staying(self.endless.index(place.layer // self.width, place.node))
        return payoffs is not None and holds(place.face, payoffs)

    def events(self) -> Events:
        """What some known course has, and what some known course lacks."""
        found = super().events()
        over = [place for place in self.reach.steps if place.node == BROKEN]
        found["deal"] = any(map(self.complete, self.stays)), bool(over) or not all(map(self.complete, self.stays))
        found["breakdown"] = bool(over) or self.risky, bool(self.stays)
        for player in (0, 1):
            for step in steps_of(self.game, player):
                some = [p for p in self.reach.steps if self.stands(p, player, step)]
                without = self.avoiding(lambda p, player=player, step=step: self.stands(p, player, step))  # type: ignore[misc]
                found[f"step {player} {step}"] = bool(some), any(p.node == BROKEN or p in self.stays for p in without)
        return found


class _Outside(Courses):
    """All courses that may be: through the first rounds, and from there on from node to node, whatever was before."""

    def __init__(self, sets: Sets, endless: EndlessGame, later: LaterRounds, deadline: Deadline) -> None:
        super().__init__(sets.game, reach(sets, deadline))
        self.endless, self.later = endless, later

    def events(self) -> Events:
        """What some course may have, and what some course may lack."""
        found = super().events()
        broken = any(self._over(spot) for spot in self.spots)
        found["deal"] = any(map(self._kept, self.spots)), self._may_fail
        found["breakdown"] = broken or self._risks, self._goes_on(lambda _: False)
        for player in (0, 1):
            for step in steps_of(self.game, player):

                def stands(spot: Spot, player: int = player, step: str = step) -> bool:
                    if not isinstance(spot, int):
                        return self.stands(spot, player, step)
                    return spot != BROKEN and step in self.endless.seen(spot).stands[player]

                without = self._reached(stands)
                lacks = any(map(self._over, without)) or self._goes_on(stands)
                found[f"step {player} {step}"] = any(map(stands, self.spots)), lacks
        return found

    @cached_property
    def spots(self) -> dict[Spot, None]:
        """All spots that play may get to."""
        return self._reached(lambda _: False)

    @property
    def completes_later(self) -> bool:
        """Whether the agreement may be complete for the first time after the first rounds."""
        before = self._reached(self._done)
        return any(self._done(to) for spot in before if isinstance(spot, int) for to in self._next(spot))

    @property
    def alone(self) -> bool:
        """Whether there is one way for play to go, chance apart."""
        return all(len(self._moves(spot)) < 2 for spot in self.spots)

    def chances(self) -> Pair:
        """Bounds on the chance of a deal, whichever way players choose to go."""
        low = dict.fromkeys(self.spots, ZERO if self._may_fail else ONE)
        high = {spot: ONE if self._kept(spot) else ZERO for spot in self.spots}
        for _ in range(len(self.spots)):
            changed = False
            for spot in reversed(self.spots):
                if self._over(spot):
                    low[spot] = ZERO
                moves = self._moves(spot)
                best = max([high[spot], *(survival * high[to] for survival, to in moves)])
                least = min([low[spot], *(survival * low[to] for survival, to in moves)])
                changed = changed or best > high[spot] or least < low[spot]
                low[spot], high[spot] = least, best
            if not changed:
                break
        return fraction(low[self.reach.start]), fraction(high[self.reach.start])

    @cached_property
    def _may_fail(self) -> bool:
        """Whether the talks may break down, or come back again and again to where the agreement is not complete."""
        if any(map(self._over, self.spots)):
            return True
        circles = self.later.circles({spot for spot in self.spots if isinstance(spot, int)})
        return any((state := self._state(k)) is not None and not state.complete for circle in circles for k in circle)

    @property
    def _risks(self) -> bool:
        return any(survival < 1 for spot in self.spots for survival, _ in self._moves(spot))

    def _reached(self, what: Callable[[Spot], bool]) -> dict[Spot, None]:
        """Spots that some course gets to without anything of a kind on its way or there."""
        found: dict[Spot, None] = {}
        waiting: list[Spot] = [self.reach.start]
        while waiting:
            spot = waiting.pop()
            if spot not in found and not what(spot):
                found[spot] = None
                waiting.extend(self._next(spot))
        return found

    def _goes_on(self, what: Callable[[Spot], bool]) -> bool:
        """Whether some course goes on for ever without anything of a kind."""
        return bool(self.later.circles({spot for spot in self._reached(what) if isinstance(spot, int)}))

    def _next(self, spot: Spot) -> list[Spot]:
        return [to for _, to in self._moves(spot)]

    def _moves(self, spot: Spot) -> list[tuple[Fraction, Spot]]:
        """Where play may go from a spot, with the chance that talks survive the way; nothing where it is over."""
        if self._over(spot):
            return []
        if isinstance(spot, int):
            return list(self.later.moves(spot))
        if spot.layer == self.last:
            return [(ONE, self.endless.index(self.game.rounds, spot.node))]
        outcomes = self.game.phases(spot.layer // self.width)[spot.layer % self.width].outcomes
        return [(ONE * outcomes[step.outcome].survival, step.to) for step in self.reach.steps[spot]]

    def _over(self, spot: Spot) -> bool:
        return spot == BROKEN if isinstance(spot, int) else spot.node == BROKEN

    def _state(self, spot: Spot) -> State | None:
        """The state at a spot between rounds; None elsewhere."""
        if self._over(spot):
            return None
        if isinstance(spot, int):
            return self.endless.state(spot)
        return self.game.states[spot.node] if self.closed(spot) else None

    def _done(self, spot: Spot) -> bool:
        state = self._state(spot)
        return state is not None and state.complete

    def _kept(self, spot: Spot) -> bool:
        """Whether the agreement may be complete from a spot on for ever."""
        if not self._done(spot):
            return False
        k = spot if isinstance(spot, int) else self.endless.index(spot.layer // self.width, spot.node)
        if not self.later.one_way_to_stay(k):
            return True
        payoffs = self.later.staying(k)
        return payoffs is not None and (isinstance(spot, int) or holds(spot.face, payoffs))
