"""One Nash equilibrium of a game tree through its sequence form, whose size is that of the tree.

A sequence is what a player has done on the way to a point. A realisation plan gives each sequence the chance that the
player leaves to it: 1 for the empty one, and at each information set the chances of its continuations add up to that of
the sequence that leads there. Best replies are linear programmes over such plans, so that two plans are an equilibrium
if and only if they solve a linear complementarity problem, which Lemke's algorithm does.

References
----------
Koller, D., Megiddo, N. and von Stengel, B. (1996): Efficient computation of equilibria for extensive two-person games.
Games and Economic Behavior 14, 247-259. von Stengel, B. (1996): Efficient computation of behavior strategies. Games and
Economic Behavior 14, 220-246.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.engine.lemke import lemke
from sim.games.tree import CHANCE

if TYPE_CHECKING:
    from sim.engine.deadline import Deadline
    from sim.games.tree import GameTree

    Behaviour = dict[str, dict[str, Fraction]]

LARGEST_EXACT = 90
"""Size of the complementarity problem up to which it is solved in whole numbers."""

LARGEST = 3000
"""Size beyond which it is not tried."""

DENOMINATOR = 10**12
"""Largest denominator of the probabilities that are read off floats."""


@dataclass(frozen=True)
class Sequences:
    """One player's side of the sequence form.

    Parameters
    ----------
    number : dict
        Number of each sequence, a pair (information set, action); None, the empty sequence, is number 0.
    sets : dict of str to (int, list of int)
        Per information set the sequence that leads to it and those that continue it.
    """

    number: dict[tuple[str, str] | None, int]
    sets: dict[str, tuple[int, list[int]]]

    @property
    def constraints(self) -> tuple[list[list[int]], list[int]]:
        """Rows of the equations that a realisation plan satisfies, and their right sides."""
        width = len(self.number)
        first = [0] * width
        first[0] = 1
        rows = [first]
        for lead, follow in self.sets.values():
            row = [0] * width
            row[lead] = -1
            for k in follow:
                row[k] = 1
            rows.append(row)
        return rows, [1] + [0] * len(self.sets)


def sequences(game: GameTree, player: int) -> Sequences:
    """A player's sequences.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    player : int
        The player.
    """
    number: dict[tuple[str, str] | None, int] = {None: 0}
    sets: dict[str, tuple[int, list[int]]] = {}
    for name, members in game.infosets.items():
        node = game.nodes[members[0]]
        if node.player != player:
            continue
        for action in node.actions:
            number[name, action] = len(number)
    for name, members in game.infosets.items():
        node = game.nodes[members[0]]
        if node.player == player:
            past = game.experience[members[0]][player]
            sets[name] = number[past[-1] if past else None], [number[name, a] for a in node.actions]
    return Sequences(number, sets)


def payoffs_of_sequences(
    game: GameTree, one: Sequences, two: Sequences, shift: tuple[Fraction, Fraction]
) -> dict[tuple[int, int], tuple[Fraction, Fraction]]:
    """What pairs of sequences pay, weighted by chance, less a number for each player; only pairs that end the game."""
    weights = [Fraction(0)] * len(game.nodes)
    weights[0] = Fraction(1)
    table: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for k, node in enumerate(game.nodes):
        for a, child in enumerate(node.children):
            weights[child] = weights[k] * (node.chances[a] if node.player == CHANCE else 1)
        if node.player is None:
            pasts = game.experience[k]
            i, j = (side.number[past[-1] if past else None] for side, past in zip((one, two), pasts, strict=True))
            before = table.get((i, j), (Fraction(0), Fraction(0)))
            gain = [weights[k] * (v - s) for v, s in zip(node.payoffs, shift, strict=True)]
            table[i, j] = before[0] + gain[0], before[1] + gain[1]
    return table


def sequence_equilibrium(game: GameTree, deadline: Deadline) -> tuple[tuple[Behaviour, Behaviour], bool] | None:
    """Behaviour strategies of one Nash equilibrium, and whether they are exact; None if the game is too large.

    Parameters
    ----------
    game : GameTree
        A game with perfect recall.
    deadline : Deadline
        When to give up.

    Raises
    ------
    RayError
        If rounding led the algorithm astray.
    TimeLimitError
        If the time is up.
    """
    one, two = sequences(game, 0), sequences(game, 1)
    size = sum(len(side.number) + 2 * (len(side.sets) + 1) for side in (one, two))
    if size > LARGEST:
        return None
    matrix, constants = _problem(game, one, two, size)
    exact = size <= LARGEST_EXACT
    z = lemke(matrix, constants, exact, deadline)
    m, n = len(one.number), len(two.number)
    return (_behaviour(one, z[:m], exact), _behaviour(two, z[m : m + n], exact)), exact


def _problem(game: GameTree, one: Sequences, two: Sequences, size: int) -> tuple[list[list[Fraction]], list[Fraction]]:
    """The complementarity problem; payoffs are made negative, which makes its matrix copositive: no ray ends the path.

    The unknowns are both plans, and for each player's equations two multipliers whose difference counts.
    """
    ends = [node.payoffs for node in game.nodes if node.player is None]
    shift = max(e[0] for e in ends) + 1, max(e[1] for e in ends) + 1
    matrix = [[Fraction(0)] * size for _ in range(size)]
    constants = [Fraction(0)] * size
    m, n = len(one.number), len(two.number)
    for (i, j), (a, b) in payoffs_of_sequences(game, one, two, shift).items():
        matrix[i][m + j] = -a
        matrix[m + j][i] = -b
    at = m + n
    for side, start in ((one, 0), (two, m)):
        rows, right = side.constraints
        for r, (row, value) in enumerate(zip(rows, right, strict=True)):
            plus, minus = at + r, at + len(rows) + r
            for k, entry in enumerate(row):
                if entry:
                    matrix[start + k][plus], matrix[start + k][minus] = Fraction(entry), Fraction(-entry)
                    matrix[plus][start + k], matrix[minus][start + k] = Fraction(-entry), Fraction(entry)
            constants[plus], constants[minus] = Fraction(value), Fraction(-value)
        at += 2 * len(rows)
    return matrix, constants


def _behaviour(side: Sequences, plan: list[Fraction], exact: bool) -> Behaviour:
    """Behaviour at the information sets that the plan leaves a chance; elsewhere the first action."""
    names = [name for name in side.number if name is not None]
    found: Behaviour = {}
    for name, (_, follow) in side.sets.items():
        own = [names[k - 1][1] for k in follow]
        weights = [plan[k] if exact else _rounded(plan[k]) for k in follow]
        total = sum(weights)
        if total:
            found[name] = {a: w / total for a, w in zip(own, weights, strict=True)}
        else:
            found[name] = {a: Fraction(int(k == 0)) for k, a in enumerate(own)}
    return found


def _rounded(value: Fraction) -> Fraction:
    short = value.limit_denominator(DENOMINATOR)
    return short if short > Fraction(1, DENOMINATOR) * 100 else Fraction(0)
