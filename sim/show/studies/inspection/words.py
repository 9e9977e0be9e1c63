"""Sides, ways to leave a roadmap, and stretches of a range, in a few words."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from sim.show.studies.require.words import exact
from sim.show.text.words import amount, is_exact, listed, number, quoted, type_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.roadmaps.ways_out import WayOut
    from sim.scenario.scenario import Concessions, Scenario
    from sim.study.inspection.inspection import Inspection
    from sim.study.inspection.sides import Side
    from sim.study.inspection.stretches import End, Stretch

NONE_FOUND = "none found"
"""Of values that hold: that there are none is not known, since they may lie between two that were looked at."""

DIGITS = 10**7
"""Ends that no short number is are rounded to one in so many, to the side on which they hold."""

ENOUGH = 99_999
"""Denominators, largest, of fractions that are written out."""


def who(scenario: Scenario, side: Side) -> str:
    """A side, as the subject of a sentence."""
    name = scenario.players[side.player].name
    return f"{name}, if {type_name(scenario, side.player, side.type)}," if side.type else name


def who_alone(scenario: Scenario, side: Side) -> str:
    """A side, by itself."""
    name = scenario.players[side.player].name
    return f"{name}, {type_name(scenario, side.player, side.type)}" if side.type else name


def step_called(scenario: Scenario, side: Side, number: int) -> str:
    """What people read of a step."""
    game: Concessions = scenario.game  # type: ignore[assignment]
    return game.ladders[side.player][number].name


def doing(scenario: Scenario, side: Side, way: WayOut) -> str:
    """A way to leave: faking this in round 3, then taking back what it can in round 5."""
    told = []
    faked: list[str] = []
    for t, act, step in way.acts:
        name = "" if step is None else quoted(step_called(scenario, side, step))
        if act == "fake":
            faked.append(f"{name} in round {t + 1}")
        elif act == "hold_out":
            told.append(f"holding out instead of {name} in round {t + 1}")
        else:
            told.append(f"taking back what it can in round {t + 1}")
    parts = [f"faking {listed(faked)}"] if faked else []
    return ", then ".join([*parts, *told])


def roadmap_called(found: Inspection) -> str:
    """The roadmap, as the subject of a sentence."""
    if "." in found.roadmap:
        return f"the order {found.roadmap}"
    return "the best of all orders" if found.roadmap == "best" else f"the roadmap {found.roadmap}"


def now_sentence(scenario: Scenario, found: Inspection) -> str:
    """Whether the roadmap holds at the file's own numbers, and what is nearest to breaking it."""
    name = roadmap_called(found)
    weakest = found.weakest
    if weakest is None:
        return f"Nobody has a way to leave {name}."
    side, way = weakest
    act, margin = doing(scenario, side, way), amount(abs(way.margin))
    if found.holds:
        told = f"costs {scenario.players[side.player].name} least, {margin} per round"
        if way.margin == 0:
            told = f"is worth {scenario.players[side.player].name} the same"
        as_type = f" as {type_name(scenario, side.player, side.type)}" if side.type else ""
        return f"As the file has it {name} holds; {act} {told}{as_type}."
    return f"As the file has it {name} does not hold: {who(scenario, side)} gains {margin} per round by {act}."


def end_words(value: Fraction, end: End | None) -> str:
    """An end of a stretch: in full where it is exact, else rounded to the side on which it holds."""
    if end is None or end.exact:
        short = is_exact(value, number(value))
        if short or value.denominator > ENOUGH:
            return exact(value)
        return f"{value} \N{ALMOST EQUAL TO} {exact(value)}"
    up = end.holds > end.fails
    rounded = (ceil if up else floor)(value * DIGITS)
    return f"{rounded / DIGITS:.7f}".rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")


def stretch_words(stretch: Stretch) -> str:
    """From where to where."""
    low, high = end_words(stretch.low, stretch.start), end_words(stretch.high, stretch.stop)
    if stretch.low == stretch.high:
        return f"at {low}"
    return f"{low} to {high}"


def stretches_words(stretches: Sequence[Stretch]) -> str:
    """All of them, or that none was found."""
    return "; ".join(map(stretch_words, stretches)) if stretches else NONE_FOUND


def least_words(stretches: Sequence[Stretch]) -> str:
    """The least chance that is enough."""
    if not stretches:
        return NONE_FOUND
    first, last = stretches[0], stretches[-1]
    if len(stretches) == 1 and last.stop is None:
        return "any" if first.start is None else end_words(first.low, first.start)
    return stretches_words(stretches)
