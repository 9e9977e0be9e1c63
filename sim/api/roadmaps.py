"""Orders of the steps: those that nobody prefers to leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.report import ASKS
from sim.api.table import LabelledNumber, Table
from sim.deadline import within
from sim.study.options import TIME_LIMIT

if TYPE_CHECKING:
    from sim.api.picture import Picture
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.options import RoadmapOptions
    from sim.study.two_games import TwoGames


@dataclass(frozen=True, eq=False, repr=False)
class Roadmaps(Study):
    """How patient each side must be for which order of the steps, and the best of all orders.

    Parameters
    ----------
    time_limit : float or None
        Seconds for comparing them with the solution of the game.
    """

    asks = ASKS["roadmaps"]

    found: RoadmapStudy
    time_limit: float | None = TIME_LIMIT

    @classmethod
    def ask(cls, scenario: Scenario, options: RoadmapOptions) -> Roadmaps:
        """Look for orders of the steps; see `sim.engine.roadmaps.ask.ask_roadmaps`."""
        from sim.engine.roadmaps.ask import ask_roadmaps
        from sim.engine.roadmaps.worst import ask_worst

        with within(options.time_limit) as limit:
            study = ask_roadmaps(
                scenario,
                options.punishment,
                options.parts,
                options.frontier,
                options.time_limit,
                None if options.hazard is None else str(options.hazard),
                options.walk_away,
            )
            orders = [entry.roadmap.rounds for entry in study.entries]
            own = ask_worst(scenario, study.ladders, orders, options.time_limit, asked=options.punishment == "worst")
            return cls(scenario, replace(study, worst=own), limit.rest)

    @property
    def certified(self) -> bool:
        """Whether all that is claimed has been checked."""
        return self.found.certified

    @cached_property
    def _two_games(self) -> TwoGames | None:
        """What solving the game itself says of the same steps."""
        from sim.study.two_games import two_games

        return two_games(self.scenario, study=self.found, time_limit=self.time_limit)

    @property
    def table(self) -> Table:
        """A row for each order: the least patience that it asks of each player, and whether both have it."""
        from sim.show.roadmaps.words import label, patience

        rows = tuple(
            (
                label(self.found, entry),
                *(None if t is None else LabelledNumber(float(t), patience(t)) for t in entry.roadmap.thresholds),
                entry.roadmap.self_enforcing,
                entry.keeps_prerequisites,
            )
            for entry in self.found.entries
        )
        players = self.scenario.players
        keys = ("order", players[0].id, players[1].id, "holds", "allowed")
        heads = ("order", players[0].name, players[1].name, "holds", "keeps to 'after'")
        return Table("Patience that each order asks for", keys, rows, heads, "never")

    @property
    def brief(self) -> Brief:
        """What ``detente roadmaps`` shows on a terminal."""
        from sim.show.roadmaps.brief import roadmap_brief

        return roadmap_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.roadmaps.roadmaps import roadmap_text

        return roadmap_text(self.scenario, self.found, self._two_games)

    def plot(self) -> Picture:
        """Draw the orders on the lattice of steps."""
        from sim.show.roadmaps.draw_roadmaps import draw_roadmaps

        return self._picture(lambda: draw_roadmaps(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.roadmaps.roadmaps import roadmap_line

        return roadmap_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.roadmaps.document import roadmap_document

        return roadmap_document(self.scenario, self.found, self._two_games)

    def _sure(self) -> tuple[str, ...]:
        return ("Certified." if self.certified else "Not certified.",)
