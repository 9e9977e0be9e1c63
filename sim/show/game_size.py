"""How large a game is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.games.concessions.decision_graph import decision_points
from sim.games.hidden.hidden_game import HiddenGame
from sim.games.issues.issues_game import IssuesGame
from sim.games.matrix.strategic_form import StrategicForm
from sim.games.offers.offers_game import OffersGame
from sim.games.offers.values_game import ValuesGame
from sim.games.options.options_game import OptionsGame
from sim.games.tree.game_tree import GameTree

if TYPE_CHECKING:
    from sim.games.concessions.stochastic_game import StochasticGame


def game_size(
    game: StochasticGame | StrategicForm | GameTree | OffersGame | ValuesGame | OptionsGame | IssuesGame | HiddenGame,
) -> dict[str, int]:
    """Counts that say how large a game is, by name."""
    if isinstance(game, StrategicForm):
        return {"rows": game.shape[0], "columns": game.shape[1]}
    if isinstance(game, OffersGame):
        return {"rounds": game.horizon, "slices": game.grid} if game.horizon is not None else {"slices": game.grid}
    if isinstance(game, ValuesGame):
        return {"rounds": game.horizon, "values": len(game.values)} if game.horizon else {"values": len(game.values)}
    if isinstance(game, IssuesGame):
        return {"issues": len(game.issues), "packages": game.count}
    if isinstance(game, OptionsGame):
        return {"parties": len(game.parties), "options": len(game.options), "states": game.count}
    if isinstance(game, HiddenGame):
        game = game.tree
    if isinstance(game, GameTree):
        return {"nodes": len(game.nodes), "information sets": len(game.infosets), "subgames": len(game.subgames)}
    if game.horizon is None:
        return {"states": len(game.states), "decision points": len(decision_points(game))}
    points = sum(int(mask.sum()) for masks in game.reachable() for mask in masks)
    return {"states": len(game.states), "rounds": game.horizon, "decision points": points}
