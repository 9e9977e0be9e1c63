"""Commitment in a matrix game: the best strategy to announce, pure and mixed, and what it gains over Nash equilibria.

The follower knows what is announced, plays a best reply and picks among several the one that the leader likes best. For
each reply the best mixture to which it is a best reply solves a linear programme; the best of these is the answer. All
is exact: the programmes are solved in integers, and weights prove that no reply's programme is worth more.

References
----------
Von Stackelberg, H. (1934): Marktform und Gleichgewicht.
Conitzer, V., and Sandholm, T. (2006): Computing the optimal strategy to commit to. EC '06.
Von Stengel, B., and Zamir, S. (2010): Leadership games with convex strategy sets. Games and Economic Behavior 69.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import BimatrixSolution, bimatrix_equilibria
from sim.engine.matrix.pick import actions_played
from sim.engine.matrix.stackelberg_certificate import most_with_reply, reply_regret
from sim.engine.solution import ANNOUNCED, Answer, Solution, floats
from sim.errors import CertificateError, TimeLimitError
from sim.exact.simplex import best_of_cone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Matrix, Pair


@dataclass(frozen=True)
class Commitment:
    """A strategy that is announced, and the reply to it.

    Parameters
    ----------
    mixture : tuple of Fraction, shape (m,)
        Probabilities of the leader's actions.
    reply : int
        The follower's action.
    payoffs : pair of Fraction
        What they pay (leader, follower).
    ties : tuple of int
        Other actions that the follower likes as well.
    temptation : Fraction
        What the leader would gain by playing something else once the follower has made up its mind.
    instead : int
        The action that it would play then.
    """

    mixture: tuple[Fraction, ...]
    reply: int
    payoffs: Pair
    ties: tuple[int, ...]
    temptation: Fraction
    instead: int

    @property
    def pure(self) -> bool:
        """Whether a single action is announced."""
        return max(self.mixture) == 1


@dataclass(frozen=True)
class TableCommitment:
    """The best commitments in a game given by two tables.

    Parameters
    ----------
    pure, mixed : Commitment
        The best pure strategy to announce, and the best of all.
    regret : Fraction
        What the follower could gain by another reply to the mixed one.
    bound : Fraction
        What no announcement can pay the leader more than, whatever the reply, as proven by weights.
    """

    pure: Commitment
    mixed: Commitment
    regret: Fraction
    bound: Fraction

    @property
    def certified(self) -> bool:
        """Whether the reply is a best reply and nothing announced could pay the leader more."""
        return self.regret == 0 and self.bound == self.mixed.payoffs[0] and self.pure.payoffs[0] <= self.bound


@dataclass(frozen=True)
class StackelbergSolution(Solution):
    """Commitment in a matrix game.

    Parameters
    ----------
    leader : int
        Who announces.
    found : TableCommitment
        The best commitments.
    nash : BimatrixSolution
        The equilibria of the game in which nobody can commit.
    """

    game: StrategicForm
    leader: int
    found: TableCommitment
    nash: BimatrixSolution
    concept: str = "stackelberg"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether the commitment is proven best."""
        return self.found.certified

    def strategies(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Announced mixture and reply, in the order of the players."""
        best = self.found.mixed
        reply = tuple(Fraction(int(j == best.reply)) for j in range(len(self.game.actions[1 - self.leader])))
        return (best.mixture, reply) if self.leader == 0 else (reply, best.mixture)

    def payoffs(self) -> Pair:
        """Payoffs in the order of the players."""
        one, two = self.found.mixed.payoffs
        return (one, two) if self.leader == 0 else (two, one)

    def nash_range(self) -> tuple[Pair, Pair] | None:
        """Payoffs of the worst and the best equilibrium without commitment, for the leader; None if none was found."""
        if not self.nash.equilibria:
            return None
        pays = sorted((e.payoffs for e in self.nash.equilibria), key=lambda v: v[self.leader])
        return pays[0], pays[-1]

    def answer(self, rule: Rule) -> Answer:
        """The announcement and the reply."""
        del rule
        return Answer(floats(self.payoffs()), actions_played(self.game, self.strategies()), nan, ANNOUNCED)


def solve(game: StrategicForm, ask: Request) -> StackelbergSolution:
    """The best commitment, as it is asked for."""
    assert ask.leader is not None
    return solve_stackelberg(game, ask.leader, ask.time_limit)


def solve_stackelberg(game: StrategicForm, leader: int, time_limit: float | None = 60.0) -> StackelbergSolution:
    """The best commitment in a matrix game, beside its Nash equilibria.

    Parameters
    ----------
    leader : int
        Who announces.
    time_limit : float or None
        Seconds for the commitment, and for the Nash equilibria beside it what is left of these. A commitment that is
        not proven best by then is not certified.

    Raises
    ------
    CertificateError
        If a Nash equilibrium pays the leader more, which would be an error of ours (von Stengel and Zamir 2010).
    """
    deadline = Deadline(time_limit)
    found = best_commitment(*seen_by(leader, game.row, game.column), deadline)
    nash = bimatrix_equilibria(game.row, game.column, time_limit=deadline.left)
    if found.certified and any(e.payoffs[leader] > found.mixed.payoffs[0] for e in nash.equilibria):
        raise CertificateError("a Nash equilibrium pays the leader more than the best commitment found")
    return StackelbergSolution(game, leader, found, nash)


def seen_by(leader: int, row: Matrix, column: Matrix) -> tuple[Matrix, Matrix]:
    """Payoffs of leader and follower, with a row per action of the leader."""
    if leader == 0:
        return row, column
    return tuple(zip(*column, strict=True)), tuple(zip(*row, strict=True))


def best_commitment(own: Matrix, other: Matrix, deadline: Deadline) -> TableCommitment:
    """The best pure and the best mixed strategy to announce, exactly.

    Parameters
    ----------
    own, other : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the leader and of the follower; a row per action of the leader.
    deadline : Deadline
        When to give up; what was found by then is not proven best.
    """
    m, n = len(own), len(own[0])
    pure = max((announced(own, other, _unit(m, i)) for i in range(m)), key=lambda c: c.payoffs[0])
    best, weights = pure, [_nothing(n) for _ in range(n)]
    # A reply with which no action pays more than what is found already needs no programme: weights of 0 prove it.
    for j in sorted(range(n), key=lambda j: -max(line[j] for line in own)):
        if max(line[j] for line in own) <= best.payoffs[0]:
            break
        shift = 1 - min(line[j] for line in own)
        others = [k for k in range(n) if k != j]
        rules = [[line[k] - line[j] for line in other] for k in others]
        try:
            found = best_of_cone([line[j] + shift for line in own], rules, deadline)
        except TimeLimitError:
            break
        # A reply that is never best has weights that prove it, and any multiple of them bounds it lower still.
        stretch = Fraction(1) if found.value else max(Fraction(1), 1 - shift - best.payoffs[0])
        for k, weight in zip(others, found.weights, strict=True):
            weights[j][k] = stretch * weight
        if found.value - shift > best.payoffs[0] and sum(found.point) == 1:
            best = announced(own, other, found.point)
    bound = max(most_with_reply(own, other, j, weights[j]) for j in range(n))
    return TableCommitment(pure, best, reply_regret(other, best.mixture, best.reply), bound)


def _nothing(size: int) -> list[Fraction]:
    return [Fraction(0)] * size


def _unit(size: int, i: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(k == i)) for k in range(size))


def announced(own: Matrix, other: Matrix, mixture: tuple[Fraction, ...]) -> Commitment:
    """What comes of an announcement: ties are broken for the leader, then by the order of actions.

    Parameters
    ----------
    own, other : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the leader and of the follower; a row per action of the leader.
    mixture : tuple of Fraction, shape (m,)
        What is announced.
    """
    pays = [_expected(own, mixture, j) for j in range(len(own[0]))]
    theirs = [_expected(other, mixture, j) for j in range(len(own[0]))]
    replies = [j for j, value in enumerate(theirs) if value == max(theirs)]
    reply = max(replies, key=lambda j: pays[j])
    column = [line[reply] for line in own]
    instead = column.index(max(column))
    ties = tuple(j for j in replies if j != reply)
    return Commitment(mixture, reply, (pays[reply], theirs[reply]), ties, column[instead] - pays[reply], instead)


def _expected(table: Matrix, mixture: Sequence[Fraction], j: int) -> Fraction:
    return sum((p * line[j] for p, line in zip(mixture, table, strict=True) if p), Fraction(0))
