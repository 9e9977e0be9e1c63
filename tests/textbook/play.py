"""Bundled scenarios solved for tests, and what is read off their solutions."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from functools import cache
from typing import Any

from sim.engine.solve import solve
from sim.scenario.load import load

Number = Fraction | float | int


@cache
def _solved(name: str, concept: str | None, settings: tuple[tuple[str, str], ...]) -> Any:
    solution = solve(load(name, dict(settings)), concept)
    assert solution.checked
    return solution


def solved(name: str, concept: str | None = None, **settings: Number | str) -> Any:
    """The solution of a bundled scenario, with parameters set."""
    return _solved(name, concept, tuple((key, str(value)) for key, value in settings.items()))


def at(name: str) -> dict[str, Fraction]:
    """The values that a file gives its parameters."""
    return {parameter.name: parameter.value for parameter in load(name).parameters}


def table(name: str) -> tuple[tuple[tuple[Fraction, Fraction], ...], ...]:
    """The payoffs of a matrix game, row by row."""
    game = solved(name).game
    return tuple(tuple(zip(first, second, strict=True)) for first, second in zip(game.row, game.column, strict=True))


def equilibria(name: str, concept: str | None = None, **settings: Number | str) -> tuple[Any, ...]:
    """The equilibria of a matrix game or a tree."""
    solution = solved(name, concept, **settings)
    found = solution.result.equilibria if hasattr(solution, "result") else solution.equilibria
    return tuple(found)


def only(name: str, concept: str | None = None, **settings: Number | str) -> Any:
    """The one equilibrium of a game that has no other."""
    (found,) = equilibria(name, concept, **settings)
    return found


def mixed(name: str, **settings: Number | str) -> Any:
    """The one equilibrium of a matrix game in which all actions have a chance."""
    (found,) = (e for e in equilibria(name, "nash", **settings) if all(p for side in e.strategies for p in side))
    return found


@cache
def document(*arguments: str) -> Any:
    """What a command prints with ``--json``."""
    from typer.testing import CliRunner

    from sim.cli.upkeep.commands import app

    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@cache
def line(name: str, **settings: Number | str) -> str:
    """The one line that ``run --quiet`` prints."""
    from typer.testing import CliRunner

    from sim.cli.upkeep.commands import app

    done = CliRunner().invoke(app, ["run", name, "-q", *(f"--set={key}={value}" for key, value in settings.items())])
    assert done.exit_code == 0, done.output
    return done.stdout


def rounded_up(patience: float | None) -> float:
    """A patience as tables show it, rounded up to thousandths; infinite if none is enough."""
    return math.inf if patience is None else math.ceil(patience * 1000) / 1000


def needed(name: str, roadmap: str, *options: str) -> tuple[float, float]:
    """The patience that a roadmap asks of both sides."""
    (entry,) = (e for e in document("roadmaps", name, *options)["roadmaps"] if e["name"] == roadmap)
    first, second = entry["patience"].values()
    return rounded_up(first), rounded_up(second)
