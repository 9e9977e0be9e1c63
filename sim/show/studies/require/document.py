"""What it would take, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.require.text import require_answer, require_notes
from sim.show.studies.require.verification import verification_document
from sim.show.studies.require.words import change_words
from sim.show.text.scale import scaled
from sim.version import __version__

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario
    from sim.study.require.changes import Change
    from sim.study.require.judge import Judged
    from sim.study.require.paths import Threshold
    from sim.study.require.required import Line, Required


@scaled
def require_document(scenario: Scenario, found: Required) -> dict[str, Any]:
    """The document that ``require --json`` prints.

    Each change has what is set, or the key and what it is to hold, and under the words of the claim what comes of it.
    """
    own = {p.name: p.value for p in scenario.parameters}
    head = document_head(scenario)
    # What is found has the name that variants of a file have in other documents.
    variant = {"variant": head.pop("changes")} if "changes" in head else {}
    return {
        **head,
        "version": __version__,
        "kind": scenario.kind,
        **variant,
        "claim": found.claim.text,
        "be": found.be,
        "now": found.now.word,
        "certified": found.certified,
        "changes": [_change(scenario, c, found, own) for c in found.changes],
        "parameters": [_line(line) for line in found.lines],
        "together": _together(found),
        "least": _least(scenario, found, own),
        "verification": verification_document(scenario, found),
        "solved": found.solved,
        "late": list(found.late),
        "answer": list(require_answer(scenario, found)),
        "notes": require_notes(scenario, found),
    }


def _change(scenario: Scenario, change: Change, found: Required, own: dict[str, Fraction]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if change.structure is not None:
        told |= {"key": change.structure.key, "to": change.structure.to}
        told |= {"also": dict(change.structure.also)} if change.structure.also else {}
        told |= {"rule": change.structure.sort}
    else:
        told["set"] = {name: float(value) for name, value in change.values.items()}
        sizes = {name: _short(abs(value - own[name])) for name, value in change.values.items()}
        told |= {"size": next(iter(sizes.values()))} if len(sizes) == 1 else {"sizes": sizes}
        told["share"] = None if change.share is None else float(change.share)
        told["exactly"] = {name: str(value) for name, value in change.values.items()}
    told[found.claim.text] = change.judged.word
    if found.be is not None:
        told[found.be] = _holds(change.judged, found)
    if change.threshold is not None:
        told["threshold"] = _threshold(change.threshold)
    return told | {"certified": change.certified, "words": change_words(scenario, change)}


def _short(size: Fraction) -> float:
    return float(f"{float(size):.12g}")


def _holds(judged: Judged, found: Required) -> bool | None:
    return judged.every if found.be == "certain" else judged.some


def _threshold(t: Threshold) -> dict[str, Any]:
    return {
        "between": [str(t.low), str(t.high)],
        "below": t.below.word,
        "above": t.above.word,
        "value": None if t.value is None else float(t.value),
        "exactly": None if t.value is None else str(t.value),
        "at": None if t.at is None else t.at.word,
    }


def _line(line: Line) -> dict[str, Any]:
    r = line.range
    words = {"name": r.name, "label": r.label, "unit": r.unit, "about": r.about}
    seen = {"value": float(r.own), "min": float(r.low), "max": float(r.high)}
    return {
        **words,
        **seen,
        "looked_at": len(line.walked.found),
        "widest_gap": float(line.walked.widest),
        "thresholds": [_threshold(t) for t in line.walked.thresholds],
    }


def _least(scenario: Scenario, found: Required, own: dict[str, Fraction]) -> dict[str, Any] | None:
    least = found.least
    if least is None:
        return None
    return {
        "parameters": [r.name for r in least.ranges],
        "change": None if least.change is None else _change(scenario, least.change, found, own),
        "none_below": min(float(least.free), 1.0),
        "proven": not least.without,
        "why_not": least.without or None,
        "boxes": least.boxes,
    }


def _together(found: Required) -> dict[str, Any] | None:
    if found.together is None:
        return None
    return {
        "parameters": [r.name for r in found.together.ranges],
        "boundary": [
            {
                "between": [list(map(float, c.low)), list(map(float, c.high))],
                "below": c.below,
                "above": c.above,
            }
            for c in found.together.crossings
        ],
    }
