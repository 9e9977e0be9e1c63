"""Who plays against people: the agents of simulations in concession games, and a few for the other kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from sim.agents.arenas.concessions import ConcessionsArena
from sim.agents.arenas.issues import IssuesArena
from sim.agents.arenas.matrix import MatrixArena
from sim.agents.arenas.people import PEOPLE, habits_of, people_like
from sim.agents.choose import known_agents, make_agent
from sim.agents.packages.player import PackagePlayer
from sim.agents.packages.runs import package_agents
from sim.agents.programs.agent import program_agent
from sim.agents.programs.player import ProgramPlayer
from sim.agents.programs.process import Program, is_program
from sim.agents.runner import ACTIONS, AgentRunner
from sim.engine.repeated.dilemma import dilemma
from sim.errors import AgentError, PlayError, nearest

if TYPE_CHECKING:
    from sim.agents.agent import Agent
    from sim.agents.arenas.arena import Arena, Behaviour, Place
    from sim.agents.arenas.match import MatchTurn
    from sim.agents.seated_game import SeatedGame

DEFAULT_PRECISION = 8.0
"""Precision of ``quantal_response``, per unit of payoff, where none is given."""

RECIPROCAL = ("tit_for_tat", "grim")
"""Who plays repeated prisoner's dilemmas as well: does what the other did last, or defects for ever once it did."""


class Opponent(Protocol):
    """Somebody who plays a side by itself."""

    def chances(self, place: Place) -> dict[str, float]:
        """What it does at a place: actions with probabilities."""

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """A turn has been played."""


class RulePlayer:
    """Plays its part of an equilibrium, which says what it does at every place whatever has happened before."""

    def __init__(self, rule: Behaviour, seat: int) -> None:
        self.rule, self.seat = rule, seat

    def chances(self, place: Place) -> dict[str, float]:
        """The equilibrium's mixture."""
        return self.rule(place, self.seat)

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """What happened does not matter beyond the place."""


class Reciprocal:
    """Tit-for-tat, or the grim trigger, in a repeated prisoner's dilemma."""

    def __init__(self, arena: MatrixArena, seat: int, name: str) -> None:
        found = dilemma(arena.form)
        if found is None:
            raise AgentError(f"'{name}' plays prisoner's dilemmas, and this game is none")
        self.seat, self.name, self.crossed = seat, name, False
        self.actions = [arena.form.actions[seat][k] for k in found.actions[seat]]
        self.defection = arena.form.actions[1 - seat][found.actions[1 - seat][1]]

    def chances(self, place: Place) -> dict[str, float]:
        """Cooperates, unless it has been crossed."""
        return {self.actions[int(self.crossed)]: 1.0}

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers the last round, or any."""
        crossed = turn.moves[1 - self.seat] == self.defection
        self.crossed = crossed or (self.crossed and self.name == "grim")


class Negotiator:
    """An agent of the simulations."""

    def __init__(self, table: SeatedGame, agent: Agent, seat: int) -> None:
        self.table, self.seat = table, seat
        self.mind = AgentRunner(table, agent.prepare(table, seat), seat)
        self.memory = 0
        self._round: dict[int, str] = {}
        self._could = False

    def chances(self, place: Place) -> dict[str, float]:
        """What the agent does where it stands."""
        t, p, k = place
        sight = self.table.sight((t % len(self.table.game.cycle), p, k), self.seat)
        assert sight is not None
        return self.mind.chances(t, sight, self.memory)

    def saw(self, place: Place, turn: MatchTurn) -> None:
        """Remembers the round once it is over."""
        t, p, k = place
        phases = self.table.game.phases(t)
        node = phases[p].nodes[k]
        for seat in (0, 1):
            if turn.moves[seat]:
                self._round[seat] = turn.moves[seat]
        self._could |= "concede" in node.actions[1 - self.seat]
        if phases[p].closes_round:
            mine, theirs = (ACTIONS.index(self._round.get(s, "")) for s in (self.seat, 1 - self.seat))
            self.memory = self.mind.after(self.memory, mine, theirs, self._could)
            self._round, self._could = {}, False


def known_opponents(arena: Arena) -> list[str]:
    """Names of who can be played against."""
    if isinstance(arena, ConcessionsArena):
        return [*known_agents(), PEOPLE]
    if isinstance(arena, IssuesArena):
        return [*package_agents(), PEOPLE]
    reciprocal = isinstance(arena, MatrixArena) and dilemma(arena.form) is not None
    return ["equilibrium", "quantal_response", PEOPLE, *(RECIPROCAL if reciprocal else ())]


def opponent(
    arena: Arena,
    seat: int,
    choice: str,
    agent: Agent | None = None,
    time_limit: float | None = 60.0,
    seed: int = 0,
    program: Program | None = None,
) -> Opponent:
    """Somebody to play against.

    Parameters
    ----------
    seat : int
        The side to play.
    choice : str
        Its name, with options as in ``quantal_response,precision=2``; or the command of a program, as in ``./bot.py``.
    agent : Agent, optional
        The agent itself, for a concession game.
    time_limit : float or None
        Seconds for finding out how it plays.
    seed : int
        What draws the one that it plays of equally good equilibria.
    program : Program, optional
        The program of the command, if it runs already.

    Raises
    ------
    AgentError
        If there is none of this name for the game.
    TimeLimitError
        If the time is up.
    """
    if agent is None and is_program(choice):
        program = program or Program(choice)
        agent = program_agent(choice, program)()
        if not isinstance(arena, (ConcessionsArena, IssuesArena)):
            return ProgramPlayer(arena, seat, program)
    if agent is None and choice.partition(",")[0].strip() == PEOPLE:
        return _people(arena, seat, choice.partition(",")[2].strip(), time_limit)
    if isinstance(arena, ConcessionsArena):
        return Negotiator(arena.table, agent or make_agent(choice, known_agents()), seat)
    if isinstance(arena, IssuesArena):
        return PackagePlayer(arena, agent or make_agent(choice, package_agents()), seat)
    name, _, options = (part.strip() for part in choice.partition(","))
    known = known_opponents(arena)
    if name not in known:
        kind = arena.scenario.kind
        raise AgentError(f"in a game of kind {kind} nobody is called '{name}' ({nearest(name, known)})")
    if name == "quantal_response":
        return _erring(arena, seat, _precision(options), time_limit)
    if options:
        raise AgentError(f"the agent '{name}' has no option '{options}' here (it has none)")
    if isinstance(arena, MatrixArena) and name in RECIPROCAL:
        return Reciprocal(arena, seat, name)
    return RulePlayer(drawn_equilibrium(arena, seed).mixture, seat)


def drawn_equilibrium(arena: Arena, seed: int) -> Arena:
    """The game with one of its equally good equilibria, each as likely.

    Parameters
    ----------
    seed : int
        What draws.
    """
    rivals = arena.rivals()
    return rivals[int(np.random.default_rng([seed, 11]).integers(len(rivals)))]


def _erring(arena: Arena, seat: int, precision: float, time_limit: float | None) -> Opponent:
    """Who plays its part of the logit quantal response equilibrium at a precision."""
    (rule,) = arena.responses([precision], time_limit)
    if rule is None:
        raise PlayError(f"play with errors could not be followed to a precision of {precision:g}; try a lower one")
    return RulePlayer(rule, seat)


def _people(arena: Arena, seat: int, options: str, time_limit: float | None) -> Opponent:
    """Who plays as people did, or were counted to do."""
    if not options and (habitual := habits_of(arena, seat)) is not None:
        return habitual
    return RulePlayer(people_like(arena, time_limit, _precision(options, PEOPLE) if options else None), seat)


def _precision(options: str, name: str = "quantal_response") -> float:
    if not options:
        return DEFAULT_PRECISION
    key, _, value = (part.strip() for part in options.partition("="))
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if key != "precision" or not 0 <= found < float("inf"):
        raise AgentError(f"'{name}' takes precision=NUMBER, from 0 on, found '{options}'")
    return found
