"""How an agent plays that is to feel like the people who were observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.observed.here import played_here
from sim.study.observed.fitted import fitted

if TYPE_CHECKING:
    from sim.scenario.observed.stated import Observed
    from sim.scenario.scenario import Scenario
    from sim.study.classroom.fit import Fit


@dataclass(frozen=True)
class People:
    """Whom an agent plays like.

    Parameters
    ----------
    study : Observed
        What they did.
    fit : Fit
        The precision of play with errors that fits them.
    """

    study: Observed
    fit: Fit

    @property
    def precision(self) -> float:
        """Per unit of payoff, to six digits."""
        return float(f"{self.fit.precision:.6g}")


def people_of(scenario: Scenario, time_limit: float | None = 60.0) -> People | None:
    """The people of the file whose choices, at the scenario's own values, a precision fits; None if there are none.

    Where there are several, those with the most choices.

    Parameters
    ----------
    time_limit : float or None
        Seconds for play with errors.
    """
    here = [study for study in scenario.observed if played_here(scenario, study)]
    for study in sorted(here, key=lambda s: -sum(entry.total for entry in s.choices)):
        fit = fitted(scenario, study, time_limit)
        if fit is not None and fit.edge == "none":
            return People(study, fit)
    return None
