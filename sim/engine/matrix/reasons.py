"""What each choice at a decision is worth, part by part: the numbers behind the words of an explanation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from sim.exact.simplex import maximise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Matrix

    Number = Fraction | float

ZERO, ONE = Fraction(0), Fraction(1)

LARGEST_DENOMINATOR = 10_000
"""Largest number below the line for which chances in floats are taken to be the fraction next to them."""

NEAR = 1e-7
"""How near to it they must be."""


@dataclass(frozen=True)
class Part:
    """One of the things that may follow a choice.

    Parameters
    ----------
    weight : Fraction or float
        Its chance.
    value : Fraction or float
        What the player gets then.
    after : tuple of (int, str)
        What is done until then: who (0, 1 or chance, which is -1), and the action.
    node : int or None
        Node of a game tree at which the choice is made.
    ended : bool
        Whether the value is what an end pays, and not an expectation over several.
    """

    weight: Number
    value: Number
    after: tuple[tuple[int, str], ...] = ()
    node: int | None = None
    ended: bool = True


@dataclass(frozen=True)
class ActionReason:
    """One of the actions at a decision.

    Parameters
    ----------
    action : str
        Its label.
    chance : Fraction or float
        With which it is played.
    parts : tuple of Part
        What may follow; the weights add up to 1.
    """

    action: str
    chance: Number
    parts: tuple[Part, ...]

    @cached_property
    def value(self) -> Number:
        """Expected payoff to the one who decides."""
        return sum((part.weight * part.value for part in self.parts), start=ZERO)


@dataclass(frozen=True)
class DecisionReasons:
    """A decision, with what every action there is worth.

    Parameters
    ----------
    player : int
        Who decides.
    choices : tuple of ActionReason
        All actions, in the game's order.
    slack : float
        Difference up to which values count as the same: what a solver in floats leaves; 0 where numbers are exact.
    """

    player: int
    choices: tuple[ActionReason, ...]
    slack: float = 0.0

    @cached_property
    def best(self) -> Number:
        """What the best action is worth."""
        return max(choice.value for choice in self.choices)

    def behind(self, choice: ActionReason) -> Number:
        """By how much an action falls short of the best; 0 if it does not."""
        gap = self.best - choice.value
        return gap if gap > self.slack else ZERO

    @property
    def played(self) -> tuple[ActionReason, ...]:
        """The actions that are played."""
        return tuple(choice for choice in self.choices if choice.chance)

    @property
    def others(self) -> tuple[ActionReason, ...]:
        """The actions that are not played, the best first."""
        return tuple(sorted((c for c in self.choices if not c.chance), key=self.behind))

    @property
    def regret(self) -> Number:
        """By how much the worst action that is played falls short of the best; 0 at a best reply."""
        return max((self.behind(choice) for choice in self.played), default=ZERO)

    @property
    def strict(self) -> bool:
        """Whether any other action would cost."""
        return len(self.played) == 1 and all(self.behind(choice) for choice in self.others)


def matrix_decision(
    game: StrategicForm, strategies: tuple[Sequence[Number], Sequence[Number]], player: int
) -> DecisionReasons:
    """A player's decision in a matrix game, against what the other side plays.

    Parameters
    ----------
    strategies : pair of sequence of Fraction or float, lengths m and n
        What both play.
    player : int
        Whose decision.
    """
    other = 1 - player
    met = [(j, q) for j, q in enumerate(strategies[other]) if q]
    choices = []
    for i, action in enumerate(game.actions[player]):
        parts = tuple(Part(q, paid(game, player, i, j), ((other, game.actions[other][j]),)) for j, q in met)
        choices.append(ActionReason(action, strategies[player][i], parts))
    return DecisionReasons(player, tuple(choices))


def paid(game: StrategicForm, player: int, own: int, other: int) -> Fraction:
    """What a player gets by an action of its own against one of the other side."""
    return game.row[own][other] if player == 0 else game.column[other][own]


@dataclass(frozen=True)
class Balance:
    """The chance at which one side's mixture makes two actions of the other side pay the same.

    With chance p of the first action and 1 - p of the second, an action of the other side pays p a + (1 - p) b.

    Parameters
    ----------
    mixer : int
        Who mixes.
    mixed : pair of int
        Its two actions.
    compared : pair of int
        Two actions of the other side.
    pays : pair of pairs of Fraction
        For each of these what it pays the other side against each of the mixed actions: (a, b).
    chance : Fraction
        The chance p of the first mixed action at which both pay the same.
    """

    mixer: int
    mixed: tuple[int, int]
    compared: tuple[int, int]
    pays: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    chance: Fraction

    @property
    def above(self) -> int:
        """Which of the compared actions, 0 or 1, pays more if the chance is larger."""
        (a, b), (c, d) = self.pays
        return 0 if (a - b) > (c - d) else 1


def balance(
    game: StrategicForm, strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]], mixer: int
) -> Balance | None:
    """Why a mixture of two actions has its very chances; None if there is no such reason, or more than two are mixed.

    Parameters
    ----------
    strategies : pair of tuple of Fraction
        An equilibrium.
    mixer : int
        Whose mixture.
    """
    own, other = ([k for k, p in enumerate(strategies[side]) if p] for side in (mixer, 1 - mixer))
    if len(own) != 2:
        return None
    pays = [(paid(game, 1 - mixer, j, own[0]), paid(game, 1 - mixer, j, own[1])) for j in other]
    for k in range(1, len(other)):
        (a, b), (c, d) = pays[0], pays[k]
        if a - b != c - d:
            return Balance(mixer, (own[0], own[1]), (other[0], other[k]), ((a, b), (c, d)), (d - b) / (a - b - c + d))
    return None


def told_decision(
    game: StrategicForm, distribution: Sequence[Sequence[Number]], player: int, told: int, slack: float = 0.0
) -> DecisionReasons:
    """A player's decision when a mediator has told it an action: what that tells of what the other side was told.

    Parameters
    ----------
    distribution : sequence of sequence of Fraction or float, shape (m, n)
        Chance of each pair of recommendations.
    player : int
        Who is told.
    told : int
        The action it is told, with positive chance.
    slack : float
        Difference up to which payoffs count as the same.
    """
    other = 1 - player
    line = list(distribution[told]) if player == 0 else [row[told] for row in distribution]
    total = sum(line, start=ZERO)
    met = [(j, q / total) for j, q in enumerate(line) if q]
    choices = tuple(
        ActionReason(
            action,
            ONE if i == told else ZERO,
            tuple(Part(q, paid(game, player, i, j), ((other, game.actions[other][j]),)) for j, q in met),
        )
        for i, action in enumerate(game.actions[player])
    )
    return DecisionReasons(player, choices, slack)


def exact_plan(game: StrategicForm, distribution: Sequence[Sequence[float]]) -> list[list[Fraction]] | None:
    """The rationals that a plan in floats stands for, if they obey exactly; None if none are found.

    Parameters
    ----------
    distribution : sequence of sequence of float, shape (m, n)
        Chance of each pair of recommendations, as a solver in floats gives it.
    """
    plan = [[Fraction(float(p)).limit_denominator(LARGEST_DENOMINATOR) for p in line] for line in distribution]
    cells = [(p, q) for line, own in zip(plan, distribution, strict=True) for p, q in zip(line, own, strict=True)]
    if any(abs(float(p) - q) > NEAR for p, q in cells) or sum(p for p, _ in cells) != 1:
        return None
    for player, actions in enumerate(game.actions):
        for told in range(len(actions)):
            line = plan[told] if player == 0 else [row[told] for row in plan]
            if any(line) and told_decision(game, plan, player, told).regret:
                return None
    return plan


@dataclass(frozen=True)
class Inducement:
    """The best that a leader can announce so that the follower gives one reply.

    Parameters
    ----------
    reply : int
        The follower's action.
    mixture : tuple of Fraction
        What is announced.
    value : Fraction
        What it pays the leader.
    """

    reply: int
    mixture: tuple[Fraction, ...]
    value: Fraction


def inducements(own: Matrix, other: Matrix) -> list[Inducement | None]:
    """For each reply the best announcement to which it is a best reply; None for a reply that nothing makes best.

    Parameters
    ----------
    own, other : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the leader and of the follower; a row per action of the leader.

    References
    ----------
    Conitzer, V., and Sandholm, T. (2006): Computing the optimal strategy to commit to. EC '06.
    """
    found: list[Inducement | None] = []
    for j in range(len(own[0])):
        rules = [([line[k] - line[j] for line in other], ZERO) for k in range(len(own[0])) if k != j]
        goal = [line[j] for line in own]
        mixture = maximise(goal, rules, [([ONE] * len(own), ONE)])
        if mixture is None:
            found.append(None)
        else:
            value = sum((p * v for p, v in zip(mixture, goal, strict=True)), ZERO)
            found.append(Inducement(j, tuple(mixture), value))
    return found
