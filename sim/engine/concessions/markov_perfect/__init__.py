"""Markov perfect equilibria of concession games without a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> MarkovSolution:
    """Markov perfect equilibria, as they are asked for."""
    from sim.engine.concessions.markov_perfect.solution import solve_markov

    return solve_markov(game, ask.rule, ask.time_limit)
