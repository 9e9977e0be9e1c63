"""A roadmap as each side of a scenario sees it, hidden types each by itself: what leaving it costs at some values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.engine.roadmaps.plans_certificate import margins_of_plans
from sim.engine.roadmaps.ways_out import ways_out
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.load import load_source
from sim.scenario.scenario import Concessions
from sim.scenario.source import read
from sim.study.single import TROUBLE, message_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from sim.engine.roadmaps.ways_out import WayOut, WaysOut
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Punishment, Scenario

    Chances = Mapping[tuple[int, int], Fraction]


@dataclass(frozen=True, order=True)
class Side:
    """A player, or one of the types that it may be (by identifier)."""

    player: int
    type: str = ""


@dataclass(frozen=True)
class Outlook:
    """What a side has before it on a roadmap."""

    side: Side
    ladders: Ladders
    ways: WaysOut


@dataclass(frozen=True)
class Outlooks:
    """What all sides have before them; of a side whose payoffs hang on the other's type, one for each of these."""

    all: tuple[Outlook, ...]

    def worst_open(self, side: Side) -> WayOut | None:
        """The open way out that costs a side least."""
        found = [o.ways.openly for o in self.all if o.side == side and o.ways.openly is not None]
        return min(found, key=lambda way: way.margin, default=None)

    def worst_fake(self, side: Side, step: int | None = None) -> WayOut | None:
        """The way out that begins with a fake, if named of this step, and costs a side least."""
        ways = (way for o in self.all if o.side == side for way in o.ways.faking if step in (None, way.step))
        return min(ways, key=lambda way: way.margin, default=None)

    def worst(self) -> tuple[Side, WayOut] | None:
        """The side and the way out that costs least of all."""
        ways = [(o.side, way) for o in self.all for way in (o.ways.openly, *o.ways.faking) if way is not None]
        return min(ways, key=lambda pair: pair[1].margin, default=None)


class Viewer:
    """Looks at one roadmap of a scenario at other values, each point once.

    Parameters
    ----------
    scenario : Scenario
        A concession game.
    rounds : tuple of tuple of int
        The roadmap.
    """

    def __init__(self, scenario: Scenario, rounds: Rounds) -> None:
        self.scenario, self.rounds = scenario, rounds
        self.solved = 0
        self.problems: dict[str, str] = {}
        self._source = read(scenario.file, scenario.text.encode(errors="replace"))
        self._known: dict[tuple[tuple[str, Fraction], ...], Outlooks | None] = {}

    @property
    def sides(self) -> list[Side]:
        """All sides, in order."""
        return sorted({side for side, _, _ in _boards(self.scenario)})

    def at(self, values: Mapping[str, Fraction]) -> Outlooks | None:
        """What is before all sides at values of some parameters; None if the file has no game there."""
        key = tuple(sorted(values.items()))
        if key not in self._known:
            check_time()
            settings = dict(self.scenario.settings) | {name: str(value) for name, value in values.items()}
            try:
                self._known[key] = self._seen(load_source(self._source, settings), {})
            except TROUBLE as error:
                check_time()
                told = ", ".join(f"{name}={float(value):g}" for name, value in key)
                self.problems[told] = message_of(error)
                self._known[key] = None
        return self._known[key]

    def with_chances(self, chances: Chances) -> Outlooks:
        """What is before all sides where steps, by player and number, are discovered with other chances."""
        check_time()
        return self._seen(self.scenario, chances)

    def confirmed(self, outlooks: Outlooks) -> bool:
        """Whether playing every plan gives the same margins."""
        return all(self._agrees(o) for o in outlooks.all)

    def _agrees(self, outlook: Outlook) -> bool:
        side, ways = outlook.side, outlook.ways
        found = margins_of_plans(outlook.ladders, self.rounds, side.player, _discovery(self.scenario))
        steps = outlook.ladders.steps[side.player]
        return found == (ways.open_margin, {steps[way.step or 0].id: way.margin for way in ways.faking})

    def _seen(self, scenario: Scenario, chances: Chances) -> Outlooks:
        self.solved += 1
        found: list[Outlook] = []
        for side, ladders, discovery in _boards(scenario):
            own = _with(ladders, chances)
            if not any(o.side == side and o.ladders == own for o in found):
                found.append(Outlook(side, own, ways_out(own, self.rounds, side.player, discovery)))
        return Outlooks(tuple(found))


def _boards(scenario: Scenario) -> Iterator[tuple[Side, Ladders, Punishment]]:
    """The ladders as each side knows them, for each type that the other may be."""
    if not scenario.variants:
        for player in (0, 1):
            yield Side(player), from_ladders(scenario), _discovery(scenario)
        return
    for i, row in enumerate(scenario.variants):
        for j, variant in enumerate(row):
            for player, number in ((0, i), (1, j)):
                types = scenario.types[player]
                side = Side(player, types[number].id if types else "")
                yield side, from_ladders(variant), _discovery(variant)


def _discovery(scenario: Scenario) -> Punishment:
    assert isinstance(scenario.game, Concessions)
    return scenario.game.on_discovery


def _with(ladders: Ladders, chances: Chances) -> Ladders:
    if not chances:
        return ladders
    one, two = (
        tuple(replace(step, verification=chances.get((p, k), step.verification)) for k, step in enumerate(ladder))
        for p, ladder in enumerate(ladders.steps)
    )
    return replace(ladders, steps=(one, two))
