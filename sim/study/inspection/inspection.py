"""Inspection by design: the least that a roadmap needs, the most that is accepted, and the window between the two.

A roadmap needs so much inspection that nobody gains by anything that begins with faking a step. It is accepted as long
as nobody gains by leaving openly, above all by never beginning. Where the cost of being seen is an expression in the
same parameter as the chance of discovery, both bound it (the trade-off of transparency and security: Coe and Vaynman
2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.engine.roadmaps.best import best_roadmap
from sim.engine.roadmaps.study import listed_roadmaps
from sim.engine.roadmaps.ways_out import MOST_FAKED
from sim.errors import AskError, RangeError, nearest
from sim.exact.spacing import spread
from sim.games.roadmaps.ladders import from_ladders, keeps_prerequisites
from sim.progress import stage
from sim.scenario.load import load_source
from sim.scenario.scenario import Concessions
from sim.scenario.source import read
from sim.study.inspection.options import InspectionOptions
from sim.study.inspection.orders import order_of
from sim.study.inspection.sides import Side, Viewer
from sim.study.inspection.stretches import Stretch, common, stretches
from sim.study.maps.ranges import parse_range, ranges_of
from sim.study.single import TROUBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Literal

    from sim.engine.roadmaps.ways_out import WayOut
    from sim.games.roadmaps.ladders import Rounds
    from sim.scenario.scenario import Scenario, Step
    from sim.study.inspection.sides import Outlooks
    from sim.study.maps.ranges import Range

BEST = "best"
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Curve:
    """What one way of leaving costs one side along a range.

    Parameters
    ----------
    side : Side
        Who.
    kind : {"faking", "leaving"}
        Ways that begin with a fake, or open ones.
    seen : tuple of (Fraction, Fraction)
        Values that were looked at first, and what it costs there at least.
    holds : tuple of Stretch
        Where it does not pay.
    """

    side: Side
    kind: Literal["faking", "leaving"]
    seen: tuple[tuple[Fraction, Fraction], ...]
    holds: tuple[Stretch, ...]


@dataclass(frozen=True)
class Level:
    """A parameter of inspection along its range.

    Parameters
    ----------
    range : Range
        The parameter.
    curves : tuple of Curve
        For each side what faking and what leaving costs.
    needed, accepted, window : tuple of Stretch
        Where no fake pays; where no open departure does; where neither does.
    breaks : mapping of Fraction to (Side, WayOut)
        Who leaves in which way just beside each end of a stretch.
    """

    range: Range
    curves: tuple[Curve, ...]
    needed: tuple[Stretch, ...]
    accepted: tuple[Stretch, ...]
    window: tuple[Stretch, ...]
    breaks: Mapping[Fraction, tuple[Side, WayOut]]


@dataclass(frozen=True)
class HiddenAction:
    """A step that may be faked, and how surely that must be found out.

    Parameters
    ----------
    side : Side
        Whose step.
    step : int or None
        Its number on the own ladder; None for all of this side together, with one chance.
    round : int
        When it is due, of all together the first.
    chance : Fraction or None
        The file's own chance; None for all together.
    margin : Fraction
        What faking it costs at the file's own chances, at least; negative if it pays.
    enough : tuple of Stretch
        Chances with which nothing pays that begins with faking it, all other chances as they are.
    """

    side: Side
    step: int | None
    round: int
    chance: Fraction | None
    margin: Fraction
    enough: tuple[Stretch, ...]


@dataclass(frozen=True)
class Inspection:
    """How much inspection a roadmap needs, and how much is accepted.

    Parameters
    ----------
    roadmap : str
        Its name.
    rounds : tuple of tuple of int
        The order.
    now : Outlooks
        What is before all sides at the file's own numbers.
    hidden : tuple of HiddenAction
        Steps that may be faked.
    levels : tuple of Level
        Parameters of inspection.
    confirmed : bool
        Whether playing every plan gave the same numbers at the file's own values, at each end and just beside it.
    solved : int
        Points that were solved.
    points : int
        Values that were looked at first along each range.
    problems : tuple of (str, str)
        Values at which the file has no game, and why.
    """

    roadmap: str
    rounds: Rounds
    now: Outlooks
    hidden: tuple[HiddenAction, ...]
    levels: tuple[Level, ...]
    confirmed: bool
    solved: int
    points: int
    problems: tuple[tuple[str, str], ...]

    @property
    def weakest(self) -> tuple[Side, WayOut] | None:
        """Which way out costs least at the file's own numbers."""
        return self.now.worst()

    @property
    def holds(self) -> bool:
        """Whether nobody gains by leaving at the file's own numbers."""
        weakest = self.weakest
        return weakest is None or weakest[1].margin >= 0


def inspect(
    scenario: Scenario,
    parameters: Iterable[str] = (),
    options: InspectionOptions = InspectionOptions(),  # noqa: B008 - it cannot be changed
) -> Inspection:
    """Find the least inspection that a roadmap needs, and the most that is accepted.

    Parameters
    ----------
    parameters : iterable of str
        Parameters of inspection, each as NAME or NAME=FROM:TO; by default those with a range that a chance of discovery
        hangs on.
    options : InspectionOptions
        How that is done.

    Raises
    ------
    AskError
        If the scenario is no concession game, has no step that may be faked, or no such roadmap.
    RangeError
        If a parameter or its range cannot be used.
    TimeLimitError
        If the time is up.
    """
    options.check()
    _refuse(scenario)
    with within(options.time_limit):
        name, rounds = _roadmap(scenario, options.roadmap)
        ranges = _ranges(scenario, parameters)
        return _Design(Viewer(scenario, rounds), name, options.points).found(ranges)


class _Design:
    def __init__(self, viewer: Viewer, name: str, points: int) -> None:
        self.viewer, self.name, self.points = viewer, name, points
        self.confirmed = True

    def found(self, ranges: list[Range]) -> Inspection:
        viewer = self.viewer
        now = viewer.with_chances({})
        self._check(now)
        hidden = self._hidden(now)
        with stage("parameters of inspection", len(ranges)) as done:
            levels = []
            for each in ranges:
                levels.append(self._level(each))
                done.step()
        problems = tuple(viewer.problems.items())
        return Inspection(
            self.name, viewer.rounds, now, hidden, tuple(levels), self.confirmed, viewer.solved, self.points, problems
        )

    def _check(self, outlooks: Outlooks | None) -> None:
        self.confirmed = self.confirmed and (outlooks is None or self.viewer.confirmed(outlooks))

    def _hidden(self, now: Outlooks) -> tuple[HiddenAction, ...]:
        told = []
        for side in self.viewer.sides:
            ways = {way.step: way for o in now.all if o.side == side for way in o.ways.faking}
            for step, way in ways.items():
                told.append(self._action(side, (step,), way, now))
            if len(ways) > 1:
                told.append(self._action(side, tuple(ways), next(iter(ways.values())), now))
        return tuple(told)

    def _action(self, side: Side, steps: tuple[int | None, ...], way: WayOut, now: Outlooks) -> HiddenAction:
        alone = steps[0] if len(steps) == 1 else None
        known: dict[Fraction, Outlooks] = {}

        def at(chance: Fraction) -> Outlooks:
            if chance not in known:
                known[chance] = self.viewer.with_chances({(side.player, k): chance for k in steps if k is not None})
            return known[chance]

        def margin(chance: Fraction) -> Fraction | None:
            worst = at(chance).worst_fake(side, alone)
            return None if worst is None else worst.margin

        enough = stretches(margin, spread(ZERO, ONE, self.points))
        for value in _solved(enough):
            self._check(at(value))
        worst = now.worst_fake(side, alone)
        assert worst is not None
        chance = None if alone is None else self._step(side, alone).verification
        return HiddenAction(side, alone, way.round, chance, worst.margin, enough)

    def _step(self, side: Side, number: int) -> Step:
        game = self.viewer.scenario.game
        assert isinstance(game, Concessions)
        return game.ladders[side.player][number]

    def _level(self, over: Range) -> Level:
        def at(value: Fraction) -> Outlooks | None:
            return self.viewer.at({over.name: value})

        mesh = over.mesh(self.points)
        curves: list[Curve] = []
        breaks: dict[Fraction, tuple[Side, WayOut]] = {}
        for side in self.viewer.sides:
            worst: dict[Literal["faking", "leaving"], Callable[[Outlooks], WayOut | None]] = {
                "faking": lambda o, side=side: o.worst_fake(side),  # type: ignore[misc]
                "leaving": lambda o, side=side: o.worst_open(side),  # type: ignore[misc]
            }
            for kind, way in worst.items():

                def margin(value: Fraction, way: Callable[[Outlooks], WayOut | None] = way) -> Fraction | None:
                    outlooks = at(value)
                    found = None if outlooks is None else way(outlooks)
                    return None if found is None else found.margin

                seen = tuple((value, m) for value in mesh if (m := margin(value)) is not None)
                if seen:
                    curves.append(Curve(side, kind, seen, stretches(margin, mesh, whole=over.whole)))
                    breaks |= dict(_beside(curves[-1], at, way))
        solved = [value for value in mesh if at(value) is not None]
        whole = (Stretch(solved[0], solved[-1]),) if solved else ()
        needed = common(whole, *(curve.holds for curve in curves if curve.kind == "faking"))
        accepted = common(whole, *(curve.holds for curve in curves if curve.kind == "leaving"))
        for value in {v for curve in curves for v in _solved(curve.holds)}:
            self._check(at(value))
        return Level(over, tuple(curves), needed, accepted, common(needed, accepted), breaks)


def _beside(
    curve: Curve, at: Callable[[Fraction], Outlooks | None], way: Callable[[Outlooks], WayOut | None]
) -> Iterator[tuple[Fraction, tuple[Side, WayOut]]]:
    """What pays just beside the ends of a curve's stretches."""
    for value in (end.fails for stretch in curve.holds for end in (stretch.start, stretch.stop) if end is not None):
        outlooks = at(value)
        found = None if outlooks is None else way(outlooks)
        if found is not None:
            yield value, (curve.side, found)


def _solved(holds: Iterable[Stretch]) -> list[Fraction]:
    """Values at ends of stretches, and just beside them."""
    ends = [end for stretch in holds for end in (stretch.start, stretch.stop) if end is not None]
    return [value for end in ends for value in (end.holds, end.fails)]


def _refuse(scenario: Scenario) -> None:
    game = scenario.game
    if not isinstance(game, Concessions):
        raise AskError("kind", f"inspection is for scenarios of kind concessions, not {scenario.kind}")
    counts = [sum(step.verification is not None for step in ladder) for ladder in game.ladders]
    if not any(counts):
        raise AskError("kind", "no step of this file can be faked; give one a 'verification', the chance of discovery")
    if max(counts) > MOST_FAKED:
        more = f"up to {MOST_FAKED} can be looked at"
        raise AskError("kind", f"one player has {max(counts)} steps that may be faked; {more}")


def _roadmap(scenario: Scenario, asked: str | None) -> tuple[str, Rounds]:
    game = scenario.game
    assert isinstance(game, Concessions)
    ladders = from_ladders(scenario)
    named = {r.name: r.rounds for r in game.roadmaps}
    if asked is None and named:
        return next(iter(named.items()))
    standard = {name: rounds for name, _, rounds in listed_roadmaps(ladders, list(named.items())) if name is not None}
    known = standard | named
    if asked in known:
        return asked, known[asked]
    if asked is not None and "." in asked:
        return asked, order_of(scenario, asked)
    if asked not in (None, BEST):
        names = [*known, BEST]
        raise AskError("roadmap", f"there is no roadmap '{asked}' ({nearest(asked, names) or ', '.join(names)})")
    found = best_roadmap(ladders, keep_prerequisites=asked is None).roadmap
    if found is not None:
        return BEST, found.rounds
    if asked == BEST:
        why = "no order of the steps holds at any patience, so that none is the best"
        raise AskError("roadmap", f"{why}; name one of {', '.join(known)}, or the steps in their order")
    return next((pair for pair in known.items() if keeps_prerequisites(ladders, pair[1])), next(iter(known.items())))


def _ranges(scenario: Scenario, parameters: Iterable[str]) -> list[Range]:
    asked = [parse_range(text, scenario) for text in parameters]
    if len({r.name for r in asked}) < len(asked):
        raise RangeError("a parameter is named twice")
    return asked or [r for r in ranges_of(scenario) if _watches(scenario, r)]


def _watches(scenario: Scenario, over: Range) -> bool:
    """Whether a chance of discovery hangs on a parameter."""
    source = read(scenario.file, scenario.text.encode(errors="replace"))
    own = _chances(scenario)
    for value in (over.low, over.high):
        try:
            other = load_source(source, dict(scenario.settings) | {over.name: str(value)})
        except TROUBLE:
            continue
        if _chances(other) != own:
            return True
    return False


def _chances(scenario: Scenario) -> list[Fraction | None]:
    game = scenario.game
    assert isinstance(game, Concessions)
    return [step.verification for ladder in game.ladders for step in ladder]
