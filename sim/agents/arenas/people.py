"""Play as of people: better choices more often than worse ones, but not always.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1995): Quantal response equilibria for normal form games. Games and Economic
Behavior 10, 6-38. Heffner, J. and FeldmanHall, O. (2022): A probabilistic map of emotional experiences during
competitive social interactions. Nature Communications 13, whose counts of answers in ultimatum games stand in the
bundled scenarios ``ultimatum`` and ``ultimatum-responders``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.engine.issues.packages import typed
from sim.errors import GameTooLargeError, NoQuantalResponseError, TimeLimitError, TreeTooLargeError
from sim.scenario.observed.here import played_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.agents.arenas.arena import Arena, Behaviour, Place
    from sim.agents.arenas.match import MatchTurn

PEOPLE = "people"
"""What the agent is called."""

PRECISION = 5.0
"""Precision over the whole range of payoffs where none was fitted: fits to the answers of 715 people are 4.6 and 5.6
(Heffner and FeldmanHall 2022, as `ultimatum-responders` and as `ultimatum`)."""

SLIPS = 0.25
"""How often anything at all is done, where play with errors is not worked out."""

STEPS = 20
"""Steps of the numbers that are slipped to."""

SHARE = 0.25
"""Share of the time for solving that play with errors may take."""


def people_like(arena: Arena, time_limit: float | None, precision: float | None = None) -> Behaviour:
    """Play with errors, or where that is not worked out an equilibrium with slips.

    Parameters
    ----------
    time_limit : float or None
        Seconds for solving the game.
    precision : float, optional
        Per unit of payoff; by default `PRECISION` over the range of payoffs.
    """
    wanted = PRECISION / arena.payoff_range if precision is None else precision
    try:
        (found,) = arena.responses([wanted], None if time_limit is None else max(1.0, SHARE * time_limit))
    except (TimeLimitError, TreeTooLargeError, GameTooLargeError, NoQuantalResponseError):
        found = None
    return found or _slipping(arena)


def _slipping(arena: Arena) -> Behaviour:
    def rule(place: Place, seat: int) -> dict[str, float]:
        planned = arena.mixture(place, seat)
        options = arena.options(place, seat) or _any_package(arena) or _any_number(arena, place)
        mixed = {action: (1 - SLIPS) * p for action, p in planned.items()}
        for action in options:
            mixed[action] = mixed.get(action, 0.0) + SLIPS / len(options)
        return mixed

    return rule


def _any_number(arena: Arena, place: Place) -> tuple[str, ...]:
    """Round numbers to slip to, over all that can be named."""
    span = arena.span(place)
    if span is None:
        return ()
    low, high = map(Fraction, span)
    return tuple(str(low + (high - low) * k / STEPS) for k in range(STEPS + 1))


def _any_package(arena: Arena) -> tuple[str, ...]:
    """A few packages to slip to: those in which each issue is settled alike."""
    if not isinstance(arena, IssuesArena):
        return ()
    most = max(len(options) for options in arena.game.options)
    rows = [tuple(min(k, len(options) - 1) for options in arena.game.options) for k in range(most)]
    return tuple(typed(arena.game, row) for row in rows)


class Habitual:
    """Does in a repeated game what people were counted to do: at first, and after what was done in the round before.

    Parameters
    ----------
    first : mapping of str to float
        Shares of the first round.
    after : mapping of (str, str) to mapping of str to float
        Shares by the own action and the other side's of the round before.
    """

    def __init__(
        self, seat: int, first: Mapping[str, float], after: Mapping[tuple[str, str], Mapping[str, float]]
    ) -> None:
        self.seat, self.first, self.after = seat, first, after
        self.last: tuple[str, str] | None = None

    def chances(self, place: Place) -> dict[str, float]:
        """The shares."""
        del place
        return dict(self.first if self.last is None else self.after[self.last])

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers the round."""
        del place
        self.last = turn.moves[self.seat], turn.moves[1 - self.seat]


def habits_of(arena: Arena, seat: int) -> Habitual | None:
    """An agent that does what people did in a repeated game; None unless they were counted after every pair of actions.

    Parameters
    ----------
    seat : int
        The side to play.
    """
    if not isinstance(arena, MatrixArena) or arena.last == 1:
        return None
    pairs = [(own, other) for own in arena.form.actions[seat] for other in arena.form.actions[1 - seat]]
    for study in arena.scenario.observed:
        if not played_here(arena.scenario, study):
            continue
        mine = [entry for entry in study.choices if seat in entry.sides]
        shares = {entry.after: {a: float(p) for a, p in entry.shares.items()} for entry in mine if entry.after}
        first = next((entry for entry in mine if entry.after is None and entry.round == 0), None)
        if first is not None and all(pair in shares for pair in pairs):
            return Habitual(seat, {a: float(p) for a, p in first.shares.items()}, {p: shares[p] for p in pairs})
    return None
