"""Announced courses of concession games."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.concessions.stackelberg.solution import AnnouncedSolution
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> AnnouncedSolution:
    """The best announcement of who can commit, as it is asked for."""
    from sim.engine.concessions.stackelberg.solution import solve_announced

    assert ask.leader is not None
    return solve_announced(game, ask.leader, ask.rule, ask.time_limit)
