"""The story of correlated equilibria: what a mediator recommends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.show.shown import Presenter, opening, pays
from sim.show.text.style import heading, paragraph
from sim.show.text.words import amount, percent, quoted

if TYPE_CHECKING:
    from sim.engine.matrix.correlated import CorrelatedEquilibrium, CorrelatedSolution
    from sim.scenario.scenario import Scenario


AIM_WORDS = {
    "welfare": "the highest sum of payoffs",
    "first": "the best for {first}",
    "second": "the best for {second}",
    "equal": "the most equal, each measured on its own range of payoffs",
}


def correlated_story(scenario: Scenario, solution: CorrelatedSolution) -> str:
    """Tell a solution."""
    return "\n\n".join([opening(scenario), *_correlated(scenario, solution)]) + "\n"


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
            f"Without a mediator a Nash equilibrium of highest welfare pays {amount(best[0])} and {amount(best[1])}; "
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


def correlated_line(scenario: Scenario, solution: CorrelatedSolution) -> str:
    """A solution in one line."""
    return pays(scenario, "the best correlated equilibrium", solution.found[0].payoffs)


def correlated_entries(solution: CorrelatedSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
    return [_correlated_entry(solution, e) for e in solution.found]


PRESENTER = Presenter(
    story=correlated_story,
    line=correlated_line,
    entries=correlated_entries,
    no_view="correlated equilibria have no picture; the story lists the mediator's recommendations",
)
