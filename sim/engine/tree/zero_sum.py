"""An equilibrium of a game tree in which one side wins what the other loses, by a linear programme in plans.

One side's programme looks for the plan that costs least whatever the other does; what its rules are worth is the other
side's plan. It is solved in floats, with data that are changed by so little, and at random, that one basis alone is
best. The equilibrium is worked out from that basis exactly, and only if all signs are right.

References
----------
von Stengel, B. (1996): Efficient computation of behavior strategies. Games and Economic Behavior 14, 220-246. Huangfu,
Q. and Hall, J. A. J. (2018): Parallelizing the dual revised simplex method. Mathematical Programming Computation 10,
119-142, for the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.exact.complementarity import basic_solution

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from sim.deadline import Deadline
    from sim.engine.tree.sequence_form import SequenceForm, Sequences
    from sim.games.tree.game_tree import GameTree, Sides
    from sim.types import Floats

CHANGE = 1e-7
"""By how much the data of the programme are changed, most, where the largest cost is 1."""

EXACT = 1e-10
"""How far the solver may be off."""

TRIES = 3
"""Changes, most, that are tried."""


def is_zero_sum(game: GameTree) -> bool:
    """Whether what one side wins the other loses, in units and from a start of its own.

    Parameters
    ----------
    game : GameTree
        A game with an end.
    """
    pays = [game.nodes[k].payoffs for k in game.ends]
    (most, other), widths = max(pays, key=lambda pair: (pair[0], -pair[1])), game.ranges
    return all(widths) and all((most - one) * widths[1] == (two - other) * widths[0] for one, two in pays)


def zero_sum_equilibrium(form: SequenceForm, deadline: Deadline) -> Sides | None:
    """Behaviour in an equilibrium of a zero-sum game; None if rounding led astray.

    Raises
    ------
    TimeLimitError
        If the time is up.
    """
    for seed in range(TRIES):
        deadline.check()
        plans = _plans(form, seed, deadline)
        if plans is None:
            continue
        used = np.concatenate(plans) > CHANGE / 1000
        basic = [*map(int, np.flatnonzero(used)), *range(len(used), form.size)]
        z = basic_solution(form.problem, frozenset(basic), deadline)
        if z is not None:
            return form.behaviour(z)
    return None


def _plans(form: SequenceForm, seed: int, deadline: Deadline) -> tuple[Floats, Floats] | None:
    """Both plans without the empty sequence, in floats; None if the solver found none."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack

    costs = form.float_costs(0)
    costs = costs / costs.max()
    (own, own_start), (other, other_start) = (_continues(side) for side in form.sides)
    draw = np.random.default_rng(seed)
    sizes = costs.shape[0] - 1, len(other_start), costs.shape[1] - 1, len(own_start)
    change = [CHANGE * draw.uniform(0.5, 1.0, size) for size in sizes]
    rules = hstack([costs[1:, 1:].T, -other.T], format="csr")
    found = linprog(
        np.concatenate([costs[1:, [0]].toarray().ravel() + change[0], other_start + change[1]]),
        A_ub=rules,
        b_ub=-costs[[0], 1:].toarray().ravel() - change[2],
        A_eq=hstack([own, csr_matrix((len(own_start), len(other_start)))], format="csr"),
        b_eq=own_start + change[3],
        bounds=[(0, None)] * sizes[0] + [(None, None)] * sizes[1],
        method="highs-ds",
        options={
            "primal_feasibility_tolerance": EXACT,
            "dual_feasibility_tolerance": EXACT,
            **({} if deadline.left is None else {"time_limit": deadline.left}),
        },
    )
    deadline.check()
    return None if found.x is None else (found.x[: sizes[0]], -found.ineqlin.marginals)


def _continues(side: Sequences) -> tuple[csr_matrix, Floats]:
    """A row per information set: what continues a plan there, less what leads there; and what comes from the start."""
    from scipy.sparse import csr_matrix

    entries = [(h, k, 1.0) for h, (_, follow) in enumerate(side.sets.values()) for k in follow]
    entries += [(h, lead, -1.0) for h, (lead, _) in enumerate(side.sets.values()) if lead]
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    table = csr_matrix((values, (rows, columns)), shape=(len(side.sets), len(side.number)))
    return table[:, 1:], np.array([0.0 if lead else 1.0 for lead, _ in side.sets.values()])
