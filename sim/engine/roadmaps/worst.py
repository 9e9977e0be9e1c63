"""Orders in the file's own game: which the worst equilibrium holds up, and whether a punishment is one itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.deadline import Deadline, own_time
from sim.engine.roadmaps.order_certificate import order_confirmed
from sim.engine.roadmaps.own_game import HOLDS, all_orders, own_game
from sim.errors import AskError, GameTooLargeError, TimeLimitError
from sim.games.concessions.rounds import from_concessions
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.roadmaps.own_game import HeldOrder
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Scenario


FORMS = ("concessions", "concessions without a last round")
"""Forms of games whose worst equilibrium is found."""

BESIDE = 5.0
"""Seconds that this process may compute, most, for what is said of the own game beside roadmaps without being asked."""


@dataclass(frozen=True)
class WorstStudy:
    """Orders in the file's own game, where the worst equilibrium follows each deviation.

    Parameters
    ----------
    orders : dict of Rounds to HeldOrder
        Those that were asked for.
    credible : dict of Rounds to (bool or None)
        Whether some equilibrium punishes each deviation from them as hard as roadmaps have it; None if that is not
        decided, or play does not get to where a deviation leads.
    every : bool
        Whether all orders that take every step were to be tried.
    counts : dict of str to int or None
        Of all these, how many hold, fail, and so on; None if they were not tried, be it that there are too many.
    held : tuple of HeldOrder
        Of all orders those that hold, each course once.
    confirmed : bool
        Whether the second opinion agrees on all of them.
    """

    orders: dict[Rounds, HeldOrder]
    credible: dict[Rounds, bool | None]
    every: bool
    counts: dict[str, int] | None
    held: tuple[HeldOrder, ...]
    confirmed: bool


def study_worst(
    ladders: Ladders, game: StochasticGame, orders: Sequence[Rounds], deadline: Deadline, *, every: bool
) -> WorstStudy:
    """Study orders in the file's own game.

    Parameters
    ----------
    ladders : Ladders
        The steps, with the punishment of roadmaps.
    game : StochasticGame
        The own game.
    orders : sequence of Rounds
        Orders to tell of.
    every : bool
        Whether all orders that take every step are tried as well.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    own = own_game(ladders, game, deadline)
    tried = all_orders(ladders) if every else None
    judged = {rounds: own.held(rounds) for rounds in steps("orders", dict.fromkeys([*orders, *(tried or [])]))}
    held: dict[object, HeldOrder] = {}
    for rounds in tried or []:
        deadline.check()
        if judged[rounds].how == HOLDS:
            held.setdefault(judged[rounds].course, judged[rounds])
    return WorstStudy(
        orders={rounds: judged[rounds] for rounds in orders},
        credible={rounds: own.credible(rounds) for rounds in orders},
        every=every,
        counts=None if tried is None else dict(Counter(judged[rounds].how for rounds in tried)),
        held=tuple(held.values()),
        confirmed=all(order_confirmed(own, order) for order in judged.values()),
    )


def ask_worst(
    scenario: Scenario, ladders: Ladders, orders: Sequence[Rounds], time_limit: float | None, *, asked: bool
) -> WorstStudy | None:
    """Orders in the file's own game; None where that is not looked at.

    Parameters
    ----------
    ladders : Ladders
        The steps, with the punishment of roadmaps.
    orders : sequence of Rounds
        Orders to tell of.
    asked : bool
        Whether that was asked for, so that it is an error if it cannot be had, and all orders are tried.

    Raises
    ------
    AskError
        If the worst equilibrium is not found for this game.
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    if scenario.form not in FORMS:
        if asked:
            message = "the worst equilibrium is found for games in which nothing is hidden"
            raise AskError("punishment", f"{message}, not for kind {scenario.form}")
        return None
    beside = BESIDE if time_limit is None else min(BESIDE, time_limit)
    try:
        with own_time():
            deadline = Deadline(time_limit if asked else beside)
            game = from_concessions(scenario, deadline=deadline)
            return study_worst(ladders, game, orders, deadline, every=asked)
    except (GameTooLargeError, TimeLimitError):
        if asked:
            raise
        return None
