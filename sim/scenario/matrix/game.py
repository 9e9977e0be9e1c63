"""From a checked model to matrix games."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.common import leader_of
from sim.scenario.scenario import (
    Matrix,
    Repeat,
)

if TYPE_CHECKING:
    from sim.scenario.matrix.model import MatrixModel


def game(model: MatrixModel) -> Matrix:
    """The game of a model that has passed every check."""
    one, two = (tuple(entry.actions) for entry in model.players.values())
    payoffs = tuple(tuple((cell[0], cell[1]) for cell in row) for row in model.payoffs)
    return Matrix(
        (one, two),
        payoffs,
        Repeat(model.repeat.rounds, model.repeat.punish.rounds if model.repeat.punish else None)
        if model.repeat
        else None,
        leader_of(model.players, model.commit),
    )
