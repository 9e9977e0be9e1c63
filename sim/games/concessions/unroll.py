"""A stochastic game with a finite horizon as a game tree: every history a way of its own, every payoff exact.

A state that two histories lead to is one node of the stochastic game and two nodes of the tree, so trees grow
exponentially with the rounds where the states do not; they are for other programs and for teaching, not for solving
long games. Simultaneous moves are a move of the first player and a move of the second in an information set that hides
it (Kuhn 1953). Where a player has one action only, nothing is decided and the tree has no node for it.

References
----------
Kuhn, H. W. (1953): Extensive games and the problem of information. Contributions to the Theory of Games II, 193-216.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING

from sim.errors import GameTooLargeError
from sim.games.concessions.histories import Histories, Unrolled, draws_of

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.concessions.histories import Types
    from sim.games.concessions.stochastic_game import Phase, StochasticGame

MAX_POSITIONS = 200_000
"""Most nodes that a tree is built with."""

MAX_TREE_ROUNDS = 100
"""Most rounds that are unrolled; each adds up to three moves to a history, and programs walk trees recursively."""

MAX_DIGITS = 3_000
"""Longest denominator of a payoff; Python refuses to print whole numbers of more than 4,300 digits."""

_UNCOUNTED = 10**12


def unroll(game: StochasticGame, deadline: Deadline | None = None) -> Unrolled:
    """Unroll a stochastic game without hidden types or fakes into the tree of its histories.

    An end pays each player the discounted average per round, ``(1 - d) sum d^t u_t``, with what is paid for ever after
    the last round or a breakdown.

    Parameters
    ----------
    game : StochasticGame
        A game with a finite horizon.

    Raises
    ------
    GameTooLargeError
        If there are more than `MAX_TREE_ROUNDS` rounds, the tree would have more than `MAX_POSITIONS` nodes, or its
        payoffs would have denominators of more than `MAX_DIGITS` digits. It says which, and what would fit.
    TimeLimitError
        If the time is up.
    """
    return unroll_hidden(((game,),), (((Fraction(1), ""),), ((Fraction(1), ""),)), deadline=deadline)


def unroll_hidden(
    games: tuple[tuple[StochasticGame, ...], ...],
    types: Types,
    largest: int = MAX_POSITIONS,
    deadline: Deadline | None = None,
) -> Unrolled:
    """Unroll games that chance draws one of; each player knows its own type, its own fakes, and what everybody sees.

    Parameters
    ----------
    games : tuple of tuple of StochasticGame
        The game for each type of the first player (a row) and of the second; they differ in numbers alone.
    types : pair of tuple of (Fraction, str)
        Chance and name of each type; a single type has an empty name.
    largest : int
        Most nodes that the tree may have.

    Raises
    ------
    GameTooLargeError, TimeLimitError
        As `unroll` does.
    """
    _check_size(games[0][0], len(draws_of(types)), largest)
    return Histories(games, types, deadline).build()


def tree_sizes(game: StochasticGame) -> list[int]:
    """Number of nodes of the tree if play stopped after 1, 2, ... rounds, counted on the states and not on the tree.

    The list ends early once a trillion is passed.

    Parameters
    ----------
    game : StochasticGame
        A game with a finite horizon.
    """
    sizes: list[int] = []
    arrive, made = Counter({0: 1}), 0
    for t in range(game.rounds):
        for phase in game.phases(t):
            arrive, more = _pass(phase, arrive)
            made += more
        sizes.append(made + arrive.total())
        if sizes[-1] > _UNCOUNTED:
            break
    return sizes


def _pass(phase: Phase, arrive: Counter[int]) -> tuple[Counter[int], int]:
    """Histories per node after a phase, and the tree nodes that the phase makes: decisions, chance, breakdowns."""
    leave: Counter[int] = Counter()
    made = 0
    for k, ways in arrive.items():
        m, n = (len(own) for own in phase.nodes[k].actions)
        made += ways * ((m > 1) + (n > 1) * m)
        for cell in (cell for line in phase.nodes[k].cells for cell in line):
            outcome = phase.outcomes[cell]
            made += 2 * ways * (outcome.discovery > 0)
            if outcome.over:
                made += ways
            elif outcome.discovery < 1:
                made += 2 * ways * (outcome.risk > 0)
                leave[outcome.successor] += ways
    return leave, made


def _check_size(game: StochasticGame, draws: int, largest: int) -> None:
    if game.rounds > MAX_TREE_ROUNDS:
        raise GameTooLargeError(
            f"{game.rounds:,} rounds are too many for a game tree: at most {MAX_TREE_ROUNDS} are unrolled. "
            "Shorten the horizon"
        )
    digits = max(game.rounds * log10(d.denominator) for d in game.discount)
    if digits > MAX_DIGITS:
        raise GameTooLargeError(
            f"exact payoffs would have numbers of {digits:,.0f} digits, at most {MAX_DIGITS:,} are written. "
            "Shorten the horizon, or write the patience with fewer digits"
        )
    sizes = [draws * size for size in tree_sizes(game)]
    if sizes[-1] > largest:
        count = f"{sizes[-1]:,}" if len(sizes) == game.rounds else f"more than {_UNCOUNTED:,}"
        fits = sum(size <= largest for size in sizes)
        raise GameTooLargeError(
            f"the game tree would have {count} nodes, because each history is a way of its own in a tree; at most "
            f"{largest:,} are built. "
            + (f"With a horizon of {fits} it has {sizes[fits - 1]:,}; " if fits else "")
            + "shorten the horizon or the ladders, or allow fewer actions"
        )
