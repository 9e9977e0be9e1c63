"""Strategies of repeated games as finite automata, and the exact check that nobody gains by leaving them.

A machine plays for both: its state says what the two players do, and what they did moves it on. Its values solve one
linear equation per state and player, in rationals. By the one-shot deviation principle (Blackwell 1965) a machine is a
subgame-perfect equilibrium exactly if in no state a single other action gains; it is a Nash equilibrium exactly if
from its first state no other strategy gains, which is a decision problem over its states. Nothing here knows how a
strategy or a threshold was found.

References
----------
Blackwell, D. (1965): Discounted dynamic programming. Annals of Mathematical Statistics 36, 226-235. Abreu, D. and
Rubinstein, A. (1988): The structure of Nash equilibrium in repeated games with finite automata. Econometrica 56,
1259-1281.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.exact.elimination import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.games.matrix.strategic_form import StrategicForm
    from sim.types import Vector


@dataclass(frozen=True)
class Machine:
    """What both players do after every history, with finitely many states; play starts in state 0.

    Parameters
    ----------
    outputs : tuple of pairs of tuple of Fraction
        Both players' mixed actions in each state, of lengths m and n.
    move : callable
        The next state, from a state and the two actions that were taken in it.
    """

    outputs: tuple[tuple[Vector, Vector], ...]
    move: Callable[[int, int, int], int]


def values(game: StrategicForm, machine: Machine, player: int, patience: Fraction) -> list[Fraction]:
    """Average payoff per round of a player from each state on, if both follow the machine.

    Parameters
    ----------
    machine : Machine
        What both do.
    player : int
        0 or 1.
    patience : Fraction
        The player's discount factor, from 0 up to but not including 1.
    """
    return _evaluate(game, machine, [x[player] for x in machine.outputs], player, patience)


def gain(game: StrategicForm, machine: Machine, player: int, patience: Fraction) -> Fraction:
    """Most that a player gains by one other action in some state; 0 exactly if it never does better.

    Parameters
    ----------
    game, machine, player, patience
        As in `values`.
    """
    value = values(game, machine, player, patience)
    return max(
        _worth(game, machine, s, a, value, player, patience) - value[s]
        for s in range(len(machine.outputs))
        for a in range(game.shape[player])
    )


def gain_from_the_start(game: StrategicForm, machine: Machine, player: int, patience: Fraction) -> Fraction:
    """Most that a player gains by any other strategy from the first state on, by improving policies (Howard 1960).

    Parameters
    ----------
    game, machine, player, patience
        As in `values`.
    """
    size = game.shape[player]
    policy = [x[player] for x in machine.outputs]
    first = value = _evaluate(game, machine, policy, player, patience)
    while True:
        better = False
        for s in range(len(policy)):
            worth = [_worth(game, machine, s, a, value, player, patience) for a in range(size)]
            if max(worth) > value[s]:
                best = worth.index(max(worth))
                policy[s] = tuple(Fraction(int(a == best)) for a in range(size))
                better = True
        if not better:
            return value[0] - first[0]
        value = _evaluate(game, machine, policy, player, patience)


def _worth(
    game: StrategicForm, machine: Machine, state: int, action: int, value: list[Fraction], player: int, p: Fraction
) -> Fraction:
    """What an action is worth in a state, if the values hold from the next round on."""
    total = Fraction(0)
    for b, chance in enumerate(machine.outputs[state][1 - player]):
        if chance:
            i, j = (action, b) if player == 0 else (b, action)
            now = (game.row, game.column)[player][i][j]
            total += chance * ((1 - p) * now + p * value[machine.move(state, i, j)])
    return total


def _evaluate(
    game: StrategicForm, machine: Machine, policy: Sequence[Vector], player: int, p: Fraction
) -> list[Fraction]:
    """Values of a player that follows a policy while the other follows the machine: v = (1 - p) u + p P v."""
    # Every row is strictly dominant on the diagonal, so that the equations have one solution.
    system = [{s: Fraction(1)} for s in range(len(policy))]
    right = [[Fraction(0)] for _ in policy]
    for s, own in enumerate(policy):
        for a, mine in enumerate(own):
            for b, other in enumerate(machine.outputs[s][1 - player] if mine else ()):
                if other:
                    i, j = (a, b) if player == 0 else (b, a)
                    after = machine.move(s, i, j)
                    system[s][after] = system[s].get(after, 0) - p * mine * other
                    right[s][0] += (1 - p) * mine * other * (game.row, game.column)[player][i][j]
    found = solve(system, right)
    assert found is not None
    return [found[s][0] for s in range(len(policy))]
