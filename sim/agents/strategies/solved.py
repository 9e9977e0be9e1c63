"""Agents that play a solution of the game: an equilibrium, or responses with errors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from sim.agents.agent import Memoryless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.agents.observation import View
    from sim.agents.seated_game import SeatedGame
    from sim.engine.concessions.profile import Profile


def _done_at(view: View, profile: Profile) -> dict[str, float]:
    """What a profile does where the player is; the game without fakes knows nothing of faking."""
    _, phase, node = view.sight.place
    actions = [action for action in view.open if action != "fake"]
    chances = profile.mixture(view.round, phase, node, view.sight.seat)
    return {a: float(p) for a, p in zip(actions, chances, strict=False) if p > 0}


@dataclass(frozen=True)
class EquilibriumAgent(Memoryless):
    """Plays its part of the equilibrium that the rule selects, and takes every step for real.

    With a last round it is subgame perfect, without one Markov perfect.
    """

    select: str = "payoff-dominant"
    _profile: Profile | None = None

    name: ClassVar[str] = "equilibrium"
    source: ClassVar[str] = "Selten (1965); Maskin and Tirole (2001)"

    def prepare(self, table: SeatedGame, seat: int) -> EquilibriumAgent:
        """Solve the game."""
        del seat
        return replace(self, _profile=table.solutions.equilibrium(self.select).profile)

    def act(self, view: View) -> Mapping[str, float]:
        """The equilibrium's mixture."""
        assert self._profile is not None
        return _done_at(view, self._profile)


@dataclass(frozen=True)
class QuantalResponse(Memoryless):
    """Takes better actions more often: the odds of two actions grow with what one is worth more than the other.

    Everybody, the player itself later on included, is taken to err likewise.
    """

    precision: float = 8.0
    _profile: Profile | None = None

    name: ClassVar[str] = "quantal_response"
    source: ClassVar[str] = "McKelvey and Palfrey (1998)"

    def prepare(self, table: SeatedGame, seat: int) -> QuantalResponse:
        """Solve the game."""
        del seat
        return replace(self, _profile=table.solutions.quantal(float(self.precision)))

    def act(self, view: View) -> Mapping[str, float]:
        """The logit mixture."""
        assert self._profile is not None
        return _done_at(view, self._profile)
