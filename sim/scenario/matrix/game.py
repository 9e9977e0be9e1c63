"""From a checked model to matrix games."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.common import leader_of
from sim.scenario.matrix.numeric import Formulas, NumericActions
from sim.scenario.scenario import (
    Matrix,
    Repeat,
)

if TYPE_CHECKING:
    from sim.scenario.matrix.model import MatrixModel


def game(model: MatrixModel) -> Matrix:
    """The game of a model that has passed every check."""
    one, two = (tuple(entry.actions) for entry in model.players.values())
    table = model.payoffs
    formulas = (table.texts[0], table.texts[1]) if isinstance(table, Formulas) else None
    payoffs = tuple(tuple(row if formulas else ((cell[0], cell[1]) for cell in row)) for row in table)
    scales = [e.actions.scale if isinstance(e.actions, NumericActions) else None for e in model.players.values()]
    return Matrix(
        (one, two),
        payoffs,
        Repeat(model.repeat.rounds, model.repeat.punish.rounds if model.repeat.punish else None)
        if model.repeat
        else None,
        leader_of(model.players, model.commit),
        (scales[0], scales[1]),
        formulas,
        model.profile.actions if model.profile else None,
    )
