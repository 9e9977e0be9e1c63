"""Agents that answer what the other side does: in kind, for ever, or with small first steps of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.agents.agent import Agent
from sim.agents.history import Seen

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sim.agents.observation import View


def _last_move(view: View) -> str:
    """The other side's last move: that of this round, if it led, else the last one remembered."""
    return view.leader or str(view.memory)


class TitForTat(Agent):
    """Matches steps: takes one while the other side has taken as many, takes back what it can when the other does.

    The other side's last step is never waited for: once its ladder is climbed, the rest of the own one follows.
    """

    name = "tit_for_tat"
    source = "Rapoport, in Axelrod (1984), The Evolution of Cooperation"
    looks_at_round = False

    def start(self) -> Hashable:
        """No move of the other side yet."""
        return ""

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """The other side's last move."""
        return seen.theirs or memory

    def act(self, view: View) -> str:
        """Take back in kind; else match."""
        if _last_move(view) == "renege":
            return view.first("renege")
        matched = len(view.my_steps) <= len(view.their_steps) or len(view.their_steps) == len(view.their_ladder)
        return view.first("concede") if matched else view.first("hold_out")


class Grim(Agent):
    """Takes steps until the other side, which could go on, stops or takes steps back; then never again."""

    name = "grim"
    source = "the trigger strategy of Friedman (1971), A non-cooperative equilibrium for supergames"
    looks_at_round = False

    def start(self) -> Hashable:
        """Not provoked."""
        return False

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """Whether the other side has ever stopped or gone back."""
        return memory or seen.theirs == "renege" or (seen.could and seen.theirs == "hold_out")

    def act(self, view: View) -> str:
        """Concede, or take back what it can for ever."""
        provoked = view.memory or view.leader == "renege"
        return view.first("renege") if provoked else view.first("concede")


@dataclass(frozen=True)
class GritMemory:
    """Rounds waited since the own last step, whether it was answered, and whether the other side just went back."""

    waited: int = 0
    answered: bool = True
    betrayed: bool = False


@dataclass(frozen=True)
class Grit(Agent):
    """Takes a small step unasked, pauses for an answer, goes on when it comes, and after some waiting goes on without.

    Osgood's graduated and reciprocated initiatives in tension reduction: steps are small, taken without being asked
    for, and continued for a while even if they are not answered. What the other side takes back is answered in kind,
    once.
    """

    waits: int = 2

    name = "grit"
    source = "Osgood (1962), An Alternative to War or Surrender"
    looks_at_round = False

    def start(self) -> Hashable:
        """Free to take the first step."""
        return GritMemory()

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """Count the pause since the own last step or retaliation; a step of the other side is the answer."""
        answered = seen.theirs == "concede"
        betrayed = seen.theirs == "renege"
        if seen.mine in ("concede", "renege"):
            return GritMemory(0, answered, betrayed)
        waited = min(memory.waited + 1, self.waits)
        return GritMemory(waited, memory.answered or answered, betrayed)

    def act(self, view: View) -> str:
        """Retaliate in kind; else take the next step if the last was answered or the pause is over."""
        memory: GritMemory = view.memory
        if memory.betrayed or view.leader == "renege":
            return view.first("renege")
        answered = memory.answered or view.leader == "concede"
        return view.first("concede") if answered or memory.waited >= self.waits else view.first("hold_out")
