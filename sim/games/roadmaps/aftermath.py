"""What the rounds pay after the one in which a roadmap is left, where talks that stall may break down.

Nothing moves after a departure, so that the same state stands for ever unless chance ends the talks. With patience d
and hazard h a round that pays s, after which talks break down with chance h and pay b from then on, is worth, as an
average over all rounds if all later ones are like it,

    V = (1 - d) s + d (h b + (1 - h) V),   which is   s + a (b - s)   with   a = d h / (1 - d (1 - h)).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.polynomials import at, plus, times

if TYPE_CHECKING:
    from sim.exact.polynomials import Polynomial
    from sim.games.roadmaps.ladders import Ladders, Place

ZERO, ONE = Fraction(0), Fraction(1)
BOTH = True, True


@dataclass(frozen=True)
class Later:
    """What all rounds after one are worth to a player: ``stays + a (prompt + d late)``, with the `a` of the module.

    Parameters
    ----------
    stays : Fraction
        What they are worth without chance ending the talks later on.
    prompt : Fraction
        What is gained once it does, where that may be after the first of these rounds.
    late : Fraction
        The same where it may be after the second of them at the earliest.
    """

    stays: Fraction
    prompt: Fraction = ZERO
    late: Fraction = ZERO

    def over(self, hazard: Fraction) -> Polynomial:
        """Their worth times `survives`, as a polynomial in patience."""
        alone = times((self.stays,), survives(hazard))
        return plus(alone, (ZERO, hazard * self.prompt, hazard * self.late)) if hazard else alone

    def at(self, patience: Fraction, hazard: Fraction) -> Fraction:
        """Their worth at a patience."""
        return at(self.over(hazard), patience) / at(survives(hazard), patience)


def survives(hazard: Fraction) -> Polynomial:
    """What `Later.over` is the worth times: 1 - d (1 - h); 1 where there is no hazard."""
    return (ONE, hazard - 1) if hazard else (ONE,)


def stalls_for_ever(ladders: Ladders, place: Place, player: int) -> Later:
    """All rounds after the last step of a roadmap: without hazard where the agreement stands or talks may rest."""
    stays = ladders.worth(place)[player]
    if not ladders.hazard or ladders.calm(place):
        return Later(stays)
    return Later(stays, ladders.broken(place)[player] - stays)


def punished(
    ladders: Ladders,
    place: Place,
    player: int,
    undone: tuple[bool, bool] = (False, False),
    fake: tuple[int, int] | None = None,
) -> Later:
    """All rounds after somebody has left a roadmap, if the talks have survived the round in which that was.

    Parameters
    ----------
    place : pair of int
        Number of steps that each player has taken.
    player : int
        To whom they are worth it.
    undone : pair of bool
        Whose reversible steps whoever left has undone.
    fake : pair of int, optional
        Player and number of a step that was found to be a fake.
    """
    if ladders.punishment == "breakdown":
        return Later(ladders.broken(place, undone, fake)[player])
    stays = ladders.lasting(place, BOTH, fake)[player]
    if not ladders.hazard or ladders.calm(place, BOTH, fake):
        return Later(stays)
    gap = ladders.broken(place, BOTH, fake)[player] - stays
    taken_back = any((p, k) != fake for p in (0, 1) if not undone[p] for k in ladders.undoable(p, place[p]))
    # The round in which steps are taken back is one in which something moves.
    moves = ladders.stalls == "without_change" and taken_back
    return Later(stays, late=gap) if moves else Later(stays, gap)


def departed(ladders: Ladders, place: Place, player: int, undone: tuple[bool, bool], steps: bool) -> Later:
    """All rounds after the one in which somebody leaves a roadmap.

    Parameters
    ----------
    place : pair of int
        Number of steps that each player has taken once that round is over.
    player : int
        To whom they are worth it.
    undone : pair of bool
        Whose reversible steps whoever leaves undoes.
    steps : bool
        Whether the other player takes a step in that round.
    """
    later = punished(ladders, place, player, undone)
    moves = steps or (ladders.stalls == "without_change" and any(undone))
    if not ladders.hazard or moves or ladders.calm(place, undone):
        return later
    broken, goes_on = ladders.broken(place, undone)[player], 1 - ladders.hazard
    return Later(ladders.hazard * broken + goes_on * later.stays, goes_on * later.prompt, goes_on * later.late)
