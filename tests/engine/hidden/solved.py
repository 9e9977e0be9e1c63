"""Games with hidden information, solved."""

from __future__ import annotations

from sim.engine.hidden import bayes_nash, pbe
from sim.engine.hidden.solution import HiddenSolution
from sim.engine.selection import Rule
from sim.engine.solution import Request
from sim.games.hidden.hidden_game import HiddenGame


def solve_hidden(game: HiddenGame, concept: str) -> HiddenSolution:
    """The equilibria of a game's tree: ``pbe`` or ``bayes-nash``."""
    return (pbe if concept == "pbe" else bayes_nash).solve(game, Request(Rule()))
