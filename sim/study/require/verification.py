"""How well steps have to be verified for an order of the steps to hold, at the players' own patience.

Verdicts over all equilibria take every step at its word. What verification makes a side keep its word is found for
agreed orders of the steps, against every way out: one fake or several, and open departures before and after them
(`sim.engine.roadmaps.ways_out`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.roadmaps.ask import ask_roadmaps
from sim.engine.roadmaps.study import climbs_all
from sim.engine.roadmaps.ways_out import MOST_FAKED
from sim.errors import FrontierTooLargeError
from sim.exact.spacing import spread
from sim.scenario.scenario import Concessions
from sim.study.inspection.sides import Side, Viewer
from sim.study.inspection.stretches import stretches

if TYPE_CHECKING:
    from typing import Literal

    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.ways_out import WayOut, WaysOut
    from sim.scenario.scenario import Scenario
    from sim.study.inspection.stretches import Stretch

ZERO, ONE = Fraction(0), Fraction(1)

POINTS = 17
"""Chances that are looked at first."""

MOST_KEPT = 200
"""Points, most, of a frontier of the search for the best order where all of them are too many."""


@dataclass(frozen=True)
class Watched:
    """What verification an order of the steps needs to keep one player from faking and from leaving otherwise.

    Parameters
    ----------
    entry : StudiedRoadmap
        The order, in which all steps are taken.
    player : int
        Whom it keeps.
    leaves : bool
        Whether it gains by leaving openly without any fake, so that no chance is enough; that way out is ``asks``.
    enough : tuple of Stretch
        Chances per round of finding a fake, one for all its steps that may be faked, with which it gains by nothing.
    asks : WayOut
        The way out that costs it least just below the least chance that is enough; where none is known, at the file's
        own chances.
    """

    entry: StudiedRoadmap
    player: int
    leaves: bool
    enough: tuple[Stretch, ...]
    asks: WayOut

    @property
    def needed(self) -> Fraction | None:
        """The least chance from which on all are enough; None if none is known."""
        return self.enough[-1].low if self.enough and self.enough[-1].high == 1 else None


@dataclass(frozen=True)
class Verification:
    """What verification orders of the steps need.

    Parameters
    ----------
    study : RoadmapStudy
        The orders: those of the file, the standard ones and the best.
    watched : tuple of Watched
        For each that takes all steps, and each player with steps that may be faked.
    lacks : {"", "orders", "fakes"}
        What it is not known of: of the best of all orders, which are too many; of any, since one side has too many
        steps that may be faked.
    confirmed : bool
        Whether playing every plan gave the same numbers at each end and just beside it.
    """

    study: RoadmapStudy
    watched: tuple[Watched, ...]
    lacks: Literal["", "orders", "fakes"] = ""
    confirmed: bool = True


def verification(scenario: Scenario) -> Verification | None:
    """What verification orders of the steps need; None where no step may be faked.

    Parameters
    ----------
    scenario : Scenario
        A concession game in which nothing is hidden.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    game = scenario.game
    assert isinstance(game, Concessions)
    counts = [sum(step.verification is not None for step in ladder) for ladder in game.ladders]
    if not any(counts):
        return None
    lacks: Literal["", "orders", "fakes"] = ""
    try:
        study = ask_roadmaps(scenario, time_limit=None)
    except FrontierTooLargeError:
        study, lacks = ask_roadmaps(scenario, most=MOST_KEPT, time_limit=None), "orders"
    if max(counts) > MOST_FAKED:
        return Verification(study, (), "fakes")
    players = [player for player in (0, 1) if counts[player]]
    complete = [entry for entry in study.entries if climbs_all(study.ladders, entry)]
    found = [_Order(scenario, entry, player) for entry in complete for player in players]
    watched = tuple(each.watched() for each in found)
    return Verification(study, watched, lacks, all(each.confirmed for each in found))


class _Order:
    """An order as one player sees it, who may fake steps of it."""

    def __init__(self, scenario: Scenario, entry: StudiedRoadmap, player: int) -> None:
        self.entry, self.player = entry, player
        game = scenario.game
        assert isinstance(game, Concessions)
        self.viewer = Viewer(scenario, entry.roadmap.rounds)
        self.steps = [k for k, step in enumerate(game.ladders[player]) if step.verification is not None]
        self.confirmed = True
        self._ways({}, check=True)

    def watched(self) -> Watched:
        """What keeps the player, checked at each end and just beside it."""
        own = self._ways({})
        if own.openly is not None and own.openly.margin < 0:
            return Watched(self.entry, self.player, leaves=True, enough=(), asks=own.openly)
        enough = stretches(lambda chance: self._with(chance).fake_margin, spread(ZERO, ONE, POINTS))
        ends = [end for stretch in enough for end in (stretch.start, stretch.stop) if end is not None]
        for end in ends:
            self._with(end.holds, check=True)
            self._with(end.fails, check=True)
        start = enough[-1].start if enough else None
        asks = _asking(own if start is None else self._with(start.fails))
        return Watched(self.entry, self.player, leaves=False, enough=enough, asks=asks)

    def _with(self, chance: Fraction, *, check: bool = False) -> WaysOut:
        return self._ways({(self.player, k): chance for k in self.steps}, check=check)

    def _ways(self, chances: dict[tuple[int, int], Fraction], *, check: bool = False) -> WaysOut:
        outlooks = self.viewer.with_chances(chances)
        self.confirmed = self.confirmed and (not check or self.viewer.confirmed(outlooks))
        return next(each.ways for each in outlooks.all if each.side == Side(self.player))


def _asking(ways: WaysOut) -> WayOut:
    """The way out that costs least."""
    return min((way for way in (*ways.faking, ways.openly) if way is not None), key=lambda way: way.margin)
