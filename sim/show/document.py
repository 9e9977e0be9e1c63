"""Results as plain data, for ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import presenter

if TYPE_CHECKING:
    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario


def document(scenario: Scenario, solution: Solution, all_states: bool = False) -> dict[str, Any]:
    """The document that ``run --json`` prints for one file.

    Parameters
    ----------
    all_states : bool
        List the strategies in all states that some play reaches, not only in those reached with positive probability.
    """
    shown = presenter(solution)
    return {
        "format": 1,
        "scenario": scenario.title,
        "file": scenario.file,
        "sha256": scenario.sha256,
        "settings": dict(scenario.settings),
        "kind": scenario.kind,
        "concept": solution.concept,
        "complete": solution.complete,
        "equilibria": shown.entries(solution, all_states),
        "notes": shown.notes(scenario, solution),
        **shown.extras(solution),
    }
