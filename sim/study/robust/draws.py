"""Payoffs drawn around those of a file: each number of the file by itself, up or down by a share of it."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.concessions.courses.ending_names import is_deal
from sim.errors import TimeLimitError
from sim.progress import stage
from sim.scenario.source import NumberText
from sim.study.record import FAILED, StudyFile, empty_chunk, joined
from sim.study.single import parsed
from sim.study.solve import compiled, solve_surely, solver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.deadline import Deadline
    from sim.scenario.scenario import Scenario
    from sim.study.record import Chunk

PAID = ("status_quo", "effect", "effects", "once", "agreement", "payoff", "delay")
"""Keys of a file of concessions below which payoffs stand."""

LEFT_OUT = ("lesson", "agents", "commit", "on_discovery")
"""Keys of a file that are no part of a game in which nobody is bound and all steps are taken at their word."""

TOGETHER = 64
"""Draws that are solved at once, so that progress can be told."""


@dataclass(frozen=True)
class Drawn:
    """What became of the talks when payoffs were drawn.

    Parameters
    ----------
    chunk : Chunk
        The answers, of all draws that there was time for.
    asked : int
        How many draws were asked for.
    spread : float
        Share by which each number of the file could go up or down.
    seed : int
        What chance drew.
    """

    chunk: Chunk
    asked: int
    spread: float
    seed: int

    @property
    def solved(self) -> int:
        """Draws with an answer."""
        return int(np.count_nonzero(self.chunk.how != FAILED))

    @property
    def deals(self) -> int:
        """Draws that end with the agreement complete."""
        return sum(map(is_deal, map(str, self.chunk.ending)))


def draw_payoffs(
    scenario: Scenario,
    select: str,
    count: int,
    spread: float,
    seed: int,
    deadline: Deadline,
) -> Drawn:
    """Solve a concession game with its payoffs drawn anew, independently and uniformly.

    Parameters
    ----------
    count : int
        How often they are drawn.
    spread : float
        Each number that a payoff is given by is multiplied by one from ``1 - spread`` to ``1 + spread``.
    deadline : Deadline
        When to draw no more.
    """
    parts = [empty_chunk(0)]
    with suppress(TimeLimitError), stage("draws", count) as told:
        for part in _solved(scenario, select, count, spread, seed, deadline):
            parts.append(part)
            told.step(len(part.ending))
    return Drawn(joined(parts), count, spread, seed)


def _solved(
    scenario: Scenario, select: str, count: int, spread: float, seed: int, deadline: Deadline
) -> Iterator[Chunk]:
    """The answers of the draws, some at a time, until the time is up."""
    text, names = with_factors(scenario)
    file = StudyFile(scenario.file, text, scenario.settings, select, deadline.left)
    solve = solver(file, names)
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (count, len(names))).round(6)
    # Where points are solved one by one, limits are looked at after each.
    size = TOGETHER if compiled(file, names).batch else 1
    for start in range(0, count, size):
        deadline.check()
        yield solve_surely(solve, factors[start : start + size])


def with_factors(scenario: Scenario) -> tuple[str, tuple[str, ...]]:
    """A scenario's text with a parameter beside each number that a payoff is given by, which it is multiplied by.

    Parameters
    ----------
    scenario : Scenario
        A concession game.

    Returns
    -------
    text : str
        YAML.
    names : tuple of str
        The parameters; each is 1.
    """
    source = parsed(StudyFile.of(scenario)).data
    data = {key: deepcopy(value) for key, value in source.items() if key not in LEFT_OUT}
    for ladder in data["concessions"].values():
        for step in ladder or ():
            step.pop("verification", None)
    factors = _Factors({player.id for player in scenario.players}, dict(data.pop("parameters", None) or {}))
    for key in PAID:
        factors.multiply(data.get(key))
    for block in ("concessions", "breakdown", "mediator"):
        factors.within(data.get(block))
    return written({**data, "parameters": factors.declared}), tuple(factors.names)


class _Factors:
    """The parameters of a file, and a factor for each number that a payoff is given by."""

    def __init__(self, players: set[str], declared: dict[str, Any]) -> None:
        self.declared = declared
        self.names: list[str] = []
        self._players = players
        self._prefix = "factor_"
        while any(name.startswith(self._prefix) for name in declared):
            self._prefix += "_"

    def within(self, value: Any) -> None:
        """Multiply all payoffs within some data."""
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value or ()):
            if key in PAID:
                self.multiply(inner)
            elif isinstance(inner, (dict, list)):
                self.within(inner)

    def multiply(self, value: Any) -> None:
        """Multiply payoffs, which stand by player, or as a list of such."""
        if isinstance(value, list):
            for each in value:
                self.multiply(each)
        elif isinstance(value, dict):
            value.update({who: self._multiplied(paid) for who, paid in value.items() if who in self._players})

    def _multiplied(self, paid: Any) -> str:
        name = f"{self._prefix}{len(self.names) + 1}"
        self.names.append(name)
        # The file's own expression may be as long as one can be, so it gets a parameter of its own.
        self.declared |= {f"{name}_base": paid, name: NumberText("1")}
        return f"{name}_base * {name}"


def written(value: Any) -> str:
    """Data of a file as YAML in one line, its numbers as they were written."""
    if isinstance(value, NumberText):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value)
