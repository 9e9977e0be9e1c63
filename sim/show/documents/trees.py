"""Documents of solved trees."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from sim.show.documents.solved import Checked, NoPath, Outcome, Solved, WithoutCommitment

Behaviour = dict[str, dict[str, dict[str, float]]]
"""For each player its information sets, and at each its actions with their chances."""


class NextBest(TypedDict):
    """The best action that is not taken, and what it would cost."""

    action: Annotated[str | None, "Null if all are taken."]
    cost: float


class TreeEntry(Checked):
    """An equilibrium of a tree."""

    strategies: Behaviour
    next_best: dict[str, NextBest]
    outcome: NotRequired[Outcome]
    path: NoPath


class SolvedTree(Solved):
    """A solved tree."""

    kind: Literal["tree"]


class PerfectTree(SolvedTree):
    """Equilibria of a tree without beliefs."""

    concept: Literal["subgame-perfect", "nash"]
    equilibria: list[TreeEntry]


class QuantalTreeEntry(Checked):
    """Play with errors in a tree at one precision."""

    precision: float
    strategies: Behaviour
    residual: float
    path: NoPath


class QuantalTree(SolvedTree):
    """Play with errors in a tree."""

    concept: Literal["quantal"]
    equilibria: list[QuantalTreeEntry]


class TreeCommitment(Checked):
    """An announcement and the reply to it, in a tree."""

    strategies: Behaviour
    path: NoPath


class StackelbergTree(SolvedTree):
    """The best announcement in a tree."""

    concept: Literal["stackelberg"]
    equilibria: list[TreeCommitment]
    leader: str
    without_commitment: WithoutCommitment
