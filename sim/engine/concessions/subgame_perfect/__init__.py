"""Subgame-perfect equilibria of concession games with a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.all_subgame_perfect import AllPerfectSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> PerfectSolution | AllPerfectSolution:
    """Subgame-perfect equilibria, as they are asked for: the one that the rule selects, or the payoffs of all."""
    if ask.every:
        from sim.engine.concessions.all_subgame_perfect import solve_all

        return solve_all(game, ask.time_limit)
    from sim.engine.concessions.subgame_perfect.solution import solve_stochastic

    return solve_stochastic(game, ask.rule, ask.time_limit)
