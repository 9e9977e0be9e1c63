"""Faked steps on a roadmap: what a player gets by seeming to take a step, until it is found out.

A player who fakes a step bears none of its effect and the other gets none; all else goes on as agreed. From that round
on each round discovers the fake with the chance that the step's verification gives, and then the punishment follows.
With patience d and chance q the fake is worth, from its round on,

    U_t = (1 - d) r_t + d (q P_t + (1 - q) U_{t+1}),

where r is what a round pays with the fake standing and P what is left once it is found out. Once all steps are taken
nothing changes any more, so that U is a fraction of polynomials in d, or in q, over 1 - d (1 - q). Where the steps that
stand then are not the whole agreement and talks that stall may break down, with chance h and to pay b, the rounds after
the last step are worth

    U = (1 - d) r + d (q P + (1 - q) (h b + (1 - h) U)).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.polynomials import at, minus, plus, times
from sim.exact.roots import holds_from
from sim.games.roadmaps.aftermath import punished, survives
from sim.games.roadmaps.ladders import advance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.exact.polynomials import Polynomial
    from sim.games.roadmaps.aftermath import Later
    from sim.games.roadmaps.ladders import Ladders, Rounds

ZERO, ONE = Fraction(0), Fraction(1)


def fake_terms(ladders: Ladders, rounds: Rounds, player: int, start: int) -> tuple[Polynomial, Polynomial]:
    """What faking the step that is due is worth, as polynomials in patience: the lower one, and the worth times it.

    The lower one is that of the last rounds, 1 - d (1 - q) (1 - h); the other is multiplied by what survives a hazard
    as well, as all worths of a roadmap are.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who fakes.
    start : int
        The round in which its step is due.
    """
    stands = _while_it_stands(ladders, rounds, player, start)
    q, h = stands.chance, ladders.hazard
    rows = [  # (1 - d) r + d q P
        plus(times((r, -r), survives(h)), times((ZERO, q), found.over(h)))
        for r, found in zip(stands.paid, stands.found, strict=True)
    ]
    rows[-1] = plus(rows[-1], times((ZERO, (1 - q) * stands.risk * stands.broken), survives(h)))
    return _summed(rows, (ZERO, 1 - q), (ZERO, (1 - q) * (1 - stands.risk)))


def fake_terms_in_chance(
    ladders: Ladders, rounds: Rounds, player: int, start: int, patience: Fraction
) -> tuple[Polynomial, Polynomial]:
    """As `fake_terms`, as polynomials in the chance of discovery at one patience, and only times the lower one."""
    stands = _while_it_stands(ladders, rounds, player, start)
    d, risk = patience, stands.risk
    rows: list[Polynomial] = [
        ((1 - d) * r, d * found.at(d, ladders.hazard)) for r, found in zip(stands.paid, stands.found, strict=True)
    ]
    rows[-1] = plus(rows[-1], (d * risk * stands.broken, -d * risk * stands.broken))
    return _summed(rows, (d, -d), (d * (1 - risk), -d * (1 - risk)))


def least_verification(
    ladders: Ladders, rounds: Rounds, player: int, start: int, patience: Fraction, following: Fraction
) -> Fraction | None:
    """Least chance of discovery per round from which on faking the step that is due never pays.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Whose step is due.
    start : int
        The round.
    patience : Fraction
        The player's discount factor.
    following : Fraction
        What keeping to the roadmap from this round on is worth to it.

    Returns
    -------
    Fraction or None
        None if faking pays even where every fake is discovered at once.
    """
    over, fake = fake_terms_in_chance(ladders, rounds, player, start, patience)
    margin = minus(times((following,), over), fake)
    found = holds_from(margin)
    return ONE if found is None and at(margin, ONE) >= 0 else found


@dataclass(frozen=True)
class _Fake:
    """A faked step while it stands.

    Parameters
    ----------
    chance : Fraction
        That a round finds it, as the file has it.
    paid : list of Fraction
        What each round from the fake on pays; the last stands for all rounds after the last step.
    found : list of Later
        What follows if it is found out after that round.
    risk, broken : Fraction
        Chance that the talks break down after each of the last rounds, and what is paid from then on.
    """

    chance: Fraction
    paid: list[Fraction]
    found: list[Later]
    risk: Fraction
    broken: Fraction


def _while_it_stands(ladders: Ladders, rounds: Rounds, player: int, start: int) -> _Fake:
    place = (0, 0)
    for movers in rounds[:start]:
        place = advance(place, movers)
    number = place[player]
    fake = player, number
    paid, found = [], []
    for t, movers in enumerate((*rounds[start:], ()), start):
        # The faked step itself pays nothing once either.
        once = ladders.once(place, [p for p in movers if not (t == start and p == player)])[player]
        place = advance(place, movers)
        paid.append(ladders.worth(place)[player] - ladders.missing(place, player, number)[player] + once)
        found.append(punished(ladders, place, player, fake=fake))
    chance = ladders.steps[player][number].verification
    assert chance is not None
    # A fake looks like a step, so that a deal that seems to stand is at rest.
    risk = ZERO if not ladders.hazard or ladders.calm(place) else ladders.hazard
    return _Fake(chance, paid, found, risk, ladders.broken(place, fake=fake)[player])


def _summed(rows: Sequence[Polynomial], keep: Polynomial, last: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Sum of keep^k rows[k], the last row for ever, with `last` for `keep`: 1 - last, and the sum times that."""
    over = minus((ONE,), last)
    total: Polynomial = rows[-1]
    for row in reversed(rows[:-1]):
        total = plus(times(over, row), times(keep, total))
    return over, total
