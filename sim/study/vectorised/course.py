"""The likeliest course of play at the points of a chunk, followed forward through what was found backward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.games.concessions.stochastic_game import BROKEN
from sim.study.record import BREAKS, HOLDS, RENEGES, UNFINISHED, WALKS
from sim.study.vectorised.induction import MIXES, OVER
from sim.study.vectorised.plan import CODES

if TYPE_CHECKING:
    from sim.study.vectorised.induction import Induction
    from sim.study.vectorised.plan import GameStructure
    from sim.study.vectorised.points import PointNumbers
    from sim.types import Flags, Floats, Index


_WALK, _RENEGE, _HOLD, _CONCEDE = CODES["walk_away"], CODES["renege"], CODES["hold_out"], CODES["concede"]


@dataclass(frozen=True)
class Courses:
    """How the courses end.

    Parameters
    ----------
    ending : ndarray of int, shape (n,)
        Place in `sim.study.record.endings_of`.
    rounds : ndarray of float, shape (n,)
        Round of the agreement, from 1; NaN where there is none.
    mixes : ndarray of bool, shape (n,)
        Points at which somebody mixes where play gets to; their other entries mean nothing.
    """

    ending: Index
    rounds: Floats
    mixes: Flags


def courses(plan: GameStructure, numbers: PointNumbers, induced: Induction) -> Courses:
    """Follow play at all points at which nobody mixes.

    Parameters
    ----------
    plan : GameStructure
        The structure.
    induced : Induction
        What is played.
    """
    n = len(induced.doubt)
    points = np.arange(n)
    node = np.zeros(n, dtype=np.intp)
    going, told = np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    mixes = np.zeros(n, dtype=bool)
    ending, rounds = np.full(n, UNFINISHED), np.full(n, np.nan)
    stands = np.full(n, plan.complete[0])
    last = np.zeros((2, n), dtype=np.intp)
    round_ = 0
    for step, (k, _) in enumerate(plan.steps):
        phase, full = plan.phases[k], plan.phases[k].cells.shape[2]
        waiting = np.flatnonzero(going & ~induced.doubt & (induced.cells[step][node, points] == OVER))
        if len(waiting):
            induced.settle(step, node[waiting], points[waiting])
        cell = induced.cells[step][node, points].astype(np.intp)
        mixes |= going & (cell == MIXES)
        going &= ~mixes & ~induced.doubt
        cell = np.where(going, cell, 0)
        i, j = cell // full, cell % full
        acts = phase.actions[0, node, i], phase.actions[1, node, j]
        could = [(phase.actions[p, node] == _CONCEDE).any(axis=1) for p in (0, 1)]
        for p in (0, 1):
            held = np.where((acts[p] == _HOLD) & could[p], HOLDS, 0)
            here = np.where(acts[p] == _RENEGE, RENEGES, held)
            last[p] = np.where(told & going & (acts[p] != CODES[""]), here, last[p])
        outcome = phase.cells[node, i, j]
        after, risk = phase.successors[outcome], numbers.phases[k].risk[outcome, points]
        walked = going & (after == BROKEN)
        who = (acts[0] == _WALK) + 2 * (acts[1] == _WALK)
        ending = np.where(walked & told, WALKS + who - 1, ending)
        going = going & ~walked
        broke = going & told & (risk > 0.5)
        ending = np.where(broke, BREAKS, ending)
        told &= ~walked & ~broke
        node = np.where(going, after, 0)
        if phase.closes_round:
            full_house = plan.complete[node] & going
            rounds = np.where(told & full_house & ~stands, round_ + 1.0, rounds)
            stands = np.where(going, full_house, stands)
            round_ += 1
    agreed = told & going & plan.complete[node]
    rounds = np.where(agreed, np.where(np.isnan(rounds), 1.0, rounds), np.nan)
    ending = np.where(agreed, 0, ending)
    return Courses(_unfinished(ending, told & going & ~agreed, last), rounds, mixes)


def _unfinished(ending: Index, open_: Flags, last: Index) -> Index:
    """Who holds out or takes steps back where the rounds run out."""
    for first in (HOLDS, RENEGES):
        who = (last[0] == first) + 2 * (last[1] == first)
        ending = np.where(open_ & (who > 0), first + who - 1, ending)
    return ending
