"""What all subgame-perfect equilibria of a concession game agree on in other circumstances, for who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.deadline import Deadline
from sim.engine.concessions.equilibrium_sets.renegotiation_verdict import renegotiation_proof
from sim.engine.concessions.equilibrium_sets.survivors import study_slips
from sim.engine.solve import asked_concept
from sim.errors import AskError
from sim.games.concessions.rounds import from_concessions
from sim.scenario.expression import evaluate
from sim.scenario.grammar import ExpressionError

if TYPE_CHECKING:
    from sim.engine.concessions.equilibrium_sets.renegotiation_verdict import RenegotiationProof
    from sim.engine.concessions.equilibrium_sets.survivors import SlipStudy
    from sim.scenario.scenario import Scenario


def ask_slips(scenario: Scenario, concept: str | None, chance: str, time_limit: float | None) -> SlipStudy:
    """Which words of the verdict on a concession game with a last round survive slips.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    concept : str or None
        The solution concept beside which slips are asked for; None for the default.
    chance : str
        The first chance of a slip, as a number or an expression without names; a tenth and a hundredth of it follow.
    time_limit : float or None
        Seconds after which it is given up.

    Raises
    ------
    AskError
        If it is no chance between 0 and 1/2, or slips are not for this game or concept.
    TimeLimitError
        If the time is up.
    CertificateError
        If a set of equilibria does not pass its check.
    """
    _check_sets("slips", "slips are", scenario, concept)
    try:
        first = evaluate(chance, {})
    except ExpressionError as error:
        raise AskError("slips", f"'{chance}' is not a chance: {error}") from None
    if not 0 < 2 * first < 1:
        raise AskError("slips", f"the chance of a slip lies above 0 and below 1/2, not at {chance}")
    deadline = Deadline(time_limit)
    return study_slips(from_concessions(scenario, deadline=deadline), first, deadline)


def ask_renegotiation(scenario: Scenario, concept: str | None, time_limit: float | None) -> RenegotiationProof:
    """What all equilibria of a concession game with a last round agree on that are proof against renegotiation.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    concept : str or None
        The solution concept beside which it is asked for; None for the default.
    time_limit : float or None
        Seconds after which it is given up.

    Raises
    ------
    AskError
        If it is not for this game or concept.
    TimeLimitError
        If the time is up.
    CertificateError
        If a payoff does not pass its check.
    """
    _check_sets("renegotiation", "proof against renegotiation is", scenario, concept)
    deadline = Deadline(time_limit)
    return renegotiation_proof(from_concessions(scenario, deadline=deadline), deadline)


def _check_sets(option: str, what: str, scenario: Scenario, concept: str | None) -> None:
    name = asked_concept(scenario, concept).name
    if scenario.form != "concessions" or name != "subgame-perfect":
        message = f"{what} for subgame-perfect equilibria of concession games with a last round"
        raise AskError(option, f"{message}, not for '{name}' of kind {scenario.form}")
