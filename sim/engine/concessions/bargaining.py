"""The cooperative benchmark of a concession game: bargaining over the states that can be kept for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.bargaining import CooperativeSolution, bargaining
from sim.games.concessions.stochastic_game import BROKEN

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import Reference
    from sim.engine.solution import Request
    from sim.games.concessions.stochastic_game import StochasticGame


def solve(game: StochasticGame, ask: Request) -> CooperativeSolution:
    """Bargaining over states that are kept, beside the equilibrium that the rule selects."""
    if game.horizon is None:
        from sim.engine.concessions.markov_perfect.solution import solve_markov

        return cooperative_concessions(game, solve_markov(game, ask.rule, ask.time_limit).values)
    from sim.engine.concessions.subgame_perfect.solution import solve_stochastic

    return cooperative_concessions(game, solve_stochastic(game, ask.rule, ask.time_limit).values)


def cooperative_concessions(game: StochasticGame, equilibrium: tuple[float, float]) -> CooperativeSolution:
    """Bargaining over the states of a concession game, each kept for ever, and the breakdown where a player may walk.

    Disagreement is the status quo, or the breakdown for whom that is better and who may walk away. Courses that change
    over time are not in the feasible set; with unequal patience or single payments they can lie outside it.
    """
    outcomes = [outcome for phases in game.cycle for phase in phases for outcome in phase.outcomes]
    may_walk = any(outcome.successor == BROKEN for outcome in outcomes)
    status_quo = game.final[0]
    if not may_walk:
        return CooperativeSolution(bargaining(game.final, status_quo), game.players, "status_quo", equilibrium)
    alone = max(status_quo[0], game.breakdown[0]), max(status_quo[1], game.breakdown[1])
    solution = bargaining([*game.final, game.breakdown], alone, feasible=alone in (status_quo, game.breakdown))
    reference: Reference = "status_quo" if alone == status_quo else "better"
    return CooperativeSolution(solution, game.players, reference, equilibrium)
