"""Who takes the first step and when, over all courses of a profile and not on the likeliest alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.profile import node_at, phase_at
from sim.exact.chances import as_float
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.courses.path import PathRound, Place
    from sim.engine.concessions.profile import Profile

Event = tuple[int | None, tuple[int, ...]]
"""A round and who takes a first step in it, in order of play; no round where nobody ever does."""

NOBODY: Event = (None, ())


@dataclass(frozen=True)
class FirstStep:
    """How the first step is taken.

    Parameters
    ----------
    round : int or None
        In which round, from 0; None if nobody ever takes one.
    players : tuple of int
        Who takes one in it, in order of play.
    chance : float
        With what probability it is just this.
    sure : bool
        Whether it can be nothing else.
    """

    round: int | None
    players: tuple[int, ...]
    chance: float
    sure: bool


def first_step(profile: Profile) -> FirstStep:
    """How the first step is most likely taken when a profile is played.

    Until it is taken play stays in the first state. Without a last round the rounds of the game's cycle repeat there,
    so that of all rounds those of its first passage are the likeliest.

    Parameters
    ----------
    profile : Profile
        The strategies.
    """
    return _FirstSteps(profile).likeliest()


def first_step_on(path: Sequence[PathRound]) -> FirstStep:
    """How the first step is taken on a course from which nobody departs, which chance alone may cut short."""
    left = 1.0
    for r in path:
        players = tuple(turn.player for turn in r.turns if turn.action == "concede" and not r.in_vain(turn))
        if players:
            return FirstStep(r.round, players, left, left == 1)
        left *= 1 - r.risk
    return FirstStep(*NOBODY, 1.0, True)


class _FirstSteps:
    """Chances of all ways in which the first step may be taken, added up round by round."""

    def __init__(self, profile: Profile) -> None:
        self.profile, self.game = profile, profile.game
        self.found: dict[Event, float] = defaultdict(float)
        self.ahead: dict[int, float] = {0: 1.0}
        """Chance of each node at which the next round begins without a step taken."""

    def likeliest(self) -> FirstStep:
        """The likeliest way; of equals the earliest, and nobody's step last."""
        game = self.game
        endless = game.horizon is None
        for t in range(len(game.cycle) if game.horizon is None else game.horizon):
            stays, self.ahead = self.ahead, defaultdict(float)
            for node, chance in stays.items():
                self._at((t, 0, node), chance, ())
        ahead = sum(self.ahead.values())
        later = endless and 0 < ahead < 1
        if later:
            self.found[NOBODY] /= 1 - ahead
        else:
            self.found[NOBODY] += ahead
        event = max(self.found, key=lambda e: (self.found[e], e != NOBODY, -(e[0] or 0)))
        others = [e for e, chance in self.found.items() if chance and e != event]
        again = later and any(e != NOBODY for e in self.found)
        return FirstStep(*event, self.found[event], not others and not again)

    def _at(self, place: Place, chance: float, took: tuple[int, ...]) -> None:
        """Follow what may be done at a decision point of a round, after what the leader of the round has done."""
        node, closes = node_at(self.game, place), phase_at(self.game, place).closes_round
        for move in self.profile.branches(place):
            share, outcome = chance * move.chance, move.outcome
            acts = (own[k] for own, k in zip(node.actions, (move.row, move.column), strict=True))
            now = (*took, *(player for player, action in enumerate(acts) if action == "concede"))
            if outcome.successor == BROKEN:
                # Who answers a step by walking away does so after it; at once with it the talks are over.
                self.found[(place[0], took) if took else NOBODY] += share
            elif not closes:
                self._at((place[0], place[1] + 1, outcome.successor), share, now)
            elif now:
                self.found[place[0], now] += share
            else:
                if outcome.risk:
                    self.found[NOBODY] += share * as_float(outcome.risk)
                if outcome.survival:  # a hazard that is certain leads nowhere
                    self.ahead[outcome.successor] += share * as_float(outcome.survival)
