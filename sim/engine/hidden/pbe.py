"""Perfect Bayesian equilibria of games with hidden types or hidden actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.hidden.solution import HiddenSolution, ranked
from sim.engine.hidden.stated import judged
from sim.engine.tree.pbe import solve_pbe

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.hidden.hidden_game import HiddenGame


def solve(game: HiddenGame, ask: Request) -> HiddenSolution:
    """Perfect Bayesian equilibria of a game's tree, those first that pay both together most."""
    deadline = Deadline(ask.time_limit)
    stated = judged(game, "pbe", deadline) if game.stated else None
    if stated and stated.found:
        return ranked(game, stated.found, stated)
    return ranked(game, solve_pbe(game.tree, deadline.left), stated)
