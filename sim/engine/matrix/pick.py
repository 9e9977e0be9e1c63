"""Which of some equilibria of a matrix game a selection rule picks, and how studies call what is played in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.matrix.refinements import safest
from sim.engine.selection import order_key, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.selection import Rule
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair, Strategies


def pick(game: StrategicForm | RepeatedGame, found: Sequence[tuple[Pair, Strategies]], rule: Rule) -> int:
    """Place of the equilibrium that a rule picks.

    Parameters
    ----------
    found : sequence of (pair of Fraction, strategies)
        Payoffs and mixed strategies of each, at least one.
    """
    sides = game.row, game.column
    ranges = [max(v for line in side for v in line) - min(v for line in side for v in line) for side in sides]
    keys = [order_key(game.players, game.actions, strategies) for _, strategies in found]
    safe = safest(*sides, [strategies for _, strategies in found]) if rule.safest_first else None
    return select([payoffs for payoffs, _ in found], keys, rule.within((ranges[0], ranges[1])), safe)[0]


def actions_played(game: StrategicForm | RepeatedGame, strategies: Strategies) -> str:
    """The actions of both players; those that are mixed with a plus between them."""
    sides = [
        "+".join(action for action, p in zip(labels, side, strict=True) if p)
        for labels, side in zip(game.actions, strategies, strict=True)
    ]
    return " / ".join(sides)
