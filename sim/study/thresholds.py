"""The patience that roadmaps need, at each point of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline
from sim.engine.roadmaps.best import best_roadmap
from sim.engine.roadmaps.certificate import confirmed
from sim.engine.roadmaps.study import listed_roadmaps
from sim.engine.roadmaps.thresholds import judge
from sim.errors import CertificateError
from sim.games.roadmaps.ladders import from_ladders
from sim.scenario.load import load_source
from sim.study.single import TROUBLE, message_of, parsed, settings_at

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Concessions, Scenario
    from sim.study.record import StudyFile
    from sim.types import Floats


BEST = "best"


def roadmap_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the roadmaps of a concession scenario: those of the file, the standard ones, and the best of all.

    Parameters
    ----------
    scenario : Scenario
        Of kind concessions.
    """
    return (*(name for name, _ in _listed(scenario, from_ladders(scenario, None))), BEST)


def thresholds(
    file: StudyFile, names: tuple[str, ...], values: Floats, count: int
) -> tuple[Floats, tuple[tuple[int, str], ...]]:
    """Least patience from which each roadmap is self-enforcing.

    Parameters
    ----------
    names : tuple of str, length k
        Parameters that differ from point to point.
    count : int
        Number of roadmaps, as `roadmap_names` lists them.

    Returns
    -------
    needed : ndarray of float, shape (n, count, 2)
        NaN where no patience below 1 is enough, or at a point that failed.
    messages : tuple of (int, str)
        What went wrong at points that failed.
    """
    needed, told = np.full((len(values), count, 2), np.nan), []
    for k, row in enumerate(values):
        try:
            scenario = load_source(parsed(file), settings_at(file, names, row))
            needed[k] = _needed(scenario, file.time_limit)
        except TROUBLE as error:
            told.append((k, f"roadmaps: {message_of(error)}"))
    return needed, tuple(told)


def _needed(scenario: Scenario, time_limit: float | None) -> list[list[float]]:
    ladders = from_ladders(scenario, None)
    listed = [judge(ladders, rounds) for _, rounds in _listed(scenario, ladders)]
    best = best_roadmap(ladders, deadline=Deadline(time_limit)).roadmap or _least(ladders, listed)
    found = [*listed, *([best] if best else [])]
    if not all(confirmed(ladders, roadmap) for roadmap in found):
        raise CertificateError("the second opinion on a roadmap does not agree")
    rows = [[_number(threshold) for threshold in roadmap.thresholds] for roadmap in found]
    return rows if best else [*rows, [np.nan, np.nan]]


def _listed(scenario: Scenario, ladders: Ladders) -> list[tuple[str, Rounds]]:
    game: Concessions = scenario.game  # type: ignore[assignment]
    found = listed_roadmaps(ladders, [(roadmap.name, roadmap.rounds) for roadmap in game.roadmaps])
    return [(name, rounds) for name, _, rounds in found if name is not None]


def _least(ladders: Ladders, listed: list[JudgedRoadmap]) -> JudgedRoadmap | None:
    """The complete one that needs least, where the search for the best finds none."""
    whole = sum(ladders.size)
    able = [r for r in listed if r.needed is not None and sum(map(len, r.rounds)) == whole]
    return min(able, key=lambda r: r.needed or 0, default=None)


def _number(value: Fraction | None) -> float:
    return float("nan") if value is None else float(value)
