"""A scenario at the values that people played it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import ScenarioError
from sim.scenario.load import load_source
from sim.scenario.observed.here import played_here
from sim.scenario.source import read

if TYPE_CHECKING:
    from sim.scenario.observed.stated import Observed
    from sim.scenario.scenario import Scenario


def at_their_values(scenario: Scenario, study: Observed) -> Scenario | None:
    """The scenario as people played it; None if it is none at their values, or they cannot be set.

    Parameters
    ----------
    scenario : Scenario
        The scenario, settings applied.
    study : Observed
        What people did, of the scenario.
    """
    if played_here(scenario, study):
        return scenario
    settings = {name: str(value) for name, value in study.settings}
    try:
        return load_source(read(scenario.file, scenario.text.encode()), settings)
    except ScenarioError:
        return None
