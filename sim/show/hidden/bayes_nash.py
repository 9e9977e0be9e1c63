"""The Bayes-Nash equilibria of a game with hidden types or actions as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.hidden.courses import ShownHiddenCourses
from sim.show.hidden.equilibria import ShownHiddenTypes

if TYPE_CHECKING:
    from sim.engine.hidden.solution import HiddenSolution
    from sim.scenario.scenario import Scenario
    from sim.show.hidden.equilibria import ShownHidden


def shown(scenario: Scenario, solution: HiddenSolution) -> ShownHidden:
    """The Bayes-Nash equilibria of a game with hidden types or actions, by rounds where it has them."""
    return (
        ShownHiddenTypes(scenario, solution) if solution.game.course is None else ShownHiddenCourses(scenario, solution)
    )
