"""Why a solution is one: for each decision what each choice leads to, and why the others are worse."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

from sim.errors import NoExplanationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text

Depth = Literal["brief", "full"]

# Modules are named and not loaded: a command pays for what it shows alone. Each has a function `explanation`.
_EXPLAINERS: dict[str, str] = {
    "NashSolution": "matrix.explain_nash",
    "TreeSolution": "tree.explain_nash",
    "BayesSolution": "tree.explain_pbe",
    "CorrelatedSolution": "matrix.explain_correlated",
    "CooperativeSolution": "matrix.explain_bargaining",
    "StackelbergSolution": "matrix.explain_stackelberg",
    "TreeStackelbergSolution": "matrix.explain_stackelberg",
    "RepeatedSolution": "repeated.explain_repeated",
    "FiniteSolution": "repeated.explain_repeated",
    "QuantalSolution": "matrix.explain_quantal",
    "TreeQuantalSolution": "matrix.explain_quantal",
    "PerfectSolution": "concessions.explain_course",
    "MarkovSolution": "concessions.explain_course",
    "MediatedSolution": "concessions.explain_course",
    "AnnouncedSolution": "concessions.explain_stackelberg",
    "HiddenSolution": "hidden.explain_equilibria",
    "OffersSolution": "offers.explain_subgame_perfect",
}


def explanation(scenario: Scenario, solution: Solution, depth: Depth = "full") -> Text:
    """Explain a solution; every sentence is made from its numbers.

    Parameters
    ----------
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
