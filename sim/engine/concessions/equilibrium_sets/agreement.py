"""All subgame-perfect equilibria of a concession game with a last round, as sets, with what they agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.certificate import faults_of_bounds, faults_of_corners
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.inner import InnerSets, inner_sets
from sim.engine.concessions.equilibrium_sets.outer import OuterSets, outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import Verdict, verdict
from sim.errors import CertificateError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class EverySubgamePerfect:
    """Sets that hold all subgame-perfect equilibria of a game, and what these agree on.

    Parameters
    ----------
    inner : InnerSets
        Payoffs of equilibria in pure actions with public lots.
    outer : OuterSets
        Payoffs that a mediator could bring about, which hold all equilibria.
    corners : Corners
        How each corner of the inner sets is attained.
    verdict : Verdict
        What all equilibria agree on.
    """

    inner: InnerSets
    outer: OuterSets
    corners: Corners
    verdict: Verdict


def every_subgame_perfect(game: StochasticGame, deadline: Deadline) -> EverySubgamePerfect:
    """Find and check the sets of all subgame-perfect equilibria.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    deadline : Deadline
        When to give up.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    inner, outer = certified_sets(game, deadline)
    found = verdict(inner, reach(inner, deadline), outer, reach(outer, deadline))
    return EverySubgamePerfect(inner, outer, Corners(inner), found)


def certified_sets(game: StochasticGame, deadline: Deadline) -> tuple[InnerSets, OuterSets]:
    """The sets of all subgame-perfect equilibria from inside and from outside, checked.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    inner, outer = inner_sets(game, deadline), outer_sets(game, deadline)
    faults = [*faults_of_corners(Corners(inner)), *faults_of_bounds(outer)]
    if faults:
        raise CertificateError(f"a set of equilibria does not pass its check: {', '.join(faults[:3])}")
    return inner, outer
