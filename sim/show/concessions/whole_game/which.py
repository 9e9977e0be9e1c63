"""Which equilibrium of several a story tells, and by which rule: the beginning of its headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.concessions.corner_play.solution import CornerSolution
from sim.engine.concessions.markov_perfect.solution import MarkovSolution
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.show.text.words import quoted

if TYPE_CHECKING:
    from sim.engine.aims import Aim
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario


def which_one(scenario: Scenario, solution: Solution) -> str:
    """Which equilibrium it is, as the beginning of a sentence; empty where there is nothing to choose."""
    if isinstance(solution, PerfectSolution):
        if not solution.choices or solution.agreement.alone:
            return ""
        return (
            f"In the subgame-perfect equilibrium that the rule '{solution.profile.rule.name}' selects, stage game by "
            "stage game"
        )
    if isinstance(solution, MarkovSolution):
        several = len(solution.equilibria) > 1
        return f"In the Markov perfect equilibrium that the rule '{solution.rule.name}' selects" if several else ""
    if isinstance(solution, CornerSolution) and not solution.complete:
        among = "" if solution.proven else ", of those found"
        return f"In the subgame-perfect equilibrium {aim_words(scenario, solution.aim)}{among}"
    return ""


def aim_words(scenario: Scenario, aim: Aim) -> str:
    """What an aim looks for, after ``the equilibrium``."""
    if aim.player is not None:
        return f"that is {aim.kind} for {scenario.players[aim.player].name}"
    if aim.number is not None:
        return f"that --all lists as corner {aim.number}"
    return "with the highest sum of payoffs" if aim.kind == "best-sum" else "with the earliest deal that is certain"


def remembered(solution: CornerSolution) -> str:
    """How what is done hangs on what was done before, and on lots if some are drawn on the course."""
    told = (
        "What is done hangs on what was done before: whoever leaves the course is answered by the equilibrium of what "
        "is left that is worst for it."
    )
    if not solution.lots:
        return told
    return (
        f"{told} Where play may go on in several ways a lot decides that both see; {quoted('later')} is the average "
        "over what it may decide."
    )
