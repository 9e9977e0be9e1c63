"""How large a game is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.strategic import StrategicForm

if TYPE_CHECKING:
    from sim.games.stochastic import StochasticGame


def size(game: StochasticGame | StrategicForm) -> dict[str, int]:
    """Counts that say how large a game is, by name.

    Parameters
    ----------
    game : StochasticGame or StrategicForm
        The game.
    """
    if isinstance(game, StrategicForm):
        return {"rows": game.shape[0], "columns": game.shape[1]}
    points = sum(int(mask.sum()) for masks in game.reachable() for mask in masks)
    return {"states": len(game.states), "rounds": game.horizon, "decision points": points}
