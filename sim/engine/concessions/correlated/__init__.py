"""A mediator's recommendations in concession games."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.correlated.solution import MediatedSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> MediatedSolution:
    """A mediator's plan, as it is asked for."""
    from sim.engine.concessions.correlated.solution import solve_mediated

    return solve_mediated(game, ask.rule, ask.time_limit)
