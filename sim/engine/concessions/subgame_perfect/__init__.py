"""Subgame-perfect equilibria of concession games with a last round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.corner_play.corners import CornersSolution
    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> PerfectSolution | CornerSolution | CornersSolution:
    """Subgame-perfect equilibria, as they are asked for.

    They are the one that the rule selects stage game by stage game, one that is a corner of the set of all, or all
    corners of that set.
    """
    if ask.every:
        from sim.engine.concessions.corner_play.corners import solve_corners

        return solve_corners(game, ask.time_limit)
    if ask.aim is not None:
        from sim.engine.concessions.corner_play.selected import solve_corner

        return solve_corner(game, ask.aim, ask.time_limit)
    from sim.engine.concessions.subgame_perfect.solution import solve_stochastic

    return solve_stochastic(game, ask.rule, ask.time_limit)
