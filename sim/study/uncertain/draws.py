"""A game whose numbers are uncertain, solved at draws of them.

What is asked of the draws is whether there is a deal; in games without deals, whether it ends as with the file's own
numbers. In concession games with a last round it is said of all equilibria: the draws at which a deal is certain are a
lower bound of its chance whichever equilibrium is played, and those at which it is possible an upper one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.deadline import Deadline, within
from sim.engine.concessions.equilibrium_sets.verdict import CERTAIN, IMPOSSIBLE, POSSIBLE
from sim.engine.solve import rule_of
from sim.errors import AskError, NothingSampledError, TimeLimitError, UnsolvedError
from sim.progress import stage
from sim.study.maps.regime import regimes_of
from sim.study.options import SELECT, point_limit
from sim.study.record import FAILED, StudyFile, empty_chunk, joined
from sim.study.solve import compiled, solve_surely, solver
from sim.study.sweeps.axes import Sample, drawn_axis
from sim.study.uncertain.hangs import by_classes, by_design
from sim.study.uncertain.options import DrawsOptions
from sim.study.uncertain.words import fill_in, words_of_unique
from sim.study.uncertain.worst import Worst, worst_case
from sim.study.vectorised.degrees import may_break_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.scenario.scenario import Scenario
    from sim.study.maps.regime import Regime
    from sim.study.record import Chunk, Words
    from sim.study.sweeps.axes import Axis
    from sim.study.uncertain.hangs import Hangs
    from sim.types import Flags, Floats

TOGETHER = 8192
"""Draws that are solved at once, so that progress can be told."""

FOR_DRAWS, FOR_SETS, FOR_SHARES, FOR_BOX = 0.5, 0.5, 0.5, 0.7
"""Shares of the time left that each part may take, in this order."""


@dataclass(frozen=True)
class Drawn:
    """What became of a game when its numbers were drawn.

    Parameters
    ----------
    axes : tuple of Axis, length k
        The parameters that are drawn.
    assumed : bool
        Whether the file has no distributions, so that values are drawn evenly from the ranges that it gives.
    sample : Sample
        The draws.
    points : ndarray of float, shape (n, k)
        Those that were solved.
    chunk : Chunk
        The answers.
    event : str
        ``deal``, or the ending of the file's own game where games do not end in deals.
    hits : ndarray of bool, shape (n,)
        Draws at which it comes about in the equilibrium that is told.
    words : ndarray of str, shape (n,), or None
        What all equilibria say of a deal; empty where that is not known. None where it is not asked.
    not_asked : int
        Draws whose words there was no time for.
    own : Regime
        What the file's own numbers lead to.
    hangs : Hangs or None
        What the event hangs on; None where it is the same at all draws, or there was no time.
    worst : Worst or None
        What holds over the whole box of the parameters; None where that is not asked.
    select : str
        The selection rule.
    risky : bool
        Whether what all equilibria say of a deal holds unless chance ends the talks first.
    """

    axes: tuple[Axis, ...]
    assumed: bool
    sample: Sample
    points: Floats
    chunk: Chunk
    event: str
    hits: Flags
    words: Words | None
    not_asked: int
    own: Regime
    hangs: Hangs | None
    worst: Worst | None
    select: str
    risky: bool = False

    @property
    def solved(self) -> int:
        """Draws with an answer."""
        return int(np.count_nonzero(self.answered))

    @property
    def answered(self) -> Flags:
        """Which draws have one."""
        found: Flags = self.chunk.how != FAILED
        return found

    @property
    def counts(self) -> dict[str, int]:
        """Draws by what all equilibria say of a deal; ``open`` where that is not known."""
        told = Counter(map(str, self.words[self.answered])) if self.words is not None else Counter()
        found = {word: told[word] for word in (CERTAIN, POSSIBLE, IMPOSSIBLE)}
        return found | {"open": self.solved - sum(found.values())}

    @property
    def bounds(self) -> tuple[int, int]:
        """Draws at which the event comes about, at least and at most: over all equilibria where they are known."""
        if self.words is None:
            return int(self.hits.sum()), int(self.hits.sum())
        counts = self.counts
        return counts[CERTAIN], self.solved - counts[IMPOSSIBLE]


def draw_game(
    scenario: Scenario,
    options: DrawsOptions = DrawsOptions(),  # noqa: B008 - it cannot be changed
) -> Drawn:
    """Solve a game at draws of its numbers.

    Parameters
    ----------
    options : DrawsOptions
        How they are drawn.

    Raises
    ------
    AskError
        If there is nothing to draw.
    UnsolvedError
        If no draw could be solved.
    TimeLimitError
        If the time is up before the first draw.
    """
    options.check()
    rule_of(scenario, options.select)
    axes, assumed = axes_of(scenario)
    with within(options.time_limit) as limit:
        return _drawn(scenario, axes, assumed, options, limit)


def axes_of(scenario: Scenario) -> tuple[tuple[Axis, ...], bool]:
    """The parameters that are drawn: those that the file has a draw for, if it has none all with a range.

    A parameter that has been set is known, and is not drawn.

    Returns
    -------
    axes : tuple of Axis
        At least one.
    assumed : bool
        Whether the file has no draws.

    Raises
    ------
    AskError
        If there are none.
    """
    fixed = dict(scenario.settings)
    assumed = not any(parameter.draw for parameter in scenario.parameters)
    named = [p for p in scenario.parameters if p.name not in fixed and (assumed or p.draw)]
    axes = tuple(axis for axis in map(drawn_axis, named) if axis is not None)
    if not axes:
        why = "all parameters that could be drawn are set" if fixed else "no parameter has a 'draw', or a min and a max"
        raise AskError("draws", f"there is nothing to draw: {why}; give one a draw, such as draw: {{uniform: [0, 1]}}")
    return axes, assumed


def _drawn(scenario: Scenario, axes: tuple[Axis, ...], assumed: bool, options: DrawsOptions, limit: Deadline) -> Drawn:
    names = tuple(axis.name for axis in axes)
    file = StudyFile.of(scenario, options.select, point_limit(options.time_limit))
    solve, study = solver(file, names), compiled(file, names)
    sample = Sample(axes, options.draws, options.seed)
    values = {parameter.name: float(parameter.value) for parameter in scenario.parameters}
    first = solve_surely(solve, np.array([[values[name] for name in names]]))
    own = regimes_of(first)[0]
    chunk = _solved(sample, solve, study.batch, limit.share(FOR_DRAWS))
    points = sample.points(0, len(chunk))
    if not np.count_nonzero(chunk.how != FAILED):
        why = next((text for _, text in chunk.messages), "there was no time")
        helps = assumed and first.how[0] != FAILED
        more = "; what is not to be drawn is set with --set" if helps else ""
        raise UnsolvedError("draws", f"no draw could be solved: {why}{more}")
    deals = ends_in_deals(scenario)
    hits = comes_about(chunk, own, deals)
    words, late = None, 0
    if study.batch and options.select == SELECT:
        words = words_of_unique(chunk)
        late = fill_in(words, file, names, points, chunk, limit.share(FOR_SETS))

    def outcome(where: Floats) -> Floats:
        found = solve_surely(solve, where)
        return np.where(found.how == FAILED, np.nan, comes_about(found, own, deals))

    hangs = None
    if 0 < np.count_nonzero(hits) < np.count_nonzero(chunk.how != FAILED):
        known = np.where(chunk.how == FAILED, np.nan, hits)
        hangs = _hangs(axes, outcome if study.batch else None, points, known, options, limit.share(FOR_SHARES))
    worst, risky = None, False
    if words is not None:
        risky = may_break_down(study)
        worst = worst_case(study, axes, points, words, limit.share(FOR_BOX))
    event = "deal" if deals else own.ending
    return Drawn(
        axes, assumed, sample, points, chunk, event, hits, words, late, own, hangs, worst, options.select, risky
    )  # fmt: skip


def ends_in_deals(scenario: Scenario) -> bool:
    """Whether games of a scenario end in a deal or in none, and nothing is hidden."""
    return (scenario.kind == "concessions" or scenario.form == "offers") and not scenario.variants


def comes_about(chunk: Chunk, own: Regime, deals: bool) -> Flags:
    """Whether there is a deal at each point, or it ends as with the file's own numbers."""
    return np.array(
        [r.agreed if deals else r.answered and r.ending == own.ending for r in regimes_of(chunk)], dtype=bool
    )


def _solved(sample: Sample, solve: Callable[[Floats], Chunk], batch: bool, deadline: Deadline) -> Chunk:
    """The answers of the draws, one after the other, as far as there is time."""
    parts = [empty_chunk(0)]
    try:
        with within(deadline.left), stage("draws", len(sample)) as told:
            for part in _parts(sample, solve, TOGETHER if batch else 1):
                parts.append(part)
                told.step(len(part))
    except TimeLimitError:
        if len(parts) == 1:
            raise
    return joined(parts)


def _parts(sample: Sample, solve: Callable[[Floats], Chunk], size: int) -> Iterator[Chunk]:
    for start in range(0, len(sample), size):
        yield solve_surely(solve, sample.points(start, min(start + size, len(sample))))


def _hangs(
    axes: tuple[Axis, ...],
    outcome: Callable[[Floats], Floats] | None,
    points: Floats,
    known: Floats,
    options: DrawsOptions,
    deadline: Deadline,
) -> Hangs:
    """Shares of the variance: by a design where points are solved together and there is time, else by the draws."""
    if outcome is not None:
        try:
            with within(deadline.left), stage("shares"):
                found = by_design(axes, outcome, options.draws, options.seed)
            if np.isfinite(found.first).all():
                return found
        except (TimeLimitError, NothingSampledError):
            pass
    return by_classes(points, known)
