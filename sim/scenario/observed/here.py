"""Whether people were observed at the values that a scenario has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.observed.stated import Observed
    from sim.scenario.scenario import Scenario


def played_here(scenario: Scenario, study: Observed) -> bool:
    """Whether people played with the values that the scenario has.

    What a study does not set is as the file has it, so one that sets nothing is of the file's own values.
    """
    if not study.settings:
        return not scenario.settings
    values = {p.name: p.value for p in scenario.parameters}
    return all(values[name] == value for name, value in study.settings)
