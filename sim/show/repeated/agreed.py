"""What all equilibria of a game repeated without end pay, in words and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.text.blocks import Paragraph
from sim.show.text.words import listed, number, times

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.repeated.repeated import RepeatedSolution
    from sim.exact.polygons import Polygon
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block

MOST_CORNERS = 8
"""Corners that are told one by one; of more only how many there are."""


def agreed(scenario: Scenario, solution: RepeatedSolution) -> tuple[Block, ...]:
    """What every subgame-perfect equilibrium pays at the players' own patience, and how sure that is."""
    inner, outer = solution.attained, solution.bounds
    if len(outer) == 1:
        pays = _pays(scenario, outer)
        alone = f"At this patience all subgame-perfect equilibria pay the same: {pays} per round."
        return (Paragraph(alone),)
    told = (
        "At this patience, with lots that are drawn in public before each round, subgame-perfect equilibria pay "
        f"{_pays(scenario, inner if inner else outer)} per round{_filling(inner)}."
        if inner
        else f"At this patience no subgame-perfect equilibrium pays anything outside {_pays(scenario, outer)}."
    )
    return Paragraph(told), Paragraph(_surety(scenario, inner, outer, solution.sets.stopped))


def _filling(inner: Polygon) -> str:
    if len(inner) == 1:
        return ""
    if len(inner) > MOST_CORNERS:
        return f"; what they pay fills an area with {times(len(inner), 'corner')}, which --json lists"
    corners = listed([f"({_figure(a)}, {_figure(b)})" for a, b in inner])
    return f"; what they pay fills {'an area' if len(inner) > 2 else 'a line'} with the corners {corners}"


def _surety(scenario: Scenario, inner: Polygon, outer: Polygon, stopped: bool) -> str:
    if inner == outer:
        return "That is all: no equilibrium pays anything else, mixed ones included, and the proof is exact."
    if not inner:
        return "Whether there is one in pure actions was not found out."
    late = " The time for coming nearer was up." if stopped else ""
    if ranges(inner) == ranges(outer):
        return (
            "No equilibrium pays either side less or more, mixed ones included. Whether some pay pairs that lie a "
            f"little outside this area is open.{late}"
        )
    return (
        "More may be possible where actions are drawn by chance or somebody tells each side in secret what to do; no "
        f"equilibrium of any kind pays anything outside {_pays(scenario, outer)}.{late}"
    )


def ranges(polygon: Polygon) -> tuple[tuple[Fraction, Fraction], ...]:
    """The least and the most of either coordinate."""
    return tuple((min(side), max(side)) for side in zip(*polygon, strict=True))


def _pays(scenario: Scenario, polygon: Polygon) -> str:
    sides = [
        f"{player.name} {_figure(low)}" + ("" if low == high else f" to {_figure(high)}")
        for player, (low, high) in zip(scenario.players, ranges(polygon), strict=True)
    ]
    return listed(sides)


def _figure(value: Fraction) -> str:
    return number(value)


def agreed_entry(solution: RepeatedSolution) -> dict[str, Any]:
    """The ``verdict`` of a document: bounds on all equilibria, what is attained, and the corners of both sets."""
    sets, players = solution.sets, solution.game.players
    inner, outer = solution.attained, solution.bounds
    return {
        "payoffs": _each(players, outer),
        "attained": _each(players, inner) if inner else None,
        "corners": [[float(v) for v in corner] for corner in inner],
        "outer_corners": [[float(v) for v in corner] for corner in outer],
        "settled": inner == outer,
        "gap": float(sets.gap),
    }


def _each(players: tuple[str, ...], polygon: Polygon) -> dict[str, list[float]]:
    return {player: [float(v) for v in pair] for player, pair in zip(players, ranges(polygon), strict=True)}
