"""All that can be an equilibrium where in the last round both name at once what they demand (Nash 1953).

Any division that both like at least as much as none is an equilibrium of the last round, and so are demands that are
too high together. What is expected of that round decides what is accepted before it, and it may be expected otherwise
after each refusal. So there are many equilibria; what is found is all that they pay, in whole slices of the surplus.

References
----------
Nash, J. (1953): Two-person cooperative games. Econometrica 21, 128-140. Van Damme, E., Selten, R. and Winter, E.
(1990): Alternating bid bargaining with a smallest money unit. Games and Economic Behavior 2, 188-201 (sets from the
last round back).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.offers.grid import payoffs_before
from sim.engine.solution import Answer, Solution
from sim.errors import GameTooLargeError, UnansweredError
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.offers.offers_game import OffersGame
    from sim.types import Pair

MOST_OUTCOMES = 50_000
"""Ways for talks to go, most, that are followed up."""

CERTAIN, POSSIBLE, IMPOSSIBLE = "certain", "possible", "impossible"
"""What an agreement is over all equilibria: made in all, in some, in none."""


@dataclass(frozen=True, order=True)
class Way:
    """A way for talks to go that some equilibrium has.

    Parameters
    ----------
    round : int
        In which an agreement is made, from 0; -1 if none is.
    payoffs : pair of Fraction
        What it pays both, seen from the start.
    share : Fraction or None
        What the first player then gets of the surplus.
    """

    round: int
    payoffs: Pair
    share: Fraction | None


@dataclass(frozen=True)
class DemandsSolution(Solution):
    """All equilibrium payoffs in whole slices and pure strategies where the last round is one of demands.

    Parameters
    ----------
    ways : tuple of Way
        How talks may go, by the round of the agreement, those without one first.
    certified : bool
        Whether the payoffs are those that a second way of finding them gives.
    """

    game: OffersGame
    ways: tuple[Way, ...]
    certified: bool
    complete: bool = False
    concept: str = "subgame-perfect"

    @property
    def deal(self) -> str:
        """What an agreement is over all equilibria that are listed."""
        made = {way.round >= 0 for way in self.ways}
        return POSSIBLE if len(made) > 1 else CERTAIN if made == {True} else IMPOSSIBLE

    def payoffs(self, player: int) -> Pair:
        """The least and the most that a player can get."""
        got = [way.payoffs[player] for way in self.ways]
        return min(got), max(got)

    def in_round(self, round_: int) -> tuple[Way, ...]:
        """The ways with an agreement in a round."""
        return tuple(way for way in self.ways if way.round == round_)

    def answer(self, rule: Rule) -> Answer:
        """None: there are many equilibria, and nothing in the game picks one."""
        del rule
        raise UnansweredError(
            "both name demands in the last round, which leaves many equilibria and none to keep; 'detente run' has them"
        )


def solve(game: OffersGame, ask: Request) -> DemandsSolution:
    """All equilibria, as they are asked for."""
    return solve_demands(game, ask.time_limit)


def solve_demands(game: OffersGame, time_limit: float | None = 60.0) -> DemandsSolution:
    """All equilibrium payoffs where the last round is one of demands.

    Parameters
    ----------
    time_limit : float or None
        Seconds after which it is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    GameTooLargeError
        If there are too many ways for talks to go.
    """
    deadline = Deadline(time_limit)
    assert game.horizon is not None
    last = game.horizon - 1
    found = demands(game, last)
    for t in steps("backward_induction", range(last)[::-1]):
        deadline.check()
        found = _earlier(game, found, t)
        if len(found) > MOST_OUTCOMES:
            raise GameTooLargeError(
                f"there are more than {MOST_OUTCOMES:,} ways for the talks to go; choose fewer rounds or slices"
            )
    again = {way.payoffs for way in demands(game, last)}
    for t in range(last)[::-1]:
        deadline.check()
        again = payoffs_before(game, again, t)
    return DemandsSolution(game, tuple(sorted(found, key=_order)), {way.payoffs for way in found} == again)


def _order(way: Way) -> tuple[int, Fraction]:
    return way.round, way.payoffs[0]


def demands(game: OffersGame, round_: int) -> list[Way]:
    """The equilibria of a round in which both name demands at once, seen from that round.

    Both get what they demand if it can be had, and else what is outside, a round later. If less than all is demanded
    whoever demands more gains, so that all is, or too much.
    """
    none = game.discount[0] * game.outside[0], game.discount[1] * game.outside[1]
    piece, found = game.surplus / game.grid, []
    for k in range(game.grid + 1):
        pays = piece * k, game.surplus - piece * k
        # Whoever is left nothing cannot be outbid.
        if all(pays[i] >= none[i] or pays[i] == game.surplus for i in (0, 1)):
            found.append(Way(round_, pays, pays[0]))
    # Both demand all: whoever gives way gets nothing.
    if min(none) >= 0:
        found.append(Way(-1, none, None))
    return found


def _earlier(game: OffersGame, later: Sequence[Way], t: int) -> list[Way]:
    """The ways for talks to go from a round with an offer on, seen from it.

    After an offer the other side may accept if some way of going on pays it no more, and refuse if some pays it no
    less. An offer can be made if no other one pays the proposer more with the worst answer to it.
    """
    i = game.proposer(t)
    j, piece = 1 - i, game.surplus / game.grid
    waits = sorted(
        ((game.discount[j] * way.payoffs[j], game.discount[i] * way.payoffs[i], way) for way in later),
        key=lambda each: each[:2],
    )
    worst = list(accumulate((own for _, own, _ in reversed(waits)), min))[::-1]
    threats, refusals, k = [], [], 0
    for n in range(game.grid + 1):
        y = piece * n
        while k < len(waits) and waits[k][0] < y:
            k += 1
        refusals.append(k)
        answers = [game.surplus - y] if y >= waits[0][0] else []
        answers += [worst[k]] if k < len(waits) else []
        threats.append(min(answers))
    found: dict[Way, None] = {}
    for n, k in enumerate(refusals):
        y = piece * n
        bar = max((threat for m, threat in enumerate(threats) if m != n), default=None)
        if y >= waits[0][0] and (bar is None or game.surplus - y >= bar):
            pays = (game.surplus - y, y) if i == 0 else (y, game.surplus - y)
            found[Way(t, pays, pays[0])] = None
        for answer, own, way in waits[k:]:
            if bar is None or own >= bar:
                pays = (own, answer) if i == 0 else (answer, own)
                found[Way(way.round, pays, way.share)] = None
    return list(found)
