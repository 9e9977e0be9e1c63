"""Choices off the path at which no departure from it pays, as a linear programme over the chances of actions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.simplex import maximise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from sim.engine.tree.assessments.path_outcome import Departure, Group, PathOutcome
    from sim.games.tree.game_tree import Behaviour, GameTree
    from sim.types import Pair

    Bound = tuple[list[Fraction], Fraction]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Deterrence:
    """Chances of actions at the unreached sets of a flat group at which no departure pays, as a linear programme.

    Parameters
    ----------
    variables : list of (str, int)
        Information set and number of the action that each coordinate is the chance of.
    at_most : list of (list of Fraction, Fraction)
        A row and its bound for each departure: what it pays is at most what the path pays.
    """

    game: GameTree
    variables: list[tuple[str, int]]
    at_most: list[Bound]

    @classmethod
    def of(cls, outcome: PathOutcome, group: Group, supports: Sequence[Sequence[int]], worth: Sequence[Pair]) -> Self:
        """The programme of a group.

        Parameters
        ----------
        supports : sequence of sequence of int
            For each set of the group the actions that may be taken.
        worth : sequence of pair of Fraction
            Values of the nodes, right for the path and all that is below the group.
        """
        variables = [(name, a) for name, support in zip(group.sets, supports, strict=True) for a in support]
        lines = _Lines(outcome, frozenset(group.sets), {variable: j for j, variable in enumerate(variables)}, worth)
        return cls(outcome.game, variables, [lines.bound(d) for d in group.departures if d.infoset is not None])

    def best(self, objective: Sequence[Fraction], fixed: Mapping[int, Fraction]) -> list[Fraction] | None:
        """The point at which the objective is largest, given some coordinates; None if there is no point."""
        width = len(self.variables)
        sets = dict.fromkeys(name for name, _ in self.variables)
        equal = [([ONE if name == other else ZERO for other, _ in self.variables], ONE) for name in sets]
        equal += [([ONE if j == k else ZERO for j in range(width)], value) for k, value in fixed.items()]
        return maximise(objective, self.at_most, equal)

    def simplest(self) -> Behaviour | None:
        """A point with one action at each set as far as that can be, the first that can; None if there is no point."""
        nothing, fixed = [ZERO] * len(self.variables), dict[int, Fraction]()
        point = self.best(nothing, fixed)
        if point is None:
            return None
        sure: set[str] = set()
        for k, (name, _) in enumerate(self.variables):
            if name not in sure and (purer := self.best(nothing, {**fixed, k: ONE})) is not None:
                point = purer
                fixed[k] = ONE
                sure.add(name)
        return self.choices(point)

    def choices(self, point: Sequence[Fraction]) -> Behaviour:
        """A point as choices at the sets of the group."""
        found = {name: dict.fromkeys(self.game.actions(name), ZERO) for name, _ in self.variables}
        for (name, a), p in zip(self.variables, point, strict=True):
            found[name][self.game.actions(name)[a]] = p
        return found


@dataclass(frozen=True)
class _Lines:
    """What nodes are worth as rows of coefficients, one for each chance of an action, with a constant."""

    outcome: PathOutcome
    sets: frozenset[str]
    place: dict[tuple[str, int], int]
    worth: Sequence[Pair]

    def bound(self, departure: Departure) -> Bound:
        """What a departure pays, at most what it may."""
        assert departure.infoset is not None
        player = self.outcome.game.owner(departure.infoset)
        total, constant = [ZERO] * len(self.place), ZERO
        for p, start in zip(self.outcome.beliefs[departure.infoset], departure.starts, strict=True):
            if p:
                part, more = self.line(start, player)
                total = [t + p * v for t, v in zip(total, part, strict=True)]
                constant += p * more
        return total, self.outcome.allowance(departure, self.worth) - constant

    def line(self, k: int, player: int) -> Bound:
        """Coefficients and constant of a node."""
        node = self.outcome.game.nodes[k]
        row, constant = [ZERO] * len(self.place), ZERO
        if node.infoset in self.sets:
            for a, child in enumerate(node.children):
                if (node.infoset, a) in self.place:
                    row[self.place[node.infoset, a]] = self.worth[child][player]
            return row, constant
        if node.player is None:
            return row, node.payoffs[player]
        for p, child in zip(self.outcome.profile.shares(k), node.children, strict=True):
            if p:
                part, more = self.line(child, player)
                row, constant = [r + p * v for r, v in zip(row, part, strict=True)], constant + p * more
        return row, constant
