"""The scenario: what a file says, checked and with every number exact."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from sim.exact.spacing import whole_between
from sim.scenario.issues.stated import Issues
from sim.scenario.lesson import NO_LESSON
from sim.scenario.lesson import Lesson as Lesson
from sim.scenario.lesson import Question as Question
from sim.scenario.observed.stated import Observed
from sim.scenario.options.conflict import Options
from sim.scenario.surplus import Offers as Offers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.matrix.scale import Scale
    from sim.types import Pair


Moves = Literal["simultaneous", "alternating", "sequential"]
Punishment = Literal["snapback", "breakdown"]
Keeps = Literal["irreversible", "nothing", "all"]
Stalls = Literal["without_progress", "without_change"]


@dataclass(frozen=True)
class Player:
    """A player; patience is the discount factor per round."""

    id: str
    name: str
    patience: Fraction | None


@dataclass(frozen=True)
class Parameter:
    """A named number, with the range that is held plausible.

    Parameters
    ----------
    name : str
        Its name in the file.
    value : Fraction
        The number.
    minimum, maximum : Fraction or None
        The ends of the range.
    about : str
        What it stands for; may be empty.
    label, unit : str
        What people read in the place of its name, and behind its values; empty where the file says nothing.
    draw : str
        What is held likely of it, as `sim.scenario.expressions.draws` reads it; empty where the file says nothing.
    whole : bool
        Whether it has to be a whole number, as the rounds of a game are.
    """

    name: str
    value: Fraction
    minimum: Fraction | None
    maximum: Fraction | None
    about: str
    label: str = ""
    unit: str = ""
    draw: str = ""
    whole: bool = False

    @property
    def range(self) -> tuple[Fraction, Fraction] | None:
        """From the least to the greatest value, whole ones where it has to be whole; None unless there are two."""
        if self.minimum is None or self.maximum is None:
            return None
        low, high = whole_between(self.minimum, self.maximum) if self.whole else (self.minimum, self.maximum)
        return (low, high) if low < high else None


@dataclass(frozen=True)
class JointEffect:
    """A change of both players' payoffs per round while a step and some others stand.

    Parameters
    ----------
    effect : pair of Fraction
        The change, on top of that of the step alone.
    when : tuple of (int, int)
        The others as (player, index in that player's ladder).
    """

    effect: Pair
    when: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Step:
    """One concession.

    Parameters
    ----------
    id, name : str
        Identifier in the file, and what people read.
    owner : int
        0 for the first player, 1 for the second.
    effect : pair of Fraction
        Lasting change of both players' payoffs per round.
    once : pair of Fraction
        Paid in the round of the step alone.
    reversible : bool
        Whether the owner can undo it.
    after : tuple of (int, int)
        Prerequisites as (player, index in that player's ladder).
    verification : Fraction or None
        Chance per round that a fake of it is discovered; None if it cannot be faked.
    joint : tuple of JointEffect
        What it adds while other steps stand as well.
    divisible : bool
        Whether a roadmap may take it in shares.
    shares : pair of Fraction
        The smallest and the largest share.
    either : bool
        Whether a designed roadmap may give it to the other side.
    """

    id: str
    name: str
    owner: int
    effect: Pair
    once: Pair
    reversible: bool
    after: tuple[tuple[int, int], ...]
    verification: Fraction | None = None
    joint: tuple[JointEffect, ...] = ()
    divisible: bool = False
    shares: Pair = (Fraction(0), Fraction(1))
    either: bool = False

    @property
    def has_effect(self) -> bool:
        """Whether it changes what rounds pay, alone or with others."""
        return any(self.effect) or any(any(joint.effect) for joint in self.joint)


@dataclass(frozen=True)
class Roadmap:
    """A named order of steps; each round lists the players who take their next step in it."""

    name: str
    rounds: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class AgentChoice:
    """Who plays a side in a simulation: the name of an agent and its options."""

    name: str = "equilibrium"
    options: tuple[tuple[str, str | int | Fraction], ...] = ()


@dataclass(frozen=True)
class Mediator:
    """A third party; delay is what it makes a round cost that ends before the agreement is complete."""

    name: str
    delay: Pair


@dataclass(frozen=True)
class Concessions:
    """A concession game as the file states it; the first of each pair belongs to the first player.

    The hazard is one chance for all rounds, or a tuple with one for each; ``keeps`` says which steps stay as they are
    when the talks end, ``stalls`` after which rounds the hazard threatens, and ``rests`` at which sets of steps, as of
    the ``after`` of a step, it does not.
    """

    status_quo: Pair
    ladders: tuple[tuple[Step, ...], tuple[Step, ...]]
    agreement: Pair
    breakdown: Pair
    hazard: Fraction | tuple[Fraction, ...]
    moves: Moves
    first: int
    actions: tuple[str, ...]
    horizon: int | None  # None: there is no last round
    keeps: Keeps = "irreversible"
    stalls: Stalls = "without_progress"
    rests: tuple[frozenset[tuple[int, int]], ...] = ()
    roadmaps: tuple[Roadmap, ...] = ()
    punishment: Punishment = "snapback"
    on_discovery: Punishment = "snapback"
    agents: tuple[AgentChoice, AgentChoice] = (AgentChoice(), AgentChoice())
    mediator: Mediator | None = None
    commit: int | None = None  # None: nobody can commit

    @property
    def hazards(self) -> tuple[Fraction, ...]:
        """The hazard of each round up to one from which on it stays the same; a single one if it always is."""
        return self.hazard if isinstance(self.hazard, tuple) else (self.hazard,)

    @property
    def all_effects(self) -> Pair:
        """What all steps together add to the payoffs per round, without what the agreement adds."""
        steps = [step for ladder in self.ladders for step in ladder]
        each = [*(step.effect for step in steps), *(joint.effect for step in steps for joint in step.joint)]
        return sum((e[0] for e in each), Fraction(0)), sum((e[1] for e in each), Fraction(0))

    def hazard_in(self, round_: int) -> Fraction:
        """Chance that the talks break down after a round, from 0, if it is a stalled one."""
        return self.hazards[min(round_, len(self.hazards) - 1)]


@dataclass(frozen=True)
class Repeat:
    """How often a matrix game is played: a number of rounds, or None for play without end; and how long is punished."""

    rounds: int | None
    punish: int | None = None  # None: for ever


@dataclass(frozen=True)
class Matrix:
    """A matrix game: ``payoffs[row][column]`` is a pair, from ``formulas``; ``profile`` is by the places of actions."""

    actions: tuple[tuple[str, ...], tuple[str, ...]]
    payoffs: tuple[tuple[Pair, ...], ...]
    repeat: Repeat | None = None  # None: it is played once
    commit: int | None = None
    scales: tuple[Scale | None, Scale | None] = (None, None)
    formulas: tuple[str, str] | None = None
    profile: tuple[int, int] | None = None


@dataclass(frozen=True)
class Branch:
    """A way on from a node: its label, its probability where chance decides, and the number of the node it leads to."""

    label: str
    probability: Fraction | None
    to: int


@dataclass(frozen=True)
class TreeNode:
    """A node of a game tree: a player's decision, a move of chance, or an end.

    Parameters
    ----------
    player : int or None
        Who decides; None for chance and at an end.
    infoset : str
        Name of the information set; empty where nobody decides.
    branches : tuple of Branch
        Ways on; empty at an end.
    payoffs : pair of Fraction or None
        What an end pays.
    named : bool
        Whether the file names the information set; others are named after the way to them.
    """

    player: int | None
    infoset: str
    branches: tuple[Branch, ...]
    payoffs: Pair | None
    named: bool = False


@dataclass(frozen=True)
class Tree:
    """A game tree as the file states it.

    Parameters
    ----------
    nodes : tuple of TreeNode
        All nodes, each before those below it and these in their order; play starts at the first.
    commit : int or None
        Who can commit itself.
    """

    nodes: tuple[TreeNode, ...]
    commit: int | None = None


@dataclass(frozen=True)
class PlayerType:
    """What a player may be: identifier, what people read, and the chance of it.

    Types on a range have the ``parameter`` by which they differ, and its ``value``.
    """

    id: str
    name: str
    probability: Fraction
    parameter: str = ""
    value: Fraction = Fraction(0)


@dataclass(frozen=True)
class Change:
    """A key of a file that holds something else than the file says.

    Parameters
    ----------
    key, path : str
        The key as it was named, and its whole path.
    value : str
        What it holds, as it was typed; empty where it was taken out.
    """

    key: str
    path: str
    value: str


Game = Concessions | Matrix | Tree | Offers | Options | Issues
"""What a scenario says of its game, by kind."""


@dataclass(frozen=True)
class Scenario:
    """A checked scenario.

    Parameters
    ----------
    title, summary : str
        What people read.
    sources : tuple of str
        Where the facts come from.
    file, text : str
        The file's name as the user gave it, and its text.
    kind : str
        As `sim.kinds` names it.
    players : tuple of Player
        The two players, the first of which is the row player; the two to eight parties to a conflict over options.
    parameters : tuple of Parameter
        The named numbers, settings applied.
    settings : tuple of (str, str)
        Parameters that were set from outside the file.
    changes : tuple of Change
        Keys that were changed from outside the file; the text has them.
    places : mapping of str to (int, int)
        Line and column of each top-level key.
    types : pair of tuple of PlayerType
        What each player may be, which the other side does not know; empty for a player without hidden types.
    variants : tuple of tuple of Scenario
        The scenario as it is for each type of the first player (a row) and of the second; empty without hidden types.
    lesson : Lesson
        What a teacher adds for a class.
    observed : tuple of Observed
        What people did who played the game; it changes no result.
    """

    title: str
    summary: str
    sources: tuple[str, ...]
    file: str
    text: str
    kind: Literal["concessions", "matrix", "tree", "offers", "options", "issues"]
    players: tuple[Player, ...]
    parameters: tuple[Parameter, ...]
    game: Game
    settings: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)
    types: tuple[tuple[PlayerType, ...], tuple[PlayerType, ...]] = ((), ())
    variants: tuple[tuple[Scenario, ...], ...] = ()
    lesson: Lesson = NO_LESSON
    changes: tuple[Change, ...] = ()
    observed: tuple[Observed, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the file's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def leader(self) -> int | None:
        """Who announces its strategy first; None if nobody can commit."""
        return None if isinstance(self.game, (Offers, Options, Issues)) else self.game.commit

    @property
    def form(self) -> str:
        """What solvers go by: the kind, and whether types are hidden, a game is repeated or has no last round."""
        if self.variants:
            return f"{self.kind} with hidden types"
        if isinstance(self.game, Concessions) and self.game.horizon is None:
            return "concessions without a last round"
        if isinstance(self.game, Issues) and self.game.offers is not None:
            return "issues with offers"
        if isinstance(self.game, Offers) and self.game.values:
            return "offers with hidden values"
        if isinstance(self.game, Offers) and self.game.demands:
            return "offers with demands at the deadline"
        repeated = isinstance(self.game, Matrix) and self.game.repeat is not None
        return "repeated matrix" if repeated else self.kind
