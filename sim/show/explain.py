"""Why a solution is one: for each decision what each choice leads to, and why the others are worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.concepts import concepts_of
from sim.errors import NoExplanationError
from sim.show.shown import Depth, shown

if TYPE_CHECKING:
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text

__all__ = ["Depth", "explanation"]


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
    try:
        return shown(scenario, solution).explain(depth)
    except NoExplanationError as error:
        raise NoExplanationError(str(error) or _unexplained(scenario, solution.concept)) from None


def _unexplained(scenario: Scenario, concept: str) -> str:
    """That a concept is not explained, and the default of the scenario's form to try if that is another one."""
    told, first = f"there is no explanation of '{concept}' for kind {scenario.form}", concepts_of(scenario.form)[0].name
    return told if first == concept else f"{told}; try --solve {first}"
