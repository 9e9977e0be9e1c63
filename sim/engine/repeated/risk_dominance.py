"""Whether cooperation in a repeated prisoner's dilemma is safe against doubt: risk dominance of grim trigger.

That grim trigger is an equilibrium says that cooperation can hold, not that it will. Who doubts whether the other side
plays grim trigger or always defects looks at the two of them as a game of two actions. Grim trigger is best against
equal odds of both from a patience of (T + P - S - R) / (T - S) on, which is more than it needs as an equilibrium.

References
----------
Blonski, M., Ockenfels, P. and Spagnolo, G. (2011): Equilibrium selection in the repeated prisoner's dilemma. American
Economic Journal: Microeconomics 3, 164-192. Dal Bó, P. and Fréchette, G. R. (2011): The evolution of cooperation in
infinitely repeated games. American Economic Review 101, 411-429. Harsanyi, J. C. and Selten, R. (1988): A General
Theory of Equilibrium Selection in Games. MIT Press.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.repeated.dilemma import Dilemma
    from sim.games.repeated.repeated_game import RepeatedGame
    from sim.types import Pair


@dataclass(frozen=True)
class RiskDominance:
    """Grim trigger against always defecting.

    Parameters
    ----------
    patience : pair of Fraction
        Per player the patience from which on grim trigger is best against equal odds.
    least_trust : pair of (Fraction or None)
        Per player, at its own patience, the least chance of the other's grim trigger at which it is best to play it
        too; None where it never is.
    dominant : bool
        Whether (grim, grim) risk-dominates (defect, defect) at the players' own patience (Harsanyi and Selten 1988):
        the product of what both lose by leaving it alone is no smaller.
    """

    patience: Pair
    least_trust: tuple[Fraction | None, Fraction | None]
    dominant: bool


def risk_dominance(game: RepeatedGame, found: Dilemma) -> RiskDominance:
    """Grim trigger against always defecting in a prisoner's dilemma.

    Parameters
    ----------
    found : Dilemma
        Its actions and payoffs.
    """
    sides = list(zip(found.temptation, found.reward, found.punishment, found.sucker, game.patience, strict=True))
    patience = [(t + p - s - r) / (t - s) for t, r, p, s, _ in sides]
    kept = [r - (1 - d) * t - d * p for t, r, p, _, d in sides]
    alone = [(1 - d) * (p - s) for _, _, p, s, d in sides]
    trust = [lost / (lost + won) if won >= 0 else None for won, lost in zip(kept, alone, strict=True)]
    dominant = min(kept) >= 0 and kept[0] * kept[1] >= alone[0] * alone[1]
    return RiskDominance((patience[0], patience[1]), (trust[0], trust[1]), dominant)
