"""Tit-for-tat and other strategies as automata, and the patience at which two of them are an equilibrium.

From any pair of states on, two automata end in a cycle, so what a player gets is a fraction of polynomials in its
patience, and so is what it gets by leaving its automaton. Where no such deviation pays is therefore a union of
intervals, whose ends are roots of polynomials: no patience has to be tried out. `sim.engine.repeated.automaton_check`
checks the same at one patience by linear equations, and shares nothing with this.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

from sim.engine.repeated.automaton_check import Machine
from sim.exact.polynomials import times
from sim.exact.roots import not_negative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.exact.polynomials import Polynomial
    from sim.exact.roots import Interval
    from sim.games.matrix.strategic_form import StrategicForm


@dataclass(frozen=True)
class Automaton:
    """A pure strategy of one player; play starts in state 0.

    Parameters
    ----------
    outputs : tuple of int
        The action in each state.
    move : callable
        The next state, from a state, the own action and the other player's.
    """

    outputs: tuple[int, ...]
    move: Callable[[int, int, int], int]


def always_defect(own: tuple[int, int], other: tuple[int, int]) -> Automaton:
    """Defect whatever happens; actions are given as (cooperate, defect)."""
    del other
    return Automaton((own[1],), lambda s, a, b: 0)


def grim_trigger(own: tuple[int, int], other: tuple[int, int]) -> Automaton:
    """Cooperate until anybody defects, then defect for ever."""
    return Automaton(own, lambda s, a, b: int(s == 1 or a != own[0] or b != other[0]))


def tit_for_tat(own: tuple[int, int], other: tuple[int, int]) -> Automaton:
    """Cooperate first, then do what the other has just done (Rapoport, in Axelrod 1984)."""
    return Automaton(own, lambda s, a, b: int(b != other[0]))


def win_stay_lose_shift(own: tuple[int, int], other: tuple[int, int]) -> Automaton:
    """Repeat the last action if the other cooperated, else change it (Pavlov; Nowak and Sigmund 1993)."""
    return Automaton(own, lambda s, a, b: int((a == own[0]) != (b == other[0])))


@dataclass(frozen=True)
class Pair:
    """Two automata that play each other: their pairs of states that any play can reach, the first one first.

    Parameters
    ----------
    automata : pair of Automaton
        The two strategies.
    shape : pair of int
        Number of actions of each player.
    """

    automata: tuple[Automaton, Automaton]
    shape: tuple[int, int]

    def step(self, state: tuple[int, int], actions: tuple[int, int]) -> tuple[int, int]:
        """The next pair of states."""
        (one, two), (i, j) = self.automata, actions
        return one.move(state[0], i, j), two.move(state[1], j, i)

    def plays(self, state: tuple[int, int]) -> tuple[int, int]:
        """What both do in a pair of states."""
        return self.automata[0].outputs[state[0]], self.automata[1].outputs[state[1]]

    def states(self) -> list[tuple[int, int]]:
        """Pairs of states that play can reach, whatever the players do."""
        reached = [(0, 0)]
        for state in reached:  # it grows on the way
            for actions in product(range(self.shape[0]), range(self.shape[1])):
                if (after := self.step(state, actions)) not in reached:
                    reached.append(after)
        return reached

    def machine(self) -> Machine:
        """Both as one machine."""
        states = self.states()
        number = {state: k for k, state in enumerate(states)}
        units = [[tuple(Fraction(int(a == b)) for b in range(size)) for a in range(size)] for size in self.shape]
        outputs = tuple((units[0][i], units[1][j]) for i, j in map(self.plays, states))
        return Machine(outputs, lambda s, i, j: number[self.step(states[s], (i, j))])

    def path(self) -> tuple[list[tuple[int, int]], int]:
        """What both do, round by round, until it repeats, and the round from which on it repeats."""
        seen: list[tuple[int, int]] = []
        state = (0, 0)
        while state not in seen:
            seen.append(state)
            state = self.step(state, self.plays(state))
        return [self.plays(s) for s in seen], seen.index(state)


def nash_patience(game: StrategicForm, pair: Pair, player: int) -> tuple[Interval, ...]:
    """Where a player's automaton is a best reply to the other's.

    Against an automaton some best reply looks at nothing but the other's state, so those are compared, all of them.

    Parameters
    ----------
    pair : Pair
        The two automata.
    player : int
        0 or 1.

    Returns
    -------
    tuple of pairs of Fraction
        Closed intervals of the player's patience; an upper end of 1 stands for everything below 1.
    """
    follow = _sequence(game, pair, player, (0, 0), None)
    states = pair.states()
    own = sorted({state[1 - player] for state in states})
    policies = product(range(game.shape[player]), repeat=len(own))
    others = (_sequence(game, pair, player, (0, 0), dict(zip(own, policy, strict=True))) for policy in policies)
    return not_negative([_difference(follow, other) for other in others])


def perfect_patience(game: StrategicForm, pair: Pair, player: int) -> tuple[Interval, ...]:
    """Where no single deviation of a player pays after any history, by the one-shot deviation principle.

    Parameters
    ----------
    game, pair, player
        As in `nash_patience`.

    Returns
    -------
    tuple of pairs of Fraction
        Closed intervals of the player's patience; an upper end of 1 stands for everything below 1.
    """
    return not_negative(list(_single_deviations(game, pair, player)))


def least(intervals: tuple[Interval, ...]) -> Fraction | None:
    """The patience from which on everything below 1 is in a union of intervals; None if there is none."""
    return intervals[-1][0] if intervals and intervals[-1][1] == 1 else None


Sequence = tuple[list[Fraction], int]
"""Payoffs round by round until they repeat, and the round from which on they repeat."""


def _single_deviations(game: StrategicForm, pair: Pair, player: int) -> Iterator[Polynomial]:
    for state in pair.states():
        follow = _sequence(game, pair, player, state, None)
        usual = pair.plays(state)
        for action in range(game.shape[player]):
            if action != usual[player]:
                done = (action, usual[1]) if player == 0 else (usual[0], action)
                later, start = _sequence(game, pair, player, pair.step(state, done), None)
                now = (game.row, game.column)[player][done[0]][done[1]]
                yield _difference(follow, ([now, *later], start + 1))


def _sequence(
    game: StrategicForm, pair: Pair, player: int, state: tuple[int, int], policy: dict[int, int] | None
) -> Sequence:
    """What a player gets from a pair of states on; with a policy it acts on the other's state instead of its own."""
    seen: list[tuple[int, int]] = []
    payoffs: list[Fraction] = []
    while state not in seen:
        seen.append(state)
        i, j = pair.plays(state)
        if policy is not None:
            i, j = (policy[state[1]], j) if player == 0 else (i, policy[state[0]])
        payoffs.append((game.row, game.column)[player][i][j])
        state = pair.step(state, (i, j))
    return payoffs, seen.index(state)


def _difference(one: Sequence, two: Sequence) -> Polynomial:
    """A polynomial with the sign of the discounted sum of one sequence less that of another, for patience below 1."""
    start = max(one[1], two[1])
    period = lcm(len(one[0]) - one[1], len(two[0]) - two[1])

    def payoff(sequence: Sequence, t: int) -> Fraction:
        values, first = sequence
        return values[t if t < len(values) else first + (t - first) % (len(values) - first)]

    gaps = tuple(payoff(one, t) - payoff(two, t) for t in range(start + period))
    # head + x^start * cycle / (1 - x^period), times the positive 1 - x^period
    no_cycle = (Fraction(1), *([Fraction(0)] * (period - 1)), Fraction(-1))
    total = [Fraction(0)] * (start + period + 1)
    for k, a in enumerate(times(gaps[:start], no_cycle)):
        total[k] += a
    for k, a in enumerate(gaps[start:], start):
        total[k] += a
    return tuple(total)
