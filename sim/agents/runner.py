"""An agent at its seat: what it remembers in which runs, what it decides there, and whether it may."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.agent import Agent
from sim.agents.history import Seen
from sim.agents.observation import View
from sim.errors import AgentError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.agents.observation import Observation
    from sim.agents.seated_game import SeatedGame
    from sim.types import Floats, Index


ACTIONS = ("", "concede", "fake", "hold_out", "walk_away", "renege")
"""All actions, numbered; the first is no move."""

_SEEN = tuple("concede" if action == "fake" else action for action in ACTIONS)

SUM = 1e-9
"""Most by which probabilities may miss 1."""


class AgentRunner:
    """An agent at its seat; memories are numbered as they come up, 0 being the first.

    Parameters
    ----------
    agent : Agent
        The agent, prepared.
    seat : int
        0 for the first player, 1 for the second.
    """

    def __init__(self, table: SeatedGame, agent: Agent, seat: int) -> None:
        self.table, self.agent, self.seat = table, agent, seat
        self.lasting = table.game.horizon is None and not agent.looks_at_round
        self.memories: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._next: dict[tuple[int, int, int, bool], int] = {}
        self._decided: dict[tuple[int, Observation, int], Floats] = {}
        self._codes: dict[tuple[int, int], tuple[Index, NDArray[np.bool_]]] = {}
        self._round = -1
        self._number(self._ask("start"))

    def decide(self, t: int, p: int, node: int, memory: int) -> Floats:
        """Cumulative chances of the actions at a decision point, shape (m,).

        Parameters
        ----------
        t, p, node : int
            Round, phase and node.
        memory : int
            Number of what the agent remembers.
        """
        width = self.table.game.phases(t)[p].shape[self.seat]
        sight = self.table.sight((t % len(self.table.game.cycle), p, node), self.seat)
        if sight is None:
            return np.ones(width)
        if not self.lasting and t != self._round:
            self._decided.clear()
            self._round = t
        key = (width, sight, memory)
        if key not in self._decided:
            self._decided[key] = self._cumulated(self.chances(t, sight, memory), sight, width)
        return self._decided[key]

    @staticmethod
    def _cumulated(chances: dict[str, float], sight: Observation, width: int) -> Floats:
        each = np.array([chances.get(action, 0.0) for action in sight.open])
        table = np.ones(width)
        table[: len(each)] = np.cumsum(each) / each.sum()
        # The last action that has a chance takes what rounding leaves.
        table[np.flatnonzero(each)[-1] :] = 1.0
        return table

    def chances(self, t: int, sight: Observation, memory: int) -> dict[str, float]:
        """What the agent does, as probabilities of open actions.

        Raises
        ------
        AgentError
            If it does what it cannot do.
        """
        view = View(sight, t, self.memories[memory])
        answer = self._ask("act", view)
        if isinstance(answer, str):
            answer = {answer: 1.0}
        if not isinstance(answer, Mapping):
            raise self._wrong(
                t, f"returned {_short(answer)}; expected an action or a mapping of actions to chances", view
            )
        try:
            chances = {str(action): float(p) for action, p in answer.items()}
        except (TypeError, ValueError):
            raise self._wrong(t, f"returned {_short(answer)}; expected chances that are numbers", view) from None
        for action, p in chances.items():
            if action not in sight.open and p != 0:
                what = "is no action" if action not in ACTIONS[1:] else "is not open"
                raise self._wrong(t, f"returned '{action}', which {what}", view)
        if not all(0 <= p <= 1 + SUM for p in chances.values()) or abs(sum(chances.values()) - 1) > SUM:
            raise self._wrong(t, f"returned chances that add up to {sum(chances.values()):g}, not to 1", view)
        return chances

    def remember(self, memory: Index, mine: Index, theirs: Index, could: NDArray[np.bool_]) -> Index:
        """Numbers of what is remembered after a round.

        Parameters
        ----------
        memory : ndarray of int, shape (runs,)
            Numbers of what was remembered before it.
        mine, theirs : ndarray of int, shape (runs,)
            What both did, as numbers of `ACTIONS`.
        could : ndarray of bool, shape (runs,)
            Whether the other side could have taken a step.
        """
        if not memory.size:
            return memory
        codes = ((memory * len(ACTIONS) + mine) * len(ACTIONS) + theirs) * 2 + could
        groups, which = np.unique(codes, return_inverse=True)
        after = np.empty(len(groups), dtype=np.intp)
        for g, code in enumerate(groups.tolist()):
            rest, can = divmod(code, 2)
            rest, other = divmod(rest, len(ACTIONS))
            number, own = divmod(rest, len(ACTIONS))
            after[g] = self.after(number, own, other, bool(can))
        numbers: Index = after[which.reshape(-1)]
        return numbers

    def after(self, memory: int, mine: int, theirs: int, could: bool) -> int:
        """Number of what is remembered after one round."""
        key = (memory, mine, ACTIONS.index(_SEEN[theirs]), could)
        if key not in self._next:
            seen = Seen(ACTIONS[mine], _SEEN[theirs], could)
            self._next[key] = self._number(self._ask("update", self.memories[memory], seen))
        return self._next[key]

    def codes(self, c: int, p: int) -> tuple[Index, NDArray[np.bool_]]:
        """Number of each action per node, shape (nodes, m), and where a step can be taken, shape (nodes,)."""
        if (c, p) not in self._codes:
            phase = self.table.game.cycle[c][p]
            table = np.zeros((len(phase.nodes), phase.shape[self.seat]), dtype=np.intp)
            for k, node in enumerate(phase.nodes):
                own = node.actions[self.seat]
                table[k, : len(own)] = [ACTIONS.index(action) for action in own]
            self._codes[c, p] = table, (table == ACTIONS.index("concede")).any(axis=1)
        return self._codes[c, p]

    def _number(self, memory: Any) -> int:
        try:
            known = self._numbers.get(memory)
        except TypeError:
            told = f"its memory {_short(memory)} cannot be told apart from others; use numbers, texts or tuples"
            raise AgentError(f"{self._who}: {told}") from None
        if known is None:
            known = self._numbers[memory] = len(self.memories)
            self.memories.append(memory)
        return known

    def _ask(self, method: str, *arguments: Any) -> Any:
        try:
            with redirect_stdout(sys.stderr):  # what an agent prints is no result
                return getattr(self.agent, method)(*arguments)
        except AgentError as error:
            raise AgentError(f"{self._who}: {error}") from None
        except (Exception, SystemExit) as error:
            if type(self.agent).__module__.startswith("sim."):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            round_ = f" in round {arguments[0].round + 1}" if method == "act" else ""
            raise AgentError(
                f"{self._who}: '{method}' fails{round_}: {type(error).__name__}: {error} "
                f"({last.filename}, line {last.lineno}: {last.line})"
            ) from None

    @property
    def _who(self) -> str:
        player = self.table.scenario.players[self.seat]
        return f"the agent {self.agent.label}, playing {player.id}"

    def _wrong(self, t: int, what: str, view: View) -> AgentError:
        return AgentError(f"{self._who}, round {t + 1}: {what} (open: {', '.join(view.open)})")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
