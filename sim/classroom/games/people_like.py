"""How bots play: better choices more often, but not always, as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.issues import IssuesArena
from sim.engine.issues.packages import typed
from sim.errors import GameTooLargeError, NoQuantalResponseError, TimeLimitError, TreeTooLargeError

if TYPE_CHECKING:
    from sim.agents.arenas.arena import Arena, Behaviour, Place

PRECISION = 10.0
"""Precision of bots, over the whole range of payoffs; laboratory data lie about there."""

SLIPS = 0.25
"""How often a bot does anything at all, where play with errors is not worked out."""

SHARE = 0.25
"""Share of the time for solving that play with errors may take."""


def people_like(arena: Arena, time_limit: float) -> Behaviour:
    """Play with errors, or where that is not worked out an equilibrium with slips.

    Parameters
    ----------
    time_limit : float
        Seconds for solving the game.
    """
    try:
        (found,) = arena.responses([PRECISION / arena.payoff_range], max(1.0, SHARE * time_limit))
    except (TimeLimitError, TreeTooLargeError, GameTooLargeError, NoQuantalResponseError):
        found = None
    return found or _slipping(arena)


def _slipping(arena: Arena) -> Behaviour:
    def rule(place: Place, seat: int) -> dict[str, float]:
        planned = arena.mixture(place, seat)
        options = arena.options(place, seat) or _any_package(arena) or tuple(planned)
        mixed = {action: (1 - SLIPS) * p for action, p in planned.items()}
        for action in options:
            mixed[action] = mixed.get(action, 0.0) + SLIPS / len(options)
        return mixed

    return rule


def _any_package(arena: Arena) -> tuple[str, ...]:
    """A few packages to slip to: those in which each issue is settled alike."""
    if not isinstance(arena, IssuesArena):
        return ()
    most = max(len(options) for options in arena.game.options)
    rows = [tuple(min(k, len(options) - 1) for options in arena.game.options) for k in range(most)]
    return tuple(typed(arena.game, row) for row in rows)
