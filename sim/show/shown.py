"""How solutions are shown: one base for all, and the way from a solution to the file that shows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from sim.concepts import place_of
from sim.errors import AskError, NoExplanationError
from sim.show.text.blocks import Paragraph, Text, as_text
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from matplotlib.figure import Figure

    from sim.engine.solution import Solution
    from sim.scenario.scenario import Scenario
    from sim.show.text.blocks import Block, Section

    Draw = Callable[[], Figure]

Depth = Literal["brief", "full"]
"""How much an explanation tells: the decisions that are taken; also those that play does not reach but hold it up."""

S = TypeVar("S", bound="Solution")


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

    def __init__(self, scenario: Scenario, solution: S) -> None:
        self.scenario = scenario
        self.solution = solution

    @abstractmethod
    def story(self) -> Text:
        """The solution told at length."""

    @abstractmethod
    def line(self) -> str:
        """The solution in one line, behind the scenario's title."""

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
        raise NoExplanationError("")

    def pictures(self) -> Mapping[str, Draw]:
        """What draws each of its pictures, by the name of the view; the first is the default."""
        return {}

    def document(self, all_states: bool = False) -> dict[str, Any]:
        """The document that ``run --json`` prints for one file."""
        scenario, solution = self.scenario, self.solution
        return {
            "format": 1,
            "scenario": scenario.title,
            "file": scenario.file,
            "sha256": scenario.sha256,
            "settings": dict(scenario.settings),
            "kind": scenario.kind,
            "concept": solution.concept,
            "complete": solution.complete,
            "equilibria": self.entries(all_states),
            "notes": self.notes(),
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
        return known[view]

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


def no_notes(scenario: Scenario, solution: Solution) -> list[str]:
    """Nothing to be known but whether the result is certified."""
    del scenario
    return [] if solution.certified else ["Not certified."]


def no_facts(scenario: Scenario, solution: Solution) -> dict[str, str]:
    """Nothing to compare."""
    del scenario, solution
    return {}


def no_extras(solution: Solution) -> dict[str, Any]:
    """Nothing beyond what every document has."""
    del solution
    return {}


@dataclass(frozen=True)
class Presenter:
    """How solutions of one class are shown.

    Parameters
    ----------
    story, line : callable
        Tell a scenario's solution, at length and in one line.
    entries : callable
        The ``equilibria`` of its document; the second argument asks for all states instead of those reached.
    notes : callable
        What must be known about it before it is believed.
    facts : callable
        Answers by question, for comparisons.
    extras : callable
        Keys that its document has beside those of every document.
    views : mapping of str to str
        Where the function is that draws each picture, as ``module:function``; the first is the default.
    fit : callable
        Which of the views a solution can have; all by default.
    no_view : str
        Why there is no picture, where there is none.
    """

    story: Callable[[Scenario, Any], str]
    line: Callable[[Scenario, Any], str]
    entries: Callable[[Any, bool], list[dict[str, Any]]]
    notes: Callable[[Scenario, Any], list[str]] = no_notes
    facts: Callable[[Scenario, Any], dict[str, str]] = no_facts
    extras: Callable[[Any], dict[str, Any]] = no_extras
    views: Mapping[str, str] = field(default_factory=dict)
    fit: Callable[[Any, Mapping[str, str]], Mapping[str, str]] = lambda solution, views: views
    no_view: str = ""


# Modules are named and not loaded: a command pays for what it shows alone.
_PRESENTERS = {
    "RepeatedSolution": "repeated.infinite",
    "FiniteSolution": "repeated.finite",
    "CorrelatedSolution": "matrix.correlated",
    "QuantalSolution": "matrix.quantal",
    "TreeQuantalSolution": "matrix.quantal",
    "CooperativeSolution": "matrix.bargaining",
    "LearningSolution": "matrix.learning",
    "StackelbergSolution": "matrix.stackelberg",
    "TreeStackelbergSolution": "tree.stackelberg",
}


_EXPLAINERS: dict[str, str] = {
    "NashSolution": "matrix.explain_nash",
    "CorrelatedSolution": "matrix.explain_correlated",
    "CooperativeSolution": "matrix.explain_bargaining",
    "StackelbergSolution": "matrix.explain_stackelberg",
    "TreeStackelbergSolution": "matrix.explain_stackelberg",
    "RepeatedSolution": "repeated.explain_repeated",
    "FiniteSolution": "repeated.explain_repeated",
    "QuantalSolution": "matrix.explain_quantal",
    "TreeQuantalSolution": "matrix.explain_quantal",
}


class _Presented(Shown[Any]):
    """A solution whose room still has functions in place of a class."""

    def __init__(self, scenario: Scenario, solution: Any, by: Presenter) -> None:
        super().__init__(scenario, solution)
        self.by = by
        self.no_picture = by.no_view

    def story(self) -> Text:
        raise NotImplementedError

    def line(self) -> str:
        return self.by.line(self.scenario, self.solution)

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        return self.by.entries(self.solution, all_states)

    def notes(self) -> list[str]:
        return self.by.notes(self.scenario, self.solution)

    def facts(self) -> dict[str, str]:
        return self.by.facts(self.scenario, self.solution)

    def extras(self) -> dict[str, Any]:
        return self.by.extras(self.solution)

    def explain(self, depth: Depth) -> Text:
        module = _EXPLAINERS.get(type(self.solution).__name__)
        if module is None:
            return super().explain(depth)
        found: Text = import_module(f"sim.show.{module}").explanation(self.scenario, self.solution, depth)
        return found

    def pictures(self) -> Mapping[str, Draw]:
        def drawn(at: str) -> Draw:
            module, _, function = at.partition(":")
            return lambda: cast("Figure", getattr(import_module(module), function)(self.scenario, self.solution))

        views = self.by.fit(self.solution, self.by.views)
        return {name: drawn(at) for name, at in views.items()}


def shown(scenario: Scenario, solution: Solution) -> Shown[Any]:
    """A solution as people see it.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : Solution
        What the engine has found for it.
    """
    old = _PRESENTERS.get(type(solution).__name__)
    if old is not None:
        return _Presented(scenario, solution, import_module(f"sim.show.{old}").PRESENTER)
    place = place_of(scenario.form, solution.concept)
    found: Shown[Any] = import_module(f"sim.show.{place.path}").shown(scenario, solution)
    return found


def story(scenario: Scenario, solution: Solution) -> str:
    """A solution told at length, for the terminal."""
    seen = shown(scenario, solution)
    return seen.by.story(scenario, solution) if isinstance(seen, _Presented) else as_text(seen.story())


def opening(scenario: Scenario) -> str:
    """Title and summary, which stories begin with."""
    return heading(scenario.title) + ("\n" + paragraph(scenario.summary) if scenario.summary else "")


def pays(scenario: Scenario, what: str, payoffs: Iterable[float]) -> str:
    """One line that says what something pays both players."""
    told = [f"{player.name} {amount(value)}" for player, value in zip(scenario.players, payoffs, strict=True)]
    return f"{scenario.title}: {what} pays {' and '.join(told)}."


def one_line(scenario: Scenario, solution: Solution) -> str:
    """A solution in one line."""
    return shown(scenario, solution).line()
