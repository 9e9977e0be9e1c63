"""What is found about a first round that tells types apart: what each type does, and why it does not do otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.selection import Rule

EQUILIBRIUM, NONE, OPEN = "equilibrium", "no equilibrium", "not settled"
"""Verdicts on a first round."""


@dataclass(frozen=True)
class FirstRound:
    """A first round: what each type does when its player first moves.

    Parameters
    ----------
    actions : pair of tuple of str
        Per player the action of each type; ``""`` for a player who does not move, and nothing for one who follows.
    replies : tuple of (str, tuple of str)
        For a player who follows: what the leader does, and what each type then does.
    """

    actions: tuple[tuple[str, ...], tuple[str, ...]]
    replies: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def reply(self, action: str) -> tuple[str, ...]:
        """What the follower's types do after an action of the leader; nothing where they do not move."""
        return dict(self.replies).get(action, ())


@dataclass(frozen=True)
class Motive:
    """Why a type takes its action: the best other one and what it would be worth.

    Parameters
    ----------
    after : str
        What the leader has done, for a player who follows.
    action, value : str and float
        What the type does, and what it gets.
    other, other_value : str and float or None
        The best other action and what it is worth; empty and None if there is no other.
    taken_for : str
        The type that it would be taken for after it.
    forced : bool
        Whether Bayes' rule leaves no other belief, so that a gain rules the first round out.
    tolerance : float
        Difference that rounding can make.
    """

    player: int
    type: str
    after: str
    action: str
    value: float
    other: str
    other_value: float | None
    taken_for: str
    forced: bool
    tolerance: float

    @property
    def margin(self) -> float:
        """What the type would lose by the best other action; negative if it would gain."""
        return inf if self.other_value is None else self.value - self.other_value

    @property
    def gains(self) -> bool:
        """Whether the other action is better by more than rounding could make."""
        return self.margin < -self.tolerance

    @property
    def knife_edge(self) -> bool:
        """Whether both actions are equally good as far as floats can tell."""
        return abs(self.margin) <= self.tolerance


@dataclass(frozen=True)
class Belief:
    """The type that a player is taken for after an action that none of its types takes."""

    player: int
    after: str
    action: str
    type: str


@dataclass(frozen=True)
class Margin:
    """What a type of a player loses by the best other first action (None if it has none), and by deviating later."""

    player: int
    first: Fraction | None
    later: Fraction


@dataclass(frozen=True)
class Certificate:
    """What was found when a first round was checked.

    Parameters
    ----------
    margins : tuple of Margin or None
        What every type loses by other courses; None where the game is too large to recompute.
    exact : bool
        Whether the margins are exact: nothing mixed is played once types are known.
    tree : pair of Fraction or None
        Most that each player could gain at any information set of the tree; None if the tree was not built.
    faults : tuple of str
        Information sets of the tree whose belief breaks Bayes' rule.
    allowed : pair of Fraction
        Gain of each player that rounding can explain: zero where the margins are exact.
    """

    margins: tuple[Margin, ...] | None
    exact: bool
    tree: tuple[Fraction, Fraction] | None
    faults: tuple[str, ...]
    allowed: tuple[Fraction, Fraction]

    @property
    def checked(self) -> bool:
        """Whether the game was small enough for any check."""
        return self.margins is not None or self.tree is not None

    @property
    def gain(self) -> tuple[Fraction, Fraction]:
        """Most that any type of each player was found to gain; zero if none does."""
        gains: list[list[Fraction]] = [[Fraction(0)], [Fraction(0)]]
        for margin in self.margins or ():
            gains[margin.player] += [-loss for loss in (margin.first, margin.later) if loss is not None]
        for player, gain in enumerate(self.tree or ()):
            gains[player].append(gain)
        return max(gains[0]), max(gains[1])

    @property
    def passed(self) -> bool:
        """Whether the first round was checked and no type gains, nor anybody at any information set."""
        small = all(gain <= allowed for gain, allowed in zip(self.gain, self.allowed, strict=True))
        return self.checked and small and not self.faults

    @property
    def indifferent(self) -> bool:
        """Whether some type is proven to be exactly indifferent between its first action and another."""
        return self.exact and any(m.first == 0 for m in self.margins or ())


@dataclass(frozen=True)
class Separation:
    """A first round that gives every type an action of its own, and whether it is an equilibrium.

    Parameters
    ----------
    steps : FirstRound
        The first round.
    verdict : str
        `EQUILIBRIUM`; `NONE` if a type gains whatever is believed after unused actions; else `OPEN`.
    motives : tuple of Motive
        Per player, type and, for who follows, action of the leader.
    beliefs : tuple of Belief
        After actions that no type takes.
    pays : pair of tuple of float
        What each type expects, as a discounted average per round.
    unknown : tuple of str
        Actions of the leader after which the follower's types cannot all be told apart, so that their worth is unknown.
    rule : Rule
        Which equilibrium is played once types are known.
    only_continuation : bool
        Whether there is no other equilibrium once types are known, so that the rule does not matter.
    decided : bool
        Whether the equilibria that are played once types are known are free of undecided comparisons.
    certificate : Certificate or None
        What the check found; None before it.
    """

    steps: FirstRound
    verdict: str
    motives: tuple[Motive, ...]
    beliefs: tuple[Belief, ...]
    pays: tuple[tuple[float, ...], tuple[float, ...]]
    unknown: tuple[str, ...]
    rule: Rule
    only_continuation: bool
    decided: bool
    certificate: Certificate | None = None

    @property
    def certified(self) -> bool:
        """Whether this is an equilibrium that has passed its check."""
        return self.decided and self.certificate is not None and self.certificate.passed

    @property
    def binding(self) -> Motive | None:
        """The motive with the least margin, a forced one first where several fail; None if nobody has a choice."""
        chosen = [m for m in self.motives if m.other]
        return min(chosen, key=lambda m: (not (m.gains and m.forced), m.margin / m.tolerance), default=None)

    @property
    def knife_edge(self) -> bool:
        """Whether some type is indifferent as far as floats can tell."""
        return any(m.knife_edge for m in self.motives)
