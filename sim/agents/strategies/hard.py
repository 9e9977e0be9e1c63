"""Agents that want the other side to move first, pretend to move, or lose patience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.agents.agent import Agent, Memoryless
from sim.agents.history import Seen

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sim.agents.observation import View


class HardLiner(Memoryless):
    """Takes no step before the other side has taken all of its own, then takes its steps one by one."""

    name = "hard_liner"
    source = "the demand to dismantle first, as in the talks of 2018"

    def act(self, view: View) -> str:
        """Wait for the whole of the other ladder."""
        done = len(view.their_steps) == len(view.their_ladder)
        return view.first("concede") if done else view.first("hold_out")


@dataclass(frozen=True)
class SalamiSlicer(Agent):
    """Takes the first half of its steps at once; fakes each later one if it can, and otherwise delays it.

    A step is delayed by some rounds after the own last one.
    """

    waits: int = 2

    name = "salami_slicer"
    source = "salami tactics, as in Schelling (1966), Arms and Influence"
    fakes = True
    looks_at_round = False

    def start(self) -> Hashable:
        """No pause yet."""
        return 0

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """Rounds since the own last step, as far as they matter."""
        return 0 if seen.mine in ("concede", "fake") else min(int(memory) + 1, self.waits)

    def act(self, view: View) -> str:
        """Early steps at once, late ones faked or delayed."""
        early = len(view.my_steps) < (len(view.my_ladder) + 1) // 2
        if early or view.memory >= self.waits:
            return view.first("concede") if early else view.first("fake", "concede")
        return view.first("fake")


@dataclass(frozen=True)
class ImpatientWalker(Agent):
    """Matches steps, and walks away after some rounds in a row without a step of the other side."""

    waits: int = 3

    name = "impatient_walker"
    source = "tit for tat with a limit to waiting"
    looks_at_round = False

    def start(self) -> Hashable:
        """Has not waited yet."""
        return 0

    def update(self, memory: Any, seen: Seen) -> Hashable:
        """Rounds waited in a row; rounds in which the other side does not move do not count."""
        if seen.theirs == "concede":
            return 0
        return min(int(memory) + bool(seen.theirs), self.waits)

    def act(self, view: View) -> str:
        """Match while it has patience."""
        climbed = len(view.their_steps) == len(view.their_ladder)
        if climbed:
            return view.first("concede")
        if view.memory >= self.waits and view.leader != "concede":
            return view.first("walk_away")
        return view.first("concede") if len(view.my_steps) <= len(view.their_steps) else view.first("hold_out")
