"""All subgame-perfect equilibria of a concession game, with a last round or without, as sets; what they agree on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sim.deadline import Deadline, own_time
from sim.engine.concessions.equilibrium_sets.certificate import faults_of_bounds, faults_of_corners
from sim.engine.concessions.equilibrium_sets.chance_of_deal.chance_range import chance_range
from sim.engine.concessions.equilibrium_sets.corners import Corners
from sim.engine.concessions.equilibrium_sets.endless import EndlessGame
from sim.engine.concessions.equilibrium_sets.endless_verdict import endless_verdict
from sim.engine.concessions.equilibrium_sets.inner import InnerSets, inner_sets
from sim.engine.concessions.equilibrium_sets.later_rounds import LaterRounds
from sim.engine.concessions.equilibrium_sets.loose_outer import LooseOuter
from sim.engine.concessions.equilibrium_sets.outer import OuterSets, outer_sets
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.verdict import Verdict, unfinished_verdict, verdict
from sim.engine.repeated.equilibrium_sets.certificate import faults_of_inner, faults_of_outer
from sim.engine.repeated.equilibrium_sets.endless_sets import EndlessSets, endless_sets
from sim.errors import CertificateError, TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.concessions.stochastic_game import StochasticGame

SHARE = 0.25
"""Share of a time limit that a verdict beside a solution may take."""

RESERVE = 0.25
"""Share of that time that is kept back for what the sets from inside say by themselves."""

ROUNDS_TOLD = 8
"""Rounds of a game without a last one of which it is told what can be done by when."""

NARROWING = 0.5
"""Share of the time for the sets of a game without a last round; the rest is for checks and for its first rounds."""

FIRST_ROUNDS = 10.0
"""Most seconds in which the first rounds of a game without a last one are worked out backwards from outside."""


@dataclass(frozen=True)
class EverySubgamePerfect:
    """Sets that hold all subgame-perfect equilibria of a game, and what these agree on.

    Parameters
    ----------
    inner : InnerSets
        Payoffs of equilibria in pure actions with public lots; without a last round those of the first rounds.
    outer : OuterSets or LooseOuter
        Payoffs that a mediator could bring about, which hold all equilibria; of the first rounds likewise.
    corners : Corners
        How each corner of the inner sets is attained; without a last round up to what follows the first rounds.
    verdict : Verdict
        What all equilibria agree on.
    endless : EndlessSets or None
        What follows the first rounds where there is no last one; None where there is.
    """

    inner: InnerSets
    outer: OuterSets | LooseOuter
    corners: Corners
    verdict: Verdict
    endless: EndlessSets | None = None


def every_subgame_perfect(
    game: StochasticGame, deadline: Deadline, inner: InnerSets | None = None
) -> EverySubgamePerfect:
    """Find and check the sets of all subgame-perfect equilibria.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round or without.
    deadline : Deadline
        When to give up; without a last round, half-way there, when to be content with sets that are farther apart.
    inner : InnerSets, optional
        The sets from inside, if they are known.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    if game.horizon is None:
        return _without_a_last_round(EndlessGame(game), deadline)
    inner, outer = certified_sets(game, deadline, inner)
    found = verdict(inner, reach(inner, deadline), outer, reach(outer, deadline))
    corners = Corners(inner)
    return EverySubgamePerfect(inner, outer, corners, with_chance(corners, found, deadline))


def with_chance(corners: Corners, found: Verdict, deadline: Deadline) -> Verdict:
    """A verdict with the range of the chance of a deal as narrow as it is soon found out.

    Raises
    ------
    CertificateError
        If an equilibrium that has a chance does not pass its check, which would be an error of ours.
    """
    if found.chance is None:
        return found
    chance = chance_range(corners, found.chance, deadline)
    refuse_faults(chance.faults)
    return replace(found, chance=chance.bounds, attained=chance.attained)


def certified_sets(
    game: StochasticGame, deadline: Deadline, inner: InnerSets | None = None
) -> tuple[InnerSets, OuterSets]:
    """The sets of all subgame-perfect equilibria from inside and from outside, checked.

    Parameters
    ----------
    inner : InnerSets, optional
        The sets from inside, if they are known.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    inner = inner or inner_sets(game, deadline)
    outer = outer_sets(game, deadline)
    refuse_faults([*faults_of_corners(Corners(inner), deadline), *faults_of_bounds(outer, deadline)])
    return inner, outer


def certified_endless(endless: EndlessGame, deadline: Deadline) -> EndlessSets:
    """The sets of all subgame-perfect equilibria of a game without a last round, as near as the time allows, checked.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    sets = endless_sets(endless.graph, deadline.share(NARROWING))
    refuse_faults([*faults_of_inner(endless.graph, sets.inner, deadline), *faults_of_outer(sets, deadline)])
    return sets


def _without_a_last_round(endless: EndlessGame, deadline: Deadline) -> EverySubgamePerfect:
    sets = certified_endless(endless, deadline)
    rounds = endless.first_rounds(ROUNDS_TOLD)
    inner = inner_sets(rounds, deadline, endless.after(ROUNDS_TOLD, sets.inner))
    corners = Corners(inner)
    refuse_faults(faults_of_corners(corners, deadline))
    outer = _first_rounds_from_outside(endless, sets, deadline)
    return EverySubgamePerfect(inner, outer, corners, endless_verdict(endless, sets, inner, outer, deadline), sets)


def _first_rounds_from_outside(endless: EndlessGame, sets: EndlessSets, deadline: Deadline) -> OuterSets | LooseOuter:
    """The first rounds worked out backwards or, where that takes long, by the sets of all rounds alone."""
    left = FIRST_ROUNDS if deadline.left is None else min(FIRST_ROUNDS, deadline.left / 3)
    first = Deadline(left)
    try:
        outer = outer_sets(endless.first_rounds(ROUNDS_TOLD), first, endless.after(ROUNDS_TOLD, sets.outer))
        refuse_faults(faults_of_bounds(outer, first))
        reach(outer, first)
    except TimeLimitError:
        return LooseOuter(endless, ROUNDS_TOLD, LaterRounds(endless, sets.outer, deadline))
    return outer


def refuse_faults(faults: Sequence[str]) -> None:
    """Refuse sets that do not pass their check.

    Raises
    ------
    CertificateError
        If there are faults.
    """
    if faults:
        raise CertificateError(f"a set of equilibria does not pass its check: {', '.join(faults[:3])}")


def verdict_from_inside(inner: InnerSets, deadline: Deadline) -> Verdict:
    """What the sets from inside say by themselves, checked; all is open where the time for that is up too."""
    try:
        refuse_faults(faults_of_corners(Corners(inner), deadline))
        return unfinished_verdict(inner.game, reach(inner, deadline))
    except TimeLimitError:
        return unfinished_verdict(inner.game)


class Agreement:
    """What all subgame-perfect equilibria of a game agree on, found when it is first asked for and within a time.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round or without.
    limit : float or None
        Seconds that this process may compute for it; None for no limit.
    inner : InnerSets, optional
        The sets from inside, if they are known.
    found : EverySubgamePerfect or Verdict, optional
        All sets, if they are; or what is known where the time for them was up.
    """

    def __init__(
        self,
        game: StochasticGame,
        limit: float | None,
        inner: InnerSets | None = None,
        found: EverySubgamePerfect | Verdict | None = None,
    ) -> None:
        self.game, self.limit = game, limit
        self._inner, self._known = found.inner if isinstance(found, EverySubgamePerfect) else inner, found

    @property
    def verdict(self) -> Verdict:
        """What they agree on; open where the time was not enough."""
        return self._found if isinstance(self._found, Verdict) else self._found.verdict

    @property
    def sets(self) -> EverySubgamePerfect | None:
        """The sets; None where the time was not enough."""
        return None if isinstance(self._found, Verdict) else self._found

    @property
    def alone(self) -> bool:
        """Whether it is proven that all equilibria have the same course and payoffs.

        That they have not is known from the sets from inside alone, which are soon found.
        """
        return self.inner is not None and len(self.inner.payoffs) == 1 and self.verdict.unique

    @cached_property
    def inner(self) -> InnerSets | None:
        """The sets from inside; None where the time was not enough."""
        if self._inner is not None:
            return self._inner
        if self.game.horizon is None:
            return self.sets.inner if self.sets else None
        try:
            with own_time():
                return inner_sets(self.game, Deadline(self.limit))
        except TimeLimitError:
            return None

    @cached_property
    def _found(self) -> EverySubgamePerfect | Verdict:
        if self._known is not None:
            return self._known
        if self.game.horizon is None:
            return self._endless()
        inner = self.inner
        if inner is None:
            return unfinished_verdict(self.game)
        with own_time():
            deadline = Deadline(self.limit)
            try:
                return every_subgame_perfect(self.game, deadline.share(1 - RESERVE), inner)
            except TimeLimitError:
                return verdict_from_inside(inner, deadline)

    def _endless(self) -> EverySubgamePerfect | Verdict:
        with own_time():
            try:
                return every_subgame_perfect(self.game, Deadline(self.limit))
            except TimeLimitError:
                return unfinished_verdict(EndlessGame(self.game).first_rounds(ROUNDS_TOLD))
