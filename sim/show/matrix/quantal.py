"""The logit path of a matrix game as people see it: choosing with errors."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

from sim.engine.matrix.certificate import regret_of_floats
from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.logit import QuantalPath, QuantalPoint
    from sim.engine.matrix.quantal import QuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Text

S = TypeVar("S", bound="QuantalPath")


def shown(scenario: Scenario, solution: QuantalSolution) -> ShownQuantal:
    """The logit path of a matrix game as people see it."""
    return ShownQuantal(scenario, solution)


class ShownPath(Shown[S]):
    """A logit path as people see it, whatever the form of its game."""

    meaning = (
        "At precision 0 everybody chooses blindly; the higher the precision, the more a difference of payoffs "
        "decides, given that the other side errs as well. The path leads from even chances towards an equilibrium."
    )

    @abstractmethod
    def places(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """Where somebody chooses, in the order of the points' strategies: player, information set, actions."""

    @abstractmethod
    def played(self, point: QuantalPoint) -> dict[str, Any]:
        """Payoffs, strategies and regret of a point, for its entry."""

    def story(self) -> Text:
        """A table of chances by precision, and how sure it is."""
        points = self.solution.points
        rows = []
        for k, (player, where, actions) in enumerate(self.places()):
            at = f" at {quoted(where)}" if where else ""
            name = self.scenario.players[player].name
            rows += [
                (f"{name}{at}: {action}", *(_share(p.strategies[k][a]) for p in points))
                for a, action in enumerate(actions)
            ]
        sure = (
            "Every point is its own logit response to within a thousand-millionth."
            if self.solution.certified
            else "Not certified: the path could not be followed to precision "
            f"{listed([f'{t:.3g}' for t in self.solution.missing])}."
        )
        head = ("precision", *(f"{point.precision:.3g}" for point in points))
        table = Table("The chance of each action, by precision", head, tuple(rows))
        return self.told(
            Section("Quantal response: choosing with errors", (table, Paragraph(self.meaning))),
            Section("How sure this is", (Paragraph(sure),)),
        )

    def line(self) -> str:
        """How many points of the path are listed."""
        return f"{self.scenario.title}: {len(self.solution.points)} points of the logit path."

    def entries(self, all_states: bool = False) -> list[dict[str, Any]]:
        """An entry for each point that is listed."""
        del all_states
        return [
            {"precision": point.precision, **self.played(point), "residual": point.residual, "path": []}
            for point in self.solution.points
        ]

    def pictures(self) -> Mapping[str, Draw]:
        """Chances against precision."""
        from sim.show.matrix.draw_quantal import logit_curves

        path, points = self.solution.path, self.solution.points
        return {"quantal": lambda: logit_curves(self.scenario, path, points, self.places())}


class ShownQuantal(ShownPath["QuantalSolution"]):
    """The logit path of a matrix game as people see it."""

    def places(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """The one choice of each player."""
        return [(k, "", tuple(own)) for k, own in enumerate(self.solution.game.actions)]

    def played(self, point: QuantalPoint) -> dict[str, Any]:
        """Payoffs, strategies and regret of a point."""
        game = self.solution.game
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

    def explain(self, depth: Depth) -> Text:
        """What each choice pays, and what the precision makes of it."""
        from sim.show.matrix.explain_quantal import explanation

        return explanation(self.scenario, self.solution, depth)


def _share(p: float) -> str:
    """A percentage, short: whole ones are enough here, and what rounds to none or all is told apart from them."""
    if p < 0.005:
        return "~0%"
    return "~100%" if p > 0.995 else f"{100 * p:.0f}%"
