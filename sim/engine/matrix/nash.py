"""The Nash equilibria of a matrix game, and what sets each apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.matrix.bimatrix import BimatrixSolution, bimatrix_equilibria
from sim.engine.matrix.pick import actions_played, pick
from sim.engine.matrix.refinements import Traits, traits
from sim.engine.solution import MIXED, SELECTED, UNIQUE, Answer, ListSolution, floats
from sim.errors import CertificateError, ListCutError

if TYPE_CHECKING:
    from sim.engine.matrix.bimatrix import Equilibrium
    from sim.engine.selection import Rule
    from sim.engine.solution import Listed, Request
    from sim.games.matrix.strategic_form import StrategicForm


@dataclass(frozen=True)
class NashSolution(ListSolution):
    """The Nash equilibria of a matrix game.

    Parameters
    ----------
    result : BimatrixSolution
        Its equilibria.
    traits : tuple of Traits
        What sets each equilibrium apart, in the order of the equilibria.
    """

    game: StrategicForm
    result: BimatrixSolution
    traits: tuple[Traits, ...]

    @property
    def concept(self) -> str:
        """Name of the solution concept."""
        return "nash"

    @property
    def complete(self) -> bool:
        """Whether the list is proven to hold every equilibrium."""
        return self.result.complete

    @property
    def listed(self) -> Listed:
        """The corners of sets of equilibria where the game is degenerate, else all."""
        return "extreme" if self.result.degenerate else "all"

    @property
    def checked(self) -> bool:
        """Whether no deviation pays in any equilibrium that is listed."""
        return bool(self.result.equilibria) and not any(any(e.regret) for e in self.result.equilibria)

    def better_for_both(self, equilibrium: Equilibrium) -> tuple[int, int] | None:
        """The cell of the highest sum among those in which both get more than in an equilibrium; None without one."""
        game, (one, two) = self.game, equilibrium.payoffs
        if self.result.large:
            return self.result.large.better_for_both(one, two)
        better = [
            (a + b, i, j)
            for i, (row, column) in enumerate(zip(game.row, game.column, strict=True))
            for j, (a, b) in enumerate(zip(row, column, strict=True))
            if a > one and b > two
        ]
        return max(better, key=lambda cell: cell[0])[1:] if better else None

    def answer(self, rule: Rule) -> Answer:
        """The equilibrium that the rule picks."""
        result, game = self.result, self.game
        if result.cut is not None:
            raise ListCutError(result.cut, result.reason)
        e = result.equilibria[pick(game, [(e.payoffs, e.strategies) for e in result.equilibria], rule)]
        kind = UNIQUE if len(result.equilibria) == 1 else SELECTED
        return Answer(floats(e.payoffs), actions_played(game, e.strategies), nan, kind if e.pure else MIXED)


def solve(game: StrategicForm, ask: Request) -> NashSolution:
    """Nash equilibria, as they are asked for."""
    return solve_matrix(game, ask.time_limit)


def solve_matrix(game: StrategicForm, time_limit: float | None = 60.0) -> NashSolution:
    """All Nash equilibria of a game in strategic form.

    Parameters
    ----------
    time_limit : float or None
        Seconds after which the enumeration is given up and what was found is returned as incomplete.
    """
    deadline = Deadline(time_limit)
    result = bimatrix_equilibria(game.row, game.column, time_limit=time_limit, second_opinion=True)
    found = [e.strategies for e in result.equilibria]
    if result.large:
        from sim.engine.matrix.large.traits import large_traits  # loads numpy, which smaller games go without

        told = large_traits(result.large, found)
    else:
        told = traits(game.row, game.column, found, deadline.for_telling())
    indices = [t.index for t in told if t.index is not None]
    if result.complete and len(indices) == len(told) and sum(indices) != 1:
        raise CertificateError("the indices of all equilibria of a nondegenerate game do not sum to 1 (Shapley 1974)")
    return NashSolution(game, result, told)


def best_nash_payoffs(game: StrategicForm, time_limit: float | None) -> tuple[float, float] | None:
    """Payoffs of the Nash equilibrium of highest welfare; None if not all were found in time."""
    found = bimatrix_equilibria(game.row, game.column, time_limit=time_limit)
    if not found.complete:
        return None
    best = max((e.payoffs for e in found.equilibria), key=sum)
    return float(best[0]), float(best[1])
