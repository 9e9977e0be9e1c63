"""What all subgame-perfect equilibria of a concession game agree on in other circumstances, for who asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.renegotiation.verdict import renegotiation_proof
from sim.engine.concessions.equilibrium_sets.survivors import study_slips
from sim.engine.solve import asked_concept
from sim.errors import AskError, TimeLimitError
from sim.games.concessions.rounds import from_concessions
from sim.scenario.expressions.exact import evaluate
from sim.scenario.expressions.grammar import ExpressionError

if TYPE_CHECKING:
    from fractions import Fraction

    from sim.engine.concessions.equilibrium_sets.renegotiation.verdict import RenegotiationProof
    from sim.engine.concessions.equilibrium_sets.survivors import SlipStudy
    from sim.scenario.scenario import Scenario


PART = 0.6
"""Share of the time left that what is asked for besides may take; the rest is for telling the solution."""


@dataclass(frozen=True)
class AlsoAsked:
    """What was asked for of all equilibria besides a solution.

    Parameters
    ----------
    slips : SlipStudy or None
        What of the verdict survives slips; None if not asked for, or not found in time.
    renegotiation : RenegotiationProof or None
        What equilibria that are proof against renegotiation agree on; None likewise.
    unanswered : tuple of str
        What of it was asked for and not found in time.
    """

    slips: SlipStudy | None = None
    renegotiation: RenegotiationProof | None = None
    unanswered: tuple[Literal["slips", "renegotiation"], ...] = ()


def check_slips(scenario: Scenario, concept: str | None, chance: str) -> Fraction:
    """The chance of a slip that is asked for.

    Parameters
    ----------
    concept : str or None
        The solution concept beside which slips are asked for; None for the default.
    chance : str
        The first chance of a slip, as a number or an expression without names; a tenth and a hundredth of it follow.

    Raises
    ------
    AskError
        If it is no chance between 0 and 1/2, or slips are not for this game or concept.
    """
    _check_sets("slips", "slips are", scenario, concept)
    try:
        first = evaluate(chance, {})
    except ExpressionError as error:
        raise AskError("slips", f"'{chance}' is not a chance: {error}") from None
    if not 0 < 2 * first < 1:
        raise AskError("slips", f"the chance of a slip lies above 0 and below 1/2, not at {chance}")
    return first


def check_renegotiation(scenario: Scenario, concept: str | None) -> None:
    """Refuse a question for proof against renegotiation that is not for this game or concept.

    Raises
    ------
    AskError
        If it is not.
    """
    _check_sets("renegotiation", "proof against renegotiation is", scenario, concept)


def ask_also(scenario: Scenario, chance: Fraction | None, *, renegotiation: bool) -> AlsoAsked:
    """What all subgame-perfect equilibria of a concession game with a last round agree on in other circumstances.

    Parameters
    ----------
    chance : Fraction or None
        The first chance of a slip; None if slips are not asked for.
    renegotiation : bool
        Whether those that are proof against renegotiation are asked for.

    Raises
    ------
    TimeLimitError
        If the game itself is not set up in time.
    CertificateError
        If a set of equilibria or a payoff does not pass its check.
    """
    if chance is None and not renegotiation:
        return AlsoAsked()
    game = from_concessions(scenario, deadline=Deadline())
    deadline = Deadline().share(PART)
    study, proof = None, None
    unanswered: list[Literal["slips", "renegotiation"]] = []
    if chance is not None:
        try:
            study = study_slips(game, chance, deadline.share(1 / 2) if renegotiation else deadline)
        except TimeLimitError:
            unanswered.append("slips")
    if renegotiation:
        try:
            proof = renegotiation_proof(game, deadline)
        except TimeLimitError:
            unanswered.append("renegotiation")
    return AlsoAsked(study, proof, tuple(unanswered))


def _check_sets(option: str, what: str, scenario: Scenario, concept: str | None) -> None:
    name = asked_concept(scenario, concept).name
    if scenario.form != "concessions" or name != "subgame-perfect":
        message = f"{what} for subgame-perfect equilibria of concession games with a last round"
        raise AskError(option, f"{message}, not for '{name}' of kind {scenario.form}")
