"""The story of the logit path: choosing with errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.matrix.certificate import regret_of_floats
from sim.engine.matrix.quantal import QuantalSolution
from sim.engine.tree.quantal import TreeQuantalSolution
from sim.show.shown import Presenter, opening
from sim.show.text.style import columns, heading, paragraph
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.engine.logit import QuantalPoint
    from sim.scenario.scenario import Scenario


def quantal_story(scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution) -> str:
    """Tell a solution."""
    return "\n\n".join([opening(scenario), *_quantal(scenario, solution)]) + "\n"


def places(solution: QuantalSolution | TreeQuantalSolution) -> list[tuple[int, str, tuple[str, ...]]]:
    """Where somebody chooses, in the order of the points' strategies: player, information set, actions."""
    if isinstance(solution, QuantalSolution):
        return [(k, "", tuple(own)) for k, own in enumerate(solution.game.actions)]
    nodes = [solution.game.nodes[solution.game.infosets[name][0]] for name in solution.names]
    return [(node.player or 0, name, node.actions) for node, name in zip(nodes, solution.names, strict=True)]


def _quantal(scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution) -> list[str]:
    rows = [["precision", *(f"{point.precision:.3g}" for point in solution.points)]]
    for k, (player, where, actions) in enumerate(places(solution)):
        at = f" at {quoted(where)}" if where else ""
        rows += [
            [f"{scenario.players[player].name}{at}: {action}", *(_share(p.strategies[k][a]) for p in solution.points)]
            for a, action in enumerate(actions)
        ]
    meaning = (
        "At precision 0 everybody chooses blindly; the higher the precision, the more surely the better action is "
        "played, given that the other side errs as well. The path leads from even chances towards an equilibrium."
    )
    if isinstance(solution, TreeQuantalSolution):
        meaning += " Everybody also reckons with errors of its own at later moves."
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
    """A percentage, short: whole ones are enough here, and what rounds to none or all is told apart from them."""
    if p < 0.005:
        return "~0%"
    return "~100%" if p > 0.995 else f"{100 * p:.0f}%"


def quantal_entries(solution: QuantalSolution | TreeQuantalSolution, all_states: bool = False) -> list[dict[str, Any]]:
    """The ``equilibria`` of a solution's document."""
    del all_states
    return [
        {"precision": point.precision, **_played(solution, point), "residual": point.residual, "path": []}
        for point in solution.points
    ]


def _played(solution: QuantalSolution | TreeQuantalSolution, point: QuantalPoint) -> dict[str, Any]:
    """Payoffs, strategies and regret of a point."""
    return _matrix_entry(solution, point) if isinstance(solution, QuantalSolution) else _tree_entry(solution, point)


def _matrix_entry(solution: QuantalSolution, point: QuantalPoint) -> dict[str, Any]:
    game = solution.game
    row, column = game.arrays
    x, y = point.strategies
    return {
        "payoffs": {game.players[0]: float(x @ row @ y), game.players[1]: float(x @ column @ y)},
        "strategies": {
            player: {a: float(p) for a, p in zip(game.actions[k], point.strategies[k], strict=True)}
            for k, player in enumerate(game.players)
        },
        "regret": regret_of_floats(row, column, x, y),
    }


def _tree_entry(solution: TreeQuantalSolution, point: QuantalPoint) -> dict[str, Any]:
    game = solution.game
    strategies: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for (player, name, actions), shares in zip(places(solution), point.strategies, strict=True):
        strategies[player][name] = {a: float(p) for a, p in zip(actions, shares, strict=True)}
    payoffs, regret = solution.judged(point)
    return {
        "payoffs": dict(zip(game.players, payoffs, strict=True)),
        "strategies": dict(zip(game.players, strategies, strict=True)),
        "regret": regret,
    }


def quantal_line(scenario: Scenario, solution: QuantalSolution | TreeQuantalSolution) -> str:
    """A solution in one line."""
    return f"{scenario.title}: {len(solution.points)} points of the logit path."


PRESENTER = Presenter(
    story=quantal_story,
    line=quantal_line,
    entries=quantal_entries,
    views={"quantal": "sim.show.matrix.draw_concepts:logit_curves"},
)
