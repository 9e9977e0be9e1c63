"""Play with errors in concession games."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.quantal.solution import LatticeQuantalSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> LatticeQuantalSolution:
    """Quantal responses at several precisions, as they are asked for."""
    from sim.engine.concessions.quantal.solution import solve_lattice_quantal

    return solve_lattice_quantal(game, ask.precisions, ask.time_limit)
