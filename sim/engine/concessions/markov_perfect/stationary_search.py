"""A Markov perfect equilibrium where steps can be undone and play may go round in circles, by iteration.

Backward induction over more and more rounds often settles on strategies that no longer change from round to round; from
there, and from simple profiles, best replies in turn are followed as well. Whatever comes out is a candidate and no
more: it counts only if no deviation pays, judged by `sim.engine.concessions.markov_perfect.certificate`. That it is the
only equilibrium is not claimed, and that none is found does not mean that there is none: an equilibrium in stationary
strategies always exists (Fink 1964; Takahashi 1964), but no iteration is sure to end at one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.markov_perfect.certificate import Judgement, judge, reply
from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.errors import NoEquilibriumFoundError
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.deadline import Deadline
    from sim.engine.selection import Rule
    from sim.games.concessions.decision_graph import Point
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Floats

    Profile = list[tuple[Floats, Floats]]

SHORT, LONG = (4, 16, 64), (256,)
"""Numbers of rounds from which strategies are read off, before and after simple profiles have been tried."""

MOST_DECISIONS = 200_000
"""Decision points, most, over all rounds of one backward induction."""

MOST_REPLIES = 40
"""Rounds of best replies that are followed from one start."""


@dataclass(frozen=True)
class FoundBy:
    """What led to a stationary equilibrium.

    Parameters
    ----------
    rounds : int or None
        Rounds of the finite game whose solution it starts with; None where best replies in turn led to it.
    breakdown : bool
        Whether that game ends with a breakdown, or else goes on for ever as it is.
    """

    rounds: int | None = None
    breakdown: bool = False


REPLIES = FoundBy()


@dataclass(frozen=True)
class Found:
    """A stationary equilibrium, the judgement it passed, and what led to it."""

    profile: Profile
    judgement: Judgement
    by: FoundBy


def search(game: StochasticGame, points: list[Point], rule: Rule, deadline: Deadline, tolerance: Floats) -> Found:
    """Find one stationary equilibrium.

    Parameters
    ----------
    points : list of Point
        Its decision points.
    rule : Rule
        Which equilibrium of a stage game is played where there are several.
    tolerance : ndarray of float, shape (2,)
        Largest regret of each player that counts as none.

    Raises
    ------
    NoEquilibriumFoundError
        If no candidate passes the test.
    TimeLimitError
        If the time is up.
    """
    least = np.inf
    for profile, by in steps("stationary", _candidates(game, points, rule, deadline)):
        for _ in range(MOST_REPLIES):
            deadline.check()
            judgement = judge(points, profile, deadline=deadline)
            if (judgement.regret <= tolerance).all():
                return Found(profile, judgement, by)
            least = min(least, float((judgement.regret / game.scale).max()))
            following = reply(points, profile, judgement)
            if following is None:
                break
            profile, by = following, REPLIES
    raise NoEquilibriumFoundError(
        "no Markov perfect equilibrium was found: reneging lets play go round in circles, and neither backward "
        "induction over up to "
        f"{max(LONG):,} rounds nor best replies in turn settled on one (a player could still gain {least:.2g} of "
        "its payoff range by deviating). One exists, perhaps in mixed strategies; a finite horizon can be solved"
    )


def _candidates(
    game: StochasticGame, points: list[Point], rule: Rule, deadline: Deadline
) -> Iterator[tuple[Profile, FoundBy]]:
    """Profiles worth a try, the likeliest first."""
    yield from _settled(game, points, rule, SHORT, deadline)
    for preferred in (("hold_out",), ("concede", "hold_out"), ("renege", "hold_out"), ("walk_away", "hold_out")):
        yield [_pure(point, preferred) for point in points], REPLIES
    yield from _settled(game, points, rule, LONG, deadline)


def _settled(
    game: StochasticGame, points: list[Point], rule: Rule, lengths: tuple[int, ...], deadline: Deadline
) -> Iterator[tuple[Profile, FoundBy]]:
    """What is done in the first rounds of long finite games that end in one way or another."""
    size = sum(len(phase.nodes) for phases in game.cycle for phase in phases) / len(game.cycle)
    endings = ((game.final, False), (game.ended, True))
    for rounds in lengths:
        if rounds * size > MOST_DECISIONS:
            return
        for final, breakdown in endings:
            finite = replace(game, horizon=rounds * len(game.cycle), final=final)
            layers = subgame_perfect(finite, rule, deadline).layers
            profile = [
                (layers[c][p].row[k][: len(point.exits)], layers[c][p].column[k][: len(point.exits[0])])
                for point in points
                for c, p, k in (point.place,)
            ]
            # Points that cannot be reached within the rounds have no strategy yet: hold out there.
            yield (
                [_filled(point, pair) for point, pair in zip(points, profile, strict=True)],
                FoundBy(rounds * len(game.cycle), breakdown),
            )


def _filled(point: Point, pair: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    return pair if pair[0].sum() > 0.5 and pair[1].sum() > 0.5 else _pure(point, ("hold_out",))


def _pure(point: Point, preferred: tuple[str, ...]) -> tuple[Floats, Floats]:
    """The first preferred action that is open to each player, with certainty."""
    sides = []
    for actions in point.node.actions:
        k = next((actions.index(a) for a in preferred if a in actions), 0)
        sides.append(np.eye(len(actions))[k])
    return sides[0], sides[1]
