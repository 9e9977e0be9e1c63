"""Repeated matrix games: which outcomes can hold themselves, and how patient the players must be.

References
----------
Benoit, J.-P. and Krishna, V. (1985): Finitely repeated games. Econometrica 53, 905-922. Friedman, J. W. (1971): A
non-cooperative equilibrium for supergames. Review of Economic Studies 38, 1-12. Fudenberg, D. and Maskin, E. (1986):
The folk theorem in repeated games with discounting or with incomplete information. Econometrica 54, 533-554.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline, own_time
from sim.engine.matrix.bimatrix import BimatrixSolution, bimatrix_equilibria
from sim.engine.matrix.pick import actions_played, pick
from sim.engine.repeated.automaton_check import Machine, gain
from sim.engine.repeated.dilemma import Dilemma, SelfPlay, dilemma, standings
from sim.engine.repeated.feasible_payoffs import PayoffSet, payoff_set
from sim.engine.repeated.grim_trigger import Deal, deals, grim
from sim.engine.repeated.payoff_sets import repeated_sets
from sim.engine.repeated.risk_dominance import RiskDominance, risk_dominance
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer, Solution, floats
from sim.errors import CertificateError, ListCutError, TimeLimitError
from sim.exact.polygons import at_least
from sim.exact.rationals import ONE

if TYPE_CHECKING:
    from sim.engine.repeated.equilibrium_sets.endless_sets import EndlessSets
    from sim.engine.repeated.grim_trigger import Deal
    from sim.engine.selection import Rule
    from sim.engine.solution import Request
    from sim.exact.polygons import Polygon
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair, Strategies


SETS = 10.0
"""Most seconds that the sets of all equilibria may take; what is known of them by then is sound."""

BELOW = Fraction(999, 1000)
"""Share of a threshold at which it is checked that a little less patience is not enough."""


@dataclass(frozen=True)
class RepeatedSolution(Solution):
    """What is known about a game repeated without end.

    Parameters
    ----------
    stage : BimatrixSolution
        Equilibria of one round.
    payoffs : PayoffSet
        What can be paid at all, and how low each can be held.
    deals : tuple of Deal
        Every cell, by rows.
    gains : tuple of pairs of Fraction
        Per cell, what each player could gain at its own patience by one deviation after some history.
    dilemma : Dilemma or None
        Which actions cooperate and defect, if the game is a prisoner's dilemma.
    standings : tuple of SelfPlay
        How well-known strategies fare in it; empty if it is none.
    risk : RiskDominance or None
        Whether grim trigger is safe against doubt in it; None if it is none.
    limit : float
        Seconds that this process may compute for the sets of all equilibria.
    """

    game: RepeatedGame
    stage: BimatrixSolution
    payoffs: PayoffSet
    deals: tuple[Deal, ...]
    gains: tuple[Pair, ...]
    dilemma: Dilemma | None
    standings: tuple[SelfPlay, ...]
    risk: RiskDominance | None
    limit: float = SETS
    concept: str = "repeated"
    complete: bool = False

    @property
    def certified(self) -> bool:
        """Whether every stage equilibrium is known, so that the threats are the worst that there are."""
        return self.stage.complete

    @cached_property
    def sets(self) -> EndlessSets:
        """What all subgame-perfect equilibria with public lots pay, found when it is first asked for."""
        with own_time():
            return repeated_sets(self.game, [e.payoffs for e in self.stage.equilibria], Deadline(self.limit))

    @property
    def attained(self) -> Polygon:
        """Payoffs of equilibria in pure actions with public lots, and of those of a single round in every round."""
        return self.sets.inner[0]

    @property
    def bounds(self) -> Polygon:
        """Payoffs that hold all equilibria, which pay nobody less than its minmax."""
        polygon = self.sets.outer[0]
        for axis, low in enumerate(self.payoffs.minmax):
            polygon = at_least(polygon, axis, ONE * low)
        return polygon

    @property
    def held(self) -> tuple[Deal, ...]:
        """Cells that hold themselves at the players' own patience."""
        return tuple(deal for deal, more in zip(self.deals, self.gains, strict=True) if not any(more))

    def answer(self, rule: Rule) -> Answer:
        """The cell that the rule picks of those that hold themselves, else the stage equilibrium that it picks."""
        return _answer(self, [_cell(self.game, deal) for deal in self.held], SELECTED, rule)


@dataclass(frozen=True)
class FiniteSolution(Solution):
    """What is known about a game repeated a given number of times.

    Parameters
    ----------
    stage : BimatrixSolution
        Equilibria of one round; each, played in every round whatever happened, is subgame-perfect.
    """

    game: RepeatedGame
    stage: BimatrixSolution
    concept: str = "repeated"

    @property
    def unique(self) -> bool:
        """Whether one round has a single equilibrium, so that nothing else can be played in any round."""
        return self.stage.complete and len(self.stage.equilibria) == 1

    @property
    def rigid(self) -> bool:
        """Whether all equilibria of one round pay the same, so that each round is an equilibrium of one round."""
        return self.stage.complete and len({e.payoffs for e in self.stage.equilibria}) == 1

    @property
    def complete(self) -> bool:
        """Whether it is proven that there is no other subgame-perfect equilibrium."""
        return self.unique or (self.game.rounds == 1 and self.stage.complete)

    @property
    def others(self) -> bool:
        """Whether equilibria of a single round can follow each other in any order, which makes further ones."""
        return self.game.rounds != 1 and len(self.stage.equilibria) > 1

    @property
    def certified(self) -> bool:
        """Whether every equilibrium of one round is known; those listed are checked in any case."""
        return self.stage.complete

    def answer(self, rule: Rule) -> Answer:
        """The stage equilibrium that the rule picks."""
        return _answer(self, [], UNIQUE if self.unique else SELECTED, rule)


def _cell(game: RepeatedGame, deal: Deal) -> tuple[Pair, Strategies]:
    """A cell with its payoffs, as pure strategies."""
    one, two = (tuple(Fraction(int(k == a)) for k in range(n)) for a, n in zip(deal.cell, game.shape, strict=True))
    return deal.payoffs, (one, two)


def _answer(
    solution: RepeatedSolution | FiniteSolution, cells: list[tuple[Pair, Strategies]], kind: str, rule: Rule
) -> Answer:
    """What the rule picks of the equilibria of a round and of cells that hold themselves."""
    game, stage = solution.game, solution.stage
    if stage.cut is not None:
        raise ListCutError(stage.cut, stage.reason)
    found: list[tuple[Pair, Strategies]] = [(e.payoffs, e.strategies) for e in stage.equilibria]
    for payoffs, pure in cells:
        if pure not in [strategies for _, strategies in found]:
            found.append((payoffs, pure))
    payoffs, strategies = found[pick(game, found, rule)]
    mixed = any(max(side) < 1 for side in strategies)
    return Answer(floats(payoffs), actions_played(game, strategies), nan, MIXED if mixed else kind)


def solve(game: RepeatedGame, ask: Request) -> RepeatedSolution | FiniteSolution:
    """What holds itself, as it is asked for."""
    return solve_repeated(game, ask.time_limit)


def solve_repeated(game: RepeatedGame, time_limit: float | None = 60.0) -> RepeatedSolution | FiniteSolution:
    """Solve a repeated game.

    Parameters
    ----------
    time_limit : float or None
        Seconds for the enumeration of stage equilibria, for each minmax payoff, and for the check of all cells.

    Raises
    ------
    TimeLimitError
        If the time is up before there is anything to say.
    CertificateError
        If a threshold fails the check of the strategies behind it.
    """
    stage = bimatrix_equilibria(game.row, game.column, time_limit=time_limit, second_opinion=False)
    if not stage.equilibria:
        raise TimeLimitError("no equilibrium of a single round was found in the time allowed")
    if game.rounds is not None:
        return FiniteSolution(game, stage)
    payoffs = payoff_set(game, time_limit)
    found = deals(game, stage.equilibria, payoffs.minmax, game.punish)
    deadline = Deadline(time_limit)
    gains = []
    for deal in found:
        deadline.check()
        gains.append(_checked(game, deal, stage))
    named = dilemma(game)
    return RepeatedSolution(
        game,
        stage,
        payoffs,
        found,
        tuple(gains),
        named,
        standings(game, named) if named is not None else (),
        risk_dominance(game, named) if named is not None else None,
        SETS if deadline.left is None else min(SETS, deadline.left),
    )


def _checked(game: RepeatedGame, deal: Deal, stage: BimatrixSolution) -> Pair:
    """Gains at the players' own patience, after a check of the thresholds on the strategies themselves.

    A player is content with the strategies at its threshold, gains by leaving them a little below it, and at its own
    patience does as the threshold says.
    """
    machine = grim(game, deal, stage.equilibria)
    gains = tuple(gain(game, machine, k, game.patience[k]) for k in (0, 1))
    for k, need in enumerate(deal.critical):
        agree = (need is not None and game.patience[k] >= need) == (gains[k] == 0)
        if need is None:
            agree = agree and gain(game, machine, k, BELOW) > 0
        else:
            agree = agree and gain(game, machine, k, need) == 0
            agree = agree and (need == 0 or gain(game, machine, k, need * BELOW) > 0)
        if not agree:
            raise CertificateError("the patience that an outcome needs disagrees with the check of its strategies")
    return gains[0], gains[1]


def stage_gains(game: RepeatedGame, strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]) -> Pair:
    """What each could gain by one deviation if the same mixed actions are played in every round, whatever happened.

    Parameters
    ----------
    strategies : pair of tuple of Fraction
        The mixed actions.
    """
    machine = Machine((strategies,), lambda state, i, j: 0)
    one, two = (gain(game, machine, k, game.patience[k]) for k in (0, 1))
    return one, two
