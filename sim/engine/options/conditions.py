"""What an order of preference must fulfil for a state to be stable, and for which share of all orders it does.

The inverse question: the moves stand, and what the others prefer; asked is what one party would have to prefer.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.options.along import reached
from sim.engine.options.reasons import improvements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.deadline import Deadline
    from sim.engine.options.definitions import Definition
    from sim.games.options.options_game import OptionsGame

    Clause = frozenset[frozenset[int]]
    Polynomial = list[int]

MOST_STEPS, MOST_CASES = 100_000, 350
"""Sets looked at, and cases told apart, in counting orders, most."""


@dataclass(frozen=True)
class Condition:
    """What must be so because a move exists: its end, or the states of some answer, are liked no more than the state.

    Parameters
    ----------
    there : int
        Where the party can move to.
    answers : tuple of frozenset of int
        What others can lead on to from there: sets of states all of which the party would have to like no more than
        the state in question; where it can still move after the answer, with all that it can move to.
    """

    there: int
    answers: tuple[frozenset[int], ...]

    def met(self, levels: Sequence[int] | NDArray[np.int32], state: int) -> bool:
        """Whether an order meets it, given as how much the party likes each state."""
        return any(all(levels[s] <= levels[state] for s in each) for each in (frozenset({self.there}), *self.answers))


def conditions(
    game: OptionsGame, party: int, state: int, definition: Definition, deadline: Deadline
) -> tuple[Condition, ...]:
    """What a party's order must fulfil for a state to be stable for it: all of these.

    A condition that every order meets is left out, and an answer that asks for more than another one does.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    found = []
    for there in game.moves(party, state):
        deadline.check()
        ends = () if definition == "nash" else sorted(_ends(game, party, there, definition == "seq", deadline))
        answers = [frozenset({end, *(game.moves(party, end) if definition == "smr" else ())}) - {state} for end in ends]
        if all(answers):
            found.append(Condition(there, _least(there, answers)))
    return tuple(found)


def _ends(game: OptionsGame, party: int, there: int, credible: bool, deadline: Deadline) -> set[int]:
    """Where the others get to from a state, by any moves or by moves that each mover likes; without the state."""
    others = [other for other in range(len(game.parties)) if other != party]
    if not credible:
        one = np.zeros((1, game.count), dtype=bool)
        one[0, there] = True
        return {int(end) for end in np.flatnonzero(reached(game, others, one, deadline)[0])} - {there}
    met, todo = {there}, [there]
    while todo:
        here = todo.pop()
        for other in others:
            new = set(improvements(game, other, here)) - met
            met |= new
            todo += new
    return met - {there}


def _least(there: int, answers: list[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """Those that ask for least; none that asks for the end of the move itself, and more."""
    kept: list[frozenset[int]] = []
    for each in sorted(set(answers), key=lambda answer: (len(answer), sorted(answer))):
        if there not in each and not any(other <= each for other in kept):
            kept.append(each)
    return tuple(kept)


def share(
    asked: Sequence[Condition], state: int, levels: Sequence[int] | NDArray[np.int32] | None = None
) -> Fraction | None:
    """The share of strict orders that meet all conditions, each order as likely as any other.

    Of orders drawn by giving each state a number between 0 and 1, those in which the state in question has the number u
    have each other state below it with chance u, independently; so the share is the integral over u of a polynomial.

    Parameters
    ----------
    asked : sequence of Condition
        The conditions.
    state : int
        The state in question.
    levels : sequence of int, optional
        What the party likes as far as that is known: only states of equal levels are put in order; by default all are.

    Returns
    -------
    Fraction or None
        None if too many cases would have to be told apart.
    """
    clauses: list[Clause] = []
    for condition in asked:
        clause = _open(condition, state, levels)
        if clause is not None:
            clauses.append(clause)
    try:
        polynomial = _Counting().polynomial(frozenset(clauses))
    except _TooManyError:
        return None
    return sum((Fraction(a, k + 1) for k, a in enumerate(polynomial)), Fraction(0))


def _open(condition: Condition, state: int, levels: Sequence[int] | NDArray[np.int32] | None) -> Clause | None:
    """What is left of a condition where some states are known to be liked more or less; None if it is met."""
    left = set()
    for each in (frozenset({condition.there}), *condition.answers):
        if levels is None:
            left.add(each)
        elif all(levels[s] <= levels[state] for s in each):
            rest = frozenset(s for s in each if levels[s] == levels[state])
            if not rest:
                return None
            left.add(rest)
    return frozenset(left)


class _TooManyError(Exception):
    """Too many cases to tell apart."""


class _Counting:
    """Chances that clauses hold, as polynomials in the chance that a state is liked less; lowest power first."""

    def __init__(self) -> None:
        self.known: dict[frozenset[Clause], Polynomial] = {}
        self.steps = 0

    def polynomial(self, clauses: frozenset[Clause]) -> Polynomial:
        """The chance that all clauses hold: in each, of some set, all states are liked less."""
        if not clauses:
            return [1]
        if frozenset() in clauses:
            return [0]
        if clauses not in self.known:
            self.steps += sum(map(len, clauses))
            if self.steps > MOST_STEPS or len(self.known) > MOST_CASES:
                raise _TooManyError
            parts = _parts(clauses)
            self.known[clauses] = self._product(parts) if len(parts) > 1 else self._split(clauses)
        return self.known[clauses]

    def _product(self, parts: list[frozenset[Clause]]) -> Polynomial:
        whole = [1]
        for part in parts:
            whole = _times(whole, self.polynomial(part))
        return whole

    def _split(self, clauses: frozenset[Clause]) -> Polynomial:
        """By whether the state that most clauses speak of is liked less."""
        count: dict[int, int] = {}
        for clause in clauses:
            for each in clause:
                for state in each:
                    count[state] = count.get(state, 0) + 1
        pick = max(count, key=lambda state: (count[state], -state))
        less: set[Clause] = set()
        for clause in clauses:
            rest = frozenset(each - {pick} for each in clause)
            if frozenset() not in rest:
                less.add(rest)
        more = frozenset(frozenset(each for each in clause if pick not in each) for clause in clauses)
        below, above = self.polynomial(frozenset(less)), self.polynomial(more)
        size = max(len(below), len(above)) + 1
        below, above = _filled(below, size), _filled(above, size)
        return [(below[k - 1] - above[k - 1] if k else 0) + above[k] for k in range(size)]


def _filled(polynomial: Polynomial, size: int) -> Polynomial:
    return polynomial + [0] * (size - len(polynomial))


def _times(one: Polynomial, two: Polynomial) -> Polynomial:
    found = [0] * (len(one) + len(two) - 1)
    for i, a in enumerate(one):
        for k, b in enumerate(two):
            found[i + k] += a * b
    return found


def _parts(clauses: frozenset[Clause]) -> list[frozenset[Clause]]:
    """Clauses apart that share no state."""
    parts: list[tuple[set[int], set[Clause]]] = []
    for clause in clauses:
        states, held = {state for each in clause for state in each}, {clause}
        apart = []
        for known, members in parts:
            if known & states:
                states |= known
                held |= members
            else:
                apart.append((known, members))
        parts = [*apart, (states, held)]
    return [frozenset(held) for _, held in parts]
