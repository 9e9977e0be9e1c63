"""Under which numbers a course that was seen is that of an equilibrium, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.seen.text import answer, seen_notes
from sim.show.text.scale import scaled
from sim.version import __version__

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.require.paths import Threshold
    from sim.study.seen.box import Box, Plane
    from sim.study.seen.explained import Explained
    from sim.study.seen.lines import SeenLine


@scaled
def seen_document(scenario: Scenario, found: Explained) -> dict[str, Any]:
    """The document that ``explain-data --json`` prints for a course."""
    return {
        **document_head(scenario),
        "version": __version__,
        "kind": scenario.kind,
        "observed": "course",
        "course": _course(scenario, found),
        "now": found.now.word,
        "consistent": found.now.some,
        "certified": found.certified,
        "parameters": [_line(line) for line in found.lines],
        "map": None if found.plane is None else _plane(found.plane),
        "box": None if found.box is None else _box(found.box, found.seed),
        "solved": found.solved,
        "late": list(found.late),
        "answer": answer(found),
        "notes": seen_notes(scenario, found),
    }


def _course(scenario: Scenario, found: Explained) -> dict[str, Any]:
    ids = [player.id for player in scenario.players]
    course = found.course
    return {
        "title": course.title,
        "summary": course.summary,
        "sources": list(course.sources),
        "seen": [
            {"round": each.round, "player": ids[each.player], "action": each.action, "step": each.step or None}
            for each in course.seen
        ],
        "through": course.through,
        "then": course.then,
    }


def _range(r: Range) -> dict[str, Any]:
    words = {"name": r.name, "label": r.label, "unit": r.unit, "about": r.about}
    return {**words, "value": float(r.own), "min": float(r.low), "max": float(r.high)}


def _line(line: SeenLine) -> dict[str, Any]:
    return {
        **_range(line.range),
        "exact": line.exact,
        "share": float(line.share),
        "stretches": [
            {
                "from": float(s.low),
                "to": float(s.high),
                "exactly": [str(s.low), str(s.high)],
                "consistent": {"yes": True, "no": False}.get(s.answer),
                "word": s.judged.word,
                "certified": s.judged.certified,
            }
            for s in line.stretches
        ],
        "edges": [_edge(t) for t in line.edges],
        "open": len(line.ties) + line.undecided,
        "unsolved": line.unsolved,
        "problem": line.problem,
    }


def _edge(t: Threshold) -> dict[str, Any]:
    return {
        "between": [str(t.low), str(t.high)],
        "value": None if t.value is None else float(t.value),
        "exactly": None if t.value is None else str(t.value),
        "consistent": None if t.at is None else t.at.some,
    }


def _plane(plane: Plane) -> dict[str, Any]:
    return {
        "across": plane.across.name,
        "up": plane.up.name,
        "exact": plane.exact,
        "share": float(plane.share),
        "rows": [
            {
                "at": float(row.at),
                "stretches": [
                    {"to": float(end), "consistent": {"yes": True, "no": False}.get(told)}
                    for end, told in row.stretches
                ],
            }
            for row in plane.rows
        ],
    }


def _box(box: Box, seed: int) -> dict[str, Any]:
    spread = None
    if box.spread is not None:
        spread = {r.name: [float(low), float(high)] for r, (low, high) in zip(box.ranges, box.spread, strict=True)}
    return {
        "asked": box.asked,
        "done": box.done,
        "kept": box.kept,
        "open": box.open,
        "unsolved": box.unsolved,
        "draws": {each.range.name: str(each.draw) for each in box.those if each.draw},
        "share": box.kept / box.done if box.done else None,
        "interval": [box.low, box.high],
        "spread": spread,
        "seed": seed,
    }
