"""One equilibrium of a large game tree, from a part of its actions that grows with what is wanted besides.

A game in which only some actions are open is small, and its sequence form is solved by Lemke's algorithm. If an action
that is not open would pay, it is opened, and the larger game solved; if none would, the equilibrium of the small game
is one of the whole tree. The idea is that of oracles for zero-sum games; nothing in it hangs on what the other loses.

References
----------
McMahan, H. B., Gordon, G. J. and Blum, A. (2003): Planning in the presence of cost functions controlled by an
adversary. Proceedings of ICML 20, 536-543. Bosansky, B., Kiekintveld, C., Lisy, V. and Pechoucek, M. (2014): An exact
double-oracle algorithm for zero-sum extensive-form games with imperfect information. Journal of Artificial Intelligence
Research 51, 829-866. Brown, G. W. (1951): Iterative solution of games by fictitious play. In: Activity Analysis of
Production and Allocation, for the actions that are opened first.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.tree.certificate import tree_regret
from sim.exact.complementarity import Complementarity, RayError, basic_solution
from sim.exact.sparse_path import sparse_lemke

if TYPE_CHECKING:
    from sim.deadline import Deadline
    from sim.engine.tree.sequence_form import SequenceForm, Sequences
    from sim.games.tree.game_tree import Sides
    from sim.types import Floats

    Solution = list[tuple[Fraction, ...]]

WARM = 20
"""Rounds of fictitious play from which the first open actions come."""

BLUR = 1e-4
"""Share of even play in what a reply answers, so that it is sensible where the other side's plan does not get to."""

FIRST, PATHS = 3, 3
"""Pivots per unknown in the first paths that are tried; after so many paths twice as many are allowed."""

MOST_PATHS = 30
"""Paths, most, through one of the small games."""


def grown_equilibrium(form: SequenceForm, deadline: Deadline) -> Sides | None:
    """Behaviour in an equilibrium; None if none was found.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    return _Growing(form, deadline).found()


class _Growing:
    """The open actions of both sides, by the numbers of their sequences."""

    def __init__(self, form: SequenceForm, deadline: Deadline) -> None:
        self.form, self.deadline = form, deadline
        self.costs = form.float_costs(0), form.float_costs(1)
        self.even = [_even(side) for side in form.sides]
        self.open: tuple[set[int], set[int]] = (set(), set())
        self.draw = Random(0)
        plans = [plan.copy() for plan in self.even]
        for k in range(WARM):
            deadline.check()
            self._opened(plans)
            replies = [self._reply(player, plans[1 - player]) for player in (0, 1)]
            for player, side in enumerate(form.sides):
                step = _plan(side, replies[player]) - plans[player]
                plans[player] += step * 2 / (k + 2)

    def found(self) -> Sides | None:
        """Behaviour in an equilibrium of the whole game."""
        while True:
            z = self._solved()
            if z is None:
                return None
            behaviour = self.form.behaviour(z)
            plans = [self._floats(player, z) for player in (0, 1)]
            if self._gain(plans) < 1e-9 and not any(tree_regret(self.form.game, behaviour)):
                return behaviour
            if not self._opened(plans):
                return None

    def _gain(self, plans: list[Floats]) -> float:
        """Most that either side could save, in floats."""
        gains = []
        for player, side in enumerate(self.form.sides):
            costs = self.costs[player] @ plans[1 - player]
            gains.append(float(plans[player] @ costs) - _least(side, costs)[1])
        return max(gains)

    def _reply(self, player: int, plan: Floats) -> list[int]:
        """A best action at each of the player's information sets."""
        other = (1 - BLUR) * plan + BLUR * self.even[1 - player]
        return _least(self.form.sides[player], self.costs[player] @ other)[0]

    def _opened(self, plans: list[Floats]) -> bool:
        """Open what is best against plans, and an action wherever open ones lead; whether there was any."""
        before = sum(map(len, self.open))
        replies = [self._reply(player, plans[1 - player]) for player in (0, 1)]
        for reply, opened, side in zip(replies, self.open, self.form.sides, strict=True):
            met = {0}
            for best, (lead, follow) in zip(reply, side.sets.values(), strict=True):
                if lead in met:
                    met.add(best)
                    opened.add(best)
                elif lead in opened and opened.isdisjoint(follow):
                    opened.add(best)
        return sum(map(len, self.open)) > before

    def _solved(self) -> Solution | None:
        """A solution of the small game, as one of the whole problem in which nothing else is used."""
        names = self._unknowns()
        number = {i: k for k, i in enumerate(names)}
        whole = self.form.problem
        rows = tuple({number[j]: v for j, v in whole.matrix[i].items() if j in number} for i in names)
        small = Complementarity(rows, tuple(whole.constants[i] for i in names))
        for k in range(MOST_PATHS):
            cover = self.form.cover(self.draw if k else None)
            longest = FIRST * 2 ** (k // PATHS)
            try:
                basis = sparse_lemke(small, [cover[i] for i in names], k, longest, self.deadline)
            except RayError:
                continue
            found = basic_solution(small, basis, self.deadline)
            if found is not None:
                z: Solution = [(Fraction(0),)] * self.form.size
                for i, value in zip(names, found, strict=True):
                    z[i] = value
                return z
        return None

    def _unknowns(self) -> list[int]:
        """Unknowns of the problem that the small game has: open sequences, and multipliers where they lead."""
        names = []
        for start, opened in zip(self.form.starts[:2], self.open, strict=True):
            names += [start + k for k in sorted(opened)]
        for start, opened, side in zip(self.form.starts[2:], self.open, self.form.sides, strict=True):
            names += [start + h for h, (lead, _) in enumerate(side.sets.values()) if not lead or lead in opened]
        return names

    def _floats(self, player: int, z: Solution) -> Floats:
        start, size = self.form.starts[player], len(self.form.sides[player].number)
        return np.array([1.0, *(float(z[start + k][0]) for k in range(1, size))])


def _least(side: Sequences, costs: Floats) -> tuple[list[int], float]:
    """A sequence that costs least at each information set, the later ones first, and what play as a whole costs."""
    whole = costs.tolist()
    best = []
    for lead, follow in reversed(side.sets.values()):
        best.append(min(follow, key=whole.__getitem__))
        whole[lead] += whole[best[-1]]
    return best[::-1], whole[0]


def _plan(side: Sequences, chosen: list[int]) -> Floats:
    """The plan of choices at each information set."""
    plan = np.zeros(len(side.number))
    plan[0] = 1.0
    for k, (lead, _) in zip(chosen, side.sets.values(), strict=True):
        plan[k] = plan[lead]
    return plan


def _even(side: Sequences) -> Floats:
    """The plan of even play."""
    plan = np.ones(len(side.number))
    for lead, follow in side.sets.values():
        plan[follow] = plan[lead] / len(follow)
    return plan
