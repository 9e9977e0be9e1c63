"""From a scenario and wishes to a game that can be played, and back from a record to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.arenas.arena import Arena
from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.match import Seat
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.offers import OffersArena
from sim.agents.arenas.tree import TreeArena
from sim.agents.choose import known_agents, make_agent
from sim.agents.seated_game import SeatedGame, Solutions
from sim.errors import PlayError
from sim.scenario.scenario import AgentChoice, Concessions, Matrix, Offers

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario, Step


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
    _check_rounds(scenario, rounds)
    if scenario.variants or scenario.kind == "tree":
        return TreeArena(scenario, select, time_limit)
    if scenario.kind == "matrix":
        return MatrixArena(scenario, select, rounds, time_limit)
    if scenario.kind == "offers":
        return OffersArena(scenario, rounds)
    fakes = [not seat.human and make_agent(seat.agent, known_agents()).fakes for seat in seats]
    hidden = [
        fake and any(s.verification is not None for s in ladder)
        for fake, ladder in zip(fakes, _ladders(scenario), strict=True)
    ]
    table = SeatedGame(scenario, (hidden[0], hidden[1]), Solutions(scenario, time_limit))
    return ConcessionsArena(table, select, rounds)


def _ladders(scenario: Scenario) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    assert isinstance(scenario.game, Concessions)
    return scenario.game.ladders


def _check_rounds(scenario: Scenario, rounds: int | None) -> None:
    if rounds is None:
        return
    game = scenario.game
    if scenario.variants or scenario.kind == "tree":
        raise PlayError("--rounds is for games that can go on for ever and for matrix games; this one ends by itself")
    own = game.horizon if isinstance(game, Concessions) else game.rounds if isinstance(game, Offers) else None
    if isinstance(game, Matrix) and game.repeat is not None:
        own = game.repeat.rounds
    if own is not None:
        raise PlayError(f"--rounds: the file says that there are {own} rounds; change it there")


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
