"""A game as people sit at it: where somebody chooses, what that leads to, and what the equilibrium says of it.

Every kind of scenario is played through the same few questions, so that one conversation, one replay and one summary
serve them all; what differs between kinds is answered by the arena of the kind. All payoffs here count for the whole
game: what a round pays is weighed as it is in the game's payoff.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sim.errors import PlayError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.scenario.scenario import Scenario
    from sim.types import FloatPair


Place = Any
"""Where play stands; None when it is over. What it is inside is the arena's own; it can be hashed."""

Behaviour = Callable[[Place, int], dict[str, float]]
"""From a place and a seat to the probabilities of what is done there."""


SITTING_IN = ("bot", "earlier_choices", "people")
"""Who is no agent of the simulations: those who sit in for nobody in a class, and who plays like people."""

PROGRAM = "program"
"""What stands before the name of a program that plays, in records."""


def fakes_nothing(agent: str) -> bool:
    """Whether whoever plays is a person, or one of those who never fake, whatever the game.

    Parameters
    ----------
    agent : str
        As it is called on the command line or in a record; empty for a person.
    """
    return agent.partition(",")[0].strip() in ("", PROGRAM, *SITTING_IN) or agent.startswith(f"{PROGRAM} ")


Note = Literal["undecided", "time"]
"""What must be known of an equilibrium that choices are held against: some comparison behind it could not be decided;
not all equilibria were found in the time allowed."""


@dataclass(frozen=True)
class Way:
    """One thing that can happen once everybody at a place has chosen.

    Parameters
    ----------
    chance : float
        Its probability.
    event : str
        What chance did; empty if it is no matter of chance.
    to : Place
        Where play goes on; None if it is over.
    paid : tuple of float
        What each gets by it, as it counts in the payoff of the whole game; empty where nothing is paid.
    shown : pair of float or None
        What the round paid, as it is told; None if no round was paid.
    """

    chance: float
    event: str
    to: Place
    paid: tuple[float, ...]
    shown: FloatPair | None = None


@dataclass(frozen=True)
class Wishes:
    """How a game is to be played.

    Parameters
    ----------
    agents : pair of str
        Who plays, as it is called on the command line; empty for a person. Agents that fake change the game.
    select : str
        Which equilibrium the game is held against, as in ``--select``.
    rounds : int or None
        After how many rounds play stops, where the file does not say.
    time_limit : float or None
        Seconds for solving.
    """

    agents: tuple[str, str]
    select: str
    rounds: int | None
    time_limit: float | None


@dataclass(frozen=True)
class Benchmark:
    """An equilibrium that choices are held against: what it does, and what it pays both."""

    rule: Behaviour
    payoffs: FloatPair


class Seated(Protocol):
    """A game that can be played by any number of sides, whether it pays them or not.

    Parameters
    ----------
    sides : int
        How many play it.
    unpaid : tuple of float
        What all have got before anything was paid; empty where nothing is paid ever.
    """

    scenario: Scenario
    sides: int
    unpaid: tuple[float, ...]

    @property
    def start(self) -> Place:
        """Where play starts."""

    def round(self, place: Place) -> int:
        """The round, from 0; always 0 where there are none."""

    def movers(self, place: Place) -> tuple[int, ...]:
        """Who acts at a place; nobody where chance does."""

    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """Actions open to a seat; empty where it names a number instead."""

    def point(self, place: Place, seat: int) -> str:
        """Name of the decision as the player sees it: places that look alike to it share one."""

    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """What whoever plays by the theory of the game does there: actions and their probabilities."""

    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """What can happen after all have chosen; an empty text stands for a seat that does not act."""


class Arena(ABC):
    """A game of two that can be played, with one equilibrium of it."""

    sides = 2
    unpaid: tuple[float, ...] = (0.0, 0.0)
    scenario: Scenario
    concept: str
    notes: tuple[Note, ...]

    @classmethod
    @abstractmethod
    def of(cls, scenario: Scenario, wishes: Wishes) -> Arena:
        """The game of a scenario of the arena's kind."""

    @staticmethod
    @abstractmethod
    def own_rounds(scenario: Scenario) -> int | None:
        """How many rounds the file says there are; None if it leaves them open.

        Raises
        ------
        PlayError
            If rounds are nothing that can be asked for.
        """

    @property
    @abstractmethod
    def start(self) -> Place:
        """Where play starts."""

    @abstractmethod
    def round(self, place: Place) -> int:
        """The round, from 0; always 0 where there are none."""

    @abstractmethod
    def movers(self, place: Place) -> tuple[int, ...]:
        """Who acts at a place; nobody where chance does."""

    @abstractmethod
    def options(self, place: Place, seat: int) -> tuple[str, ...]:
        """Actions open to a seat; empty where it names a number instead."""

    def span(self, place: Place) -> FloatPair | None:
        """The least and the greatest number that can be named; None where no number is."""
        del place
        return None

    def read(self, text: str, place: Place | None = None) -> str:
        """A choice as it is typed where none are listed: a number, or a package.

        Parameters
        ----------
        text : str
            What was typed.
        place : Place, optional
            Where it is asked for; what can be named may hang on that.

        Raises
        ------
        PlayError
            If nothing can be named like that.
        """
        del place
        raise PlayError(f"nothing is named here, found '{text}'")

    @abstractmethod
    def point(self, place: Place, seat: int) -> str:
        """Name of the decision as the player sees it: places that look alike to it share one."""

    @abstractmethod
    def mixture(self, place: Place, seat: int) -> dict[str, float]:
        """What the equilibrium does there: actions and their probabilities."""

    @abstractmethod
    def regret(self, place: Place, seat: int, choice: str) -> float:
        """What a choice gives away if both play the equilibrium afterwards, from there on; at least 0."""

    @abstractmethod
    def weight(self, place: Place, seat: int) -> float:
        """What one unit from there on counts for in the whole game."""

    @abstractmethod
    def value(self, place: Place) -> FloatPair:
        """What both get from there on if the equilibrium is played, as it counts in the whole game."""

    @abstractmethod
    def ways(self, place: Place, choices: tuple[str, ...]) -> tuple[Way, ...]:
        """What can happen after both have chosen; an empty text stands for a seat that does not act."""

    @abstractmethod
    def responses(self, precisions: Sequence[float], time_limit: float | None = 60.0) -> list[Behaviour | None]:
        """Play with errors: logit quantal response equilibria, those on the branch that starts from play at random.

        At precision 0 everybody plays at random; the precision is per unit of payoff. Concession games and trees have
        an error at every decision (McKelvey and Palfrey 1998), repeated games one in every round.

        Parameters
        ----------
        precisions : sequence of float
            In any order.
        time_limit : float or None
            Seconds for all of them.

        Returns
        -------
        list of Behaviour or None
            In the same order; None where there is no answer.
        """

    @property
    @abstractmethod
    def payoff_range(self) -> float:
        """The wider of both players' ranges of payoffs; 1 if nothing is at stake."""

    @property
    def scale(self) -> FloatPair:
        """Width of each side's payoffs, below a share of which differences are rounding; 0 for exact numbers."""
        return 0.0, 0.0

    def benchmarks(self) -> list[Benchmark]:
        """The equilibria that choices can be held against, the one of the arena first."""
        return [Benchmark(self.mixture, self.value(self.start))]

    def rivals(self) -> tuple[Arena, ...]:
        """The same game with each equilibrium that is as good as its own by the rule, the own one first."""
        return (self,)

    def seen(self, place: Place) -> Place:
        """The place that people take this one for."""
        return place

    def label(self, place: Place, choice: str) -> str:
        """A choice as it is counted together with others."""
        del place
        return choice

    def chance(self, place: Place, choice: str, chances: Mapping[str, float]) -> float:
        """How likely a choice is where some are made with some chances."""
        del place
        return chances.get(choice, 0.0)


def check_choice(arena: Seated, place: Place, seat: int, choice: str) -> None:
    """Refuse a choice that is not open.

    Parameters
    ----------
    seat : int
        Who chooses.
    choice : str
        What is chosen.

    Raises
    ------
    PlayError
        If it is not open there.
    """
    options = arena.options(place, seat)
    if options and choice not in options:
        raise PlayError(f"'{choice}' is not open at '{arena.point(place, seat)}' (open: {', '.join(options)})")
    if not options:
        assert isinstance(arena, Arena)
        arena.regret(place, seat, choice)  # a number that cannot be named raises
