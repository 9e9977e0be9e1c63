"""Games for tests of play, and play that follows a rule of behaviour, counted out in full."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import yaml

from sim.agents.arenas.arena import Arena, Place
from sim.agents.arenas.match import Match, Seat, Session
from sim.agents.arenas.seating import arena_of
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from tests.engine.concessions.test_subgame_perfect_against_the_rules import random_game

Behaviour = Callable[[Place, int], dict[str, float]]

SEATS = (Seat("Anna"), Seat(None, "equilibrium"))

SIGNALS = """
format: 1
kind: tree
title: Signals
players: {{a: {{}}, b: {{}}}}
tree:
  chance:
    high: {{probability: 0.25, then: {{player: a, infoset: high, actions: {{
      l: {{player: b, infoset: sees l, actions: {{u: {{payoffs: {0}}}, d: {{payoffs: {1}}}}}}},
      r: {{player: b, infoset: sees r, actions: {{u: {{payoffs: {2}}}, d: {{payoffs: {3}}}}}}}}}}}}}
    low: {{probability: 0.75, then: {{player: a, infoset: low, actions: {{
      l: {{player: b, infoset: sees l, actions: {{u: {{payoffs: {4}}}, d: {{payoffs: {5}}}}}}},
      r: {{player: b, infoset: sees r, actions: {{u: {{payoffs: {6}}}, d: {{payoffs: {7}}}}}}}}}}}}}
"""


def concession(draw: random.Random) -> Scenario:
    """A small concession game of random moves and numbers."""
    while True:
        moves = draw.choice(["simultaneous", "alternating", "sequential"])
        data = random_game(draw, moves) | {"horizon": draw.randint(1, 2)}
        try:
            return load("random", text=yaml.safe_dump(data))
        except ScenarioError:
            continue  # prerequisites in a circle


def matrix(draw: random.Random) -> Scenario:
    """A random matrix game, played once or repeated."""
    m, n = draw.randint(1, 3), draw.randint(2, 3)
    data: dict[str, Any] = {
        "format": 1,
        "kind": "matrix",
        "title": "random",
        "players": {"a": {"actions": [f"r{i}" for i in range(m)]}, "b": {"actions": [f"c{j}" for j in range(n)]}},
        "payoffs": [[[draw.randint(-4, 4), draw.randint(-4, 4)] for _ in range(n)] for _ in range(m)],
    }
    if draw.random() < 0.5:
        data["repeat"] = {"rounds": draw.choice([2, "infinite"])}
        for player in data["players"].values():
            player["patience"] = draw.choice([0.0, 0.5, 0.9])
    return load("random", text=yaml.safe_dump(data))


def signals(draw: random.Random) -> Scenario:
    """A signalling game with random payoffs."""
    return load("random", text=SIGNALS.format(*([draw.randint(-3, 3), draw.randint(-3, 3)] for _ in range(8))))


def drawn_game(draw: random.Random) -> Scenario:
    """A random game of some kind."""
    return draw.choice([concession, matrix, signals])(draw)


def at_random(draw: random.Random) -> Behaviour:
    """A fixed mixture at each decision point, drawn when it is first met."""
    known: dict[tuple[int, str], dict[str, float]] = {}

    def behaviour_of(arena: Arena) -> Behaviour:
        def behaviour(place: Place, seat: int) -> dict[str, float]:
            key = seat, arena.point(place, seat)
            if key not in known:
                weights = [draw.random() for _ in arena.options(place, seat)]
                known[key] = {a: w / sum(weights) for a, w in zip(arena.options(place, seat), weights, strict=True)}
            return known[key]

        return behaviour

    return behaviour_of  # type: ignore[return-value]


def expected(arena: Arena, behaviour: Behaviour, place: Place, gather: Callable[..., float] | None = None) -> Any:
    """Both payoffs from a place on, and the mean of what is gathered at each place with the chance of its moves.

    Parameters
    ----------
    gather : callable
        From a place and both moves to a number.
    """
    if place is None:
        return 0.0, 0.0, 0.0
    total = [0.0, 0.0, 0.0]
    sides = [behaviour(place, s) if s in arena.movers(place) else {"": 1.0} for s in (0, 1)]
    for one, p in sides[0].items():
        for two, q in sides[1].items():
            if not p * q:
                continue
            if gather is not None:
                total[2] += p * q * gather(place, (one, two))
            for way in arena.ways(place, (one, two)):
                after = expected(arena, behaviour, way.to, gather)
                for k in range(3):
                    total[k] += p * q * way.chance * (after[k] + (way.paid[k] if k < 2 else 0.0))
    return tuple(total)


def played(scenario: Scenario, behaviour: Callable[[Arena], Behaviour] | None = None, seed: int = 1) -> Any:
    """A game in which both follow a rule of behaviour, by default the equilibrium: the arena and the record."""
    arena = arena_of(scenario, SEATS)
    rule = behaviour(arena) if behaviour is not None else lambda place, seat: dict(arena.mixture(place, seat))
    match = Match(arena, seed)
    while not match.over:
        place = match.place
        match.play({s: match.drawn(rule(place, s)) for s in match.choosing()})
    return arena, Session(scenario, SEATS, "payoff-dominant", None, seed, "", tuple(match.turns), True)
