"""Under which numbers what was seen could have been seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.api.answer import Study
from sim.api.table import Table, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.api.picture import Picture
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief
    from sim.study.seen.explained import Explained
    from sim.study.seen.options import SeenOptions
    from sim.study.seen.people import Likeliest


def explain_data(
    scenario: Scenario,
    observed: str | Path,
    parameters: Iterable[str],
    options: SeenOptions,
    text: bytes | None = None,
) -> CourseExplained | ChoicesExplained:
    """Explain a course that was seen, or the records of a class where a folder is given.

    Parameters
    ----------
    text : bytes, optional
        The content of the course, where it does not come from a file.
    """
    if text is None and _is_folder(observed):
        return ChoicesExplained.ask(scenario, Path(observed), parameters, options)
    return CourseExplained.ask(scenario, str(observed), parameters, options, text)


def _is_folder(observed: str | Path) -> bool:
    try:
        return Path(observed).is_dir()
    except (OSError, ValueError):  # a name that no folder can have
        return False


@dataclass(frozen=True, eq=False, repr=False)
class CourseExplained(Study):
    """Under which numbers a course of talks that was seen is that of an equilibrium."""

    asks = "What explains what was seen"

    found: Explained

    @classmethod
    def ask(
        cls,
        scenario: Scenario,
        observed: str,
        parameters: Iterable[str],
        options: SeenOptions,
        text: bytes | None = None,
    ) -> CourseExplained:
        """Find them; see `sim.study.seen.explained.explain`."""
        from sim.scenario.course.file import read_course
        from sim.study.seen.explained import explain, refuse_others

        refuse_others(scenario)
        course, raw = read_course(observed, scenario, text)
        return cls(scenario, explain(scenario, course, raw, parameters, options))

    @property
    def certified(self) -> bool:
        """Whether the file's own verdict and each stretch are certified, and the time was enough for all."""
        return self.found.certified

    @property
    def table(self) -> Table:
        """A row for each stretch of a parameter's range."""
        rows = tuple(
            (p["name"], s["from"], s["to"], s["consistent"], p["exact"])
            for p in self._data["parameters"]
            for s in p["stretches"]
        )
        return Table("Each parameter by itself", ("parameter", "from", "to", "consistent", "exact"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente explain-data`` shows on a terminal."""
        from sim.show.studies.seen.text import seen_brief

        return seen_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.seen.text import seen_text

        return seen_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw the stretches of each range, and the map over two."""
        from sim.show.studies.seen.draw import draw_seen

        return self._picture(lambda: draw_seen(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.seen.text import seen_line

        return seen_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.seen.document import seen_document

        return seen_document(self.scenario, self.found)


@dataclass(frozen=True, eq=False, repr=False)
class ChoicesExplained(Study):
    """Under which numbers the choices of a class are likeliest, if people play with errors."""

    asks = "What explains what was chosen"

    found: Likeliest

    @classmethod
    def ask(cls, scenario: Scenario, folder: Path, parameters: Iterable[str], options: SeenOptions) -> ChoicesExplained:
        """Find them; see `sim.study.seen.people.likeliest`."""
        from sim.study.seen.people import likeliest

        return cls(scenario, likeliest(scenario, folder, parameters, options))

    @property
    def certified(self) -> bool:
        """Whether a precision is fitted and the time was enough for all values."""
        return self.found.own is not None and not self.found.late

    @property
    def table(self) -> Table:
        """A row for each parameter: its likeliest value and the interval."""
        rows = tuple(
            (
                p["name"],
                p["likeliest"],
                *(p["interval"] or (None, None)),
                None if p["share"] is None else share(p["share"]),
            )
            for p in self._data["parameters"]
        )
        return Table("Each parameter by itself", ("parameter", "likeliest", "from", "to", "share"), rows)

    @property
    def brief(self) -> Brief:
        """What ``detente explain-data`` shows on a terminal."""
        from sim.show.studies.seen.people import people_brief

        return people_brief(self.scenario, self.found)

    @property
    def text(self) -> Text:
        """The story, as a title and parts."""
        from sim.show.studies.seen.people import people_text

        return people_text(self.scenario, self.found)

    def plot(self) -> Picture:
        """Draw how likely the choices are along each range."""
        from sim.show.studies.seen.people import draw_people

        return self._picture(lambda: draw_people(self.scenario, self.found))

    @property
    def line(self) -> str:
        """The answer in one line."""
        from sim.show.studies.seen.people import people_line

        return people_line(self.scenario, self.found)

    def _document(self) -> dict[str, Any]:
        from sim.show.studies.seen.people import people_document

        return people_document(self.scenario, self.found)
