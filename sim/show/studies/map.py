"""A regime map in words: a small map of signs, the flips, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.offers.endings import BY_CHANCE
from sim.engine.solution import ALL_STATES, UNIQUE
from sim.show.studies.flip_words import along, as_seen, at, conclusion, looked_at
from sim.show.studies.regime_words import ONE_COURSE, has_deals, on_which_course, regime_words, signs
from sim.show.studies.sweep import FROM_A_PART
from sim.show.text.blocks import Item, Lines, Paragraph, Points, Section, Table, Text
from sim.show.text.parameters import called, heading, with_unit
from sim.show.text.plain import plain
from sim.show.text.style import width
from sim.show.text.words import listed, percent, times
from sim.study.record import KINDS, Counts

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime_map import RegimeMap

ROWS = 17
HERE = "@"
READ, CELLS = 5, 60
"""Lines across a map that are told in words, and at how many places each is looked at."""

OF_ALL = (
    "At each point the sets of all subgame-perfect equilibria are found and checked: a deal is certain if every one "
    "ends with it unless chance ends the talks, possible if some do, impossible if none does. No selection rule "
    "matters."
)
"""What a map of what all equilibria agree on rests on."""


def map_text(scenario: Scenario, found: RegimeMap, select: str) -> Text:
    """Tell a map at length."""
    across, up = found.ranges
    lead = Paragraph(f"{map_sentence(scenario, found)} {_area(scenario, found)}".strip())
    items = [Item(f"{called(line.range)} {along(scenario, line)}.") for line in found.lines]
    if found.border is not None:
        x, y = found.border.values
        far = share_words(found.border.distance)
        place = f"{called(across)} {at(across, x)} and {called(up)} {at(up, y)}"
        told = (
            f"Both together: the nearest boundary found is about {far} of the ranges away, at {place}; a run a little "
            f"beyond it ends with: {regime_words(scenario, found.border.beyond)}."
        )
        items.append(Item(told))
    sections = (
        Section("The map", (map_drawing(scenario, found), map_key(scenario, found))),
        Section("One at a time", (Paragraph(as_seen(found.lines)), Points(tuple(items)))),
        Section("How sure this is", tuple(map(Paragraph, map_notes(scenario, found, select)))),
    )
    return Text(scenario.title, sections, (lead,))


def map_line(scenario: Scenario, found: RegimeMap) -> str:
    """A map in one line."""
    return f"{scenario.title}: {' '.join([map_sentence(scenario, found), _area(scenario, found)]).strip()}"


def map_sentence(scenario: Scenario, found: RegimeMap) -> str:
    """How it ends with the file's own numbers, and where that ends."""
    told = conclusion(scenario, found.lines)
    numbers = listed([f"{called(r)} {with_unit(f'{float(r.own):.10g}', r)}" for r in found.ranges])
    course = on_which_course(scenario, found.kinds)
    if found.own.agreed:
        where = f"At {numbers}{course}{',' if course else ''}"
        return f"{where} there is a {regime_words(scenario, found.own)}. {told[0].upper()}{told[1:]}."
    return f"At {numbers}{course}: {told}."


def _area(scenario: Scenario, found: RegimeMap) -> str:
    ranges = " and ".join(
        f"{called(r)} {at(r, float(r.low))} to {with_unit(at(r, float(r.high)), r)}" for r in found.ranges
    )
    if has_deals(scenario, found.own):
        parts = list(zip(found.shares, found.regimes, strict=True))
        agreed, broken = sum(s for s, r in parts if r.agreed), sum(s for s, r in parts if r.broken)
        if broken:
            return (
                f"Over {ranges} a deal is made and lasts to the end in {share_words(agreed)} of the map, and is made "
                f"and does not last in {share_words(broken)}."
            )
        told = f"Over {ranges} there is a deal in {share_words(agreed)} of the map"
        by_chance = sum(s for s, r in parts if r.ending == BY_CHANCE)
        return f"{told}, and one by chance in {share_words(by_chance)}." if by_chance else f"{told}."
    share = dict(zip(found.regimes, found.shares, strict=True)).get(found.own, 0.0)
    return f"Over {ranges} this is so in {share_words(share)} of the map."


def share_words(share: float) -> str:
    """A share of a range or of a map in percent, without what bisection leaves open."""
    return percent(np.clip(round(share, 9), 0, 1))


def map_drawing(scenario: Scenario, found: RegimeMap, high: int = ROWS) -> Lines:
    """The map in signs, with its axes.

    Parameters
    ----------
    high : int
        Lines of it, an odd number.
    """
    return Lines((*_picture(found, high), *_axes(found), ""), _in_rows(scenario, found))


def _in_rows(scenario: Scenario, found: RegimeMap) -> tuple[str, ...]:
    """What a map shows along a few lines across it, from its upper edge down, in words."""
    (across, up), (wide, high) = found.ranges, found.mesh.size
    told = [f"The map from the top down, along {READ} lines of {heading(across)}, each from left to right."]
    told.append(f"Each is looked at in {CELLS} places: an edge lies within 1/{CELLS} of the range of where it is told.")
    for row in reversed(range(READ)):
        seen = [found.mesh.at((i + 0.5) / CELLS * wide, (row + 0.5) / READ * high) for i in range(CELLS)]
        starts = [i for i in range(CELLS) if not i or seen[i] != seen[i - 1]]
        parts = [
            f"{at(across, float(across.low + across.span * start / CELLS))} to "
            f"{at(across, float(across.low + across.span * end / CELLS))} "
            f"{regime_words(scenario, found.regimes[seen[start]])}"
            for start, end in zip(starts, (*starts[1:], CELLS), strict=True)
        ]
        told.append(f"{called(up)} {at(up, float(up.low + up.span * (2 * row + 1) / (2 * READ)))}: {'; '.join(parts)}.")
    return tuple(told)


def _picture(found: RegimeMap, lines: int) -> list[str]:
    """The map in signs, the own point as ``@``, rows from the top."""
    marks, across = signs(found.regimes), min(61, width() - 24)
    wide, high = found.mesh.size
    rows = [
        [marks[found.mesh.at((i + 0.5) / across * wide, (j + 0.5) / lines * high)] for i in range(across)]
        for j in range(lines)
    ]
    if all(r.holds_own for r in found.ranges):
        i, j = (
            min(int(float((r.own - r.low) / r.span) * n), n - 1)
            for r, n in zip(found.ranges, (across, lines), strict=True)
        )
        rows[j][i] = HERE
    up = found.ranges[1]
    ticks = {lines - 1: at(up, float(up.high)), 0: at(up, float(up.low))}
    room = max(len(tick) for tick in ticks.values())
    drawn = [f"{ticks.get(j, '').rjust(room)} |{''.join(rows[j])}" for j in reversed(range(lines))]
    return [f"{' ' * (room + 1)}{heading(up)}", *drawn]


def _axes(found: RegimeMap) -> list[str]:
    across, up = found.ranges
    room = max(len(at(up, float(up.high))), len(at(up, float(up.low))))
    length = min(61, width() - 24)
    low, high = at(across, float(across.low)), at(across, float(across.high))
    middle = heading(across).center(max(0, length - len(low) - len(high)))
    return [f"{' ' * room} +{'-' * length}", f"{' ' * room}  {low}{middle}{high}"]


def map_key(scenario: Scenario, found: RegimeMap) -> Table:
    """What the signs of a map stand for, with the share of each."""
    rows = [
        (f"{'' if plain() else f'{mark}  '}{regime_words(scenario, regime)}", share_words(share))
        for mark, regime, share in zip(signs(found.regimes), found.regimes, found.shares, strict=True)
        if share > 0
    ]
    own = [(f"{HERE}  this file", "")] if all(r.holds_own for r in found.ranges) and not plain() else []
    return Table("The signs of the map, and their shares of it", (), (*rows, *own))


def map_notes(scenario: Scenario, found: RegimeMap, select: str) -> list[str]:
    """How many points were solved and how, and what a map can miss."""
    cells = listed([f"1/{n - 1}" for n in sorted(set(found.grid))])
    notes = [
        f"{solved_words(found.counts)} A grid of {found.grid[0]} by {found.grid[1]} points came first; boundaries were "
        f"bisected to {found.precision:.2g} of a range. Along the axes: {looked_at(found.lines)}",
        f"A region that lies wholly between points of the grid, narrower than {cells} of a range, can be missed.",
    ]
    drawn, right = found.checked
    if drawn:
        notes.append(
            f"{times(drawn, 'point')} drawn at random (seed {found.seed}) and solved: the map says what was found at "
            + ("all of them." if right == drawn else f"{right} of them.")
        )
    notes += kept_words(scenario, found.kinds, select)
    if found.own.of_all:
        notes.append(OF_ALL)
    if found.full:
        notes.append("The limit on the number of points was reached; boundaries are coarse in places (--points).")
    notes += [f"No answer at {times(count, 'point')}: {text}" for text, count in list(found.messages.items())[:3]]
    outside = [f"{called(r)} {float(r.own):.10g}" for r in found.ranges if not r.holds_own]
    if outside:
        notes.append(f"The scenario's own {listed(outside)} lies outside the map.")
    return notes


def kept_words(scenario: Scenario, kinds: dict[str, int], select: str) -> list[str]:
    """Which equilibrium and which course is kept of each point, where it may not be the only one.

    Parameters
    ----------
    kinds : dict of str to int
        Number of points by kind of equilibrium.
    """
    course = [ONE_COURSE] if on_which_course(scenario, kinds) else []
    if not set(kinds) - {UNIQUE, ALL_STATES}:
        return course
    told = f"Equilibria at these points: {listed([f'{count:,} {kind}' for kind, count in kinds.items()])}."
    if set(kinds) <= set(KINDS):
        return [
            *course,
            f"{told} Where there are or may be several, the rule {select} picks one; another may say otherwise.",
        ]
    return [
        *course,
        f"{told} Of a point with several the one that pays both together most is kept, of those found: a list that is "
        "not complete may lack it.",
    ]


def solved_words(counts: Counts) -> str:
    """How many points were solved, and in which ways."""
    ways = (
        "all at once",
        "once more and exactly, too close to a tie for floats",
        "one by one",
        "without an answer",
        f"one by one {FROM_A_PART}",
    )
    told = [f"{count:,} {way}" for count, way in zip(counts, ways, strict=True) if count]
    return f"{times(sum(counts), 'point')} solved: {listed(told)}."
