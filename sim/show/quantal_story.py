"""The story of the logit path: choosing with errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.certificate import regret_of_floats
from sim.show.present import Presenter, opening
from sim.show.style import columns, heading, paragraph
from sim.show.words import listed, percent

if TYPE_CHECKING:
    from sim.engine.concepts import QuantalSolution
    from sim.scenario.scenario import Scenario


def quantal_story(scenario: Scenario, solution: QuantalSolution) -> str:
    """Tell a solution.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    solution : QuantalSolution
        Its solution.
    """
    return "\n\n".join([opening(scenario), *_quantal(scenario, solution)]) + "\n"


def _quantal(scenario: Scenario, solution: QuantalSolution) -> list[str]:
    game = solution.game
    labels = [f"{p.name}: {a}" for p, own in zip(scenario.players, game.actions, strict=True) for a in own]
    rows = [["precision", *labels]]
    for point in solution.points:
        shares = [_share(float(p)) for side in point.strategies for p in side]
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


def _share(p: float) -> str:
    """A probability; in a logit response none is ever 0 or 1, though rounding may make it so."""
    return percent(min(max(p, 1e-9), 1 - 1e-9))


def quantal_entries(solution: QuantalSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
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


def quantal_line(scenario: Scenario, solution: QuantalSolution) -> str:
    """A solution in one line."""
    return f"{scenario.title}: {len(solution.points)} points of the logit path."


PRESENTER = Presenter(
    story=quantal_story,
    line=quantal_line,
    entries=quantal_entries,
    views={"quantal": "sim.show.plot_concepts:logit_curves"},
)
