"""What every solution can say of itself, whatever else it holds, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sim.errors import UnansweredError

if TYPE_CHECKING:
    from sim.engine.aims import Aim
    from sim.engine.selection import Rule
    from sim.types import Pair


@dataclass(frozen=True)
class Request:
    """How a game is to be solved.

    Parameters
    ----------
    rule : Rule
        Which equilibrium is played where a stage game or subgame has several.
    time_limit : float or None
        Seconds after which an enumeration is given up.
    every : bool
        Find all subgame-perfect equilibria, not only the one that the rule selects.
    seed : int
        What is drawn by chance where a solver draws.
    leader : int or None
        Who can commit to a strategy; solvers of ``stackelberg`` need it, others do not look at it.
    precision : float or None
        How surely the better action is taken, per unit of payoff; None for a range of precisions.
    aim : Aim or None
        Which equilibrium of the whole game is told, in place of what the rule selects stage game by stage game.
    """

    rule: Rule
    time_limit: float | None = 60.0
    every: bool = False
    seed: int = 0
    leader: int | None = None
    precision: float | None = None
    aim: Aim | None = None

    @property
    def precisions(self) -> tuple[float, ...] | None:
        """The precision asked for as the only one; None for a range of them."""
        return None if self.precision is None else (self.precision,)


UNIQUE, SELECTED, MIXED, ANNOUNCED = "unique", "selected", "mixed", "announced"
"""What an answer is among the equilibria of its game: the only one; one that a rule selected; one in which somebody
mixes; one that somebody announced."""

ALL_STATES = "all"
"""In the place of these: the answer names all states in which a conflict can rest."""


@dataclass(frozen=True)
class Answer:
    """The one answer that a study keeps of a solution.

    Parameters
    ----------
    payoffs : tuple of float
        What it pays both players; NaN in conflicts over options, which pay nothing.
    ending : str
        How it ends in a few words: see `sim.engine.concessions.courses.ending_names`; the actions of a matrix game, or
        along the likeliest way through a tree.
    rounds : float
        In which round the agreement is first complete, counted from 1; NaN where it never is.
    equilibrium : str
        What it is among the equilibria: `UNIQUE`, `SELECTED`, `MIXED`, `ANNOUNCED` or `ALL_STATES`, or its class.
    lacking : bool
        Whether some may lack of the equilibria that it was picked from.
    """

    payoffs: tuple[float, float]
    ending: str
    rounds: float
    equilibrium: str
    lacking: bool = False


def floats(pair: Pair) -> tuple[float, float]:
    """Payoffs of both players as floats."""
    return float(pair[0]), float(pair[1])


Listed = Literal["all", "extreme", "outcomes"]
"""What a list has: all equilibria; those that are no mixture of others; one for each way of play."""


class Solution:
    """A solution of a game; all classes of solutions derive from it."""

    if TYPE_CHECKING:  # subclasses have these as fields or as properties

        @property
        def concept(self) -> str:
            """Name of the solution concept, as in `sim.concepts`."""

        @property
        def complete(self) -> bool:
            """Whether it is proven that nothing else solves the game."""

        @property
        def certified(self) -> bool:
            """Whether all that was asked for is there, and all that is claimed has been checked."""

    @property
    def checked(self) -> bool:
        """Whether all that is told has been checked, be it all that was asked for or not."""
        return self.certified

    @property
    def listed(self) -> Listed:
        """What a complete list is a list of."""
        return "all"

    @property
    def others(self) -> bool:
        """Whether it is known that other equilibria than those listed solve the game."""
        return False

    @property
    def lacking(self) -> bool:
        """Whether some may lack of the equilibria that were asked for, or that a rule was to pick from."""
        return False

    def insist(self) -> None:
        """Do nothing if there is something to tell, be it certain or not.

        Raises
        ------
        NoEquilibriumFoundError
            If the search for an equilibrium ended without one, and what is known is known of all of them.
        """

    def answer(self, rule: Rule) -> Answer:
        """The one answer that a study keeps of it.

        Parameters
        ----------
        rule : Rule
            Which equilibrium counts where there are several.

        Raises
        ------
        UnansweredError
            If it lists no equilibrium for certain, or studies do not keep its concept.
        """
        del rule
        raise UnansweredError(f"studies do not keep solutions of the concept {self.concept}")


class ListSolution(Solution):
    """A solution of a concept of which all equilibria are asked for.

    A list that may lack some is no certificate, whatever cut it short: time, memory, the size of the game or a question
    that stayed open. Where one equilibrium is asked for, it is no list.
    """

    if TYPE_CHECKING:

        @property
        def checked(self) -> bool:
            """Whether in everything that is listed no deviation pays."""

    @property
    def lists(self) -> bool:
        """Whether all equilibria were asked for."""
        return True

    @property
    def lacking(self) -> bool:
        """Whether some may lack of the equilibria that were asked for, or that a rule was to pick from."""
        return self.lists and not self.complete

    @property
    def certified(self) -> bool:
        """Whether all that is listed has been checked, and it is proven to be all where all were asked for."""
        return self.checked and (self.complete or not self.lists)


class Solver(Protocol):
    """What a file of the engine that a row of `sim.concepts` names has."""

    def solve(self, game: Any, ask: Request) -> Solution:
        """Solve a compiled game."""
