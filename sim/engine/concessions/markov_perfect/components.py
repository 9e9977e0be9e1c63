"""Markov perfect equilibria of a stochastic game without a last round.

Where steps only accumulate, play comes back at most to the decision point it is at, or to two points in turn, and the
points can be solved in the order of the lattice, the last ones first: all equilibria of each given the values of those
it leads to (`sim.engine.concessions.markov_perfect.recurrent_stage_game`). Going through the choices at every point
lists all equilibria of the game. Where steps can be undone play may go round in circles; then a stationary profile is
looked for by iteration.

References
----------
Maskin, E. and Tirole, J. (2001): Markov perfect equilibrium I. Journal of Economic Theory 100, 191-219.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.concessions.markov_perfect.recurrent_stage_game import Doubts, Loop, LoopEquilibrium, loop_equilibria
from sim.engine.selection import Reason, Rule, order_key, select
from sim.errors import NoEquilibriumFoundError
from sim.games.concessions.bellman import Exit
from sim.games.concessions.decision_graph import Point, components
from sim.progress import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.deadline import Deadline
    from sim.types import Pair, Vector


ONLY: Vector = (Fraction(1),)
"""The mixture of a player who does not move."""

MOST_PROFILES = 500
"""Equilibria, most, that are listed."""


class CircleError(Exception):
    """Play can go round in a circle of decision points that is more than holding out in turn."""


@dataclass(frozen=True)
class ComponentEquilibrium:
    """One equilibrium of a component, given what the points after it are worth.

    Parameters
    ----------
    strategies : dict of int to pair of tuple of Fraction
        Both players' probabilities per decision point of the component.
    values : dict of int to pair of Fraction
        What the point is worth to each.
    exact : bool
        Whether the numbers are exact.
    """

    strategies: dict[int, tuple[Vector, Vector]]
    values: dict[int, Pair]
    exact: bool


@dataclass(frozen=True)
class ComponentSelection:
    """A component at which there are several equilibria: its first point, how many, and why one was selected."""

    point: int
    count: int
    reason: Reason


@dataclass(frozen=True)
class MarkovProfile:
    """A Markov perfect equilibrium: an option for every component.

    Parameters
    ----------
    strategies : tuple of pair of tuple of Fraction
        Both players' probabilities per decision point.
    values : tuple of pair of Fraction
        What each decision point is worth.
    exact : bool
        Whether the numbers are exact.
    """

    strategies: tuple[tuple[Vector, Vector], ...]
    values: tuple[Pair, ...]
    exact: bool


class ComponentOrder:
    """The components of a graph in the order in which they are solved, each a point or two that take turns.

    Parameters
    ----------
    players : tuple of str
        Identifiers, for the order in which ties are broken.
    points : list of Point
        The graph.

    Raises
    ------
    CircleError
        If some component is a larger circle.

    Attributes
    ----------
    doubts : Doubts
        Comparisons that numbers which are not exact could not decide.
    """

    def __init__(self, players: tuple[str, str], points: list[Point]) -> None:
        self.players, self.points = players, points
        self.doubts = Doubts()
        self.components = components([point.targets for point in points])
        for component in self.components:
            if not self._simple(component):
                raise CircleError

    def _simple(self, component: list[int]) -> bool:
        inside = [[e.to for line in self.points[k].exits for e in line if e.to in component] for k in component]
        if any(len(back) > 1 for back in inside):
            return False
        if len(component) == 1:
            return True
        movers = [self.points[k].movers for k in component]
        return len(component) == 2 and sorted(movers) == [(0,), (1,)]

    def selected(self, rule: Rule, deadline: Deadline) -> tuple[MarkovProfile, list[ComponentSelection]]:
        """The equilibrium that a rule selects point by point, and where it had a choice."""
        chosen: list[ComponentEquilibrium] = []
        choices: list[ComponentSelection] = []
        known: dict[int, ComponentEquilibrium] = {}
        for component in steps("components", self.components):
            deadline.check()
            options = self.options(component, known)
            if not options:
                raise NoEquilibriumFoundError("no equilibrium was found at a decision point whose numbers are too long")
            first = component[0]
            keys = [self._key(component, option) for option in options]
            k, reason = select([option.values[first] for option in options], keys, rule)
            if len(options) > 1:
                choices.append(ComponentSelection(first, len(options), reason))
            chosen.append(options[k])
            known |= dict.fromkeys(component, options[k])
        return self._profile(chosen), choices

    def _key(self, component: list[int], option: ComponentEquilibrium) -> tuple[Fraction, ...]:
        """The stated order, over the actions of whoever moves at any point of the component."""
        actions: tuple[list[str], list[str]] = ([], [])
        chances: tuple[list[Fraction], list[Fraction]] = ([], [])
        for k in component:
            for player in self.points[k].movers:
                actions[player].extend(self.points[k].node.actions[player])
                chances[player].extend(option.strategies[k][player])
        return order_key(self.players, actions, chances)

    def all(self, deadline: Deadline) -> Iterator[MarkovProfile]:
        """Every extreme equilibrium, by going through the options of each component in turn.

        Raises
        ------
        TimeLimitError
            If the time is up.
        """
        known: dict[int, ComponentEquilibrium] = {}
        chosen: list[ComponentEquilibrium] = []
        waiting = [iter(self.options(self.components[0], known))]
        while waiting:
            deadline.check()
            option = next(waiting[-1], None)
            if option is None:
                waiting.pop()
                if chosen:
                    chosen.pop()
                continue
            chosen.append(option)
            known |= dict.fromkeys(self.components[len(chosen) - 1], option)
            if len(chosen) == len(self.components):
                yield self._profile(chosen)
                chosen.pop()
            else:
                waiting.append(iter(self.options(self.components[len(chosen)], known)))

    def _profile(self, chosen: list[ComponentEquilibrium]) -> MarkovProfile:
        strategies = {k: pair for option in chosen for k, pair in option.strategies.items()}
        values = {k: pair for option in chosen for k, pair in option.values.items()}
        everywhere = range(len(self.points))
        return MarkovProfile(
            tuple(strategies[k] for k in everywhere),
            tuple(values[k] for k in everywhere),
            all(option.exact for option in chosen),
        )

    def options(self, component: list[int], known: dict[int, ComponentEquilibrium]) -> list[ComponentEquilibrium]:
        """All equilibria of a component, given what the points it leads to are worth.

        Parameters
        ----------
        component : list of int
            One point, or two that take turns.
        known : dict of int to Option
            What is played at the points after it.
        """
        after = {to for k in component for to in self.points[k].targets}.difference(component)
        values = {to: known[to].values[to] for to in after}
        exact = all(known[to].exact for to in after)
        if len(component) == 1:
            return self._options_alone(component[0], values, exact)
        return self._options_in_turn(component, values, exact)

    def _options_alone(self, k: int, values: dict[int, Pair], exact: bool) -> list[ComponentEquilibrium]:
        exits = self.points[k].exits
        tables = [[[_worth(e, player, values) for e in line] for line in exits] for player in (0, 1)]
        back = next(((i, j) for i, line in enumerate(exits) for j, e in enumerate(line) if e.to == k), None)
        loops = None
        if back is not None:
            gain = exits[back[0]][back[1]].gain
            loops = Loop(*back, gain[0]), Loop(*back, gain[1])
        return [
            ComponentEquilibrium({k: found.strategies}, {k: found.values}, found.exact)
            for found in loop_equilibria(tables[0], tables[1], loops, exact, self.doubts)
        ]

    def _options_in_turn(
        self, component: list[int], values: dict[int, Pair], exact: bool
    ) -> list[ComponentEquilibrium]:
        """Two points at which one player moves each: a game between the plan at the one and the plan at the other."""
        u, w = sorted(component, key=lambda k: self.points[k].movers)
        own, other = (self._ways(k) for k in (u, w))
        tables, loops = [], []
        for player, mine, theirs in ((0, own, other), (1, other, own)):
            table, gain = _in_turn(player, mine, theirs, component, values)
            h = next(a for a, e in enumerate(mine) if e.to in component)
            back = next(b for b, e in enumerate(theirs) if e.to in component)
            tables.append(table if player == 0 else [list(line) for line in zip(*table, strict=True)])
            loops.append(Loop(h, back, gain) if player == 0 else Loop(back, h, gain))
        found = loop_equilibria(tables[0], tables[1], (loops[0], loops[1]), exact, self.doubts)
        return [self._in_turn_option(u, w, own, other, e, values) for e in found]

    def _ways(self, k: int) -> list[Exit]:
        """Exits of a point at which one player moves, by its actions."""
        return [e for line in self.points[k].exits for e in line]

    def _in_turn_option(
        self, u: int, w: int, own: list[Exit], other: list[Exit], found: LoopEquilibrium, values: dict[int, Pair]
    ) -> ComponentEquilibrium:
        x, y = found.strategies
        # Each one's own value is known at its own point; the other point's worth to it follows from that.
        here = values | {u: (found.values[0], Fraction(0)), w: (Fraction(0), found.values[1])}
        first_at_w = sum((p * _worth(e, 0, here) for p, e in zip(y, other, strict=True)), Fraction(0))
        second_at_u = sum((p * _worth(e, 1, here) for p, e in zip(x, own, strict=True)), Fraction(0))
        return ComponentEquilibrium(
            {u: (x, ONLY), w: (ONLY, y)},
            {u: (found.values[0], second_at_u), w: (first_at_w, found.values[1])},
            found.exact,
        )


def _in_turn(
    player: int, mine: list[Exit], theirs: list[Exit], component: list[int], values: dict[int, Pair]
) -> tuple[list[list[Fraction]], Fraction]:
    """A player's payoffs over its own and the other's action, seen from its own point, and the factor of its value."""
    table, gain = [], Fraction(0)
    for e in mine:
        if e.to not in component:
            table.append([_worth(e, player, values)] * len(theirs))
            continue
        line = []
        for reply in theirs:
            if reply.to in component:
                gain = e.gain[player] * reply.gain[player]
                line.append(e.base[player] + e.gain[player] * reply.base[player])
            else:
                line.append(e.base[player] + e.gain[player] * _worth(reply, player, values))
        table.append(line)
    return table, gain


def _worth(e: Exit, player: int, values: dict[int, Pair]) -> Fraction:
    """What an exit is worth to a player; without the value of where it leads if that is not known yet."""
    return e.base[player] + (e.gain[player] * values[e.to][player] if e.to in values else Fraction(0))
