"""Inspection by design, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.inspection.text import answers, inspection_notes
from sim.show.text.scale import scaled
from sim.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from sim.engine.roadmaps.ways_out import WayOut
    from sim.games.roadmaps.ladders import Rounds
    from sim.scenario.scenario import Concessions, Scenario
    from sim.study.inspection.inspection import HiddenAction, Inspection, Level
    from sim.study.inspection.sides import Side
    from sim.study.inspection.stretches import End, Stretch


@scaled
def inspection_document(scenario: Scenario, found: Inspection) -> dict[str, Any]:
    """The document that ``inspection --json`` prints; rounds are counted from 0."""
    weakest = found.weakest
    return {
        **document_head(scenario),
        "version": __version__,
        "kind": scenario.kind,
        "roadmap": {"name": found.roadmap, "rounds": _rounds(scenario, found.rounds)},
        "holds": found.holds,
        "nearest": None if weakest is None else _way(scenario, *weakest),
        "certified": found.confirmed,
        "parameters": [_level(scenario, level) for level in found.levels],
        "hidden": [_hidden(scenario, action) for action in found.hidden],
        "solved": found.solved,
        "answer": list(answers(scenario, found)),
        "notes": inspection_notes(scenario, found),
    }


def _rounds(scenario: Scenario, rounds: Rounds) -> list[list[str]]:
    left = [[_named(scenario, p, k) for k in range(len(_game(scenario).ladders[p]))] for p in (0, 1)]
    return [[left[p].pop(0) for p in movers] for movers in rounds]


def _game(scenario: Scenario) -> Concessions:
    return scenario.game  # type: ignore[return-value]


def _named(scenario: Scenario, player: int, number: int) -> str:
    return f"{scenario.players[player].id}.{_game(scenario).ladders[player][number].id}"


def _side(scenario: Scenario, side: Side) -> dict[str, Any]:
    return {"player": scenario.players[side.player].id, "type": side.type or None}


def _way(scenario: Scenario, side: Side, way: WayOut) -> dict[str, Any]:
    acts = [
        {"round": t, "act": act, "step": None if step is None else _named(scenario, side.player, step)}
        for t, act, step in way.acts
    ]
    return {**_side(scenario, side), "acts": acts, "margin": float(way.margin)}


def _level(scenario: Scenario, level: Level) -> dict[str, Any]:
    r = level.range
    words = {"name": r.name, "label": r.label, "unit": r.unit, "about": r.about}
    return {
        **words,
        "value": float(r.own),
        "min": float(r.low),
        "max": float(r.high),
        "needed": _stretches(level.needed),
        "accepted": _stretches(level.accepted),
        "window": _stretches(level.window),
        "sides": [
            {**_side(scenario, curve.side), "way": curve.kind, "holds": _stretches(curve.holds)}
            for curve in level.curves
        ],
        "breaks": [
            {"at": str(value), **_way(scenario, side, way)} for value, (side, way) in sorted(level.breaks.items())
        ],
    }


def _hidden(scenario: Scenario, action: HiddenAction) -> dict[str, Any]:
    return {
        **_side(scenario, action.side),
        "step": None if action.step is None else _named(scenario, action.side.player, action.step),
        "round": action.round,
        "chance": _number(action.chance),
        "margin": float(action.margin),
        "enough": _stretches(action.enough),
    }


def _stretches(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    return [
        {"from": float(s.low), "to": float(s.high), "start": _end(s.start), "stop": _end(s.stop)} for s in stretches
    ]


def _end(end: End | None) -> dict[str, Any] | None:
    if end is None:
        return None
    return {"holds": str(end.holds), "fails": str(end.fails), "exact": end.exact}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
