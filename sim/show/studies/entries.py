"""What the documents of studies have in common, as plain data: their head, parameters, regimes and flips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.studies.regime_words import regime_words
from sim.version import __version__

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario
    from sim.study.maps.bisection import Line
    from sim.study.maps.regime import Regime
    from sim.study.record import Counts


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
    words = {"name": r.name, "label": r.label, "unit": r.unit, "about": r.about}
    return (
        words
        | {"value": float(r.own), "min": float(r.low), "max": float(r.high)}
        | {
            "looked_at": len(line.values),
            "widest_gap": line.widest * float(r.span),
        }
    )


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
