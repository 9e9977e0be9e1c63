"""Where learning leads in matrix games."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.matrix.learning.solution import LearningSolution
    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm


def solve(game: StrategicForm, ask: Request) -> LearningSolution:
    """Where learning leads, as it is asked for."""
    from sim.engine.matrix.learning.learning import solve_learning

    return solve_learning(game, ask.time_limit, ask.seed)
