"""Regime maps as plain data, and what all documents of studies have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.map import map_notes
from sim.show.studies.regime_words import regime_words
from sim.version import __version__

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.bisection import Line
    from sim.study.maps.regime import Regime
    from sim.study.maps.regime_map import RegimeMap
    from sim.study.record import Counts


def map_document(scenario: Scenario, found: RegimeMap, select: str) -> dict[str, Any]:
    """The document that ``map --json`` prints."""
    place = {regime: k for k, regime in enumerate(found.regimes)}
    step = found.mesh.unit
    grid = [[found.mesh.known[i * step, j * step] for i in range(found.grid[0])] for j in range(found.grid[1])]
    between: dict[tuple[int, int], list[Any]] = {}
    for wall, (one, two) in zip(found.walls.tolist(), found.sides.tolist(), strict=True):
        between.setdefault((min(one, two), max(one, two)), []).append(wall)
    border = found.border
    return {
        **study_head(scenario, select),
        "parameters": [range_entry(line) for line in found.lines],
        "grid": {"points": list(found.grid), "regimes": grid},
        "precision": found.precision,
        "regimes": [
            regime_entry(scenario, regime) | {"share": share}
            for regime, share in zip(found.regimes, found.shares, strict=True)
        ],
        "own": {"regime": place[found.own], "values": {r.name: float(r.own) for r in found.ranges}},
        "boundaries": [{"between": list(pair), "segments": walls} for pair, walls in sorted(between.items())],
        "flips": {line.range.name: flip_entries(scenario, line) for line in found.lines},
        "nearest": None
        if border is None
        else {
            "values": {r.name: v for r, v in zip(found.ranges, border.values, strict=True)},
            "distance": border.distance,
            "beyond": regime_entry(scenario, border.beyond),
        },
        "solved": solved_entry(found.counts),
        "equilibria": found.kinds,
        "check": {"points": found.checked[0], "right": found.checked[1], "seed": found.seed},
        "notes": map_notes(scenario, found, select),
    }


def study_head(scenario: Scenario, select: str) -> dict[str, Any]:
    """What documents of studies begin with."""
    return {
        **document_head(scenario),
        "version": __version__,
        "kind": scenario.kind,
        "select": select,
    }


def range_entry(line: Line) -> dict[str, Any]:
    """A parameter of a study."""
    r = line.range
    return {"name": r.name, "about": r.about, "value": float(r.own), "min": float(r.low), "max": float(r.high)} | {
        "looked_at": len(line.values),
        "widest_gap": line.widest * float(r.span),
    }


def regime_entry(scenario: Scenario, regime: Regime) -> dict[str, Any]:
    """A regime of a study."""
    return {"ending": regime.ending, "round": regime.round, "words": regime_words(scenario, regime)}


def flip_entries(scenario: Scenario, line: Line) -> list[dict[str, Any]]:
    """The flips along a line."""
    return [
        {
            "value": flip.value,
            "between": [flip.low, flip.high],
            "below": regime_entry(scenario, flip.below),
            "above": regime_entry(scenario, flip.above),
        }
        for flip in line.flips
    ]


def solved_entry(counts: Counts) -> dict[str, int]:
    """How many points were solved in which way."""
    return dict(zip(("batch", "near_tie", "singly", "failed", "lacking"), counts, strict=True))
