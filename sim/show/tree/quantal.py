"""The logit path of a game tree as people see it: errors at every information set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.errors import NoExplanationError
from sim.show.matrix.quantal import NOBODY, ShownPath
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from sim.engine.logit import QuantalPoint
    from sim.engine.tree.quantal import TreeQuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth
    from sim.show.text.blocks import Text


def shown(scenario: Scenario, solution: TreeQuantalSolution) -> ShownTreeQuantal:
    """The logit path of a game tree as people see it."""
    return ShownTreeQuantal(scenario, solution)


class ShownTreeQuantal(ShownPath["TreeQuantalSolution"]):
    """The logit path of a game tree as people see it."""

    meaning = f"{ShownPath.meaning} Everybody also reckons with errors of its own at later moves."

    def places(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """The information sets."""
        game, names = self.solution.game, self.solution.names
        nodes = [game.nodes[game.infosets[name][0]] for name in names]
        return [(node.player or 0, name, node.actions) for node, name in zip(nodes, names, strict=True)]

    def played(self, point: QuantalPoint) -> dict[str, Any]:
        """Payoffs, strategies and regret of a point."""
        game = self.solution.game
        strategies: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        for (player, name, actions), shares in zip(self.places(), point.strategies, strict=True):
            strategies[player][name] = {a: float(p) for a, p in zip(actions, shares, strict=True)}
        payoffs, regret = self.solution.judged(point)
        return {
            "payoffs": dict(zip(game.players, payoffs, strict=True)),
            "strategies": dict(zip(game.players, strategies, strict=True)),
            "regret": regret,
        }

    def assumed(self) -> list[str]:
        """Where nothing says which of several moves of probability 0 is the likelier."""
        sets = self.solution.assumed
        if not sets:
            return []
        return [
            f"Assumed: at {listed([quoted(name) for name in sets])}, where only moves of probability 0 lead to, each "
            "of these moves is taken to be as unlikely as any other; the game does not say so."
        ]

    def explain(self, depth: Depth) -> Text:
        """What each choice pays, and what the precision makes of it."""
        from sim.show.tree.explain_quantal import explanation

        if not self.places():
            raise NoExplanationError(NOBODY)

        return explanation(self.scenario, self.solution, depth)
