"""What of a verdict survives slips: the same words where an action that is meant may fail, for chances that fall.

Words under slips are about what comes of the talks as long as no action fails. Those at chances that are asked for come
from the sets at each; of chances below them only the word for a deal is known, where it is proven for all that are
small enough (`slip_limit`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.deadline import Deadline, own_time
from sim.engine.concessions.equilibrium_sets.agreement import every_subgame_perfect
from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.slip_certificate import faults_of_slips
from sim.engine.concessions.equilibrium_sets.slip_limit.certificate import faults_of_limit
from sim.engine.concessions.equilibrium_sets.slip_limit.search import slip_limit
from sim.engine.concessions.equilibrium_sets.slips import inside, outside
from sim.engine.concessions.equilibrium_sets.verdict import OPEN, payoff_ranges, verdict
from sim.errors import CertificateError, TimeLimitError
from sim.exact.rationals import fraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.equilibrium_sets.agreement import Agreement
    from sim.engine.concessions.equilibrium_sets.slip_limit.search import SlipLimit
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.games.concessions.stochastic_game import StochasticGame
    from sim.types import Pair

FALLING = (1, 10, 100)
"""By what the first chance is divided, one after the other."""


RARE = Fraction(1, 100)
"""The chance of a slip that is looked at beside every verdict."""

PART = 1 / 15
"""Share of the time of a verdict that it may take more."""

BESIDE = 1.0
"""Seconds for that where the verdict has no limit."""


@dataclass(frozen=True)
class UnderSlips:
    """What all equilibria agree on where an action that is meant fails with some chance.

    Parameters
    ----------
    chance : Fraction
        The chance.
    verdict : Verdict
        The words, and payoffs that no equilibrium passes; settled if the words are.
    attained : pair of (Fraction, Fraction)
        Least and most that each player gets in those equilibria that were found.
    """

    chance: Fraction
    verdict: Verdict
    attained: tuple[Pair, Pair]


def falling(chance: Fraction) -> tuple[Fraction, ...]:
    """A falling sequence of chances of a slip."""
    return tuple(chance / by for by in FALLING)


def under_slips(game: StochasticGame, chances: Sequence[Fraction], deadline: Deadline) -> tuple[UnderSlips, ...]:
    """The verdict on a game where actions may fail, for each of some chances.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    chances : sequence of Fraction
        How likely an action that is meant fails where others are open; each above 0 and below 1/2.

    Raises
    ------
    ValueError
        If a chance is not between 0 and 1/2.
    TimeLimitError
        If the time is up.
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    return tuple(_at(game, chance, deadline) for chance in chances)


def _at(game: StochasticGame, chance: Fraction, deadline: Deadline) -> UnderSlips:
    inner, outer = inside(game, chance, deadline), outside(game, chance, deadline)
    faults = [*faults_of_slips(inner, deadline), *faults_of_slips(outer, deadline)]
    if faults:
        raise CertificateError(f"a set of equilibria under slips does not pass its check: {', '.join(faults[:3])}")
    found = verdict(inner, reach(inner, deadline), outer, reach(outer, deadline))
    words = [found.deal, found.breakdown, *found.by_round, *found.steps[0].values(), *found.steps[1].values()]
    return UnderSlips(fraction(chance), replace(found, settled=OPEN not in words), payoff_ranges(inner.payoffs))


def survives(plain: Verdict, under: Sequence[UnderSlips]) -> bool | None:
    """Whether the word for a deal is the same at each chance of a slip; None if that is not decided."""
    words = [found.verdict.deal for found in under]
    if plain.deal == OPEN or any(word == OPEN for word in words):
        return False if any(OPEN not in (word, plain.deal) and word != plain.deal for word in words) else None
    return all(word == plain.deal for word in words)


def beside(agreement: Agreement) -> UnderSlips | None:
    """What all equilibria agree on at the slip `RARE`, in the little time that a verdict has for it.

    Parameters
    ----------
    agreement : Agreement
        What they agree on without slips.

    Returns
    -------
    UnderSlips or None
        None without a last round, where the verdict on a deal is open, or where the time was not enough.

    Raises
    ------
    CertificateError
        If a set does not pass its check, which would be an error of ours.
    """
    if agreement.game.horizon is None or agreement.verdict.deal == OPEN:
        return None
    with own_time():
        try:
            return _at(agreement.game, RARE, Deadline(BESIDE if agreement.limit is None else PART * agreement.limit))
        except TimeLimitError:
            return None


@dataclass(frozen=True)
class SlipStudy:
    """A verdict, and the same under slips.

    Parameters
    ----------
    plain : Verdict
        What all equilibria agree on where no action fails.
    under : tuple of UnderSlips
        The same for chances of a slip that fall.
    survives : bool or None
        Whether the word for a deal stays what it is at these; None if that is not decided.
    limit : SlipLimit
        What holds at every chance that is small enough.
    """

    plain: Verdict
    under: tuple[UnderSlips, ...]
    survives: bool | None
    limit: SlipLimit


def study_slips(game: StochasticGame, chance: Fraction, deadline: Deadline, plain: Verdict | None = None) -> SlipStudy:
    """Which words of the verdict on a game survive slips.

    Parameters
    ----------
    game : StochasticGame
        A game with a last round.
    chance : Fraction
        The first chance of a slip, above 0 and below 1/2; a tenth and a hundredth of it follow.
    plain : Verdict, optional
        The verdict without slips, if it is known.

    Raises
    ------
    ValueError, TimeLimitError, CertificateError
        As in `under_slips`.
    """
    under = under_slips(game, falling(chance), deadline)
    plain = plain or every_subgame_perfect(game, deadline).verdict
    return SlipStudy(plain, under, survives(plain, under), certified_limit(game, deadline))


def certified_limit(game: StochasticGame, deadline: Deadline) -> SlipLimit:
    """What holds at every chance of a slip that is small enough, checked.

    Raises
    ------
    TimeLimitError
        If the time is up.
    CertificateError
        If a claim does not pass its check, which would be an error of ours.
    """
    found = slip_limit(game, deadline)
    faults = faults_of_limit(found, deadline)
    if faults:
        raise CertificateError(f"what holds at small slips does not pass its check: {', '.join(faults[:3])}")
    return found
