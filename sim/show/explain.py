"""Why a solution is one: for each decision what each choice leads to, and why the others are worse."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

from sim.scenario.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.blocks import Text

Depth = Literal["brief", "full"]

# Modules are named and not loaded: a command pays for what it shows alone. Each has a function `explanation`.
_EXPLAINERS: dict[str, str] = {
    "NashSolution": "explain_matrix",
    "TreeSolution": "explain_tree",
    "BayesSolution": "explain_bayes",
    "CorrelatedSolution": "explain_correlated",
    "CooperativeSolution": "explain_bargaining",
    "StackelbergSolution": "explain_commitment",
    "TreeStackelbergSolution": "explain_commitment",
    "RepeatedSolution": "explain_repeated",
    "FiniteSolution": "explain_repeated",
    "QuantalSolution": "explain_quantal",
    "TreeQuantalSolution": "explain_quantal",
    "PerfectSolution": "explain_course",
    "MarkovSolution": "explain_course",
    "MediatedSolution": "explain_course",
    "AnnouncedSolution": "explain_announced",
    "HiddenSolution": "explain_hidden",
    "OffersSolution": "explain_offers",
}


class NoExplanationError(DetenteError, ValueError):
    """There is no explanation of solutions of this concept."""


def explanation(scenario: Scenario, solution: Solution, depth: Depth = "full") -> Text:
    """Explain a solution; every sentence is made from its numbers.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        Its solution.
    depth : {"brief", "full"}
        ``brief``: the decisions that are taken. ``full``: also those that play does not reach but that hold it up.

    Raises
    ------
    NoExplanationError
        If solutions of this concept are not explained.
    """
    module = _EXPLAINERS.get(type(solution).__name__)
    if module is None:
        raise NoExplanationError(_unexplained(scenario, solution.concept))
    explain: Callable[[Scenario, Solution, Depth], Text] = import_module(f"sim.show.{module}").explanation
    return explain(scenario, solution, depth)


def _unexplained(scenario: Scenario, concept: str) -> str:
    """That a concept is not explained, and the first of the scenario's form to try if that is another one."""
    from sim.engine.solvers import SOLVERS

    told, first = f"there is no explanation of '{concept}' for kind {scenario.form}", next(iter(SOLVERS[scenario.form]))
    return told if first == concept else f"{told}; try --solve {first}"
