"""The perfect Bayesian equilibria of a game tree as people see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.show.tree.assessments import ShownAssessments

if TYPE_CHECKING:
    from sim.engine.tree.solution import BayesSolution
    from sim.scenario.scenario import Scenario


def shown(scenario: Scenario, solution: BayesSolution) -> ShownAssessments:
    """The perfect Bayesian equilibria of a game tree as people see them."""
    return ShownAssessments(scenario, solution)
