"""A scenario solved at many points: what is the same at all of them is compiled once, the rest goes through arrays.

Concession games with a last round are solved for all points of a chunk at once. Points that floats cannot decide are
solved again by the exact solver, and points of another structure, and scenarios of another kind, by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.concessions.courses.ending_names import endings_of
from sim.engine.solution import MIXED, SELECTED, UNIQUE
from sim.errors import GameTooLargeError
from sim.games.concessions.rounds import from_concessions
from sim.games.hidden.hidden_game import fakes_fit
from sim.scenario.expressions.grammar import ExpressionError
from sim.scenario.expressions.vector import decimals, evaluate_all
from sim.scenario.load import load_source
from sim.scenario.scenario import Concessions, Scenario
from sim.study.record import BATCH, NEAR_TIE, SINGLY, Chunk, StudyFile, empty_chunk, joined, put
from sim.study.single import parsed, solve_points
from sim.study.vectorised.affine import bounded, hazards, placeholder, structural, with_symbols
from sim.study.vectorised.course import courses
from sim.study.vectorised.induction import Induction
from sim.study.vectorised.mixed_course import mixed_course
from sim.study.vectorised.plan import GameStructure, plan_of
from sim.study.vectorised.points import check_ranges, numbers_at, parameters_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.scenario.expressions.vector import Numbers
    from sim.types import Flags, Floats

    Key = tuple[int, ...]

MEMORY = 96 << 20
"""Bytes that the arrays of one part of a chunk may take, about."""

MOST_POINTS, FEWEST_POINTS = 2048, 4
"""Points that are solved together, most and fewest."""

MOST_STRUCTURES = 64
"""Structures per chunk, most, that are compiled; points of others are solved by themselves."""


@dataclass(frozen=True)
class CompiledStudy:
    """A study made ready: the file, and the parameters that differ from point to point.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    batch : bool
        Whether points can be solved together.
    why_not : str
        Why they cannot, as a sentence; empty if they can.
    """

    file: StudyFile
    names: tuple[str, ...]
    batch: bool
    why_not: str = ""


def compile_study(file: StudyFile, names: Sequence[str]) -> CompiledStudy:
    """Check a study and find out how its points can be solved.

    Parameters
    ----------
    names : sequence of str
        Parameters that will differ from point to point.

    Raises
    ------
    ScenarioError
        If the file is no scenario, or has no such parameter.
    """
    scenario = load_source(parsed(file), dict(file.settings))
    values = {parameter.name: parameter.value for parameter in scenario.parameters}
    unknown = {name: "0" for name in names if name not in values}
    if unknown:
        load_source(parsed(file), dict(file.settings) | unknown)
    why = _why_not(file, scenario)
    return CompiledStudy(file, tuple(names), not why, why)


def _why_not(file: StudyFile, scenario: Scenario) -> str:
    game = scenario.game
    if not isinstance(game, Concessions):
        return "Only concession games are solved for many points at once."
    if scenario.variants or fakes_fit(scenario):
        return "Where something is hidden each point is solved by itself."
    if game.horizon is None:
        return "Without a last round each point is solved by itself."
    if game.commit is not None:
        return "Where one side can commit each point is solved by itself."
    if file.select != "payoff-dominant":
        return "Only the default selection rule is applied to many points at once."
    if {parameter.name for parameter in scenario.parameters} & _words(parsed(file).data.get("agents")):
        return "Parameters set the options of an agent, which is looked at point by point."
    try:
        source_of(file).plan(source_of(file).key)
    except GameTooLargeError as error:
        return f"The game is too large: {error}."
    return ""


def _words(block: Any) -> set[str]:
    """Names in the expressions of a block."""
    if isinstance(block, dict):
        return set().union(*(_words(v) for v in block.values()))
    return set(re.findall(r"[A-Za-z_]\w*", block)) if isinstance(block, str) else set()


def solve_chunk(study: CompiledStudy, values: Floats) -> Chunk:
    """Solve a study at some points.

    Parameters
    ----------
    values : ndarray of float, shape (n, k)
        Values of the study's parameters; each is taken for the decimal number that it is written as.

    Returns
    -------
    chunk : Chunk
        The answers, in the order of the points. Memory beyond them does not grow with n.
    """
    values = np.asarray(values, dtype=np.float64).reshape(len(values), len(study.names))
    if not study.batch:
        return solve_points(study.file, study.names, values)
    parts = [_solve_part(study, values[k : k + MOST_POINTS]) for k in range(0, len(values), MOST_POINTS)]
    return joined(parts) if parts else empty_chunk(0)


def points_at_once(plan: GameStructure) -> int:
    """Points of a structure whose arrays fit into `MEMORY`."""
    per_point = 34 * sum(plan.phases[k].size + 1 for k, _ in plan.steps)
    per_point += sum(96 * len(phase.successors) for phase in plan.phases) + 24 * max(
        stage.cells.size for _, stages in plan.steps for stage in stages
    )
    return max(FEWEST_POINTS, min(MOST_POINTS, MEMORY // per_point))


def _solve_part(study: CompiledStudy, values: Floats) -> Chunk:
    source, n = source_of(study.file), len(values)
    doubt = np.zeros(n, dtype=bool)
    chunk = empty_chunk(n)
    singly = np.ones(n, dtype=bool)
    try:
        known = source.known(study, values, doubt)
        keys = source.keys(known, doubt)
    except ExpressionError:
        keys = np.zeros((0, 0), dtype=np.int64)
        doubt[:] = True
    if not doubt.all():
        kinds, which = np.unique(keys, axis=0, return_inverse=True)
        for k, kind in enumerate(kinds[:MOST_STRUCTURES]):
            places = np.flatnonzero((which.ravel() == k) & ~doubt)
            if not len(places):
                continue
            try:
                plan = source.plan(tuple(int(v) for v in kind))
            except GameTooLargeError:
                continue
            size = points_at_once(plan)
            for some in np.split(places, range(size, len(places), size)):
                part = {name: at_places(x, some) for name, x in known.items()}
                chunk = put(chunk, some, _solve_alike(source, plan, part, len(some)))
            singly[places] = False
    near_tie = np.flatnonzero((chunk.how == NEAR_TIE) & ~singly)
    for places, how in ((near_tie, NEAR_TIE), (np.flatnonzero(singly), SINGLY)):
        if len(places):
            chunk = put(chunk, places, solve_points(study.file, study.names, values[places], how))
    return chunk


def at_places(x: Numbers, places: NDArray[np.intp]) -> Numbers:
    """Numbers of some of the points."""
    return replace(x, value=x.value[places], error=x.error[places], residue=x.residue[places])


def _solve_alike(source: StudySource, plan: GameStructure, known: dict[str, Numbers], n: int) -> Chunk:
    """Solve n points of one structure; those that have to be solved again are marked `NEAR_TIE`."""
    doubt = np.zeros(n, dtype=bool)
    numbers = numbers_at(plan, source.patience, known, doubt)
    induced = Induction(plan, numbers)
    course = courses(plan, numbers, induced)
    for point in np.flatnonzero(course.mixes & ~induced.doubt):
        told = mixed_course(plan, numbers, induced, int(point))
        if told is None:
            induced.doubt[point] = True
        else:
            course.ending[point], course.rounds[point] = told
    words = np.array(endings_of(plan.players), dtype=object)
    kind = np.where(induced.several, SELECTED, UNIQUE).astype(object)
    kind[course.mixes] = MIXED
    return Chunk(
        induced.payoffs,
        words[course.ending],
        course.rounds,
        kind,
        np.where(induced.doubt, NEAR_TIE, BATCH).astype(np.uint8),
    )


class StudySource:
    """A file's expressions, and the plans of the structures met so far."""

    def __init__(self, file: StudyFile) -> None:
        self.source = parsed(file)
        self.settings = dict(file.settings)
        data = self.source.data
        self.scenario = load_source(self.source, self.settings)
        self.declared = [_declared(name, entry) for name, entry in (data.get("parameters") or {}).items()]
        one, two = (str(player["patience"]) for player in data["players"].values())
        self.patience = one, two
        self.hazard = (data.get("breakdown") or {}).get("hazard")
        self.ranges = bounded(self.source)
        self.structural = structural(self.source)
        self.symbolic, self.symbols = with_symbols(self.scenario, self.source)
        self.key = self._own_key()

    def _own_key(self) -> Key:
        game = self.scenario.game
        assert isinstance(game, Concessions)
        assert game.horizon is not None
        flags = {step.id: step.reversible for step in game.ladders[0]}, {s.id: s.reversible for s in game.ladders[1]}
        players = [player.id for player in self.scenario.players]
        undone = [
            int(flags[players.index(player)][step["id"]])
            for player, ladder in self.source.data["concessions"].items()
            for step in ladder or []
        ]
        return (game.horizon, *undone)

    def known(self, study: CompiledStudy, values: Floats, doubt: Flags) -> dict[str, Numbers]:
        """Values of all parameters."""
        swept = {}
        for k, name in enumerate(study.names):
            distinct, which = np.unique(values[:, k], return_inverse=True)
            unsure = np.zeros(len(distinct), dtype=bool)
            swept[name] = at_places(decimals(distinct, unsure), which.ravel())
            doubt |= unsure[which.ravel()]
        known = parameters_at(self.declared, self.settings, swept, doubt)
        check_ranges(self.ranges, known, doubt)
        return known

    def keys(self, known: dict[str, Numbers], doubt: Flags) -> NDArray[np.int64]:
        """Structure of each point: its horizon, and for each step whether it can be undone; shape (n, 1 + steps)."""
        columns = []
        for k, text in enumerate(self.structural):
            found = evaluate_all(text, known, doubt)
            rounded = np.round(found.value)
            exact = np.abs(found.value - rounded) <= found.error
            if k == 0:
                doubt |= ~exact | (rounded < 1) | (found.residue != rounded.astype(np.uint64))
                if isinstance(self.hazard, list):  # one per round, or the file is refused
                    doubt |= rounded != len(self.hazard)
                columns.append(rounded.astype(np.int64))
            else:
                doubt |= (np.abs(found.value) <= found.error) & (found.residue != 0)
                columns.append((found.residue != 0).astype(np.int64))
        return np.stack(columns, axis=1)

    @lru_cache(maxsize=MOST_STRUCTURES)  # noqa: B019 - as long as the file's own, of which few are kept
    def plan(self, key: Key) -> GameStructure:
        """The plan of a structure."""
        game, undone = self.symbolic.game, list(key[1:])
        assert isinstance(game, Concessions)
        players = [player.id for player in self.scenario.players]
        ladders = [game.ladders[0], game.ladders[1]]
        for player, ladder in self.source.data["concessions"].items():
            flags = [bool(undone.pop(0)) for _ in ladder or []]
            own = players.index(player)
            ladders[own] = tuple(replace(s, reversible=f) for s, f in zip(ladders[own], flags, strict=True))
        each = hazards(self.source, key[0])
        numbers = {hazard: k for k, hazard in enumerate(dict.fromkeys(each))}
        risks = tuple(placeholder(numbers[hazard]) for hazard in each)
        shaped = replace(game, horizon=key[0], ladders=(ladders[0], ladders[1]))
        if len(numbers) > 1:
            shaped = replace(shaped, hazard=risks)
        return plan_of(from_concessions(replace(self.symbolic, game=shaped)), self.symbols, tuple(numbers))


def _declared(name: str, entry: Any) -> tuple[str, str, str | None, str | None]:
    """A parameter's name, value, least and largest value."""
    if not isinstance(entry, dict):
        return name, str(entry), None, None
    return name, str(entry["value"]), _text(entry.get("min")), _text(entry.get("max"))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4)
def source_of(file: StudyFile) -> StudySource:
    """A file's expressions and plans, made once."""
    return StudySource(file)
