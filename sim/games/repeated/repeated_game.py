"""A matrix game played again and again by the same players, who see everything that was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.games.matrix.strategic_form import StrategicForm, from_matrix

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class RepeatedGame(StrategicForm):
    """A repeated game; as a strategic form it is its stage game.

    Parameters
    ----------
    rounds : int or None
        Number of rounds; None for play without end.
    patience : pair of Fraction
        Discount factors, from 0 up to but not including 1.
    punish : int or None
        For how many rounds whoever leaves an outcome is punished; None for ever.
    """

    rounds: int | None
    patience: tuple[Fraction, Fraction]
    punish: int | None = None


def from_repeated(scenario: Scenario) -> RepeatedGame:
    """Read the repeated game off a scenario of kind matrix with ``repeat``.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario whose matrix game is repeated.

    Raises
    ------
    TypeError
        If it is not repeated, or a player has no patience.
    """
    from sim.scenario.scenario import Matrix

    game = scenario.game
    first, second = (player.patience for player in scenario.players)
    if not isinstance(game, Matrix) or game.repeat is None or first is None or second is None:
        raise TypeError("expected a matrix game that is repeated, and patient players")
    stage = from_matrix(scenario)
    repeat, patience = game.repeat, (first, second)
    return RepeatedGame(stage.players, stage.actions, stage.row, stage.column, repeat.rounds, patience, repeat.punish)
