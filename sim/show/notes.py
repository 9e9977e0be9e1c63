"""What must be known about a result before it is believed: selection, ties, and what is not certified."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.engine.selection import Reason
from sim.engine.solve import NashSolution, PerfectSolution
from sim.engine.tree import TreeSolution
from sim.show.words import listed, quoted, times

if TYPE_CHECKING:
    from sim.engine.solve import Solution
    from sim.scenario.scenario import Scenario


def notes(scenario: Scenario, solution: Solution) -> list[str]:
    """Notes on a solution, each a sentence or two.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        Its solution.
    """
    if isinstance(solution, NashSolution):
        return _nash_notes(solution)
    if isinstance(solution, TreeSolution):
        return tree_notes(solution)
    if not isinstance(solution, PerfectSolution):
        return [] if solution.certified else ["Not certified."]
    return [*_selection_notes(scenario, solution), *_certificate_notes(solution)]


def tree_notes(solution: TreeSolution) -> list[str]:
    """What must be known before the solution is believed."""
    if not solution.choices:
        return []
    told = [
        f"{times(count, 'equilibrium', 'equilibria')} at {quoted(at)} ({reason.words})"
        for at, count, reason in solution.choices
    ]
    return [f"The rule '{solution.rule.name}' selected one of several in these subgames: {listed(told)}."]


def _nash_notes(solution: NashSolution) -> list[str]:
    result = solution.result
    told = [result.note + "."] if result.note else []
    if result.degenerate:
        told.append(
            "The game is degenerate: equilibria of the same component are the corners of a set whose points between "
            "them are equilibria too."
        )
    if result.nashpy_found is not None and result.nashpy_found < len(result.equilibria):
        told.append(
            f"nashpy's support enumeration finds {result.nashpy_found} of these {len(result.equilibria)} equilibria; "
            "the exact enumeration found the rest."
        )
    return told


def _selection_notes(scenario: Scenario, solution: PerfectSolution) -> list[str]:
    if not solution.choices:
        return []
    rule = solution.profile.rule.name
    told = [
        f"At {len(solution.choices):,} of {times(solution.decisions, 'decision point')} the stage game has more "
        f"than one equilibrium, {len(solution.on_path):,} of them on the path; the rule '{rule}' selected one "
        "each time."
    ]
    counts = Counter(c.reason for c in solution.on_path)
    rounds = {reason: sorted({c.round + 1 for c in solution.on_path if c.reason == reason}) for reason in counts}
    told += [
        f"On the path the rule picked an equilibrium because {reason.words} in "
        f"{'round' if len(rounds[reason]) == 1 else 'rounds'} {spans(rounds[reason])}."
        for reason in sorted(counts)
    ]
    ties = sum(1 for c in solution.choices if c.reason == Reason.ORDER)
    if ties:
        told.append(
            f"At {times(ties, 'decision point')} the rule held several equilibria equal, and the stated order of names "
            "decided: the answer there hangs on a tie."
        )
    return told


def spans(rounds: list[int]) -> str:
    """Numbers with runs drawn together: ``1-3, 5``."""
    runs: list[list[int]] = []
    for number in rounds:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\N{EN DASH}{run[-1]}" for run in runs)


def _certificate_notes(solution: PerfectSolution) -> list[str]:
    if solution.certified:
        return []
    told = []
    if solution.uncertified:
        told.append(
            f"Not certified: at {times(solution.uncertified, 'decision point')} a comparison lay within the float "
            "error and its exact numbers were too long to work out; there the floats were believed."
        )
    if max(solution.regret) > 0:
        told.append(
            f"The largest gain by deviating is {max(solution.regret):.2g} per round, as far as floats can tell."
        )
    return told
