"""The strategic form: two payoff matrices with labelled actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.matrix.scale import Scale
    from sim.scenario.scenario import Scenario
    from sim.types import Floats

Rational = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class StrategicForm:
    """A two-player game in strategic form, with exact payoffs.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the row player and the column player.
    actions : tuple of tuple of str
        Labels of the row player's m actions and of the column player's n actions.
    row, column : tuple of tuple of Fraction, shape (m, n)
        Payoffs of the row player and of the column player.
    scales : pair of Scale or None
        The numbers that the actions are; None for actions that are none.
    """

    players: tuple[str, str]
    actions: tuple[tuple[str, ...], tuple[str, ...]]
    row: Rational
    column: Rational
    scales: tuple[Scale | None, Scale | None] = field(default=(None, None), kw_only=True)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of actions of the row player and of the column player."""
        return len(self.actions[0]), len(self.actions[1])

    @property
    def arrays(self) -> tuple[Floats, Floats]:
        """Payoffs as two float arrays of shape (m, n)."""
        import numpy as np  # what is found in exact numbers goes without

        return (
            np.array([[float(cell) for cell in line] for line in self.row]),
            np.array([[float(cell) for cell in line] for line in self.column]),
        )


def from_matrix(scenario: Scenario) -> StrategicForm:
    """Read the strategic form off a scenario of kind matrix.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario of kind ``matrix``.
    """
    from sim.scenario.scenario import Matrix

    game = scenario.game
    if not isinstance(game, Matrix):
        raise TypeError(f"expected a scenario of kind matrix, found {scenario.kind}")
    first, second = scenario.players
    return StrategicForm(
        players=(first.id, second.id),
        actions=game.actions,
        row=tuple(tuple(cell[0] for cell in line) for line in game.payoffs),
        column=tuple(tuple(cell[1] for cell in line) for line in game.payoffs),
        scales=game.scales,
    )
