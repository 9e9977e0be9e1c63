"""How solutions are shown: one base for all, and the way from a solution to the file that shows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, cast

from sim.concepts import concepts_of, place_of
from sim.engine.solve import default_concept
from sim.errors import AskError, NoExplanationError
from sim.show.document_head import document_head
from sim.show.text.blocks import Paragraph, Text, as_text
from sim.show.text.brief import Brief
from sim.show.text.scale import at_scale_of, scaled
from sim.show.text.typed import nexts
from sim.show.text.words import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from matplotlib.figure import Figure

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block, Lines, Section, Table

    Draw = Callable[[], Figure]

    NextStep = tuple[str, str, tuple[str, ...]]

Depth = Literal["brief", "full"]
"""How much an explanation tells: the decisions that are taken; also those that play does not reach but hold it up."""

S = TypeVar("S", bound="Solution")

TOLD = {
    "story",
    "line",
    "brief",
    "entries",
    "notes",
    "facts",
    "of_all",
    "of_all_in_short",
    "verdict",
    "extras",
    "explain",
    "explain_package",
}
"""Methods that write numbers."""


class Shown(ABC, Generic[S]):
    """A solution as people see it; a file of each room derives a class for each class of solutions.

    Parameters
    ----------
    scenario : Scenario
        The scenario, for the names of things.
    solution : Solution
        What the engine has found.
    """

    no_picture = ""
    """Why there is no picture, where there is none."""

    most_lines = 40
    """Lines, most, of its brief on a terminal of 80 columns."""

    def __init__(self, scenario: Scenario, solution: S) -> None:
        self.scenario = scenario
        self.solution = solution

    def __init_subclass__(cls, **others: Any) -> None:
        """Have all that is told of a solution written at the scale of its scenario."""
        super().__init_subclass__(**others)
        for name in TOLD & cls.__dict__.keys():
            setattr(cls, name, scaled(cls.__dict__[name]))

    @abstractmethod
    def story(self) -> Text:
        """The solution told at length."""

    @abstractmethod
    def line(self) -> str:
        """The solution in one line, behind the scenario's title."""

    def brief(self) -> Brief:
        """The solution on one screen."""
        told = self.line().removeprefix(f"{self.scenario.title}: ")
        return Brief(
            self.scenario.title,
            "",
            (told[:1].upper() + told[1:], *filter(None, [self.of_all()])),
            certified=self.solution.certified,
            players=tuple(player.name for player in self.scenario.players),
        )

    def on_screen(
        self, answer: Iterable[str], tables: Iterable[Table | Lines | None] = (), caveat: str = "", *more: NextStep
    ) -> Brief:
        """What is told on one screen, with what to type next: why it is so, a picture, and what else there is to ask.

        Parameters
        ----------
        answer : iterable of str
            What comes out; what is empty is left out.
        tables : iterable of Table, Lines or None
            The numbers behind it; None is left out.
        caveat : str
            What it hangs on.
        *more : tuple of (str, str, tuple of str)
            What else is worth asking, as `sim.show.text.typed.nexts` takes it.
        """
        usual = default_concept(self.scenario).name == self.solution.concept
        solve = () if usual else ("--solve", self.solution.concept)
        why: list[NextStep] = [("explain", "why it is so", solve)] if self.is_explained else []
        drawn: list[NextStep] = [("plot", "a picture", solve)] if self.pictures() else []
        return Brief(
            self.scenario.title,
            "",
            tuple(filter(None, answer)),
            tuple(table for table in tables if table is not None),
            caveat,
            nexts(self.scenario, *why, *more, *drawn),
            certified=self.solution.certified,
            players=tuple(player.name for player in self.scenario.players),
            lines=self.most_lines,
        )

    @property
    def is_explained(self) -> bool:
        """Whether `explain` has anything to tell."""
        return type(self).explain is not Shown.explain

    @abstractmethod
    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """The ``equilibria`` of its document.

        Parameters
        ----------
        all_states : bool
            List strategies in all states that some play reaches, not only in those reached with positive probability.
        """

    def notes(self) -> list[str]:
        """What must be known before it is believed."""
        return [] if self.solution.certified else ["Not certified."]

    def facts(self) -> dict[str, str]:
        """Answers by question, for comparisons."""
        return {}

    def of_all(self) -> str:
        """What all equilibria of the game agree on, in a sentence or two; empty where that is not found out.

        It may take a while, and is found when it is first asked for.
        """
        return ""

    def of_all_in_short(self) -> str:
        """The same in a few words, for one line of text."""
        return ""

    def deal_of_all(self) -> str:
        """The word that they have for a deal; empty where that is not found out."""
        return ""

    def verdict(self) -> dict[str, Any] | None:
        """The same as plain data; None where that is not found out."""
        return None

    def columns(self) -> dict[str, tuple[Any, ...]] | None:
        """What its table has in place of payoffs, where it has none: cells by heading."""
        return None

    def extras(self) -> dict[str, Any]:
        """Keys that its document has beside those of every document."""
        return {}

    def explain(self, depth: Depth) -> Text:
        """Why it is a solution; every sentence is made from its numbers.

        Raises
        ------
        NoExplanationError
            If solutions of this kind are not explained.
        """
        del depth
        form, concept = self.scenario.form, self.solution.concept
        told, first = f"there is no explanation of '{concept}' for kind {form}", concepts_of(form)[0].name
        raise NoExplanationError(told if first == concept else f"{told}; try --solve {first}")

    def explain_package(self, depth: Depth, package: str) -> Text:
        """What a package over several issues pays, and which trades lead on from it.

        Parameters
        ----------
        package : str
            The package, as it is typed.

        Raises
        ------
        AskError
            If the game is not about packages, or there is no such package.
        """
        del depth, package
        told = "packages are for bargaining solutions of scenarios of kind issues"
        raise AskError("package", f"{told}, not for '{self.solution.concept}' of kind {self.scenario.kind}")

    def pictures(self) -> Mapping[str, Draw]:
        """What draws each of its pictures, by the name of the view; the first is the default."""
        return {}

    def document(self, all_states: bool = False) -> dict[str, Any]:
        """The document that ``run --json`` prints for one file."""
        scenario, solution = self.scenario, self.solution
        return {
            **document_head(scenario),
            "kind": scenario.kind,
            "concept": solution.concept,
            "complete": solution.complete,
            "equilibria": self.entries(all_states),
            "notes": self.notes(),
            **({} if (verdict := self.verdict()) is None else {"verdict": verdict}),
            **self.extras(),
        }

    def picture(self, view: str | None = None) -> Draw:
        """What draws one of its pictures; nothing is drawn before it is called.

        Parameters
        ----------
        view : str, optional
            The view; by default the first.

        Raises
        ------
        AskError
            If it has no such view.
        """
        known = self.pictures()
        if not known:
            raise AskError("view", self.no_picture or f"there is no picture of {self.solution.concept}")
        view = view or next(iter(known))
        if view not in known:
            raise AskError(
                "view",
                f"there is no view '{view}' of a scenario of kind {self.scenario.kind} solved for "
                f"{self.solution.concept}; its views are {' and '.join(known)}",
            )
        draw = known[view]

        @wraps(draw)
        def at_scale() -> Figure:
            with at_scale_of(self.scenario):
                return draw()

        return at_scale

    def told(self, *sections: Section) -> Text:
        """A text of these parts, opened by the scenario's title and summary."""
        return Text(self.scenario.title, sections, summary(self.scenario))

    def pays(self, what: str, payoffs: Iterable[float]) -> str:
        """One line that says what something pays both players."""
        each = zip(self.scenario.players, payoffs, strict=True)
        return f"{self.scenario.title}: {what} pays {' and '.join(f'{p.name} {amount(value)}' for p, value in each)}."


def summary(scenario: Scenario) -> tuple[Block, ...]:
    """The summary, which stories begin with below their title."""
    return (Paragraph(scenario.summary),) if scenario.summary else ()


def shown(scenario: Scenario, solution: Solution) -> Shown[Any]:
    """A solution as people see it, by the file that the table of concepts names.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        What the engine has found for it.
    """
    place = place_of(scenario.form, solution.concept)
    return cast("Teller", import_module(f"sim.show.{place.path}")).shown(scenario, solution)


class Teller(Protocol):
    """What a file of the show that a row of `sim.concepts` names has."""

    def shown(self, scenario: Scenario, solution: Any) -> Shown[Any]:
        """A solution as people see it."""


def story(scenario: Scenario, solution: Solution) -> str:
    """A solution told at length, for the terminal."""
    return as_text(shown(scenario, solution).story())
