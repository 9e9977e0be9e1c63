"""Quasi-perfect equilibria of game trees, one at a time, at the size of the tree.

The trembling game of `sim.engine.tree.trembles` is solved for every small tremble at once, with plans that are
polynomials in its size e. As e goes to zero behaviour tends to a quasi-perfect equilibrium (van Damme 1984), and what
Bayes' rule makes of the plans tends to beliefs. Together they are a sequential equilibrium (Kreps and Wilson 1982),
hence a perfect Bayesian one.

References
----------
van Damme, E. (1984): A relation between perfect equilibria in extensive form games and proper equilibria in normal
form. International Journal of Game Theory 13, 1-13. Miltersen, P. B. and Sorensen, T. B. (2010): Computing a
quasi-perfect equilibrium of a two-player game. Economic Theory 42, 175-192.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from sim.engine.tree.sequence_form import chances
from sim.engine.tree.trembles import Trembling
from sim.errors import TimeLimitError
from sim.exact.complementarity import RayError, basic_solution, lemke
from sim.exact.rationals import fraction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.deadline import Deadline
    from sim.games.tree.game_tree import Beliefs, GameTree, Sides

    Plan = list[list[Fraction]]

SMALL, LARGEST_EXACT = 40, 250
"""Sizes of the complementarity problem: up to the first it is pivoted in whole numbers; beyond that floats find the
basis, which is far quicker, and whole numbers up to the second size only where floats were led astray."""

LARGEST = 2000
"""Size beyond which it is not tried."""

LEAST_TRIES, MOST_TRIES, TRIED = 4, 40, 1000
"""Ways of trembling that are tried: least, most, and for sizes in between times the size."""


@dataclass(frozen=True)
class Assessment:
    """Behaviour and beliefs at every information set.

    Parameters
    ----------
    behaviour : pair of dict
        Per player: information set to action to probability.
    beliefs : dict of str to tuple of Fraction
        Per information set the probability of each of its nodes.
    """

    behaviour: Sides
    beliefs: Beliefs


def quasi_perfect(trembling: Trembling, deadline: Deadline) -> Assessment | None:
    """The quasi-perfect equilibrium to which one way of trembling leads; None if rounding led astray.

    The basis may be found in floats; the numbers come from it in fractions, and only if all their signs are right.

    Parameters
    ----------
    trembling : Trembling
        The trembling game.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    if trembling.size > SMALL and (found := _from(trembling, exact=False, deadline=deadline)) is not None:
        return found
    return _from(trembling, exact=True, deadline=deadline) if trembling.size <= LARGEST_EXACT else None


def _from(trembling: Trembling, exact: bool, deadline: Deadline) -> Assessment | None:
    """What pivoting in whole numbers or in floats leads to; None if rounding led astray."""
    problem = trembling.problem
    try:
        basic = lemke(problem, trembling.cover, exact, deadline)
    except RayError:
        return None
    z = basic_solution(problem, basic, deadline)
    return None if z is None else _assessment(trembling, trembling.plans(z))


def quasi_perfect_equilibria(
    game: GameTree, deadline: Deadline, tries: int | None = None, seed: int = 0
) -> Iterator[Assessment]:
    """Quasi-perfect equilibria, one for each way of trembling that leads to one; the same may come more than once.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    tries : int
        Ways of trembling, and of starting the search: all alike first, then drawn ones. By default there are more for
        small trees, up to `MOST_TRIES`.
    seed : int
        Seed of the drawn ones.

    Raises
    ------
    TimeLimitError
        If the time is up before the first is found.

    Notes
    -----
    Nothing comes from a tree with more than `LARGEST` actions and information sets.
    """
    even = Trembling(game)
    size = even.size
    if size > LARGEST:
        return
    if tries is None:
        tries = max(LEAST_TRIES, min(MOST_TRIES, TRIED // max(1, size)))
    draw = Random(seed)
    found = False
    for k in range(tries):
        try:
            assessment = quasi_perfect(even.drawn(draw) if k else even, deadline)
        except TimeLimitError:
            if found:
                return
            raise
        if assessment is not None:
            found = True
            yield assessment


def size(game: GameTree) -> int:
    """Actions and information sets of a game: the unknowns of its trembling game.

    Parameters
    ----------
    game : GameTree
        The game.
    """
    return sum(1 + len(game.actions(name)) for name in game.infosets)


def _assessment(trembling: Trembling, plans: tuple[Plan, Plan]) -> Assessment:
    """Behaviour and beliefs in the limit of small trembles."""
    game = trembling.game
    sides: Sides = ({}, {})
    for side, plan, own in zip(trembling.sides, plans, sides, strict=True):
        for name, (_, follow) in side.sets.items():
            own[name] = dict(zip(game.actions(name), limit_shares([plan[k] for k in follow]), strict=True))
    _, weights = chances(game)
    beliefs = {}
    for name, members in game.infosets.items():
        other = 1 - game.owner(name)
        reach = [plans[other][trembling.sides[other].number[game.last_own[k][other]]] for k in members]
        beliefs[name] = limit_shares([[weights[name][k] * v for v in r] for k, r in zip(members, reach, strict=True)])
    return Assessment(sides, beliefs)


def limit_shares(polynomials: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    """Shares of polynomials in their sum as the variable goes to zero from above.

    Only the terms of the lowest power that any of them has count; where all are zero the shares are even.
    """
    for terms in zip(*polynomials, strict=True):
        if any(terms):
            return tuple(fraction(v / sum(terms)) for v in terms)
    return (Fraction(1, len(polynomials)),) * len(polynomials)
