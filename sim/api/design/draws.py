"""A game whose numbers are uncertain: the chance of a deal, what it hangs on, and the worst case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.uncertain.draws import Drawn
    from sim.study.uncertain.options import DrawsOptions


@dataclass(frozen=True, eq=False, repr=False)
class Draws(Study):
    """How likely a deal is where numbers are uncertain."""

    asks = "How likely it is"

    found: Drawn

    @classmethod
    def ask(cls, scenario: Scenario, options: DrawsOptions) -> Draws:
        """Solve a game at draws of its numbers; see `sim.study.uncertain.draws.draw_game`."""
        from sim.study.uncertain.draws import draw_game

        return cls(scenario, draw_game(scenario, options))

    @property
    def certified(self) -> bool:
        """Whether all draws have an answer, and it is known what all equilibria say where that is asked."""
        return self.found.solved == self.found.sample.size and (
            self.found.words is None or not self.found.counts["open"]
        )

    @property
    def doubt(self) -> str:
        """What `certified` misses, where it is not true."""
        return "some draws have no answer, or what all equilibria say of them is open"

    @property
    def table(self) -> Table:
        """A row for each parameter: what it is drawn from, and which shares of the variance are its own."""
        rows = tuple(
            (entry["name"], entry["label"], str(axis.draw), entry["first"], entry["total"])
            for entry, axis in zip(self._data["parameters"], self.found.axes, strict=True)
        )
        return Table("What it hangs on", ("name", "label", "draw", "first", "total"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente run --draws`` shows on a terminal."""
        from sim.show.studies.uncertain.text import draws_brief

        return draws_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.uncertain.text import draws_text

        return draws_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw the chance, what it hangs on, and how it moves with what it hangs on most."""
        from sim.show.studies.uncertain.draw import draw_draws

        return self._picture(lambda: draw_draws(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.uncertain.text import draws_line

        return draws_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.uncertain.document import draws_document

        return draws_document(self.scenario, self.found)
