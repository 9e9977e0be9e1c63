"""Stories and documents of correlated, quantal and cooperative solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.certificate import regret_of_floats
from sim.engine.concepts import CooperativeSolution, CorrelatedSolution, QuantalSolution
from sim.show.style import columns, heading, paragraph
from sim.show.words import amount, change, listed, percent, quoted

if TYPE_CHECKING:
    from sim.engine.correlated import CorrelatedEquilibrium
    from sim.scenario.scenario import Scenario

    ConceptSolution = CorrelatedSolution | QuantalSolution | CooperativeSolution


def concept_story(scenario: Scenario, solution: ConceptSolution) -> str:
    """Tell a solution.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : CorrelatedSolution, QuantalSolution or CooperativeSolution
        Its solution.
    """
    opening = heading(scenario.title) + ("\n" + paragraph(scenario.summary) if scenario.summary else "")
    if isinstance(solution, CorrelatedSolution):
        parts = _correlated(scenario, solution)
    elif isinstance(solution, QuantalSolution):
        parts = _quantal(scenario, solution)
    else:
        parts = _cooperative(scenario, solution)
    return "\n\n".join([opening, *parts]) + "\n"


def concept_line(scenario: Scenario, solution: ConceptSolution) -> str:
    """A solution in one line."""
    names = [p.name for p in scenario.players]
    if isinstance(solution, CorrelatedSolution):
        pays = solution.found[0].payoffs
        what = "the best correlated equilibrium"
    elif isinstance(solution, QuantalSolution):
        return f"{scenario.title}: {len(solution.points)} points of the logit path."
    else:
        pays = float(solution.solution.nash[0]), float(solution.solution.nash[1])
        what = "the Nash bargaining solution"
    return f"{scenario.title}: {what} pays {names[0]} {amount(pays[0])} and {names[1]} {amount(pays[1])}."


def concept_entries(solution: ConceptSolution) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    if isinstance(solution, CorrelatedSolution):
        return [_correlated_entry(solution, e) for e in solution.found]
    if isinstance(solution, QuantalSolution):
        return _quantal_entries(solution)
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


AIM_WORDS = {
    "welfare": "the highest sum of payoffs",
    "first": "the best for {first}",
    "second": "the best for {second}",
    "equal": "the most equal, each measured on its own range of payoffs",
}


def _correlated(scenario: Scenario, solution: CorrelatedSolution) -> list[str]:
    names = {"first": scenario.players[0].name, "second": scenario.players[1].name}
    parts = []
    for e in solution.found:
        lines = [heading(f"A mediator's plan: {AIM_WORDS[e.aim].format(**names)}")]
        lines += [paragraph(line, "  ", "  ") for line in _recommendations(scenario, solution, e)]
        lines.append(
            paragraph(f"It pays {names['first']} {amount(e.payoffs[0])} and {names['second']} {amount(e.payoffs[1])}.")
        )
        parts.append("\n".join(lines))
    best = solution.best_nash
    if best is None:
        told = "Not all Nash equilibria were found in time, so nothing is said about what the mediator adds."
    else:
        gain = sum(solution.found[0].payoffs) - sum(best)
        more = (
            f"the mediator adds {amount(gain)} to the sum." if gain > 1e-7 else "for the sum the mediator adds nothing."
        )
        told = (
            f"Without a mediator the Nash equilibrium of highest welfare pays {amount(best[0])} and {amount(best[1])}; "
            + more
        )
    sure = (
        "Whoever follows the recommendation it is told does best by it, as long as the other side follows too."
        if solution.certified
        else "Not certified: the linear programme left a gain from disobeying."
    )
    return [*parts, heading("What the mediator changes") + "\n" + paragraph(told) + "\n" + paragraph(sure)]


def _recommendations(scenario: Scenario, solution: CorrelatedSolution, e: CorrelatedEquilibrium) -> list[str]:
    one, two = scenario.players
    actions = solution.game.actions
    return [
        f"With chance {percent(float(e.distribution[i, j]))}: tell {one.name} {quoted(actions[0][i])} and {two.name} "
        f"{quoted(actions[1][j])}."
        for i, j in np.argwhere(e.distribution > 0)
    ]


def _correlated_entry(solution: CorrelatedSolution, e: CorrelatedEquilibrium) -> dict[str, Any]:
    game = solution.game
    marginals = e.distribution.sum(axis=1), e.distribution.sum(axis=0)
    return {
        "aim": e.aim,
        "payoffs": dict(zip(game.players, e.payoffs, strict=True)),
        "distribution": [
            {
                "actions": {game.players[0]: game.actions[0][i], game.players[1]: game.actions[1][j]},
                "probability": float(e.distribution[i, j]),
            }
            for i, j in np.argwhere(e.distribution > 0)
        ],
        "strategies": {
            player: {a: float(p) for a, p in zip(game.actions[k], marginals[k], strict=True) if p > 0}
            for k, player in enumerate(game.players)
        },
        "regret": e.regret,
        "path": [],
    }


def _quantal(scenario: Scenario, solution: QuantalSolution) -> list[str]:
    game = solution.game
    labels = [f"{p.name}: {a}" for p, own in zip(scenario.players, game.actions, strict=True) for a in own]
    rows = [["precision", *labels]]
    for point in solution.points:
        shares = [percent(float(p)) for side in point.strategies for p in side]
        rows.append([f"{point.precision:.3g}", *shares])
    meaning = (
        "At precision 0 everybody chooses blindly; the higher the precision, the more surely the better action is "
        "played, given that the other side errs as well. The path leads from even chances towards an equilibrium."
    )
    sure = (
        "Every point is its own logit response to within a thousand-millionth."
        if solution.certified
        else "Not certified: the path could not be followed to precision "
        f"{listed([f'{t:.3g}' for t in solution.missing])}."
    )
    return [
        heading("Quantal response: choosing with errors") + "\n" + columns(rows) + "\n" + paragraph(meaning),
        heading("How sure this is") + "\n" + paragraph(sure),
    ]


def _quantal_entries(solution: QuantalSolution) -> list[dict[str, Any]]:
    game = solution.game
    row, column = game.arrays
    entries = []
    for point in solution.points:
        x, y = point.strategies
        entries.append(
            {
                "precision": point.precision,
                "payoffs": {game.players[0]: float(x @ row @ y), game.players[1]: float(x @ column @ y)},
                "strategies": {
                    player: {a: float(p) for a, p in zip(game.actions[k], point.strategies[k], strict=True)}
                    for k, player in enumerate(game.players)
                },
                "regret": regret_of_floats(row, column, x, y),
                "residual": point.residual,
                "path": [],
            }
        )
    return entries


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
        rows.append(["equilibrium", amount(a), amount(b), amount(a + b)])
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
            f"Without a contract that binds, the equilibrium falls {amount(price)} short of the Nash solution's sum "
            f"({change(-price)}): the price of holding out."
            if price > 1e-9
            else "The equilibrium loses nothing against the Nash solution's sum."
        )
        parts.append(heading("The price of holding out") + "\n" + paragraph(told))
    return parts
