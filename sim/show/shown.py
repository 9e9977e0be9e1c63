"""How each class of solutions is shown: one presenter for each, found by the solution's class."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sim.engine.solvers import Solution
    from sim.scenario.scenario import Scenario


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
    "OffersSolution": "offers.subgame_perfect",
    "NashSolution": "matrix.nash",
    "RepeatedSolution": "repeated.infinite",
    "FiniteSolution": "repeated.finite",
    "PerfectSolution": "concessions.subgame_perfect",
    "AllPerfectSolution": "concessions.all_subgame_perfect",
    "MarkovSolution": "concessions.markov_perfect",
    "TreeSolution": "tree.nash",
    "BayesSolution": "tree.pbe",
    "HiddenSolution": "hidden.equilibria",
    "UnrolledSolution": "concessions.nash",
    "MediatedSolution": "concessions.mediated",
    "CorrelatedSolution": "matrix.correlated",
    "QuantalSolution": "matrix.quantal",
    "TreeQuantalSolution": "matrix.quantal",
    "LatticeQuantalSolution": "concessions.quantal",
    "CooperativeSolution": "matrix.bargaining",
    "LearningSolution": "matrix.learning",
    "StackelbergSolution": "matrix.stackelberg",
    "TreeStackelbergSolution": "tree.stackelberg",
    "AnnouncedSolution": "concessions.stackelberg",
}


def presenter(solution: Solution) -> Presenter:
    """The presenter of a solution's class."""
    module = import_module(f"sim.show.{_PRESENTERS[type(solution).__name__]}")
    found: Presenter = module.PRESENTER
    return found


def opening(scenario: Scenario) -> str:
    """Title and summary, which stories begin with."""
    return heading(scenario.title) + ("\n" + paragraph(scenario.summary) if scenario.summary else "")


def pays(scenario: Scenario, what: str, payoffs: Iterable[float]) -> str:
    """One line that says what something pays both players."""
    told = [f"{player.name} {amount(value)}" for player, value in zip(scenario.players, payoffs, strict=True)]
    return f"{scenario.title}: {what} pays {' and '.join(told)}."


def story(scenario: Scenario, solution: Solution) -> str:
    """Tell a solution."""
    return presenter(solution).story(scenario, solution)


def one_line(scenario: Scenario, solution: Solution) -> str:
    """A solution in one line."""
    return presenter(solution).line(scenario, solution)
