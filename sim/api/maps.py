"""Over which numbers and preferences a conclusion holds: maps of two parameters, what it hangs on, orders of liking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.report import ASKS
from sim.api.table import Table, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.maps.regime_map import RegimeMap
    from sim.study.maps.sensitivity import Influences
    from sim.study.options import MapOptions, SensitivityOptions
    from sim.study.preferences.completions import Completions
    from sim.study.preferences.inverse import Inverse
    from sim.study.preferences.options import PreferencesOptions


@dataclass(frozen=True, eq=False, repr=False)
class Map(Study):
    """Over which values of two parameters it ends in which way."""

    asks = ASKS["map"]

    found: RegimeMap
    select: str

    @classmethod
    def ask(cls, scenario: Scenario, across: str, up: str, options: MapOptions) -> Map:
        """Draw a map up; see `sim.study.ask.ask_map`."""
        from sim.study.ask import ask_map

        return cls(scenario, ask_map(scenario, across, up, options), options.select)

    @property
    def table(self) -> Table:
        """A row for each way to end: its words, and its share of the map."""
        rows = tuple((regime["words"], share(regime["share"])) for regime in self._data["regimes"])
        return Table("Endings on the map", ("ending", "share"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente map`` shows on a terminal."""
        from sim.show.studies.briefs import map_brief

        return map_brief(self.scenario, self.found, self.select)

    @property
    def in_memo(self) -> Brief:
        """It on one screen, without the signs that a map in letters is drawn with."""
        return replace(super().in_memo, tables=(self.table.block(),))

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.map import map_text

        return map_text(self.scenario, self.found, self.select)

    def plot(self) -> Picture:
        """Draw the map."""
        from sim.show.studies.draw_map import draw_map

        return self._picture(lambda: draw_map(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.map import map_line

        return map_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.map_document import map_document

        return map_document(self.scenario, self.found, self.select)


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Study):
    """Which parameter the ending hangs on most."""

    asks = ASKS["sensitivity"]

    found: Influences
    select: str
    output: str

    @classmethod
    def ask(
        cls,
        scenario: Scenario,
        parameters: Iterable[str],
        options: SensitivityOptions,
    ) -> Sensitivity:
        """Find out what the ending hangs on; see `sim.study.ask.ask_sensitivity`."""
        from sim.study.ask import ask_sensitivity, output_of

        output = output_of(scenario, options.output)
        return cls(scenario, ask_sensitivity(scenario, parameters, options), options.select, output)

    @property
    def table(self) -> Table:
        """A row for each parameter, the most influential first: the share of its range that changes the ending."""
        rows = tuple(
            (p["name"], p["value"], p["min"], p["max"], share(p["deal_turns"]), share(p["ending_changes"]))
            for p in self._data["parameters"]
        )
        keys = ("name", "value", "min", "max", "deal_turns", "ending_changes")
        heads = ("parameter", "value", "from", "to", "deal turns", "ending changes")
        return Table("Share of each range over which something changes", keys, rows, heads)

    @property
    def brief(self) -> Brief:
        """What ``detente sensitivity`` shows on a terminal."""
        from sim.show.studies.briefs import sensitivity_brief

        return sensitivity_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.sensitivity import sensitivity_text

        return sensitivity_text(self.scenario, self.found, self.output, self.select)

    def plot(self) -> Picture:
        """Draw what each parameter does, and the variance shares."""
        from sim.show.studies.draw_sensitivity import draw_sensitivity

        return self._picture(lambda: draw_sensitivity(self.scenario, self.found, self.output))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.sensitivity import sensitivity_line

        return sensitivity_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.sensitivity import sensitivity_document

        return sensitivity_document(self.scenario, self.found, self.select)


@dataclass(frozen=True, eq=False, repr=False)
class Preferences(Study):
    """How often each state is an equilibrium over preferences, or which preferences make one stable."""

    asks = "How it hangs on preferences"

    found: Completions | Inverse

    @classmethod
    def ask(cls, scenario: Scenario, options: PreferencesOptions) -> Preferences:
        """Find it out; see `sim.study.preferences`.

        Raises
        ------
        AskError
            If the scenario is of another kind, or something is asked for that it has not.
        """
        from sim.errors import AskError
        from sim.study.preferences.completions import completions
        from sim.study.preferences.inverse import inverse

        options.check()
        if scenario.kind != "options":
            raise AskError("kind", f"preferences are studied in scenarios of kind options, not {scenario.kind}")
        return cls(scenario, (completions if options.stable is None else inverse)(scenario, options))

    @property
    def table(self) -> Table:
        """By state how often it is an equilibrium; or by party and definition which orders make the state stable."""
        from sim.show.options.preferences import columns

        told = columns(self.found)
        return Table("Preferences", tuple(told), tuple(zip(*told.values(), strict=True)))

    @property
    def brief(self) -> Brief:
        """What ``detente preferences`` shows on a terminal."""
        from sim.show.options.preferences import preferences_brief

        return preferences_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.options.preferences import preferences_text

        return preferences_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw the shares."""
        from sim.show.options.draw_preferences import draw_preferences

        return self._picture(lambda: draw_preferences(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.options.preferences import preferences_line

        return preferences_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.options.preferences import preferences_document

        return preferences_document(self.scenario, self.found)
