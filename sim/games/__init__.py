"""The game forms, and how a scenario becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.games.stochastic import StochasticGame
    from sim.games.strategic import StrategicForm
    from sim.scenario.scenario import Scenario


def compile_scenario(scenario: Scenario) -> StochasticGame | StrategicForm:
    """Compile a scenario into the game form that its kind calls for.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.

    Raises
    ------
    GameTooLargeError
        If a concession game has too many decision points.
    """
    from sim.games.concessions import from_concessions
    from sim.games.strategic import from_matrix

    return from_matrix(scenario) if scenario.kind == "matrix" else from_concessions(scenario)
