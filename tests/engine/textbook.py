"""The bundled textbook scenarios for tests: solved as the command line solves them, with other numbers or words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from sim.engine.solve import solve
from sim.scenario.load import load


def solved(name: str, concept: str | None = None, text: str | None = None, **settings: Fraction | str) -> Any:
    """A bundled scenario, or a changed text of it, solved with parameters set."""
    solution = solve(load(name, {key: str(value) for key, value in settings.items()}, text), concept)
    assert solution.checked
    return solution


def numbers(name: str, **settings: str) -> dict[str, Fraction]:
    """The parameters of a bundled scenario, settings applied."""
    return {p.name: p.value for p in load(name, settings).parameters}


def tenths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Numbers with one decimal, from so many tenths to so many."""
    return st.integers(low, high).map(lambda k: Fraction(k, 10))
