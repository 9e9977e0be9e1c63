"""Which equilibrium is played where a game has several.

The default rule takes the payoff-dominant equilibrium if there is one (Harsanyi and Selten 1988), else the one of
highest relative welfare (the sum of both payoffs, each measured on its player's own range of payoffs in the game, so
that the units of either side do not matter: relative utilitarianism, Dhillon and Mertens 1999), else the first in an
order that depends on names alone: going through the players by identifier and the actions from concede over hold_out
and renege to walk_away (other labels by alphabet), the equilibrium that gives the first action on which they differ
the higher probability.

Risk dominance (Harsanyi and Selten 1988) compares strict equilibria by what deviating from them would cost. It need not
pick one of a stage game; the default rule does where it does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.aims import of_whole_games, parse_aim
from sim.errors import AskError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.types import Pair


_ORDER = {"concede": "0", "hold_out": "1", "renege": "2", "walk_away": "3"}


class Reason(IntEnum):
    """Why an equilibrium of a stage game was selected."""

    ONLY = 0
    PAYOFF_DOMINANT = 1
    WELFARE = 2
    FAVOURED = 3
    ORDER = 4
    RELATIVE_WELFARE = 5
    RISK_DOMINANT = 6


@dataclass(frozen=True)
class Rule:
    """A selection rule.

    Parameters
    ----------
    name : str
        ``payoff-dominant``, ``risk-dominant``, ``welfare``, or ``first-best:ID`` for what is best for one player.
    favoured : int or None
        The player whom a first-best rule favours.
    weights : pair of Fraction
        Weights of the two payoffs in their sum.
    """

    name: str = "payoff-dominant"
    favoured: int | None = None
    weights: Pair = (Fraction(1), Fraction(1))

    def within(self, ranges: Pair) -> Rule:
        """The rule for a game with given ranges of payoffs, which the default rule measures welfare by.

        Parameters
        ----------
        ranges : pair of Fraction
            Highest less lowest payoff of each player; 0 where it never matters.
        """
        if not self.dominance_first:
            return self
        one, two = (1 / width if width else Fraction(1) for width in ranges)
        return replace(self, weights=(one, two))

    @property
    def dominance_first(self) -> bool:
        """Whether a payoff-dominant equilibrium, where there is one, settles the matter."""
        return self.name in ("payoff-dominant", "risk-dominant")

    @property
    def safest_first(self) -> bool:
        """Whether the risk-dominant equilibrium, where there is one, settles the matter before all else."""
        return self.name == "risk-dominant"

    @property
    def criterion(self) -> Reason:
        """What settles it otherwise."""
        if self.favoured is not None:
            return Reason.FAVOURED
        return Reason.RELATIVE_WELFARE if self.dominance_first else Reason.WELFARE

    def score(self, payoffs: Pair) -> Fraction:
        """What the criterion maximises."""
        if self.favoured is not None:
            return payoffs[self.favoured]
        return self.weights[0] * payoffs[0] + self.weights[1] * payoffs[1]


def parse_rule(text: str, players: tuple[str, str], also: Sequence[str] = ()) -> Rule:
    """Read the name of a selection rule.

    Parameters
    ----------
    text : str
        ``payoff-dominant``, ``risk-dominant``, ``welfare`` or ``first-best:ID``.
    players : tuple of str
        Identifiers of the two players.
    also : sequence of str
        What else can be named where the rule is asked for.

    Raises
    ------
    AskError
        If there is no such rule or player.
    """
    known = rules_of(players)
    if text in known:
        _, _, player = text.partition(":")
        return Rule(text, players.index(player) if player else None)
    if parse_aim(text, players) is not None:
        raise AskError("select", f"{of_whole_games(text)}; here one is selected at each stage game")
    names = ", ".join((*known, *also))
    raise AskError("select", f"there is no selection rule '{text}'; the rules for this file are {names}")


def rules_of(players: tuple[str, str]) -> tuple[str, ...]:
    """Names of all selection rules of a game, the default one first.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the two players.
    """
    return ("payoff-dominant", "risk-dominant", "welfare", *(f"first-best:{player}" for player in players))


def order_key(
    players: tuple[str, str],
    actions: tuple[Sequence[str], Sequence[str]],
    strategies: tuple[Sequence[Fraction], Sequence[Fraction]],
) -> tuple[Fraction, ...]:
    """Sort key of the stated order: the equilibrium with the largest key comes first.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    actions : tuple of sequences of str
        Labels, per player.
    strategies : tuple of sequences of Fraction
        Probabilities, per player, in the order of the labels.
    """
    return tuple(strategies[player][k] for player, k in stated_order(players, actions))


def stated_order(players: tuple[str, str], actions: tuple[Sequence[str], Sequence[str]]) -> list[tuple[int, int]]:
    """All actions as (player, index), in the order in which their probabilities are compared.

    Parameters
    ----------
    players : tuple of str
        Identifiers.
    actions : tuple of sequences of str
        Labels, per player.
    """
    return [
        (player, k)
        for player in sorted((0, 1), key=lambda p: players[p])
        for k in sorted(
            range(len(actions[player])), key=lambda k: _ORDER.get(actions[player][k], "4" + actions[player][k])
        )
    ]


def select(
    payoffs: Sequence[Pair], keys: Sequence[tuple[Fraction, ...]], rule: Rule, safest: int | None = None
) -> tuple[int, Reason]:
    """Pick one of several equilibria.

    Parameters
    ----------
    payoffs : sequence of pair of Fraction
        Exact payoffs of each equilibrium.
    keys : sequence of tuple of Fraction
        Their `order_key`.
    safest : int or None
        The equilibrium that risk-dominates all others, for the rule that asks for it.

    Returns
    -------
    index : int
        The equilibrium selected.
    reason : Reason
        What decided.
    """
    pool, reason = equally_good(payoffs, rule, safest)
    if len(pool) == 1:
        return pool[0], reason
    return max(pool, key=lambda k: keys[k]), Reason.ORDER


def equally_good(payoffs: Sequence[Pair], rule: Rule, safest: int | None = None) -> tuple[list[int], Reason]:
    """The equilibria among which a rule decides by names alone, and what has ruled out the others.

    Parameters
    ----------
    payoffs : sequence of pair of Fraction
        Exact payoffs of each equilibrium.
    safest : int or None
        The equilibrium that risk-dominates all others, for the rule that asks for it.
    """
    everyone = range(len(payoffs))
    if len(payoffs) == 1:
        return [0], Reason.ONLY
    if rule.safest_first and safest is not None:
        return [safest], Reason.RISK_DOMINANT
    pool, reason = list(everyone), rule.criterion
    if rule.dominance_first:
        top = max(p[0] for p in payoffs), max(p[1] for p in payoffs)
        dominant = [k for k in everyone if payoffs[k] == top]
        if dominant:
            pool, reason = dominant, Reason.PAYOFF_DOMINANT
    if reason == rule.criterion:
        best = max(rule.score(payoffs[k]) for k in pool)
        pool = [k for k in pool if rule.score(payoffs[k]) == best]
    return pool, reason
