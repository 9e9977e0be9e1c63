"""Loading a text without knowing whether it is a scenario."""

from __future__ import annotations

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario


def attempt(text: str | bytes, **set_: str) -> Scenario | ScenarioError:
    """The scenario, or the error that says why there is none; any other error passes."""
    try:
        return load("any", set_, text)
    except ScenarioError as error:
        return error
