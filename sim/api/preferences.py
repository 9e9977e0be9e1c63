"""How a conflict over options hangs on what the parties prefer."""

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
    from sim.study.options import PreferencesOptions
    from sim.study.preferences.completions import Completions
    from sim.study.preferences.inverse import Inverse


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
    def story(self) -> str:
        """What ``detente preferences`` tells."""
        from sim.show.text.blocks import as_text

        return as_text(self.texts[0])

    @property
    def texts(self) -> tuple[Text, ...]:
        """The story, as the appendix of a memo has it."""
        from sim.show.options.preferences import preferences_text

        return (preferences_text(self.scenario, self.found),)

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
