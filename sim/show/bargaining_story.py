"""The story of bargaining solutions: what a contract could do, and the price of holding out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.present import Presenter, opening, pays
from sim.show.style import columns, heading, paragraph
from sim.show.words import amount

if TYPE_CHECKING:
    from sim.engine.concepts import CooperativeSolution
    from sim.scenario.scenario import Scenario


def cooperative_story(scenario: Scenario, solution: CooperativeSolution) -> str:
    """Tell a solution.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : CooperativeSolution
        Its solution.
    """
    return "\n\n".join([opening(scenario), *_cooperative(scenario, solution)]) + "\n"


def _cooperative(scenario: Scenario, solution: CooperativeSolution) -> list[str]:
    found = solution.solution
    d = found.disagreement
    rows = [["", *(p.name for p in scenario.players), "sum"]]
    listing = [
        ("disagreement", d),
        ("Nash bargaining solution", found.nash),
        ("Kalai\N{EN DASH}Smorodinsky", found.kalai_smorodinsky),
    ]
    rows += [[name, amount(a), amount(b), amount(a + b)] for name, (a, b) in listing]
    if solution.equilibrium is not None:
        a, b = solution.equilibrium
        rows.append([f"{_which(scenario)}equilibrium", amount(a), amount(b), amount(a + b)])
    lines = [
        columns(rows),
        paragraph(f"Disagreement is {solution.reference}. Lotteries over outcomes can be agreed on."),
    ]
    if found.nash == d:
        lines.append(paragraph("Nothing that can be agreed on is better for both than disagreement."))
    parts = [heading("What a contract could do") + "\n" + "\n".join(lines)]
    if solution.equilibrium is not None:
        price = found.price(solution.equilibrium)
        told = (
            f"Without a contract that binds, the {_which(scenario)}equilibrium falls {amount(price)} short of the Nash "
            "solution's sum: the price of holding out."
            if price > 1e-9
            else f"The {_which(scenario)}equilibrium loses nothing against the Nash solution's sum."
        )
        parts.append(heading("The price of holding out") + "\n" + paragraph(told))
    return parts


def _which(scenario: Scenario) -> str:
    """What has to be said of the equilibrium compared: in a matrix game it is the one of highest sum."""
    return "best " if scenario.kind == "matrix" else ""


def cooperative_line(scenario: Scenario, solution: CooperativeSolution) -> str:
    """A solution in one line."""
    return pays(scenario, "the Nash bargaining solution", map(float, solution.solution.nash))


def cooperative_entries(solution: CooperativeSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
    found = {"nash": solution.solution.nash, "kalai-smorodinsky": solution.solution.kalai_smorodinsky}
    return [
        {
            "solution": name,
            "payoffs": dict(zip(solution.players, map(float, point), strict=True)),
            "disagreement": dict(zip(solution.players, map(float, solution.solution.disagreement), strict=True)),
            "frontier": [[float(a), float(b)] for a, b in solution.solution.frontier],
            "strategies": {},
            "path": [],
        }
        for name, point in found.items()
    ]


PRESENTER = Presenter(
    story=cooperative_story,
    line=cooperative_line,
    entries=cooperative_entries,
    views={"bargaining": "sim.show.plot_concepts:bargaining_set"},
)
