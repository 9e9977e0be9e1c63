"""From a scenario and wishes to a game that can be played, and back from a record to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena, Wishes
from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
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
}
"""How each kind is played; with hidden types, as the tree in which chance draws them."""


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
    if scenario.form == "offers with hidden values":
        raise PlayError(
            f"{scenario.file}: prices for a hidden value are not played; 'detente explain' tells who takes which"
        )
    if scenario.form == "offers with demands at the deadline":
        raise PlayError(
            f"{scenario.file}: demands at the deadline leave many equilibria, and play is held against one; write "
            "'deadline: offer' to play, or make the last round a matrix game"
        )
    arena = ARENAS["tree" if scenario.variants else scenario.kind]
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
