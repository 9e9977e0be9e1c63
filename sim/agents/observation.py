"""What an agent sees when it is its turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.agents.history import History
from sim.errors import AgentError

if TYPE_CHECKING:
    from sim.agents.history import Seen
    from sim.scenario.scenario import Scenario, Step


@dataclass(frozen=True, eq=False)
class Observation:
    """What a player sees at a decision point, whatever the round; own fakes included, the other's not.

    Decision points that look alike to the player share one sight, and a sight equals itself only.

    Parameters
    ----------
    seat : int
        0 for the first player, 1 for the second.
    place : tuple of int
        Round of the cycle, phase and node of the game without fakes.
    open : tuple of str
        Actions open to the player.
    stands : pair of tuple of str
        Steps that stand as announced, the own ones first.
    faked : tuple of str
        The own steps among them that are faked.
    complete : bool
        Whether every step of both sides stands as announced.
    leader : str
        What the other side has just done in this round, where it moved first.
    """

    scenario: Scenario
    seat: int
    place: tuple[int, int, int]
    open: tuple[str, ...]
    stands: tuple[tuple[str, ...], tuple[str, ...]]
    faked: tuple[str, ...]
    complete: bool
    leader: str


class View:
    """What an agent sees when it is its turn.

    Attributes
    ----------
    round : int
        The round, from 0.
    memory : object
        What the agent remembers.
    sight : Observation
        What it sees of the state.
    """

    __slots__ = ("memory", "round", "sight")

    def __init__(self, sight: Observation, round_: int, memory: Any) -> None:
        self.sight, self.round, self.memory = sight, round_, memory

    @property
    def open(self) -> tuple[str, ...]:
        """Actions open now: of ``concede``, ``fake``, ``hold_out``, ``renege`` and ``walk_away``."""
        return self.sight.open

    @property
    def me(self) -> str:
        """Identifier of the player that the agent plays."""
        return self.sight.scenario.players[self.sight.seat].id

    @property
    def patience(self) -> float:
        """The player's discount factor per round."""
        return float(self.sight.scenario.players[self.sight.seat].patience or 0)

    @property
    def my_steps(self) -> tuple[str, ...]:
        """Own steps that stand as announced, from the foot of the ladder."""
        return self.sight.stands[0]

    @property
    def their_steps(self) -> tuple[str, ...]:
        """The other side's steps that stand as announced."""
        return self.sight.stands[1]

    @property
    def my_fakes(self) -> tuple[str, ...]:
        """Own steps that are faked and not discovered."""
        return self.sight.faked

    @property
    def my_ladder(self) -> tuple[Step, ...]:
        """Own steps in order, each with its ``effect`` and ``once`` on (first player, second player)."""
        return self._ladders[self.sight.seat]

    @property
    def their_ladder(self) -> tuple[Step, ...]:
        """The other side's steps in order."""
        return self._ladders[1 - self.sight.seat]

    @property
    def next_step(self) -> Step | None:
        """The step that ``concede`` would take; None if all are taken."""
        return next((step for step in self.my_ladder if step.id not in self.my_steps), None)

    @property
    def complete(self) -> bool:
        """Whether every step of both sides stands as announced."""
        return self.sight.complete

    @property
    def leader(self) -> str:
        """What the other side has just done in this round, where it moves first; otherwise empty."""
        return self.sight.leader

    @property
    def history(self) -> list[Seen]:
        """All rounds so far, for agents that do not declare a memory of their own."""
        if not isinstance(self.memory, History):
            raise AgentError("it keeps a memory of its own, so it sees view.memory and no history")
        return self.memory.rounds

    @property
    def mine(self) -> list[str]:
        """Own actions so far; empty texts for rounds without a move."""
        return [seen.mine for seen in self.history]

    @property
    def theirs(self) -> list[str]:
        """The other side's actions so far as they were seen; a fake is seen as ``concede``."""
        return [seen.theirs for seen in self.history]

    @property
    def _ladders(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        from sim.scenario.scenario import Concessions

        game = self.sight.scenario.game
        assert isinstance(game, Concessions)
        return game.ladders

    def first(self, *wanted: str) -> str:
        """The first of some actions that is open; ``hold_out`` if none is, or the first open one if not even that.

        Parameters
        ----------
        *wanted : str
            Actions, the preferred one first.
        """
        for action in (*wanted, "hold_out"):
            if action in self.open:
                return action
        return self.open[0]
