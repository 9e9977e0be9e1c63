"""The stochastic game: states, moves and transitions that repeat from round to round.

A round is one phase (both players choose at once, or one of them alone) or two (a leader, then a follower). A
phase is a list of nodes; a node is a small bimatrix game whose cells name outcomes; an outcome says what the
round pays and where play goes on. Engines read this form and never a scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.exact.chances import as_float

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.types import Pair


BROKEN = -1
"""The node after a breakdown: play is over and every round pays ``Outcome.ended``."""


@dataclass(frozen=True)
class State:
    """The steps that stand, per player, as identifiers in ladder order; some of them may be faked."""

    stands: tuple[tuple[str, ...], tuple[str, ...]]
    complete: bool = False
    faked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def __str__(self) -> str:
        return " | ".join(", ".join(side) or "-" for side in self.stands)


@dataclass(frozen=True)
class Node:
    """A decision point of a phase.

    Parameters
    ----------
    state : int
        Index of the state that the movers see.
    actions : tuple of tuple of str
        Actions open to each player; a player who does not move has the one action ``""``.
    cells : tuple of tuple of int
        Index into ``Phase.outcomes`` per pair of actions.
    leader : str
        In the second phase of a round, the action that led here; otherwise empty.
    """

    state: int
    actions: tuple[tuple[str, ...], tuple[str, ...]]
    cells: tuple[tuple[int, ...], ...]
    leader: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a pair of actions leads to.

    Parameters
    ----------
    reward : pair of Fraction
        What the round pays, if it ends here; ignored where play goes on in the round.
    successor : int
        Node of the next phase, or ``BROKEN``.
    risk : Fraction
        Chance that the talks break down after this round.
    ended : pair of Fraction
        What every later round pays if the talks end here, by walking away or by chance.
    discovery : Fraction
        Chance that a fake is discovered after this round; drawn before the breakdown.
    discovered : pair of Fraction or None
        What every later round pays after a discovery.
    """

    reward: Pair
    successor: int
    risk: Fraction
    ended: Pair
    discovery: Fraction = Fraction(0)
    discovered: Pair | None = None

    @property
    def over(self) -> bool:
        """Whether the talks are over for certain: play goes on nowhere, whatever stands as successor."""
        return self.successor == BROKEN or self.risk == 1

    @property
    def survival(self) -> Fraction:
        """Chance that the talks do not break down after this round."""
        return 1 - self.risk


@dataclass(frozen=True)
class Phase:
    """All nodes at which the same players move in the same part of a round."""

    nodes: tuple[Node, ...]
    outcomes: tuple[Outcome, ...]
    closes_round: bool

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Largest number of actions of either player at any node."""
        return (
            max((len(node.actions[0]) for node in self.nodes), default=1),
            max((len(node.actions[1]) for node in self.nodes), default=1),
        )

    @cached_property
    def cells(self) -> NDArray[np.intp]:
        """Outcome per node and pair of actions, shape (nodes, m, n); -1 where an action is not open."""
        table = np.full((len(self.nodes), *self.shape), -1, dtype=np.intp)
        for k, node in enumerate(self.nodes):
            table[k, : len(node.actions[0]), : len(node.actions[1])] = node.cells
        return table

    @cached_property
    def open(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which actions are open: two arrays of shapes (nodes, m) and (nodes, n)."""
        return self.cells[:, :, 0] >= 0, self.cells[:, 0, :] >= 0

    @cached_property
    def rewards(self) -> NDArray[np.float64]:
        """Payoffs of the round per outcome, shape (outcomes, 2)."""
        return np.array([[float(r) for r in outcome.reward] for outcome in self.outcomes]).reshape(-1, 2)

    @cached_property
    def successors(self) -> NDArray[np.intp]:
        """Next node per outcome, shape (outcomes,)."""
        return np.array([outcome.successor for outcome in self.outcomes], dtype=np.intp)

    @cached_property
    def ended(self) -> NDArray[np.float64]:
        """What later rounds pay if the talks end with each outcome, shape (outcomes, 2)."""
        return np.array([[float(v) for v in outcome.ended] for outcome in self.outcomes]).reshape(-1, 2)

    @cached_property
    def risks(self) -> NDArray[np.float64]:
        """Chance of breakdown after each outcome, shape (outcomes,)."""
        return np.array([as_float(outcome.risk) for outcome in self.outcomes])

    @cached_property
    def survivals(self) -> NDArray[np.float64]:
        """Chance that there is none, shape (outcomes,)."""
        return np.array([as_float(outcome.survival) for outcome in self.outcomes])

    @cached_property
    def goes_on(self) -> NDArray[np.bool_]:
        """Whether play can go on after each outcome, shape (outcomes,)."""
        return np.array([not outcome.over for outcome in self.outcomes], dtype=bool)

    @cached_property
    def discoveries(self) -> NDArray[np.float64]:
        """Chance after each outcome that a fake is discovered, and what later rounds then pay, shape (outcomes, 3)."""
        rows = [(as_float(o.discovery), *(o.discovered or (0, 0))) for o in self.outcomes]
        return np.array(rows, dtype=np.float64).reshape(-1, 3)


@dataclass(frozen=True)
class StochasticGame:
    """A two-player game over rounds, with exact numbers.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the two players.
    discount : pair of Fraction
        Each player's discount factor per round.
    states : tuple of State
        The states; play starts in the first. Node k of the first phase of every round is state k.
    cycle : tuple of tuple of Phase
        The phases of round t are ``cycle[t % len(cycle)]``.
    final : tuple of pair of Fraction
        What each state pays in every round after the last.
    ended : tuple of pair of Fraction
        What every round pays once the talks have ended, by the state that stands then.
    horizon : int or None
        Number of rounds; None if there is no last one.
    """

    players: tuple[str, str]
    discount: Pair
    states: tuple[State, ...]
    cycle: tuple[tuple[Phase, ...], ...]
    final: tuple[Pair, ...]
    ended: tuple[Pair, ...]
    horizon: int | None

    @property
    def rounds(self) -> int:
        """Number of rounds.

        Raises
        ------
        ValueError
            If there is no last round.
        """
        if self.horizon is None:
            raise ValueError("the game has no last round")
        return self.horizon

    def phases(self, round_: int) -> tuple[Phase, ...]:
        """Phases of a round, in the order in which they are played."""
        return self.cycle[round_ % len(self.cycle)]

    @property
    def layers(self) -> list[Phase]:
        """Phases of all rounds, in the order in which they are played.

        Raises
        ------
        ValueError
            If there is no last round.
        """
        return [phase for t in range(self.rounds) for phase in self.phases(t)]

    @cached_property
    def rates(self) -> NDArray[np.float64]:
        """Discount factors as floats, shape (2,)."""
        return np.array([as_float(d) for d in self.discount])

    @cached_property
    def impatience(self) -> NDArray[np.float64]:
        """What a round counts against all that follow, 1 less the discount factor, as floats, shape (2,)."""
        return np.array([as_float(1 - d) for d in self.discount])

    @cached_property
    def ends(self) -> NDArray[np.float64]:
        """What each state pays in every round after the last, as floats, shape (states, 2)."""
        return np.array([[float(v) for v in pair] for pair in self.final])

    @cached_property
    def ranges(self) -> Pair:
        """Highest less lowest payoff of each player over all rounds that can be, exactly."""
        rewards = [o.reward for phases in self.cycle for phase in phases if phase.closes_round for o in phase.outcomes]
        one, two = zip(*rewards, *self.afterwards, strict=True)
        return max(one) - min(one), max(two) - min(two)

    @cached_property
    def scale(self) -> NDArray[np.float64]:
        """Width of each player's payoffs over all outcomes, shape (2,); 1 where they are all the same."""
        width: NDArray[np.float64] = np.ptp(self._paid(), axis=0)
        return np.where(width > 0, width, 1.0)

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """The largest of each player's payoffs over all outcomes in absolute value, at least `scale`, shape (2,)."""
        size: NDArray[np.float64] = np.maximum(np.abs(self._paid()).max(axis=0), self.scale)
        return size

    def _paid(self) -> NDArray[np.float64]:
        """What rounds can pay, shape (n, 2)."""
        rewards = [phase.rewards for phases in self.cycle for phase in phases if phase.closes_round]
        return np.vstack([*rewards, np.array([[float(v) for v in pair] for pair in self.afterwards])])

    @cached_property
    def afterwards(self) -> tuple[Pair, ...]:
        """What rounds pay once play is over: in each state, and after every breakdown that there can be."""
        outcomes = [o for phases in self.cycle for phase in phases for o in phase.outcomes]
        return (*self.final, *dict.fromkeys(o.ended for o in outcomes if o.successor == BROKEN or o.risk > 0))

    def reachable(self) -> list[tuple[NDArray[np.bool_], ...]]:
        """Nodes that some play reaches, per round and phase, as boolean arrays of shape (nodes,)."""
        here = np.zeros(len(self.states), dtype=bool)
        here[0] = True
        layers: list[tuple[NDArray[np.bool_], ...]] = []
        for round_ in range(self.rounds):
            layer = []
            phases = self.phases(round_)
            for k, phase in enumerate(phases):
                layer.append(here)
                used = np.unique(phase.cells[here])
                used = used[used >= 0]
                to = phase.successors[used[phase.goes_on[used]]]
                size = len(self.states) if k + 1 == len(phases) else len(phases[k + 1].nodes)
                here = np.zeros(size, dtype=bool)
                here[to] = True
            if round_ >= len(self.cycle) and _same(layer, layers[-len(self.cycle)]):
                layers.extend(layers[-len(self.cycle)] for _ in range(self.rounds - round_))
                return layers[: self.rounds]
            layers.append(tuple(layer))
        return layers


def _same(layer: list[NDArray[np.bool_]], other: tuple[NDArray[np.bool_], ...]) -> bool:
    return all(np.array_equal(one, two) for one, two in zip(layer, other, strict=True))
