"""The likeliest course of play at the points of a chunk, followed forward through what was found backward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.courses.ending_names import UNFINISHED, course_ending
from sim.engine.concessions.courses.outcome import Act, CourseRound, course_outcome
from sim.games.concessions.stochastic_game import BROKEN
from sim.study.vectorised.induction import MIXES, OVER
from sim.study.vectorised.plan import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.courses.path import Over
    from sim.study.vectorised.induction import Cells, Induction
    from sim.study.vectorised.plan import GameStructure
    from sim.study.vectorised.points import PointNumbers
    from sim.types import Flags, Floats, Index

_ACTIONS = {code: action for action, code in CODES.items()}

_ENDED = -1
"""Stands in place of a cell once a course has ended."""


@dataclass(frozen=True)
class Courses:
    """How the courses end.

    Parameters
    ----------
    ending : ndarray of int, shape (n,)
        Place in `sim.engine.concessions.courses.ending_names.endings_of`.
    rounds : ndarray of float, shape (n,)
        Round of the agreement, from 1; NaN where there is none.
    mixes : ndarray of bool, shape (n,)
        Points at which somebody mixes where play gets to; their other entries mean nothing.
    """

    ending: Index
    rounds: Floats
    mixes: Flags


def courses(plan: GameStructure, numbers: PointNumbers, induced: Induction) -> Courses:
    """Follow play at all n points of a chunk at which nobody mixes.

    Parameters
    ----------
    plan : GameStructure
        The structure that all points share.
    numbers : PointNumbers
        Their payoffs, discount factors and risks.
    induced : Induction
        What is played at each; what it left open is settled where a course gets to.
    """
    trails, broke, mixes = _followed(plan, numbers, induced)
    n = len(mixes)
    ending, rounds = np.full(n, UNFINISHED), np.full(n, np.nan)
    # Points with the same course have the same outcome, and there are few different ones.
    order = np.lexsort((*trails, broke))
    ranked = np.vstack([trails, broke])[:, order]
    ends = np.flatnonzero((ranked[:, 1:] != ranked[:, :-1]).any(axis=0)) + 1
    for alike in np.split(order, ends) if n else ():
        pairs = _pairs(plan, trails[:, alike[0]])
        if pairs:
            ending[alike], rounds[alike] = pairs_ending(plan, pairs, bool(broke[alike[0]]))
    return Courses(ending, rounds, mixes)


def _followed(plan: GameStructure, numbers: PointNumbers, induced: Induction) -> tuple[Cells, Flags, Flags]:
    """Cells played at each point, shape (steps, n), `_ENDED` after the end; where talks break down; where one mixes.

    A course ends as on the path of a solution; whether somebody mixes is looked for as long as play may go on.
    """
    n = len(induced.doubt)
    points, node = np.arange(n), np.zeros(n, dtype=np.intp)
    going, on_course = np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    broke, mixes = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    trails = np.full((len(plan.steps), n), _ENDED, dtype=np.int16)
    for step, (k, _) in enumerate(plan.steps):
        phase, full = plan.phases[k], plan.phases[k].cells.shape[2]
        waiting = np.flatnonzero(going & ~induced.doubt & (induced.cells[step][node, points] == OVER))
        if len(waiting):
            induced.settle(step, node[waiting], points[waiting])
        cell = induced.cells[step][node, points].astype(np.intp)
        mixes |= going & (cell == MIXES)
        going &= ~mixes & ~induced.doubt
        cell = np.where(going, cell, 0)
        trails[step] = np.where(going & on_course, cell, _ENDED)
        outcome = phase.cells[node, cell // full, cell % full]
        after = phase.successors[outcome]
        going &= after != BROKEN
        on_course &= going
        broke |= on_course & (numbers.phases[k].risk[outcome, points] > 0.5)
        on_course &= ~broke
        node = np.where(going, after, 0)
    return trails, broke, mixes


def _pairs(plan: GameStructure, trail: Cells) -> list[tuple[int, int]]:
    """Numbers of both players' actions on a course, as a plan has them."""
    found = []
    for cell, (k, _) in zip(trail.tolist(), plan.steps, strict=True):
        if cell == _ENDED:
            break
        found.append(divmod(cell, plan.phases[k].cells.shape[2]))
    return found


def pairs_ending(plan: GameStructure, pairs: Sequence[tuple[int, int]], broke: bool) -> tuple[int, float]:
    """The ending of a course, by its place in `courses.ending_names.endings_of`, and the round of the agreement.

    Parameters
    ----------
    pairs : sequence of (int, int)
        Numbers of both players' actions, step by step, at least one.
    broke : bool
        Whether the talks break down after the last of them.

    Returns
    -------
    int
        The place.
    float
        The round, from 1; NaN where there is no agreement.
    """
    rounds: list[CourseRound] = []
    acts: list[Act] = []
    node = state = 0
    for step, pair in enumerate(pairs):
        phase = plan.phases[plan.steps[step][0]]
        for player in (0, 1):
            own = phase.actions[player, node]
            action = _ACTIONS[int(own[pair[player]])]
            if action:
                acts.append(Act(player, action, CODES["concede"] in own))
        node = int(phase.successors[phase.cells[node, pair[0], pair[1]]])
        walked = node == BROKEN
        if walked or phase.closes_round:
            ends: Over = "walk_away" if walked else "hazard" if broke and step + 1 == len(pairs) else ""
            rounds.append(CourseRound(len(rounds), state, tuple(acts), None if walked else node, ends))
            acts, state = [], node
    return course_ending(course_outcome(rounds, plan.complete.tolist()))
