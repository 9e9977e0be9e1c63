"""Grim trigger: how patient each player must be for an outcome that only the threat of a worse equilibrium holds.

The players keep to one cell of the game. Whoever could gain by leaving it is threatened: after it alone has left, the
stage equilibrium that is worst for it is played for ever (Friedman 1971). Whose action is its best reply anyway needs
no threat, and what it does is let pass. Leaving pays D once and N for ever instead of C, so it does not pay if

    C >= (1 - p) D + p N,   that is   p >= (D - C) / (D - N).

References
----------
Friedman, J. W. (1971): A non-cooperative equilibrium for supergames. Review of Economic Studies 38, 1-12.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.repeated.automaton_check import Machine

if TYPE_CHECKING:
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair

    Bounds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Deal:
    """One cell of the stage game, kept to for ever.

    Parameters
    ----------
    cell : pair of int
        The two actions.
    payoffs : pair of Fraction
        What it pays in every round.
    temptation : pair of Fraction
        What each player's best deviation pays in its round.
    critical : pair of (Fraction or None)
        Least patience at which the threat keeps each player to it; 0 for whom no threat is needed, None if no patience
        below 1 is enough.
    bound : pair of (Fraction or None)
        Patience below which no equilibrium of any kind keeps each player to it, because nobody can be held below its
        minmax; None if there is none at any patience below 1.
    threats : pair of (int or None)
        Number of the stage equilibrium that follows each player's deviation; None for whom no threat is needed.
    """

    cell: tuple[int, int]
    payoffs: Pair
    temptation: Pair
    critical: Bounds
    bound: Bounds
    threats: tuple[int | None, int | None]

    @property
    def needs_no_threat(self) -> bool:
        """Whether the cell is itself an equilibrium of the stage game."""
        return self.threats == (None, None)


def deals(game: StrategicForm, equilibria: tuple[Equilibrium, ...], minmax: Pair) -> tuple[Deal, ...]:
    """All cells of a stage game, by rows, with the patience that each needs.

    Parameters
    ----------
    equilibria : tuple of Equilibrium
        Its equilibria, at least one. The worst for a player is among the extreme ones, since its payoff is linear in
        each side's strategy on every maximal convex set of equilibria.
    minmax : pair of Fraction
        What each player can be held down to.
    """
    worst = [min(range(len(equilibria)), key=lambda e, k=k: equilibria[e].payoffs[k]) for k in (0, 1)]  # type: ignore[misc]
    best_row = [max(line) for line in zip(*game.row, strict=True)]
    best_column = [max(line) for line in game.column]
    found = []
    for i in range(game.shape[0]):
        for j in range(game.shape[1]):
            payoffs = game.row[i][j], game.column[i][j]
            tempted = best_row[j], best_column[i]
            critical, bound = (
                (_least(payoffs[0], tempted[0], floor[0]), _least(payoffs[1], tempted[1], floor[1]))
                for floor in ((equilibria[worst[0]].payoffs[0], equilibria[worst[1]].payoffs[1]), minmax)
            )
            threats = tuple(worst[k] if tempted[k] > payoffs[k] else None for k in (0, 1))
            found.append(Deal((i, j), payoffs, tempted, critical, bound, (threats[0], threats[1])))
    return tuple(found)


def _least(kept: Fraction, tempted: Fraction, after: Fraction) -> Fraction | None:
    """Least patience at which keeping to a deal is as good as one better round and worse ones for ever."""
    if tempted <= kept:
        return Fraction(0)
    return (tempted - kept) / (tempted - after) if after < kept else None


def grim(game: RepeatedGame, deal: Deal, equilibria: tuple[Equilibrium, ...]) -> Machine:
    """The strategies behind a deal, as a machine: state 0 keeps to it, the others punish, each for ever.

    Parameters
    ----------
    deal : Deal
        One of its deals.
    equilibria : tuple of Equilibrium
        The stage equilibria that the deal's threats count.
    """
    i, j = deal.cell
    kept = tuple(
        tuple(Fraction(int(a == own)) for a in range(size)) for own, size in zip((i, j), game.shape, strict=True)
    )
    outputs = [(kept[0], kept[1])]
    punishing = [0, 0]  # the state that each player's deviation leads to
    for k, e in enumerate(deal.threats):
        if e is not None:
            punishing[k] = len(outputs)
            outputs.append(equilibria[e].strategies)

    def move(state: int, row: int, column: int) -> int:
        if state or (row != i) == (column != j):
            return state
        return punishing[0 if row != i else 1]

    return Machine(tuple(outputs), move)
