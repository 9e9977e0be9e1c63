"""Words for why one equilibrium of several is the one that is played."""

from __future__ import annotations

from sim.engine.selection import Reason

BECAUSE = {
    Reason.ONLY: "it is the only one",
    Reason.PAYOFF_DOMINANT: "given what follows no other pays either player more",
    Reason.WELFARE: "its payoffs have the highest sum",
    Reason.RELATIVE_WELFARE: "its payoffs, each as a share of its side's range, have the highest sum",
    Reason.FAVOURED: "it is best for the favoured player",
    Reason.RISK_DOMINANT: "deviating from it would cost more than from any other strict one",
    Reason.ORDER: "of those the rule holds equal it comes first in the stated order",
}
"""The reason as the end of a sentence."""


def perfect_words(complete: bool, rule: str | None) -> str:
    """Which subgame-perfect equilibrium is meant.

    Parameters
    ----------
    complete : bool
        Whether it is proven to be the only one.
    rule : str or None
        Name of the rule that selected it where there may be several; None if none was selected.
    """
    if complete:
        return "the subgame-perfect equilibrium"
    return "a subgame-perfect equilibrium" if rule is None else f"the subgame-perfect equilibrium of the rule '{rule}'"
