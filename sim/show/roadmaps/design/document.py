"""A designed roadmap as plain data, for ``design --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.document_head import document_head
from sim.show.roadmaps.design.text import answer, design_notes, file_steps, least
from sim.show.text.scale import scaled

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.roadmaps.design.designed import Designed, Piece
    from sim.scenario.scenario import Scenario


@scaled
def design_document(scenario: Scenario, found: Designed) -> dict[str, Any]:
    """The document that ``design --json`` prints; rounds are counted from 0."""
    players, judged = found.ladders.players, found.judged
    stands = dict(zip(players, judged.stands, strict=True)) if judged is not None else {}
    count = len(found.pieces) + 1 if judged is not None else 0
    return {
        **document_head(scenario),
        "by": found.by,
        "parts": found.parts,
        "punishment": None if found.ladders.waits else found.ladders.punishment,
        "walk_away": found.ladders.walk_away,
        "wait": found.ladders.waits,
        "prerequisites_kept": found.keep,
        "divisible": [f"{players[s.owner]}.{s.id}" for s in file_steps(scenario) if s.divisible],
        "either": [f"{players[s.owner]}.{s.id}" for s in file_steps(scenario) if s.either],
        "assignments": found.assignments,
        "found": judged is not None,
        "certified": found.certified,
        "proven": found.proven,
        "confirmed": found.confirmed,
        "late": found.late,
        "bound": found.bound,
        "needed": _number(judged.needed) if judged is not None else None,
        "patience": {p: _number(stand.threshold) for p, stand in stands.items()},
        "margin": _number(found.margin),
        "sum": _number(found.total),
        "payoffs": {p: float(stand.payoff) for p, stand in stands.items()},
        "self_enforcing": judged is not None and judged.self_enforcing,
        "rounds": [[_piece(found, piece) for piece in taken] for taken in found.pieces],
        "leaving_costs": [{p: _number(least(found, k, t)) for k, p in enumerate(players)} for t in range(count)],
        "cuttings": found.cuttings,
        "refused": found.refused,
        "programmes": found.programmes,
        "answer": answer(scenario, found),
        "notes": design_notes(scenario, found),
    }


def _piece(found: Designed, piece: Piece) -> dict[str, Any]:
    return {
        "player": found.ladders.players[piece.player],
        "step": found.ladders.steps[piece.player][piece.step].id,
        "share": float(piece.share),
        "exactly": str(piece.share),
        "total": float(piece.total),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
