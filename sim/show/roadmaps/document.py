"""Roadmaps as plain data, for ``roadmaps --json``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sim.engine.roadmaps.study import climbs_all, verification_curve
from sim.show.document_head import document_head
from sim.show.roadmaps.own_game import of_entry, worst_entry
from sim.show.roadmaps.two_games import two_games_entry, two_games_sentences
from sim.show.roadmaps.words import reference, steps_taken

if TYPE_CHECKING:
    from sim.engine.roadmaps.best import BestRoadmap
    from sim.engine.roadmaps.study import RoadmapStudy, SplitRow, StudiedRoadmap, Verified
    from sim.engine.roadmaps.thresholds import Stand, Temptation
    from sim.games.roadmaps.ladders import Ladders
    from sim.scenario.scenario import Scenario
    from sim.study.two_games import TwoGames

LEVELS = tuple(Fraction(k, 20) for k in range(1, 20))
"""Levels of patience at which the document gives the chance of discovery that is needed."""


def roadmap_document(scenario: Scenario, study: RoadmapStudy, beside: TwoGames | None = None) -> dict[str, Any]:
    """The document that ``roadmaps --json`` prints for one file.

    Parameters
    ----------
    beside : TwoGames, optional
        What solving the game itself says.
    """
    ladders = study.ladders
    listed = [entry for entry in study.entries if entry.origin != "search"]
    document: dict[str, Any] = {
        **document_head(scenario),
        "punishment": ladders.punishment,
        "hazard": float(ladders.hazard),
        "walk_away": ladders.walk_away,
        "certified": study.certified,
        "roadmaps": [_entry(scenario, study, entry) for entry in listed],
        "best": None if study.best is None else _entry(scenario, study, study.best),
        "search": _search(study.search),
        "holding": None if study.holding is None else _entry(scenario, study, study.holding),
        **worst_entry(scenario, study),
    }
    if study.kept_search is not None:
        document["best_within_prerequisites"] = None if study.kept is None else _entry(scenario, study, study.kept)
        document["search_within_prerequisites"] = _search(study.kept_search)
    if study.splits:
        document["split"] = [_split(study, row) for row in study.splits]
    if beside is not None:
        document["beside"] = two_games_entry(scenario, beside)
        document["notes"] = two_games_sentences(scenario, beside)
    return document


def _search(search: BestRoadmap) -> dict[str, Any]:
    """How the best was looked for."""
    return {
        "proven": search.proven,
        "at_least": search.bound,
        "cut": search.cut,
        "frontier_points": search.points,
    }


def _entry(scenario: Scenario, study: RoadmapStudy, entry: StudiedRoadmap) -> dict[str, Any]:
    ladders = study.ladders
    stands = dict(zip(ladders.players, entry.roadmap.stands, strict=True))
    checked = zip(ladders.players, entry.verified, strict=True)
    return {
        "name": entry.name,
        "origin": entry.origin,
        "order": [[reference(ladders, s) for s in steps] for steps in steps_taken(ladders, entry.roadmap.rounds)],
        "patience": {p: _number(stand.threshold) for p, stand in stands.items()},
        "self_enforcing": entry.roadmap.self_enforcing,
        "binding": {p: _way(ladders, stand.binding) for p, stand in stands.items()},
        "slack": {p: _slack(ladders, stand) for p, stand in stands.items()},
        "payoffs": {p: float(stand.payoff) for p, stand in stands.items()},
        "share_of_nash_gain": dict(zip(ladders.players, entry.shares, strict=True)),
        "complete": climbs_all(ladders, entry),
        "prerequisites_kept": entry.keeps_prerequisites,
        "verification": {p: _verified(ladders, entry, k, v) for k, (p, v) in enumerate(checked) if v is not None},
        "confirmed": entry.confirmed,
        **of_entry(scenario, study, entry),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _way(ladders: Ladders, way: Temptation | None) -> dict[str, Any] | None:
    if way is None:
        return None
    own = ladders.steps[way.player]
    return {
        "round": way.round,
        "step": None if way.step is None else reference(ladders, own[way.step]),
        "deviation": way.kind,
        **({"undoes": [reference(ladders, own[k]) for k in way.undoes]} if way.undoes else {}),
    }


def _slack(ladders: Ladders, stand: Stand) -> dict[str, Any] | None:
    if stand.slack is None:
        return None
    return {"value": float(stand.slack), **(_way(ladders, stand.tightest) or {})}


def _verified(ladders: Ladders, entry: StudiedRoadmap, player: int, found: Verified) -> dict[str, Any]:
    step = ladders.steps[player][found.step]
    curve = verification_curve(ladders, entry.roadmap.rounds, player, LEVELS)
    return {
        "needed": _number(found.needed),
        "round": found.round,
        "step": reference(ladders, step),
        "curve": [{"patience": d, "needed": q} for d, q in curve],
    }


def _split(study: RoadmapStudy, row: SplitRow) -> dict[str, Any]:
    players = study.ladders.players
    best = row.best.roadmap

    def needs(thresholds: tuple[Fraction | None, Fraction | None]) -> dict[str, float | None]:
        return dict(zip(players, map(_number, thresholds), strict=True))

    return {
        "parts": row.parts,
        "roadmaps": [
            {"name": entry.name, "patience": needs(roadmap.thresholds)}
            for entry, roadmap in zip(study.listed, row.listed, strict=True)
        ],
        "best": None if best is None else {"patience": needs(best.thresholds), "rounds": len(best.rounds)},
    }
