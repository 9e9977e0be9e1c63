"""Bayes-Nash equilibria of games with hidden types or hidden actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.hidden.solution import HiddenSolution, ranked
from sim.engine.hidden.stated import judged
from sim.engine.tree.bayes_nash import solve_bayes_nash

if TYPE_CHECKING:
    from sim.engine.solution import Request
    from sim.games.hidden.hidden_game import HiddenGame


def solve(game: HiddenGame, ask: Request) -> HiddenSolution:
    """Bayes-Nash equilibria of a game's tree, those first that pay both together most."""
    deadline = Deadline(ask.time_limit)
    stated = judged(game, "bayes-nash", deadline) if game.stated else None
    if stated and stated.found:
        return ranked(game, stated.found, stated)
    return ranked(game, solve_bayes_nash(game.tree, deadline.left), stated)
