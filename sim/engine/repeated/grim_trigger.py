"""Grim trigger: how patient each player must be for an outcome that only the threat of a worse equilibrium holds.

The players keep to one cell of the game. Whoever could gain by leaving it is threatened: after it alone has left, the
stage equilibrium that is worst for it is played for ever (Friedman 1971). Whose action is its best reply anyway needs
no threat, and what it does is let pass. Leaving pays D once and N for ever instead of C, so it does not pay if

    C >= (1 - p) D + p N,   that is   p >= (D - C) / (D - N).

A punishment may also end: after k rounds of it both are back where they were. Leaving then does not pay if

    (D - C) / (C - N) <= p + p^2 + ... + p^k,

which asks for more patience the shorter it is, and from the day on that (D - C) / (C - N) is k or more for too much.

References
----------
Friedman, J. W. (1971): A non-cooperative equilibrium for supergames. Review of Economic Studies 38, 1-12.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.repeated.automaton_check import Machine
from sim.exact.polynomials import at
from sim.exact.roots import roots

if TYPE_CHECKING:
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair

    Bounds = tuple[Fraction | None, Fraction | None]


HAIR = Fraction(1, 2**55)
"""More than by what a root that is no plain fraction may be missed."""


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
    punish : int or None
        For how many rounds it follows; None for ever.
    """

    cell: tuple[int, int]
    payoffs: Pair
    temptation: Pair
    critical: Bounds
    bound: Bounds
    threats: tuple[int | None, int | None]
    punish: int | None = None

    @property
    def needs_no_threat(self) -> bool:
        """Whether the cell is itself an equilibrium of the stage game."""
        return self.threats == (None, None)


def deals(
    game: StrategicForm, equilibria: tuple[Equilibrium, ...], minmax: Pair, punish: int | None = None
) -> tuple[Deal, ...]:
    """All cells of a stage game, by rows, with the patience that each needs.

    Parameters
    ----------
    equilibria : tuple of Equilibrium
        Its equilibria, at least one. The worst for a player is among the extreme ones, since its payoff is linear in
        each side's strategy on every maximal convex set of equilibria.
    minmax : pair of Fraction
        What each player can be held down to.
    punish : int, optional
        Rounds of a punishment; for ever if it is not given.
    """
    worst = [min(range(len(equilibria)), key=lambda e, k=k: equilibria[e].payoffs[k]) for k in (0, 1)]  # type: ignore[misc]
    best_row = [max(line) for line in zip(*game.row, strict=True)]
    best_column = [max(line) for line in game.column]
    found = []
    for i in range(game.shape[0]):
        for j in range(game.shape[1]):
            payoffs = game.row[i][j], game.column[i][j]
            tempted = best_row[j], best_column[i]
            floor = equilibria[worst[0]].payoffs[0], equilibria[worst[1]].payoffs[1]
            critical, bound = _needs(payoffs, tempted, floor, punish), _needs(payoffs, tempted, minmax, None)
            threats = tuple(worst[k] if tempted[k] > payoffs[k] else None for k in (0, 1))
            found.append(Deal((i, j), payoffs, tempted, critical, bound, (threats[0], threats[1]), punish))
    return tuple(found)


def _needs(payoffs: Pair, tempted: Pair, floor: Pair, punish: int | None) -> Bounds:
    one, two = (least_patience(payoffs[k], tempted[k], floor[k], punish) for k in (0, 1))
    return one, two


def least_patience(kept: Fraction, tempted: Fraction, after: Fraction, punish: int | None) -> Fraction | None:
    """Least patience at which keeping to a deal is as good as one better round and worse ones after it.

    Parameters
    ----------
    kept, tempted, after : Fraction
        What a round pays that keeps to it, what leaving it pays, and what a round of punishment pays.
    punish : int or None
        Rounds of punishment; None for ever.

    Returns
    -------
    Fraction or None
        Where it is no plain fraction, a number that is enough and not 1e-15 more than the least; None if no patience
        below 1 is enough.
    """
    if tempted <= kept:
        return Fraction(0)
    if after >= kept:
        return None
    if punish is None:
        return (tempted - kept) / (tempted - after)
    ratio = (tempted - kept) / (kept - after)
    if ratio >= punish:
        return None
    short = (-ratio, *[Fraction(1)] * punish)
    (least,) = roots(short)
    return least if at(short, least) >= 0 else least + HAIR


def grim(game: RepeatedGame, deal: Deal, equilibria: tuple[Equilibrium, ...]) -> Machine:
    """The strategies behind a deal, as a machine: state 0 keeps to it, the others punish.

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
    outputs, after = [(kept[0], kept[1])], [0]
    punishing = [0, 0]  # the state that each player's deviation leads to
    for k, e in enumerate(deal.threats):
        if e is not None:
            punishing[k] = len(outputs)
            for left in reversed(range(deal.punish or 1)):
                outputs.append(equilibria[e].strategies)
                after.append(len(outputs) if left else 0 if deal.punish else punishing[k])

    def move(state: int, row: int, column: int) -> int:
        if state:
            return after[state]
        if (row != i) == (column != j):
            return 0
        return punishing[0 if row != i else 1]

    return Machine(tuple(outputs), move)
