"""A game as people sit at it: where somebody chooses, what that leads to, and what the equilibrium says of it.

Every kind of scenario is played through the same few questions, so that one conversation, one replay and one summary
serve them all. All payoffs here count for the whole game: what a round pays is weighed as it is in the game's payoff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sim.errors import PlayError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.scenario import Scenario

    Pair = tuple[float, float]

Place = Any
"""Where play stands; None when it is over. What it is inside is the arena's own; it can be hashed."""


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
    paid : pair of float
        What both get by it, as it counts in the payoff of the whole game.
    shown : pair of float or None
        What the round paid, as it is told; None if no round was paid.
    """

    chance: float
    event: str
    to: Place
    paid: Pair
    shown: Pair | None = None


class Arena(Protocol):
    """A game that can be played, with one equilibrium of it."""

    scenario: Scenario
    concept: str
    notes: tuple[Note, ...]

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

    def mixture(self, place: Place, seat: int) -> Mapping[str, float]:
        """What the equilibrium does there: actions and their probabilities."""

    def regret(self, place: Place, seat: int, choice: str) -> float:
        """What a choice gives away if both play the equilibrium afterwards, from there on; at least 0."""

    def weight(self, place: Place, seat: int) -> float:
        """What one unit from there on counts for in the whole game."""

    def value(self, place: Place) -> Pair:
        """What both get from there on if the equilibrium is played, as it counts in the whole game."""

    def ways(self, place: Place, choices: tuple[str, str]) -> tuple[Way, ...]:
        """What can happen after both have chosen; an empty text stands for a seat that does not act."""


def check_choice(arena: Arena, place: Place, seat: int, choice: str) -> None:
    """Refuse a choice that is not open.

    Parameters
    ----------
    place : Place
        Where play stands.
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
        arena.regret(place, seat, choice)  # a number that cannot be named raises
