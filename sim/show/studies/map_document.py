"""Regime maps as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.studies.entries import flip_entries, range_entry, regime_entry, solved_entry, study_head
from sim.show.studies.map import map_notes

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime_map import RegimeMap


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
