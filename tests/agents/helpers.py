"""A small game to play in, an opponent that follows a script, and the moves of a pairing."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sim.agents import Agent, Seen, View, simulate
from sim.agents.choose import known_agents, make_agent
from sim.scenario.load import load
from sim.scenario.scenario import Scenario

LADDERS = """
format: 1
title: Three steps each
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us:
    - {{id: a, effect: {{us: -1, nk: 2}}, reversible: true}}
    - {{id: b, effect: {{us: -1, nk: 2}}, reversible: true}}
    - {{id: c, effect: {{us: -1, nk: 2}}, verification: {chance}}}
  nk:
    - {{id: d, effect: {{us: 2, nk: -1}}, reversible: true}}
    - {{id: e, effect: {{us: 2, nk: -1}}}}
    - {{id: f, effect: {{us: 2, nk: -1}}, verification: {chance}}}
breakdown: {{payoff: {{us: -1, nk: -1}}}}
moves: {moves}
first: us
actions: [concede, hold_out, walk_away, renege]
horizon: {horizon}
"""

SHORT = {"C": "concede", "H": "hold_out", "R": "renege", "W": "walk_away", "F": "fake", "-": ""}
LETTER = {action: letter for letter, action in SHORT.items()}


def ladders(moves: str = "simultaneous", horizon: int | str = 10, chance: float = 0) -> Scenario:
    return load("ladders", text=LADDERS.format(moves=moves, horizon=horizon, chance=chance))


class Script(Agent):
    """Does what is written, one letter per round; holds out where it cannot and when the script is over."""

    def __init__(self, letters: str) -> None:
        self.letters = letters

    def act(self, view: View) -> str:
        letter = self.letters[view.round] if view.round < len(self.letters) else "H"
        return view.first(SHORT[letter])


class Watched(Agent):
    """An agent with a tape that runs along."""

    looks_at_round = True

    def __init__(self, inner: Agent) -> None:
        self.inner = inner
        self.fakes = inner.fakes  # type: ignore[misc]
        self.tape: tuple[tuple[str, str], ...] = ()

    def start(self) -> Hashable:
        return self.inner.start(), ()

    def update(self, memory: Any, seen: Seen) -> Hashable:
        tape = (*memory[1], (seen.mine, seen.theirs))
        self.tape = max(self.tape, tape, key=len)
        return self.inner.update(memory[0], seen), tape

    def act(self, view: View) -> Any:
        return self.inner.act(View(view.sight, view.round, view.memory[0]))


def moves(scenario: Scenario, agent: str, script: str, seat: int = 0) -> str:
    """The agent's moves against a scripted opponent, one letter per round."""
    watched = Watched(make_agent(agent, known_agents()))
    ids = [player.id for player in scenario.players]
    simulate(scenario, {ids[seat]: watched, ids[1 - seat]: Script(script)}, runs=2)
    return "".join(LETTER[mine] for mine, _ in watched.tape)
