"""What must be known of alternating offers before a solution is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.offers.subgame_perfect import OffersSolution


def offers_notes(solution: OffersSolution) -> list[str]:
    """Other equilibria that there are or may be, and what does not matter."""
    game, told = solution.game, []
    if not solution.complete:
        told.append(
            "A proposer is indifferent between an agreement and waiting; there are other equilibrium payoffs."
            if game.plain
            else "Somebody is indifferent, or the bounds on all equilibria do not meet: there may be other equilibrium "
            "payoffs."
        )
    if game.horizon is None and game.plain:
        told.append(
            "Without a last round offers in whole slices can have many more equilibria if the players are patient "
            "enough (van Damme, Selten and Winter 1990); these are not looked for."
        )
    return told
