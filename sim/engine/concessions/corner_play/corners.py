"""The corners of the sets of all subgame-perfect equilibria of a game, each with the equilibrium that attains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.deadline import Deadline
from sim.engine.aims import Aim, in_order
from sim.engine.concessions.corner_play.plan import Planner
from sim.engine.concessions.corner_play.solution import told
from sim.engine.concessions.equilibrium_sets.agreement import (
    Agreement,
    every_subgame_perfect,
    refuse_faults,
    verdict_from_inside,
)
from sim.engine.concessions.equilibrium_sets.ending_certificate import faults_of_endings
from sim.engine.concessions.equilibrium_sets.endings import inner_endings, outer_endings
from sim.engine.concessions.equilibrium_sets.inner import InnerSets, inner_sets
from sim.engine.concessions.equilibrium_sets.outer import OuterSets
from sim.engine.solution import Solution
from sim.errors import AskError, TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.concessions.corner_play.solution import CornerSolution
    from sim.engine.concessions.equilibrium_sets.endings import EndingSets
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

Group = Literal["all", "with_deal", "without_deal"]
"""Whose corners they are: of all equilibria, of those that end with the agreement complete, of those that do not."""

OUTSIDE = 0.5
"""Share of the time for the set that holds all equilibria; the rest is for the corners, which are known without it."""

FROM_INSIDE = 0.2
"""Share of what is then left for what the set from inside says by itself."""


@dataclass(frozen=True)
class AttainedCorner:
    """A corner with the equilibrium that attains it.

    Parameters
    ----------
    number : int
        Its number in the list, from 1.
    group : str
        Whose corner it is.
    solution : CornerSolution
        The equilibrium.
    """

    number: int
    group: Group
    solution: CornerSolution


@dataclass(frozen=True)
class CornersSolution(Solution):
    """The set of all subgame-perfect payoffs of a game by its corners.

    Parameters
    ----------
    corners : tuple of AttainedCorner
        The corners of all equilibria, and of those with and without a deal where these are others.
    inner : InnerSets
        The set of all equilibria from inside.
    outer : OuterSets or None
        The set that holds all of them; None, as the bounds below, where it was not found in time.
    with_deal, without_deal : EndingSets
        From inside, those that end with the agreement complete, and those that do not.
    with_deal_bounds, without_deal_bounds : EndingSets or None
        From outside: what a mediator could bring about who is held to such courses.
    agreement : Agreement
        What all equilibria agree on.
    """

    game: StochasticGame
    corners: tuple[AttainedCorner, ...]
    inner: InnerSets
    outer: OuterSets | None
    with_deal: EndingSets
    without_deal: EndingSets
    with_deal_bounds: EndingSets | None
    without_deal_bounds: EndingSets | None
    agreement: Agreement
    certified: bool = True
    concept: str = "subgame-perfect"

    @property
    def complete(self) -> bool:
        """Whether it is proven that no equilibrium pays anything outside the corners' hull."""
        return self.outer is not None and self.inner.payoffs == self.outer.payoffs

    def of(self, group: Group) -> list[AttainedCorner]:
        """The corners of some equilibria."""
        return [corner for corner in self.corners if corner.group == group]


def solve_corners(game: StochasticGame, time_limit: float | None = 60.0) -> CornersSolution:
    """The set of all subgame-perfect payoffs of a concession game with a last round, corner by corner.

    Parameters
    ----------
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set or an equilibrium fails its check, which would be an error of ours.
    """
    deadline = Deadline(time_limit)
    inner = inner_sets(game, deadline)
    outer, agreement = _from_outside(inner, deadline)
    with_deal, without_deal = _endings(inner, deadline)
    corners = []
    for number, (group, planner, corner) in enumerate(_listed(inner, with_deal, without_deal), 1):
        plan = planner.plan(corner, deadline)
        solution = told(game, Aim("corner", number=number), plan, agreement, deadline)
        corners.append(AttainedCorner(number, group, solution))
    with_bounds, without_bounds = (_bounds(outer, deadline, complete=complete) for complete in (True, False))
    return CornersSolution(
        game, tuple(corners), inner, outer, with_deal, without_deal, with_bounds, without_bounds, agreement
    )


def _from_outside(inner: InnerSets, deadline: Deadline) -> tuple[OuterSets | None, Agreement]:
    """The set that holds all equilibria, and what these agree on, in a share of the time; None if that is up."""
    try:
        sets = every_subgame_perfect(inner.game, deadline.share(OUTSIDE), inner)
    except TimeLimitError:
        known = verdict_from_inside(inner, deadline.share(FROM_INSIDE))
        return None, Agreement(inner.game, deadline.seconds, inner, known)
    assert isinstance(sets.outer, OuterSets)
    return sets.outer, Agreement(inner.game, deadline.seconds, found=sets)


def _bounds(sets: OuterSets | None, deadline: Deadline, *, complete: bool) -> EndingSets | None:
    """What a mediator could bring about who is held to courses that end one way, checked; None if the time is up."""
    if sets is None:
        return None
    try:
        found = outer_endings(sets, deadline, complete=complete)
        refuse_faults(faults_of_endings(sets, found, deadline))
    except TimeLimitError:
        return None
    return found


def numbered(sets: InnerSets, number: int, deadline: Deadline) -> tuple[Planner, Pair]:
    """A corner by its number in the list, with what makes the plan for it.

    Raises
    ------
    AskError
        If the list is not so long.
    """
    listed = list(_listed(sets, *_endings(sets, deadline)))
    if number > len(listed):
        many = "is one corner" if len(listed) == 1 else f"are {len(listed)} corners"
        raise AskError("show", f"there {many}, as --all lists them, and no number {number}")
    _, planner, corner = listed[number - 1]
    return planner, corner


def _endings(sets: InnerSets, deadline: Deadline) -> tuple[EndingSets, EndingSets]:
    return inner_endings(sets, deadline, complete=True), inner_endings(sets, deadline, complete=False)


def _listed(sets: InnerSets, with_deal: EndingSets, without_deal: EndingSets) -> Iterator[tuple[Group, Planner, Pair]]:
    """All corners in the order of the list."""
    groups: list[tuple[Group, EndingSets | None]] = [
        ("all", None),
        ("with_deal", with_deal),
        ("without_deal", without_deal),
    ]
    for group, along in groups:
        if along is None or along.payoffs != sets.payoffs:
            planner = Planner(sets, along)
            for corner in in_order((along or sets).payoffs, sets.game.players):
                yield group, planner, corner
