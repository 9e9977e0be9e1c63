"""A game whose numbers are uncertain, as plain data."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.show.studies.entries import solved_entry, study_head
from sim.show.studies.uncertain.text import answers, draws_notes, endings, payoffs_of
from sim.show.studies.uncertain.words import parameter_of
from sim.show.text.scale import scaled
from sim.study.uncertain.chance import CONFIDENCE, clopper_pearson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.scenario import Scenario
    from sim.study.uncertain.draws import Drawn
    from sim.study.uncertain.worst import Witness, Worst


@scaled
def draws_document(scenario: Scenario, found: Drawn) -> dict[str, Any]:
    """The document that ``run --draws --json`` prints; rounds stand in words and are counted from 1."""
    paid = payoffs_of(scenario, found)
    return {
        **study_head(scenario, found.select),
        "draws": found.sample.size,
        "seed": found.sample.seed,
        "solved": solved_entry(found.chunk.counts),
        "assumed": found.assumed,
        "event": found.event,
        "chance": _chance(found),
        "verdicts": None if found.words is None else found.counts,
        "not_asked": found.not_asked,
        "parameters": [_parameter(scenario, found, k) for k in range(len(found.axes))],
        "hangs_on": _hangs(found),
        "endings": dict(endings(scenario, found).most_common()),
        "payoffs": {
            player: dict(zip(("mean", "low", "median", "high"), told, strict=True)) for player, told in paid.items()
        },
        "worst": None if found.worst is None else _worst(found, found.worst),
        "answer": answers(scenario, found),
        "notes": draws_notes(scenario, found),
    }


def _chance(found: Drawn) -> dict[str, Any]:
    """The chance over all equilibria, from where it certainly comes about to where it is possible."""
    low, high = found.bounds
    n = found.solved
    return {
        "low": low / n,
        "high": high / n,
        "interval": [clopper_pearson(low, n)[0], clopper_pearson(high, n)[1]],
        "confidence": CONFIDENCE,
        "method": "Clopper-Pearson",
        "unless_chance_ends_it": found.risky,
        "over": "selected" if found.words is None else "all equilibria",
    }


def _parameter(scenario: Scenario, found: Drawn, k: int) -> dict[str, Any]:
    axis, hangs = found.axes[k], found.hangs
    p = parameter_of(scenario, axis.name)
    assert axis.draw is not None
    arguments = [value if isfinite(value) else None for value in axis.draw.arguments]
    return {
        "name": p.name,
        "label": p.label,
        "unit": p.unit,
        "about": p.about,
        "value": float(p.value),
        "draw": {axis.draw.name: arguments},
        "first": None if hangs is None else _finite(float(hangs.first[k])),
        "first_interval": None if hangs is None or hangs.first_interval is None else _all(hangs.first_interval[k]),
        "total": None if hangs is None or hangs.total is None else _finite(float(hangs.total[k])),
        "total_interval": None if hangs is None or hangs.total_interval is None else _all(hangs.total_interval[k]),
    }


def _hangs(found: Drawn) -> dict[str, Any] | None:
    hangs = found.hangs
    return None if hangs is None else {"method": hangs.method, "samples": hangs.samples, "runs": hangs.runs}


def _worst(found: Drawn, worst: Worst) -> dict[str, Any]:
    names = [axis.name for axis in found.axes]
    proven = worst.proven
    return {
        "box": {n: [_finite(a), _finite(b)] for n, a, b in zip(names, worst.low, worst.high, strict=True)},
        "everywhere": worst.word or None,
        "looked_at": worst.looked,
        "not_certain": _witness(names, worst.not_certain),
        "not_impossible": _witness(names, worst.not_impossible),
        "proven": None
        if proven is None
        else {
            "certain": proven.certain,
            "impossible": proven.impossible,
            "points": proven.points,
            "why_not_more": proven.why or None,
            "bent": list(proven.bent),
        },
    }


def _witness(names: list[str], witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    return {"set": dict(zip(names, witness.point, strict=True)), "deal": witness.word, "checked": witness.checked}


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _all(values: Iterable[float]) -> list[float | None]:
    return [_finite(float(value)) for value in values]
