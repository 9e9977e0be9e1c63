"""The logit path of a matrix game as people see it: choosing with errors."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sim.show.shown import Shown
from sim.show.text.blocks import Paragraph, Section, Table
from sim.show.text.words import amount, listed, quoted, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.logit import QuantalPath, QuantalPoint
    from sim.engine.matrix.quantal import QuantalSolution
    from sim.scenario.scenario import Scenario
    from sim.show.shown import Depth, Draw
    from sim.show.text.blocks import Text
    from sim.show.text.brief import Brief

S = TypeVar("S", bound="QuantalPath")

MOST_SHOWN, MOST_ACTIONS, MOST_NAMED = 6, 8, 3
"""Precisions, actions and likeliest choices, most, that an answer on one screen has."""

ALIKE = 1e-6
"""Difference of chances below which actions are equally likely."""


def shown(scenario: Scenario, solution: QuantalSolution) -> ShownQuantal:
    """The logit path of a matrix game as people see it."""
    return ShownQuantal(scenario, solution)


class ShownPath(Shown[S]):
    """A logit path as people see it, whatever the form of its game."""

    meaning = (
        "At precision 0 everybody chooses blindly; the higher the precision, the more a difference of payoffs "
        "decides, given that the other side errs as well. The path leads from even chances towards an equilibrium."
    )

    def __init__(self, scenario: Scenario, solution: S) -> None:
        super().__init__(scenario, solution)
        if not self.places():
            self.no_picture = "nobody chooses anything in this game"

    @abstractmethod
    def places(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """Where somebody chooses, in the order of the points' strategies: player, information set, actions."""

    @abstractmethod
    def played(self, point: QuantalPoint) -> dict[str, Any]:
        """Payoffs, strategies and regret of a point, for its entry."""

    def story(self) -> Text:
        """A table of chances by precision, and how sure it is."""
        points = self.solution.points
        rows = self._rows(points)
        head = ("precision", *(f"{point.precision:.3g}" for point in points))
        table = Table("The chance of each action, by precision", head, tuple(rows))
        about = (table, Paragraph(self.meaning)) if rows else (Paragraph(NOBODY),)
        return self.told(
            Section("Quantal response: choosing with errors", about),
            Section("How sure this is", (Paragraph(" ".join(self._sure())),)),
        )

    def line(self) -> str:
        """How many points of the path are listed, what the last pays, and where the path could not be followed to."""
        points = self.solution.points
        told = f"{self.scenario.title}: {times(len(points), 'point')} of the logit path"
        if points:
            each = zip(self.scenario.players, self.played(points[-1])["payoffs"].values(), strict=True)
            pays = " and ".join(f"{player.name} {amount(value)}" for player, value in each)
            told += f"; at precision {points[-1].precision:.3g} play pays {pays}"
        return " ".join([f"{told}.", *self._followed()])

    def brief(self) -> Brief:
        """What each does at low and high precision, and what it pays."""
        points, places = self.solution.points, self.places()
        if not places:
            return self.on_screen([NOBODY])
        if not points:
            return self.on_screen(self._followed())
        shown = points if len(points) <= MOST_SHOWN else [*points[: MOST_SHOWN - 3], *points[-3:]]
        rows = self._rows(shown)[:MOST_ACTIONS]
        left = sum(len(actions) for _, _, actions in places) - len(rows)
        table = Table(
            f"The chance of each action, by precision{f' (the first {len(rows)} actions)' if left else ''}",
            ("precision", *(f"{point.precision:.3g}" for point in shown)),
            tuple(rows),
        )
        pays = [
            (player.name, *(amount(self.played(p)["payoffs"][player.id]) for p in shown))
            for player in self.scenario.players
        ]
        paid = Table("What it pays", table.head, tuple(pays))
        return self.on_screen([self._at_last(), *self._followed()], [table, paid], self.meaning)

    def _at_last(self) -> str:
        """What is likeliest at the highest precision that is listed, and what it pays."""
        point, places = self.solution.points[-1], self.places()
        told = []
        for k, (player, where, actions) in enumerate(places[:MOST_NAMED]):
            chances = [float(chance) for chance in point.strategies[k]]
            best = [quoted(a) for a, chance in zip(actions, chances, strict=True) if chance > max(chances) - ALIKE]
            at = f" at {quoted(where)}" if where else ""
            name = self.scenario.players[player].name
            each = f" with {_share(max(chances))}{' each' if len(best) > 1 else ''}" if len(actions) > 1 else ""
            told.append(f"{name} plays {listed(best, 'or')}{each}{at}")
        more = ", and so on" if len(places) > MOST_NAMED else ""
        paid = zip(self.scenario.players, self.played(point)["payoffs"].values(), strict=True)
        pays = " and ".join(f"{player.name} {amount(value)}" for player, value in paid)
        return f"Likeliest at precision {point.precision:.3g}: {listed(told)}{more}. It pays {pays}."

    def _rows(self, points: Sequence[QuantalPoint]) -> list[tuple[str, ...]]:
        """The chance of each action at each point."""
        rows: list[tuple[str, ...]] = []
        for k, (player, where, actions) in enumerate(self.places()):
            at = f" at {quoted(where)}" if where else ""
            name = self.scenario.players[player].name
            rows += [
                (f"{name}{at}: {action}", *(_share(p.strategies[k][a]) if len(actions) > 1 else "100%" for p in points))
                for a, action in enumerate(actions)
            ]
        return rows

    def _followed(self) -> list[str]:
        """How far the path was followed if that is not to where it was to be; else nothing."""
        if not self.solution.missing:
            return []
        end = max((point.precision for point in self.solution.path), default=0.0)
        return [*unreached(self.solution), f"The path was followed to precision {end:.3g}."]

    def _sure(self) -> list[str]:
        """What has been checked, what could not be found, and what was assumed."""
        checked = "Every point is its own logit response to within a thousand-millionth."
        return [*([checked] if self.solution.points else []), *self._followed(), *self.assumed()]

    def assumed(self) -> list[str]:
        """What was assumed where the game does not say it."""
        return []

    def notes(self) -> list[str]:
        """Where the path could not be followed to, and what was assumed."""
        return [*self._followed(), *self.assumed()]

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
        if not self.places():
            return {}
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
            "regret": self.solution.regret(point),
        }

    def explain(self, depth: Depth) -> Text:
        """What each choice pays, and what the precision makes of it."""
        from sim.show.matrix.explain_quantal import explanation

        return explanation(self.scenario, self.solution, depth)


NOBODY = "Nobody chooses anything in this game: chance alone decides, and there is nothing to err in."


class _Followed(Protocol):
    """What there is to say of a search for precisions that may not have found all."""

    @property
    def missing(self) -> tuple[float, ...]:
        """Those that it has not found."""

    @property
    def late(self) -> bool:
        """Whether that is for want of time."""


def unreached(solution: _Followed) -> list[str]:
    """A sentence that names the precisions without an answer; none if there is one at each.

    Parameters
    ----------
    solution : Solution
        Quantal responses.
    """
    if not solution.missing:
        return []
    why = " within the time limit" if solution.late else ", though there is one: the way to it was lost"
    return [f"Not certified: no answer was found at precision {listed([f'{t:.3g}' for t in solution.missing])}{why}."]


def _share(p: float) -> str:
    """A percentage, short: whole ones are enough here, and what rounds to none or all is told apart from them."""
    if p < 0.005:
        return "~0%"
    return "~100%" if p > 0.995 else f"{100 * p:.0f}%"
