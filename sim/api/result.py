"""What solving a game gives: a story, data, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Result:
    """A solved scenario.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        Its solution.
    """

    scenario: Scenario
    solution: Solution

    @property
    def story(self) -> str:
        """What ``detente run`` tells."""
        from sim.show.present import story

        return story(self.scenario, self.solution)

    @property
    def document(self) -> dict[str, Any]:
        """What ``detente run --json`` prints, as plain data."""
        from sim.show.document import document

        return document(self.scenario, self.solution)

    def plot(self, view: str | None = None) -> Picture:
        """Draw the solution.

        Parameters
        ----------
        view : str, optional
            One of the views that ``detente plot --view`` knows; by default the first.

        Raises
        ------
        ValueError
            If there is no such view of the solution.
        """
        return Picture(self.scenario, self.solution, view)


@dataclass(frozen=True)
class Picture:
    """A picture of a solution, shown in notebooks as SVG."""

    scenario: Scenario
    solution: Solution
    view: str | None = None

    def save(self, path: Path) -> None:
        """Write the picture; the suffix of `path` (.png, .svg, .pdf) says what."""
        from sim.show.output import write
        from sim.show.plot import draw

        write(path, lambda target: draw(self.scenario, self.solution, target, self.view))
