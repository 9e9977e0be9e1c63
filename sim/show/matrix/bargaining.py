"""The story of bargaining solutions: what a contract could do, and the price of holding out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.shown import Presenter, opening, pays
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount

if TYPE_CHECKING:
    from sim.engine.matrix.bargaining import CooperativeSolution, Reference
    from sim.scenario.scenario import Scenario


REFERENCES: dict[Reference, str] = {
    "alone": "what each can secure alone",
    "status_quo": "the status quo",
    "better": "the better of the status quo and a breakdown",
    "outside": "what each gets without an agreement",
}
"""What the disagreement point is."""

NOTHING = 1e-9
"""Payoffs below which nothing is lost but by rounding."""


def cooperative_story(scenario: Scenario, solution: CooperativeSolution) -> str:
    """Tell a solution."""
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
        rows.append([f"{which(scenario)}equilibrium", amount(a), amount(b), amount(a + b)])
    lines = [
        columns(rows),
        paragraph(f"Disagreement is {REFERENCES[solution.reference]}. Lotteries over outcomes can be agreed on."),
    ]
    if scenario.kind == "concessions":
        lines.append(
            paragraph(
                "What can be agreed on is to keep any state of the steps for ever, from the first round on. In the "
                "game steps are taken one after the other, so part of any difference is the time that takes."
            )
        )
    if scenario.form == "repeated matrix":
        lines.append(
            paragraph(
                "All this is about a single round. Played again and again more can hold without a contract: --solve "
                "repeated tells what."
            )
        )
    if found.nash == d:
        lines.append(paragraph("Nothing that can be agreed on is better for both than disagreement."))
    parts = [heading("What a contract could do") + "\n" + "\n".join(lines)]
    if solution.equilibrium is not None:
        parts.append(heading("The price of holding out") + "\n" + paragraph(_price(scenario, solution)))
    return parts


def _price(scenario: Scenario, solution: CooperativeSolution) -> str:
    """What the equilibrium loses against a contract, by sum and, where the sum hides it, side by side."""
    assert solution.equilibrium is not None
    kind, price = which(scenario), solution.solution.price(solution.equilibrium)
    if price > NOTHING:
        return (
            f"Without a contract that binds, the {kind}equilibrium falls {amount(price)} short of the Nash "
            "solution's sum: the price of holding out."
        )
    gains = solution.solution.slack(solution.equilibrium)
    k = max((0, 1), key=lambda side: gains[side])
    if gains[k] <= NOTHING:
        return f"The {kind}equilibrium loses nothing against the Nash solution's sum, and no contract betters it."
    one, other = scenario.players[k].name, scenario.players[1 - k].name
    return (
        f"The {kind}equilibrium's sum is no smaller than the Nash solution's, and yet it wastes something: a contract "
        f"could give {one} {amount(gains[k])} more at no cost to {other}."
    )


def which(scenario: Scenario) -> str:
    """What has to be said of the equilibrium that is compared: in a matrix game it is one of highest sum."""
    if scenario.form == "repeated matrix":
        return "best one-round "
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
    views={"bargaining": "sim.show.matrix.draw_concepts:bargaining_set"},
)
