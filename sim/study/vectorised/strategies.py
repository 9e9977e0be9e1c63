"""Strategies at many points of one structure: which one is played, and whether one that is given is kept to.

Only games in which one player moves at a time, whose structure is the same at all points. That a strategy is kept to is
looked at by code that has no part in finding it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.concessions.courses.ending_names import BREAKDOWN, endings_of, is_deal
from sim.exact import residues as mod
from sim.scenario.expressions.grammar import ExpressionError
from sim.study.vectorised.batch import at_places, points_at_once, source_of
from sim.study.vectorised.course import courses
from sim.study.vectorised.induction import Induction
from sim.study.vectorised.points import Worth, numbers_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.study.vectorised.batch import CompiledStudy
    from sim.study.vectorised.plan import GameStructure, Stage
    from sim.study.vectorised.points import PointNumbers
    from sim.types import Flags, Floats, Index

    Cells = NDArray[np.int16]


@dataclass(frozen=True)
class Strategies:
    """What is played at n points.

    Parameters
    ----------
    cells : ndarray of int, shape (nodes, n)
        Flat number of the cell at each decision point, step after step.
    known : ndarray of bool, shape (n,)
        Whether that is the only subgame-perfect equilibrium of the point, and no chance of a breakdown on its course is
        above one half; the rest of an entry means nothing if not.
    deal : ndarray of bool, shape (n,)
        Whether its course ends with the agreement complete.
    """

    cells: Cells
    known: Flags
    deal: Flags


def one_at_a_time(study: CompiledStudy) -> bool:
    """Whether no decision of a study's game is taken by both players at once."""
    plan = _plan(study)
    return not any(all(stage.movers) for _, stages in plan.steps for stage in stages)


def strategies(study: CompiledStudy, values: Floats) -> Strategies:
    """The only equilibrium at each of some points, where there is only one and floats can tell.

    Parameters
    ----------
    study : CompiledStudy
        One whose points can be solved together, of one structure.
    values : ndarray of float, shape (n, k)
        The points.
    """
    plan = _plan(study)
    size = sum(plan.phases[k].size for k, _ in plan.steps)
    cells = np.zeros((size, len(values)), dtype=np.int16)
    known, deal = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    deals = np.array([is_deal(ending) for ending in endings_of(plan.players)])
    # A course on which chance is likelier to end the talks than not is not the only one.
    chance = np.array([BREAKDOWN in ending for ending in endings_of(plan.players)])
    for places, numbers in _numbers(study, values):
        induced = Induction(plan, numbers)
        course = courses(plan, numbers, induced)
        known[places] = ~(induced.doubt | induced.several | course.mixes | chance[course.ending])
        deal[places] = deals[course.ending]
        cells[:, places] = np.concatenate(induced.cells)
    return Strategies(cells, known, deal & known)


def kept(study: CompiledStudy, values: Floats, cells: Cells) -> tuple[Flags, Flags]:
    """Whether nobody gains by one deviation from a strategy, anywhere in the game.

    Parameters
    ----------
    values : ndarray of float, shape (n, k)
        The points.
    cells : ndarray of int, shape (nodes, n)
        The strategy looked at, as `Strategies` has it; at each point its own.

    Returns
    -------
    weakly, strictly : ndarray of bool, shape (n,)
        Whether every deviation pays no more, and whether every one pays less. Equal numbers are told by their residues.
    """
    plan = _plan(study)
    weakly, strictly = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    for places, numbers in _numbers(study, values):
        weakly[places], strictly[places] = _kept(plan, numbers, cells[:, places])
    return weakly, strictly


def _plan(study: CompiledStudy) -> GameStructure:
    source = source_of(study.file)
    return source.plan(source.key)


def _numbers(study: CompiledStudy, values: Floats) -> Iterator[tuple[Index, PointNumbers]]:
    """The numbers of the points, some at a time; those that are not known well enough are noted there."""
    source, plan, n = source_of(study.file), _plan(study), len(values)
    doubt = np.zeros(n, dtype=bool)
    if not n:
        return
    try:
        known = source.known(study, values, doubt)
    except ExpressionError:
        return
    for places in np.split(np.arange(n), range(points_at_once(plan), n, points_at_once(plan))):
        part = {name: at_places(x, places) for name, x in known.items()}
        yield places, numbers_at(plan, source.patience, part, doubt[places].copy())


def _kept(plan: GameStructure, numbers: PointNumbers, cells: Cells) -> tuple[Flags, Flags]:
    weakly, strictly = ~numbers.doubt, ~numbers.doubt
    after, below = numbers.final, len(cells)
    for k, stages in reversed(plan.steps):
        phase, n = plan.phases[k], len(weakly)
        below -= phase.size
        here = cells[below : below + phase.size]
        prices = numbers.phases[k]
        worth = [_outcomes(prices.base[p], prices.gain[p], after[p], phase.successors) for p in (0, 1)]
        values = [Worth(np.zeros((phase.size, n)), np.zeros((phase.size, n), dtype=np.uint64)) for _ in (0, 1)]
        full = phase.cells.shape[2]
        for stage in stages:
            own = here[stage.nodes].astype(np.intp)
            played = phase.cells[stage.nodes[:, None], own // full, own % full]
            for side, pays in zip(values, worth, strict=True):
                side.value[stage.nodes] = pays.value[played, np.arange(n)]
                side.residue[stage.nodes] = pays.residue[played, np.arange(n)]
            if any(stage.movers):
                mover = 0 if stage.movers[0] else 1
                no_more, less = _beats(stage, played, worth[mover], numbers.near[mover])
                weakly &= no_more
                strictly &= less
        after = values[0], values[1]
    return weakly, strictly & weakly


def _outcomes(base: Worth, gain: Worth, after: Worth, successors: Index) -> Worth:
    """What outcomes are worth, those that end the talks without what comes after."""
    if not len(after.value):
        return base
    later = np.where(successors < 0, 0, successors)
    return Worth(
        base.value + gain.value * after.value[later],
        mod.reduced(base.residue + mod.product(gain.residue, after.residue[later])),
    )


def _beats(stage: Stage, played: Index, worth: Worth, near: Floats) -> tuple[Flags, Flags]:
    """Whether at each point no other action of the mover pays more than the one played, and whether all pay less."""
    points = np.arange(played.shape[1])
    own, left = worth.value[played, points], worth.residue[played, points]
    no_more, less = np.ones(len(points), dtype=bool), np.ones(len(points), dtype=bool)
    for column in stage.cells.reshape(len(stage.nodes), -1).T:
        other = column[:, None]
        more = own - worth.value[other, points]
        same = played == other
        tied = (np.abs(more) <= near) & (left == worth.residue[other, points])
        no_more &= (same | tied | (more > near)).all(axis=0)
        less &= (same | (more > near)).all(axis=0)
    return no_more, less
