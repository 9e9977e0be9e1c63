"""Prisoner's dilemmas: which actions cooperate and defect, and what well-known strategies do in the repeated game.

References
----------
Axelrod, R. (1984): The Evolution of Cooperation. Basic Books. Kalai, E., Samet, D. and Stanford, W. (1988): A note on
reactive equilibria in the discounted prisoner's dilemma and associated games. International Journal of Game Theory 17,
177-186. Nowak, M. and Sigmund, K. (1993): A strategy of win-stay, lose-shift that outperforms tit-for-tat in the
Prisoner's Dilemma game. Nature 364, 56-58.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from sim.engine.repeated.automata import (
    Pair,
    always_defect,
    grim_trigger,
    nash_patience,
    perfect_patience,
    tit_for_tat,
    win_stay_lose_shift,
)
from sim.engine.repeated.automaton_check import gain, gain_from_the_start
from sim.errors import CertificateError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.exact.roots import Interval
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.games.repeated.repeated_game import RepeatedGame

    Patience = tuple[tuple[Interval, ...], tuple[Interval, ...]]


@dataclass(frozen=True)
class Dilemma:
    """A prisoner's dilemma: temptation > reward > punishment > sucker's payoff, for both players.

    Parameters
    ----------
    actions : pair of pairs of int
        Each player's (cooperate, defect).
    temptation, reward, punishment, sucker : pair of Fraction
        What each player gets if it alone defects, if both cooperate, if both defect, and if it alone cooperates.
    """

    actions: tuple[tuple[int, int], tuple[int, int]]
    temptation: tuple[Fraction, Fraction]
    reward: tuple[Fraction, Fraction]
    punishment: tuple[Fraction, Fraction]
    sucker: tuple[Fraction, Fraction]

    @property
    def turns_pay(self) -> bool:
        """Whether one side or the other gets at least as much by taking turns at defecting as by cooperating."""
        return any(2 * r <= t + s for r, t, s in zip(self.reward, self.temptation, self.sucker, strict=True))


@dataclass(frozen=True)
class SelfPlay:
    """How a strategy fares against itself.

    Parameters
    ----------
    name : str
        Name of the strategy.
    path : tuple of pairs of int
        What both do, round by round, until it repeats.
    nash, perfect : pair of tuple of intervals
        Each player's patience at which it gains by no other strategy from the start, and after no history.
    gain, gain_later : pair of Fraction
        What each could gain at its own patience, from the start by another strategy, and by one other action after some
        history.
    """

    name: str
    path: tuple[tuple[int, int], ...]
    nash: Patience
    perfect: Patience
    gain: tuple[Fraction, Fraction]
    gain_later: tuple[Fraction, Fraction]

    @property
    def is_nash(self) -> bool:
        """Whether it is a Nash equilibrium at the players' own patience."""
        return not any(self.gain)

    @property
    def is_perfect(self) -> bool:
        """Whether it is subgame-perfect at the players' own patience."""
        return not any(self.gain_later)


def dilemma(game: StrategicForm) -> Dilemma | None:
    """Which actions make a game of two actions each a prisoner's dilemma; None if it is none."""
    if game.shape != (2, 2):
        return None
    for c, k in product((0, 1), repeat=2):
        d, e = 1 - c, 1 - k
        found = Dilemma(
            actions=((c, d), (k, e)),
            temptation=(game.row[d][k], game.column[c][e]),
            reward=(game.row[c][k], game.column[c][k]),
            punishment=(game.row[d][e], game.column[d][e]),
            sucker=(game.row[c][e], game.column[d][k]),
        )
        orders = zip(found.temptation, found.reward, found.punishment, found.sucker, strict=True)
        if all(t > r > p > s for t, r, p, s in orders):
            return found
    return None


def standings(game: RepeatedGame, found: Dilemma) -> tuple[SelfPlay, ...]:
    """How grim trigger, tit-for-tat, win-stay lose-shift and constant defection fare, each against itself.

    Parameters
    ----------
    found : Dilemma
        Its actions.

    Raises
    ------
    CertificateError
        If the patience that was found disagrees with the check of the automata at the players' own patience.
    """
    makers = {
        "grim trigger": grim_trigger,
        "tit-for-tat": tit_for_tat,
        "win-stay, lose-shift": win_stay_lose_shift,
        "always defect": always_defect,
    }
    one, two = found.actions
    return tuple(
        _standing(game, name, Pair((make(one, two), make(two, one)), game.shape)) for name, make in makers.items()
    )


def _standing(game: RepeatedGame, name: str, pair: Pair) -> SelfPlay:
    machine = pair.machine()
    nash = nash_patience(game, pair, 0), nash_patience(game, pair, 1)
    perfect = perfect_patience(game, pair, 0), perfect_patience(game, pair, 1)
    first = tuple(gain_from_the_start(game, machine, k, game.patience[k]) for k in (0, 1))
    later = tuple(gain(game, machine, k, game.patience[k]) for k in (0, 1))
    for found, gains in ((nash, first), (perfect, later)):
        for intervals, more, own in zip(found, gains, game.patience, strict=True):
            if any(low <= own <= high for low, high in intervals) != (more == 0):
                raise CertificateError(f"the patience that {name} needs disagrees with the check of its automaton")
    path = pair.path()[0]
    return SelfPlay(name, tuple(path), nash, perfect, (first[0], first[1]), (later[0], later[1]))
