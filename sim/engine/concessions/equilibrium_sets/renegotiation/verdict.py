"""What all equilibria of a game agree on that are proof against renegotiation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.concessions.equilibrium_sets.reach import reach
from sim.engine.concessions.equilibrium_sets.renegotiation.certificate import faults_of_proof
from sim.engine.concessions.equilibrium_sets.renegotiation.proof_sets import proof_sets
from sim.engine.concessions.equilibrium_sets.verdict import verdict
from sim.errors import CertificateError

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.concessions.equilibrium_sets.renegotiation.proof_sets import ProofSets
    from sim.engine.concessions.equilibrium_sets.verdict import Verdict
    from sim.games.concessions.stochastic_game import StochasticGame


@dataclass(frozen=True)
class RenegotiationProof:
    """What all equilibria that are proof against renegotiation agree on.

    Parameters
    ----------
    sets : ProofSets
        Their payoffs, which are those of the equilibria themselves.
    verdict : Verdict
        What they agree on.
    """

    sets: ProofSets
    verdict: Verdict


def renegotiation_proof(game: StochasticGame, deadline: Deadline) -> RenegotiationProof:
    """The verdict over all equilibria of a game that are proof against renegotiation.

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
        If a payoff does not pass its check, which would be an error of ours.
    """
    sets = proof_sets(game, deadline)
    faults = faults_of_proof(sets)
    if faults:
        raise CertificateError(
            f"equilibria proof against renegotiation do not pass their check: {', '.join(faults[:3])}"
        )
    followed = reach(sets, deadline)
    return RenegotiationProof(sets, verdict(sets, followed, sets, followed))
