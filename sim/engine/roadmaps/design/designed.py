"""What is found of the best roadmap: its pieces, how it is judged, and how sure it is that there is no better one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.roadmaps.design.aims import By
    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.games.roadmaps.ladders import Ladders


@dataclass(frozen=True)
class Piece:
    """A piece of a step that is taken in a round.

    Parameters
    ----------
    player, step : int
        Whose, and its number on the ladder of the file.
    share : Fraction
        Of the step.
    total : Fraction
        Of the step, once it stands.
    """

    player: int
    step: int
    share: Fraction
    total: Fraction


@dataclass(frozen=True)
class Designed:
    """The best roadmap that was found.

    Parameters
    ----------
    ladders : Ladders
        With whole steps, those that either side may take on the ladder of the side that takes them.
    by : str
        What it is best at: ``patience``, ``margin`` or ``sum``.
    parts : int
        Pieces, most, of a divisible step.
    keep : bool
        Whether steps had to find their prerequisites standing.
    pieces : tuple of tuple of Piece
        What is taken in each round; empty if no roadmap was found.
    cut : Ladders or None
        The ladders of the pieces.
    judged : JudgedRoadmap or None
        The roadmap, judged.
    margin : Fraction or None
        How far off every payoff may be with nobody preferring to leave; None if somebody does, there is no end, or
        players wait for each other.
    confirmed : bool
        Whether what is said of the roadmap has been checked by code that did not find it.
    bound : float or None
        No roadmap is better than that: needs less patience, allows larger errors or has a higher sum.
    proven : bool
        Whether that has been proven for all orders and shares.
    late : bool
        Whether the time was up before all orders had been looked at.
    cuttings, refused, programmes : int
        Ways to cut the steps, over all assignments; groups of orders that are proven to have nothing
        better; linear programmes.
    assignments : int
        Ways to give the steps that either side may take to one of both or, in pieces, to both, and a place on the
        ladder.
    """

    ladders: Ladders
    by: By
    parts: int
    keep: bool
    pieces: tuple[tuple[Piece, ...], ...]
    cut: Ladders | None
    judged: JudgedRoadmap | None
    margin: Fraction | None
    confirmed: bool
    bound: float | None
    proven: bool
    late: bool
    cuttings: int
    refused: int
    programmes: int
    assignments: int = 1

    @property
    def certified(self) -> bool:
        """Whether all that is claimed has been checked and proven."""
        return self.confirmed and self.proven

    @property
    def total(self) -> Fraction | None:
        """What it pays both together, at their own patience."""
        return None if self.judged is None else sum((s.payoff for s in self.judged.stands), Fraction(0))
