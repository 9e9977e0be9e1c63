"""What parameters are called where people read: by their labels, with their units, and by their names without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


class Named(Protocol):
    """A parameter, or what a study makes of one."""

    @property
    def name(self) -> str:
        """Its name in the file."""

    @property
    def label(self) -> str:
        """What people read; empty where the file does not say."""

    @property
    def unit(self) -> str:
        """What its values are counted in; empty where the file does not say."""


def called(parameter: Named) -> str:
    """What a parameter is called where people read."""
    return parameter.label or parameter.name


def called_in(scenario: Scenario, name: str) -> str:
    """What the parameter of some name is called where people read; the name itself if the scenario has none."""
    return next((called(p) for p in scenario.parameters if p.name == name), name)


def with_unit(value: str, parameter: Named) -> str:
    """A value of a parameter in words, with its unit behind it."""
    between = "" if parameter.unit.startswith("%") else " "
    return f"{value}{between}{parameter.unit}" if parameter.unit else value


def heading(parameter: Named) -> str:
    """What stands at an axis or a slider, or above a column: what the parameter is called, and its unit."""
    return f"{called(parameter)} ({parameter.unit})" if parameter.unit else called(parameter)
