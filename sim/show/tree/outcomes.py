"""How many equilibria of a tree there are, which of them have one outcome, and what was not finished, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.tree.solution import outcomes
from sim.show.text.selection_words import perfect_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.tree.solution import BayesSolution, TreeEquilibrium, TreeSolution

ALL = (
    "The list is proven complete: every extreme equilibrium of the reduced strategic form does what one of these does."
)

BY_SEQUENCE_FORM = "This is one equilibrium, found at the size of the tree by the sequence form."

OTHERS = "There may be others."


def alike(found: Sequence[TreeEquilibrium]) -> list[tuple[int, int]]:
    """First and last number of each run of equilibria that do the same where play gets to.

    Parameters
    ----------
    found : sequence of TreeEquilibrium
        Those with one outcome stand side by side.
    """
    runs: dict[int, list[int]] = {}
    for k, outcome in enumerate(outcomes(found)):
        runs.setdefault(outcome, []).append(k)
    return [(run[0], run[-1]) for run in runs.values()]


def same_outcome(k: int, more: int) -> str:
    """That the equilibria after the one with a number do the same on the path."""
    last = k + 1 + more
    which = f"{last} does" if more == 1 else f"{k + 2} {'and' if more == 2 else 'to'} {last} do"
    return f"{which} the same where play gets to, and something else where it does not (--json)."


def at_least(told: str, solution: TreeSolution | BayesSolution, brief: bool = False) -> str:
    """How many equilibria there are as a list that is complete says it, or that there are so many at least.

    Parameters
    ----------
    brief : bool
        In as few words as tables have room for.
    """
    return told if solution.complete else f"at least {told}{'' if brief else '; perhaps not all'}"


def which_perfect(solution: TreeSolution) -> str:
    """Which subgame-perfect equilibrium a solution tells first."""
    return perfect_words(solution.complete, solution.rule.name if solution.choices else None)


def unfinished(solution: TreeSolution | BayesSolution) -> list[str]:
    """What was not finished in a search for equilibria, and what that leaves open."""
    if not solution.cut:
        return []
    of = " of a subgame" if solution.concept == "subgame-perfect" else ""
    told = f"The list of all equilibria{of} was not finished: it was stopped by the limits of time and memory"
    return [f"{told} (--time-limit allows more time). What is told was checked."]
