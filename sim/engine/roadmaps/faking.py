"""Faked steps on a roadmap: what a player gets by seeming to take a step, until it is found out.

A player who fakes a step bears none of its effect and the other gets none; all else goes on as agreed. From that round
on each round discovers the fake with the chance that the step's verification gives, and then the punishment follows.
With patience d and chance q the fake is worth, from its round on,

    U_t = (1 - d) r_t + d (q P_t + (1 - q) U_{t+1}),

where r is what a round pays with the fake standing and P what is left once it is found out. Once all steps are taken
nothing changes any more, so that U is a fraction of polynomials in d, or in q, over 1 - d (1 - q).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.polynomials import at, minus, plus, times
from sim.exact.roots import holds_from
from sim.games.roadmaps.ladders import advance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.exact.polynomials import Polynomial
    from sim.games.roadmaps.ladders import Ladders, Rounds

ONE = Fraction(1)


def fake_terms(ladders: Ladders, rounds: Rounds, player: int, start: int) -> tuple[Polynomial, Polynomial]:
    """What faking the step that is due is worth, as polynomials in patience: 1 - d (1 - q), and the worth times that.

    Parameters
    ----------
    rounds : tuple of tuple of int
        The roadmap.
    player : int
        Who fakes.
    start : int
        The round in which its step is due.
    """
    paid, caught, number = _while_it_stands(ladders, rounds, player, start)
    q = ladders.steps[player][number].verification
    assert q is not None
    keep = (Fraction(0), 1 - q)  # d (1 - q)
    rows = [(r, q * p - r) for r, p in zip(paid, caught, strict=True)]  # (1 - d) r + d q P
    return _summed(rows, keep)


def fake_terms_in_chance(
    ladders: Ladders, rounds: Rounds, player: int, start: int, patience: Fraction
) -> tuple[Polynomial, Polynomial]:
    """As `fake_terms`, as polynomials in the chance of discovery at one patience."""
    paid, caught, _ = _while_it_stands(ladders, rounds, player, start)
    keep = (patience, -patience)
    rows = [((1 - patience) * r, patience * p) for r, p in zip(paid, caught, strict=True)]
    return _summed(rows, keep)


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


def _while_it_stands(
    ladders: Ladders, rounds: Rounds, player: int, start: int
) -> tuple[list[Fraction], list[Fraction], int]:
    """What each round from the fake on pays, and what is left if it is found out after that round; and its number.

    The last entries stand for all rounds after the last step.
    """
    place = (0, 0)
    for movers in rounds[:start]:
        place = advance(place, movers)
    number = place[player]
    paid, caught = [], []
    for t, movers in enumerate((*rounds[start:], ()), start):
        # The faked step itself pays nothing once either.
        once = ladders.once(place, [p for p in movers if not (t == start and p == player)])[player]
        place = advance(place, movers)
        paid.append(ladders.worth(place)[player] - ladders.missing(place, player, number)[player] + once)
        caught.append(ladders.found_out(place, player, number)[player])
    return paid, caught, number


def _summed(rows: Sequence[Polynomial], keep: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Sum of keep^k rows[k], the last row for ever: 1 - keep, and the sum times that."""
    over = minus((ONE,), keep)
    total: Polynomial = rows[-1]
    for row in reversed(rows[:-1]):
        total = plus(times(over, row), times(keep, total))
    return over, total
