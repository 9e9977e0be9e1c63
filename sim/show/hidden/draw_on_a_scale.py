"""Types that are numbers as people draw them: what each chooses, one line for each side."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.errors import AskError
from sim.scenario.scenario import Matrix
from sim.show.hidden.in_short import HiddenNaming
from sim.show.hidden.on_a_scale import choices_by_type, told
from sim.show.pictures import COLOURS, MARKERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.engine.hidden.solution import HiddenSolution
    from sim.engine.tree.solution import BayesEquilibrium
    from sim.scenario.scenario import Scenario


def choices_picture(scenario: Scenario, solution: HiddenSolution) -> Figure:
    """Draw what each type chooses, over the numbers that types are; where it mixes, each action that has a chance.

    Parameters
    ----------
    solution : HiddenSolution
        Its equilibria; the first is drawn.

    Raises
    ------
    AskError
        If there is no equilibrium.
    """
    from matplotlib.figure import Figure

    found = solution.solution.equilibria
    if not found:
        raise AskError("view", "there is no equilibrium to draw")
    e, words = found[0], HiddenNaming(scenario, solution.game.tree, solution.game)
    figure = Figure(figsize=(7.6, 5.6), layout="constrained")
    figure.suptitle(scenario.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    axes = figure.subplots()
    names = []
    for player, person in enumerate(scenario.players):
        xs, ys = _points(words, e, player)
        types = scenario.types[player]
        what = types[0].name.rpartition(" ")[0] if types and types[0].parameter else ""
        names += [f"{what} of {person.name}"] if what else []
        colour, marker, width = COLOURS[player], MARKERS[player], 1.4 if what else 0
        axes.plot(xs, ys, label=fill(person.name, 40), linewidth=width, color=colour, marker=marker, markersize=6)
    axes.set_xlabel(", ".join(names))
    axes.set_ylabel(_height(scenario))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="upper left", frameon=False)
    figure.supxlabel(fill(told(words, e), 105), x=0.01, ha="left", fontsize=8.5, color="#333333")
    return figure


def _points(words: HiddenNaming, e: BayesEquilibrium, player: int) -> tuple[list[float], list[float]]:
    """Types of a player and what they choose: numbers, or the places of actions that are none."""
    game = words.scenario.game
    assert isinstance(game, Matrix)
    scale, actions = game.scales[player], game.actions[player]
    xs, ys = [], []
    for k, (name, kind) in enumerate(choices_by_type(words, player)):
        for action, chance in e.behaviour[player][name].items():
            if chance:
                place = actions.index(action)
                xs.append(float(kind.value) if kind and kind.parameter else float(k))
                ys.append(float(scale.values[place]) if scale else float(place))
    return xs, ys


def _height(scenario: Scenario) -> str:
    game = scenario.game
    assert isinstance(game, Matrix)
    return ", ".join(dict.fromkeys(scale.name if scale else "action, by its place" for scale in game.scales))
