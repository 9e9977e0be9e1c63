"""Markov perfect equilibria of concession games without a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.markov_perfect.solution import MarkovSolution
    from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> MarkovSolution | UnfoundMarkov:
    """Markov perfect equilibria, as they are asked for; what is known without one where the search ends without."""
    from sim.deadline import Deadline
    from sim.engine.concessions.markov_perfect.solution import agreement_beside, solve_markov
    from sim.engine.concessions.markov_perfect.unfound import UnfoundMarkov
    from sim.errors import NoEquilibriumFoundError

    deadline = Deadline(ask.time_limit)
    try:
        return solve_markov(game, ask.rule, ask.time_limit)
    except NoEquilibriumFoundError as error:
        return UnfoundMarkov(game, error, agreement_beside(game, deadline))
