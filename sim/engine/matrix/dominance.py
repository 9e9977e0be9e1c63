"""Iterated elimination of strictly dominated actions, with a record of what each step rests on.

An action goes if some single action or some mixture of actions pays strictly more against everything that the other
side may still do. In each round all such actions of both sides go at once; which are left in the end does not hang on
the order (Gilboa, Kalai and Zemel 1990). Mixtures are found by linear programmes in rationals.

References
----------
Pearce, D. G. (1984): Rationalizable strategic behavior and the problem of perfection. Econometrica 52, 1029-1050.
Gilboa, I., Kalai, E. and Zemel, E. (1990): On the order of eliminating dominated strategies. Operations Research
Letters 9, 85-89.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from sim.deadline import check_time
from sim.exact.simplex import maximise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.deadline import Deadline
    from sim.types import Matrix

    Ordered = Matrix | Sequence[Sequence[int]]

    Mixture = tuple[tuple[int, Fraction], ...]
    Kept = tuple[tuple[int, ...], tuple[int, ...]]

ZERO, ONE = Fraction(0), Fraction(1)

MOST_MIXED = 10
"""Most actions of either side up to which mixtures are looked for; programmes in rationals grow slow beyond."""


@dataclass(frozen=True)
class Elimination:
    """One action that is ruled out, and what is better.

    Parameters
    ----------
    round : int
        Round of the elimination, from 1.
    player : int
        Whose action.
    action : int
        Which is ruled out.
    by : tuple of (int, Fraction)
        The actions that dominate it together, with their weights; a single one has weight 1.
    against : tuple of int
        What the other side may still do.
    pays, instead : tuple of Fraction
        What the action and the dominating mixture pay against each of these.
    """

    round: int
    player: int
    action: int
    by: Mixture
    against: tuple[int, ...]
    pays: tuple[Fraction, ...]
    instead: tuple[Fraction, ...]


@dataclass(frozen=True)
class Dominance:
    """What iterated elimination comes to.

    Parameters
    ----------
    steps : tuple of Elimination
        In the order in which actions go.
    left : pair of tuple of int
        The actions that survive.
    mixtures : bool
        Whether mixtures were looked for as well; not in large games.
    """

    steps: tuple[Elimination, ...]
    left: Kept
    mixtures: bool


def undominated(row: Ordered, column: Ordered, deadline: Deadline | None = None) -> tuple[list[int], list[int]]:
    """Actions that survive iterated elimination of actions strictly dominated by a single action.

    Strictly dominated actions are played in no Nash and in no correlated equilibrium, so nothing is lost (Pearce 1984).

    Parameters
    ----------
    row, column : sequence of sequence of Fraction or int, shape (m, n)
        Payoffs of the two players.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """

    def beaten(own: Ordered, a: int, rivals: list[int], against: list[int]) -> bool:
        if deadline:
            deadline.check()
        line = own[a]
        return any(all(own[k][j] > line[j] for j in against) for k in rivals)

    turned = list(zip(*column, strict=True))
    rows, columns = list(range(len(row))), list(range(len(row[0])))
    while True:
        keep = [i for i in rows if not beaten(row, i, rows, columns)]
        left = [j for j in columns if not beaten(turned, j, columns, keep)]
        if len(keep) == len(rows) and len(left) == len(columns):
            return rows, columns
        rows, columns = keep, left


def eliminate(row: Matrix, column: Matrix) -> Dominance:
    """Iterated elimination of strictly dominated actions, by single actions and by mixtures.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    """
    tables = row, [list(line) for line in zip(*column, strict=True)]
    mixtures = max(len(row), len(row[0])) <= MOST_MIXED
    left: list[tuple[int, ...]] = [tuple(range(len(table))) for table in tables]
    steps: list[Elimination] = []
    number = 1
    while True:
        found = [
            step
            for player in (0, 1)
            for step in _round(tables[player], player, left[player], left[1 - player], number, mixtures)
        ]
        if not found:
            return Dominance(tuple(steps), (left[0], left[1]), mixtures)
        steps += found
        gone = {(step.player, step.action) for step in found}
        left = [tuple(a for a in own if (player, a) not in gone) for player, own in enumerate(left)]
        number += 1


def _round(
    table: Matrix, player: int, own: tuple[int, ...], other: tuple[int, ...], number: int, mixtures: bool
) -> list[Elimination]:
    """What goes of one player's actions in one round; what it goes by is itself left."""
    gone = {a: by for a in own if (by := _dominating(table, a, own, other, mixtures))}
    stay = tuple(a for a in own if a not in gone)
    steps = []
    for action in gone:
        # What is dominated at all is dominated by what is not.
        by = _dominating(table, action, stay, other, mixtures)
        assert by is not None
        instead = tuple(sum((p * table[a][j] for a, p in by), ZERO) for j in other)
        steps.append(Elimination(number, player, action, by, other, tuple(table[action][j] for j in other), instead))
    return steps


def _dominating(
    table: Matrix, action: int, own: tuple[int, ...], other: tuple[int, ...], mixtures: bool
) -> Mixture | None:
    """A single action, else a mixture of two, else of more, that is strictly better against all that is left."""
    rivals = [a for a in own if a != action]
    for a in rivals:
        if all(table[a][j] > table[action][j] for j in other):
            return ((a, ONE),)
    # A best reply to something single is dominated by nothing.
    if not mixtures or any(all(table[action][j] >= table[a][j] for a in rivals) for j in other):
        return None
    if (found := _mixture(table, action, rivals, other)) is None:
        return None
    return next((by for pair in combinations(rivals, 2) if (by := _mixture(table, action, pair, other))), found)


def _mixture(table: Matrix, action: int, rivals: Sequence[int], other: tuple[int, ...]) -> Mixture | None:
    """Weights on the rivals that gain as much as can be against what they gain least against; None if that is nothing.

    Unknowns: the weights, and what is gained at least, of which the action itself assures 0.
    """
    mixed = [action, *rivals]
    gains = [([*(table[action][j] - table[a][j] for a in mixed), ONE], ZERO) for j in other]
    best = maximise([*[ZERO] * len(mixed), ONE], gains, [([*[ONE] * len(mixed), ZERO], ONE)])
    if best is None or best[-1] <= 0:
        return None
    rest = sum(best[1:-1], ZERO)
    return tuple((a, p / rest) for a, p in zip(rivals, best[1:-1], strict=True) if p)


@dataclass(frozen=True)
class Weak:
    """An action that is nowhere better than another, somewhere worse and somewhere as good, among what is left.

    Parameters
    ----------
    player : int
        Whose action.
    action, by : int
        The dominated action and the one that dominates it.
    same, worse : tuple of int
        Actions of the other side against which both pay the same, and against which the dominated one pays less.
    """

    player: int
    action: int
    by: int
    same: tuple[int, ...]
    worse: tuple[int, ...]


def weakly(row: Matrix, column: Matrix, left: Kept) -> tuple[Weak, ...]:
    """Actions that are weakly dominated by a single action among what is left.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    left : pair of tuple of int
        The actions that are looked at.
    """
    tables = row, [list(line) for line in zip(*column, strict=True)]
    found = []
    for player, table in enumerate(tables):
        own, other = left[player], left[1 - player]
        for action in own:
            check_time()
            for by in own:
                if any(table[action][j] > table[by][j] for j in other):
                    continue
                worse = tuple(j for j in other if table[action][j] < table[by][j])
                same = tuple(j for j in other if table[action][j] == table[by][j])
                if worse and same:
                    found.append(Weak(player, action, by, same, worse))
                    break
    return tuple(found)


def faults(row: Matrix, column: Matrix, dominance: Dominance) -> list[str]:
    """What is wrong with a record, by the table alone; nothing if every step stands and no single action is left out.

    Parameters
    ----------
    row, column : sequence of sequence of Fraction, shape (m, n)
        Payoffs of the two players.
    dominance : Dominance
        The record.
    """
    wrong = []
    here = [set(range(len(row))), set(range(len(row[0])))]
    ordered = sorted(dominance.steps, key=lambda step: step.round)
    for step in ordered:
        name = f"player {step.player}, action {step.action}"
        gone = {(s.player, s.action) for s in ordered if s.round < step.round}
        own, other = ({a for a in here[k] if (k, a) not in gone} for k in (step.player, 1 - step.player))
        weights = [p for _, p in step.by]
        if set(step.against) != other or not {step.action, *(a for a, _ in step.by)} <= own:
            wrong.append(f"{name}: it speaks of actions that are gone, or leaves some out")
        if min(weights) <= 0 or sum(weights) != 1:
            wrong.append(f"{name}: the weights are no probabilities")
        cells = [
            [row[a][j] if step.player == 0 else column[j][a] for a in (step.action, *(a for a, _ in step.by))]
            for j in step.against
        ]
        low = tuple(cell[0] for cell in cells)
        high = tuple(sum((p * v for p, v in zip(weights, cell[1:], strict=True)), ZERO) for cell in cells)
        if (low, high) != (step.pays, step.instead) or any(a >= b for a, b in zip(low, high, strict=True)):
            wrong.append(f"{name}: the numbers are not those of the table, or not larger")
    for k in (0, 1):
        if here[k] - {s.action for s in ordered if s.player == k} != set(dominance.left[k]):
            wrong.append(f"player {k}: the actions left are not those that the steps leave")
    return wrong
