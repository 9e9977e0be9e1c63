"""Logit agent quantal responses of offers of packages.

Whoever's turn it is takes each package, offering none and walking away with a probability proportional to exp(t * what
that is worth), and the other side answers likewise. Since one moves at a time there is one such equilibrium in a game
with a last round, by backward induction; without one the two rounds that repeat are iterated to a fixed point, which is
checked.

References
----------
McKelvey, R. D. and Palfrey, T. R. (1998): Quantal response equilibria for extensive form games. Experimental
Economics 1, 9-41.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.issues.packages import pays_of
from sim.engine.logit import logit
from sim.errors import GameTooLargeError, NoQuantalResponseError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.issues.issues_game import IssuesGame
    from sim.types import Floats

MOST_LISTED = 20_000
"""Packages that are erred among, most."""

MOST_SWEEPS = 3_000
"""Sweeps over the two rounds that repeat, most."""

STILL = 1e-12
"""Share of the largest payoff by which values may still change when the sweeps end."""


@dataclass(frozen=True, eq=False)
class ErringRound:
    """Responses in a round.

    Parameters
    ----------
    proposer : int
        Whose turn it is.
    offers : ndarray of float, shape (n + 2,)
        Chances of offering each package, in the order of `every_package`, of offering none, and of walking away.
    answers : ndarray of float, shape (n, 3)
        For each package the chances that it is accepted, that the other side waits, and that it walks away.
    worth : ndarray of float, shape (2,)
        What both expect from this round on, in its terms.
    """

    proposer: int
    offers: Floats
    answers: Floats
    worth: Floats


def package_quantal(game: IssuesGame, precision: float, deadline: Deadline) -> tuple[ErringRound, ...]:
    """The responses round by round; without a last round those of the two that repeat.

    Parameters
    ----------
    game : IssuesGame
        A game in which offers are made in turn.
    precision : float
        The precision, per unit of payoff; 0 is play at random.

    Raises
    ------
    GameTooLargeError
        If there are more packages than can be erred among.
    NoQuantalResponseError
        If play without a last round does not settle.
    TimeLimitError
        If the time is up.
    """
    assert game.offers is not None
    if game.count > MOST_LISTED:
        raise GameTooLargeError(
            f"play with errors goes through all packages, at most {MOST_LISTED:,}; here are {game.count:,}"
        )
    stage = _Stage(game, precision)
    if game.offers.rounds is not None:
        made: list[ErringRound] = []
        wait = stage.discount * stage.floor  # after the last round both walk away
        for t in reversed(range(game.offers.rounds)):
            deadline.check()
            made.append(stage.round((game.offers.first + t) % 2, wait))
            wait = stage.waits(made[-1].worth)
        return tuple(made[::-1])
    later = np.zeros(2)
    for _ in range(MOST_SWEEPS):
        deadline.check()
        two = stage.round(1 - game.offers.first, stage.waits(later))
        one = stage.round(game.offers.first, stage.waits(two.worth))
        still = np.abs(one.worth - later).max() <= STILL * stage.size
        later = one.worth
        if still:
            return one, two
    raise NoQuantalResponseError(f"play with errors does not settle within {MOST_SWEEPS:,} sweeps")


class _Stage:
    """A round of offers, given what waiting is worth."""

    def __init__(self, game: IssuesGame, precision: float) -> None:
        assert game.discount is not None
        assert game.offers is not None
        self.pays, self.precision = pays_of(game), precision
        self.floor = np.array([float(value) for value in game.walk_away])
        self.discount = np.array([float(value) for value in game.discount])
        self.breakdown = float(game.offers.breakdown)
        self.size = max(float(np.abs(self.pays).max()), float(np.abs(self.floor).max()), 1e-300)

    def waits(self, later: Floats) -> Floats:
        """What waiting is worth where the next round is worth something."""
        found: Floats = self.discount * (self.breakdown * self.floor + (1 - self.breakdown) * later)
        return found

    def round(self, i: int, wait: Floats) -> ErringRound:
        """The responses in a round.

        Parameters
        ----------
        i : int
            Whose turn it is.
        wait : ndarray of float, shape (2,)
            What waiting is worth to both.
        """
        j = 1 - i
        ends = np.broadcast_to(np.stack([wait, self.floor]), (len(self.pays), 2, 2))
        answered = np.concatenate([self.pays[:, None, :], ends], axis=1)  # package, answer, side
        wanted = self.precision * answered[:, :, j]
        odds = np.exp(wanted - wanted.max(axis=1, keepdims=True))
        answers = odds / odds.sum(axis=1, keepdims=True)
        offered = np.einsum("na,nas->ns", answers, answered)
        worth = np.concatenate([offered, wait[None, :], self.floor[None, :]])
        offers = logit(self.precision * worth[:, i])
        return ErringRound(i, offers, answers, offers @ worth)
