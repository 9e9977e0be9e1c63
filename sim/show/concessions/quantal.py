"""The story of quantal responses in a concession game: how errors change what becomes of the talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.show.concessions.entries import strategy_entries
from sim.show.shown import Presenter, opening
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import amount, listed, percent, small

if TYPE_CHECKING:
    from sim.engine.concessions.quantal.quantal import LatticeQuantalSolution
    from sim.scenario.scenario import Scenario

ENDINGS = {
    "agreement": "ends in agreement",
    "hazard": "breaks down",
    "walk_away": "somebody walks away",
    "unfinished": "incomplete at the end",
}


def lattice_quantal_story(scenario: Scenario, solution: LatticeQuantalSolution) -> str:
    """Tell a solution."""
    meaning = (
        "At precision 0 everybody chooses blindly; the higher the precision, the more surely the better action is "
        "played, given that all choices err, the own ones in later rounds too. Precision is per unit of payoff per "
        "round. The branch that starts at blind choice may end in another equilibrium than the one that a rule selects."
    )
    rows = columns(_table(scenario, solution))
    return (
        "\n\n".join(
            [
                opening(scenario),
                heading("Quantal response: negotiating with errors") + "\n" + rows + "\n" + paragraph(meaning),
                heading("How sure this is") + "\n" + paragraph(_sure(solution)),
            ]
        )
        + "\n"
    )


def _table(scenario: Scenario, solution: LatticeQuantalSolution) -> list[list[str]]:
    rows = [["precision", *(f"{point.precision:.3g}" for point in solution.points)]]
    for kind, words in ENDINGS.items():
        shares = [sum(e.chance for e in point.endings if e.kind == kind) for point in solution.points]
        if any(shares):
            rows.append([words, *(_share(share) for share in shares)])
    for k, player in enumerate(scenario.players):
        rows.append([f"{player.name} gets per round", *(amount(point.values[k]) for point in solution.points)])
    rows += _opening_moves(scenario, solution)
    return rows


def _opening_moves(scenario: Scenario, solution: LatticeQuantalSolution) -> list[list[str]]:
    """What either side does in the first round."""
    game, rows = solution.game, []
    node = game.phases(0)[0].nodes[0]
    for k, player in enumerate(scenario.players):
        for a, action in enumerate(node.actions[k]):
            if action:
                chances = [float(point.response.mixture(0, 0, 0, k)[a]) for point in solution.points]
                rows.append([f"round 1, {player.name}: {action}", *(_share(p) for p in chances)])
    return rows


def _share(p: float) -> str:
    return "~0%" if 0 < p < 0.005 else f"{100 * p:.0f}%"


def _sure(solution: LatticeQuantalSolution) -> str:
    told = []
    if solution.points:
        worst = max(point.response.residual for point in solution.points)
        told.append(f"Each choice is the logit response to all others to within {worst:.1g}.")
        last = solution.points[-1]
        told.append(
            f"At the highest precision either side could gain at most {small(last.regret)} per round by choosing "
            "without errors."
        )
    if solution.missing:
        missing = listed([f"{t:.3g}" for t in solution.missing])
        told.append(f"Not certified: none was found at precision {missing}.")
    told.append("There may be other quantal responses; this is the branch that starts at blind choice.")
    return " ".join(told)


def _entries(solution: LatticeQuantalSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of the document, one per precision."""
    del all_states
    game = solution.game
    return [
        {
            "precision": point.precision,
            "payoffs": dict(zip(game.players, point.values, strict=True)),
            "strategies": strategy_entries(game, point.response, point.response.played),
            "regret": point.regret,
            "residual": point.response.residual,
            "path": [],
            "endings": [{"kind": e.kind, "chance": e.chance, "mean_round": e.rounds} for e in point.endings],
        }
        for point in solution.points
    ]


def _line(scenario: Scenario, solution: LatticeQuantalSolution) -> str:
    last = solution.points[-1]
    agreed = sum(e.chance for e in last.endings if e.kind == "agreement")
    chance = percent(agreed)
    return f"{scenario.title}: with errors at precision {last.precision:.3g} the talks end in agreement with {chance}."


PRESENTER = Presenter(
    story=lattice_quantal_story,
    line=_line,
    entries=_entries,
    views={"quantal": "sim.show.concessions.draw_quantal:endings_by_precision"},
)
