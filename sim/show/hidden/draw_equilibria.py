"""Beliefs in games with hidden types: what each type does, and what the other side makes of what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.hidden.revelation import classes
from sim.errors import AskError
from sim.show.hidden.words import pays_by_type, reveals
from sim.show.text.words import type_name
from sim.show.tree.draw_pbe import Asks, Beliefs, TypeChoice, asks, beliefs_figure, played_at

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.scenario.scenario import Scenario


def beliefs_picture(scenario: Scenario, solution: HiddenSolution) -> Figure:
    """Draw the beliefs of a matrix game or a tree with hidden types.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria; the first is drawn.

    Raises
    ------
    AskError
        If there is no equilibrium, or there is too much to draw.
    """
    found = solution.solution.equilibria
    if not found:
        raise AskError("view", "there is no equilibrium to draw")
    e = found[0]
    told = f"{reveals(scenario, classes(solution.game, e))} {pays_by_type(scenario, solution.game, e)}"
    return beliefs_figure(scenario, Beliefs(*_typed(scenario, solution, e), told, len(found)))


def _typed(scenario: Scenario, solution: HiddenSolution, e: BayesEquilibrium) -> tuple[list[TypeChoice], list[Asks]]:
    """Choices of each type, and information sets at which the other side's type is not known."""
    game, tree = solution.game, solution.game.tree
    starts = [{_label(scenario, p, t.id): t.probability for t in scenario.types[p]} for p in (0, 1)]
    known = [(game.secret(tree.infosets[name][0], player).type, player) for name, player, _ in played_at(tree, e)]
    choices, asked = [], []
    for name, player, mixture in played_at(tree, e):
        members = tree.infosets[name]
        own = game.secret(members[0], player).type
        if own:
            plain = _label(scenario, player, own)
            choices.append(TypeChoice(player, plain if known.count((own, player)) == 1 else name, mixture))
        if len(starts[1 - player]) > 1:
            kinds = {k: _label(scenario, 1 - player, game.secret(k, 1 - player).type) for k in members}
            asked.append(asks(tree, e, name, mixture, starts[1 - player], kinds))
    return sorted(choices, key=lambda c: c.player), sorted(asked, key=lambda ask: ask.player)


def _label(scenario: Scenario, player: int, kind: str) -> str:
    """What a type is called; its identifier too where several have the same name."""
    name = type_name(scenario, player, kind)
    return name if [t.name for t in scenario.types[player]].count(name) == 1 else f"{name} ({kind})"
