"""What an answer tells of people: nothing where its file has no counts, and then nothing is loaded for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.show.observed.beside import Beside
    from sim.show.shown import Shown
    from sim.show.text.blocks import Section


@dataclass(frozen=True)
class People:
    """What people did beside what a solution says, in all the forms in which an answer tells it.

    Parameters
    ----------
    shown : Shown
        The solution as people see it.
    limit : float or None
        Seconds for what is solved at other values, and for play with errors.
    theory : bool
        Whether it is told what the solution says of the choices that were counted.
    """

    shown: Shown[Any]
    limit: float | None = 60.0
    theory: bool = True

    @property
    def _entries(self) -> Sequence[dict[str, Any]]:
        return self.shown.entries() if self.theory else ()

    @cached_property
    def beside(self) -> tuple[Beside, ...]:
        """What each source counted, beside theory."""
        from sim.show.observed.beside import beside

        return beside(self.shown.scenario, self.shown.solution, self._entries, self.limit)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """A part of a story or of an explanation, or none."""
        if not self.shown.scenario.observed:
            return ()
        from sim.show.observed.section import people_section

        section = people_section(self.shown.scenario, self.beside)
        return () if section is None else (section,)

    @property
    def in_short(self) -> tuple[str, ...]:
        """Sentences for one screen."""
        scenario = self.shown.scenario
        if not scenario.observed:
            return ()
        from sim.show.observed.beside import beside
        from sim.show.observed.section import people_in_short

        here = beside(scenario, self.shown.solution, self._entries, self.limit, only_here=True)
        return people_in_short(scenario, here)

    @property
    def document(self) -> dict[str, Any]:
        """Keys of a document."""
        if not self.shown.scenario.observed:
            return {}
        from sim.show.observed.document import people_entries

        return {"observed": people_entries(self.shown.scenario, self.beside)}
