"""What people did in repeated prisoner's dilemmas: counts from one experiment, to set beside what theory says.

Later matches of the six treatments of Dal Bó and Fréchette (2011). Players earn 50 by defecting alone, 25 if both
defect, 12 by cooperating alone; what both earn by cooperating, and the chance of a further round, differ.

References
----------
Dal Bó, P. and Fréchette, G. R. (2011): The evolution of cooperation in infinitely repeated games. American Economic
Review 101, 411-429. Counts made from `data.DF2011` of the R package stratEst (CC BY 4.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.repeated.dilemma import Dilemma
    from sim.games.repeated.repeated_game import RepeatedGame

TEMPTATION, PUNISHMENT, SUCKER = 50, 25, 12


@dataclass(frozen=True)
class Treatment:
    """One treatment of the experiment.

    Parameters
    ----------
    continuation : Fraction
        Chance of a further round, which is patience.
    reward : int
        What both earn by cooperating.
    subjects : int
        People who took part.
    choices, cooperate : int
        Choices in first rounds, and how many of them were to cooperate.
    """

    continuation: Fraction
    reward: int
    subjects: int
    choices: int
    cooperate: int

    @property
    def critical(self) -> Fraction:
        """The patience from which on grim trigger is an equilibrium."""
        return Fraction(TEMPTATION - self.reward, TEMPTATION - PUNISHMENT)

    @property
    def safe(self) -> Fraction:
        """The patience from which on it is best against equal odds of itself and of always defecting."""
        return Fraction(TEMPTATION + PUNISHMENT - SUCKER - self.reward, TEMPTATION - SUCKER)

    @property
    def share(self) -> Fraction:
        """Share of first choices that were to cooperate."""
        return Fraction(self.cooperate, self.choices)


TREATMENTS = (
    Treatment(Fraction(1, 2), 32, 44, 364, 22),
    Treatment(Fraction(1, 2), 40, 50, 612, 134),
    Treatment(Fraction(1, 2), 48, 46, 658, 302),
    Treatment(Fraction(3, 4), 32, 44, 330, 94),
    Treatment(Fraction(3, 4), 40, 38, 264, 174),
    Treatment(Fraction(3, 4), 48, 44, 376, 367),
)


def of_that_sort(game: RepeatedGame, found: Dilemma) -> bool:
    """Whether a prisoner's dilemma is of the sort that was played: both players alike, and turns pay less than peace.

    Parameters
    ----------
    found : Dilemma
        Its payoffs.
    """
    sides = zip(found.temptation, found.reward, found.punishment, found.sucker, strict=True)
    one, two = ([(v - p) / (r - p) for v in (t, s)] for t, r, p, s in sides)
    return one == two and game.patience[0] == game.patience[1] and not found.turns_pay
