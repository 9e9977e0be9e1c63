"""From a scenario and wishes to a game that can be played, and back from a record to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Wishes
from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.demands import DemandsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.agents.arenas.values import ValuesArena
from sim.errors import PlayError
from sim.kinds import kind_named
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.agents.arenas.match import Seat
    from sim.scenario.scenario import AgentChoice, Scenario

ARENAS: dict[str, type[Arena]] = {
    "concessions": ConcessionsArena,
    "matrix": MatrixArena,
    "tree": TreeArena,
    "offers": OffersArena,
    "issues": IssuesArena,
    "offers with hidden values": ValuesArena,
    "offers with demands at the deadline": DemandsArena,
}
"""How each kind is played, and forms of it that are played in another way."""


def played_as(scenario: Scenario) -> str:
    """What a scenario is called among the arenas; with hidden types it is the tree in which chance draws them."""
    return scenario.form if scenario.form in ARENAS else "tree" if scenario.variants else scenario.kind


def arena_of(
    scenario: Scenario,
    seats: tuple[Seat, Seat],
    select: str = "payoff-dominant",
    rounds: int | None = None,
    time_limit: float | None = 60.0,
) -> Arena:
    """The game of a scenario, ready to be played.

    Parameters
    ----------
    seats : pair of Seat
        Who plays; agents that fake change the game.
    select : str
        Which equilibrium the game is held against, as in ``--select``.
    rounds : int, optional
        After how many rounds play stops, where the file does not say.
    time_limit : float or None
        Seconds for solving.

    Raises
    ------
    PlayError
        If the scenario cannot be played so.
    AgentError
        If there is no such agent.
    AskError
        If there is no such rule.
    """
    why = kind_named(scenario.kind).unplayed
    if why:
        raise PlayError(f"{scenario.file}: {why}; 'detente play FILE' seats them")
    arena = ARENAS[played_as(scenario)]
    if rounds is not None and (own := arena.own_rounds(scenario)) is not None:
        raise PlayError(f"--rounds: the file says that there are {own} rounds; change it there")
    return arena.of(scenario, Wishes((seats[0].agent, seats[1].agent), select, rounds, time_limit))


def opponent_of(scenario: Scenario, seat: int) -> str:
    """Who plays a side if nobody is named: the file's agent for it, or the equilibrium.

    Parameters
    ----------
    seat : int
        The side.
    """
    game = scenario.game
    if not isinstance(game, Concessions) or scenario.variants:
        return "equilibrium"
    return as_typed(game.agents[seat])


def as_typed(choice: AgentChoice) -> str:
    """An entry of a file as it would be typed: ``grit,waits=3``."""
    return ",".join([choice.name, *(f"{key}={value}" for key, value in choice.options)])
