"""One scenario under all selection rules, many horizons, other orders of moves, with errors, and with payoffs drawn.

What holds in all of these is said of the conflict. What does not is said of a rule, a horizon or a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

from sim.deadline import Deadline, own_time
from sim.engine.concessions.equilibrium_sets.verdict import OPEN
from sim.engine.concessions.markov_perfect.solution import MarkovSolution
from sim.engine.concessions.quantal.solution import solve_lattice_quantal
from sim.engine.concessions.subgame_perfect.solution import PerfectSolution
from sim.engine.solve import rule_of, solve
from sim.errors import AskError
from sim.games.concessions.rounds import from_concessions
from sim.progress import steps
from sim.scenario.scenario import Concessions
from sim.study.options import RobustOptions
from sim.study.robust.draws import draw_payoffs
from sim.study.robust.variants import INFINITE, variants
from sim.study.single import TROUBLE, message_of
from sim.study.two_games import CONCEPTS
from sim.study.verdicts import verdict_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.concessions.courses.endings import Ending
    from sim.scenario.scenario import Scenario
    from sim.study.robust.draws import Drawn
    from sim.study.robust.variants import Group, Variant


LONGEST = 5.0
"""Seconds for a variant, most; the file's own game has all that there are."""

ENDLESS = 60.0
"""Seconds for the verdict on the variant without a last round where nobody sets a limit."""

FOR_ALL = 0.5
"""Share of the time left in which it is found out what all equilibria of the variants agree on."""


@dataclass(frozen=True)
class Row:
    """What comes of a variant.

    Parameters
    ----------
    group, name : str
        What is different, and what it is instead, as `Variant` has them.
    deal : float
        Chance that every step stands in the end; NaN where there is no answer.
    round : float or None
        Mean round, from 1, in which the agreement that lasts is made; None where there is none.
    payoffs : pair of float
        What both get per round; NaN where there is no answer.
    problem : str
        Why there is no answer; empty if there is one.
    of_all : str
        What all subgame-perfect equilibria of the game say of a deal: ``certain``, ``possible``, ``impossible``, or
        ``open`` where the time was up; also where no answer was found without a last round. Empty where it was not
        asked: with errors, and in variants of a file without a last round.
    """

    group: Group
    name: str
    deal: float
    round: float | None
    payoffs: tuple[float, float]
    problem: str = ""
    of_all: str = ""

    @property
    def solved(self) -> bool:
        """Whether there is an answer."""
        return not self.problem

    @property
    def agreed(self) -> bool:
        """Whether a deal is likelier than none."""
        return self.deal > 0.5


@dataclass(frozen=True)
class Robustness:
    """A scenario beside its variants.

    Parameters
    ----------
    rows : tuple of Row
        The file's own game, then the variants.
    drawn : Drawn or None
        What became of drawn payoffs; None if none were drawn.
    select : str
        The selection rule of all rows but those that differ in it.
    """

    rows: tuple[Row, ...]
    drawn: Drawn | None
    select: str

    @property
    def own(self) -> Row:
        """The file's own game."""
        return self.rows[0]

    @property
    def solved(self) -> tuple[Row, ...]:
        """Rows with an answer."""
        return tuple(row for row in self.rows if row.solved)

    def of(self, group: Group) -> tuple[Row, ...]:
        """Rows that differ in one thing."""
        return tuple(row for row in self.rows if row.group == group)


def robustness(
    scenario: Scenario,
    options: RobustOptions = RobustOptions(),  # noqa: B008 - it cannot be changed
) -> Robustness:
    """Solve a concession game and its variants.

    Parameters
    ----------
    options : RobustOptions
        How that is done.

    Raises
    ------
    AskError
        If the scenario is no concession game, or hides something.
    UnsolvedError, TimeLimitError, NoEquilibriumFoundError, GameTooLargeError
        If the file's own game cannot be solved.
    """
    options.check()
    rule_of(scenario, options.select)
    if not isinstance(scenario.game, Concessions):
        why = {
            "issues": ": packages have no rules of play to vary; map and sensitivity vary the numbers",
            "options": ": likings are orders, and 'detente preferences' says how the answer hangs on them",
        }
        more = why.get(scenario.kind, "")
        raise AskError("kind", f"robust is for scenarios of kind concessions, not {scenario.kind}{more}")
    if scenario.variants:
        more = "sensitivity and map vary its numbers under the equilibrium that is found"
        raise AskError("kind", f"robust is for games in which nothing is hidden; this file has types; {more}")
    with own_time():
        return _robustness(scenario, options)


def _robustness(scenario: Scenario, options: RobustOptions) -> Robustness:
    deadline = Deadline(options.time_limit)
    found: list[Row] = []
    asked = list(variants(scenario, options.select))
    for variant in steps("variants", asked):
        rows = _rows(variant, deadline.left if variant.group == "file" else _at_most(LONGEST, deadline))
        found.extend(rows)
    found = _of_all(found, asked, deadline)
    drawn = None
    if options.draws:
        drawn = draw_payoffs(scenario, options.select, options.draws, options.spread, options.seed, deadline)
    return Robustness(tuple(found), drawn, options.select)


def _of_all(rows: list[Row], solved: list[Variant], deadline: Deadline) -> list[Row]:
    """The rows with what all equilibria of their games say of a deal, in a share of the time that is left."""
    spare = deadline.share(FOR_ALL)
    words: dict[tuple[Group, str], str] = {}
    asked = [variant for variant in solved if _asks_all(variant)]
    # Without a last round time sharpens the answer as long as there is any: it comes last.
    for variant in steps("variants", sorted(asked, key=_endless)):
        limit = ENDLESS if spare.left is None and _endless(variant) else spare.left
        words[variant.group, variant.name] = _word(variant, Deadline(limit))
    words |= {("rule", row.name): words["file", ""] for row in rows if row.group == "rule" and ("file", "") in words}
    told = [words.get((row.group, row.name), "") if row.solved or row.name == INFINITE else "" for row in rows]
    return [replace(row, of_all=word) for row, word in zip(rows, told, strict=True)]


def _at_most(seconds: float, deadline: Deadline) -> float:
    """So many seconds, or what is left if that is less."""
    return seconds if deadline.left is None else min(seconds, deadline.left)


def _asks_all(variant: Variant) -> bool:
    """Whether it is asked what all equilibria of a variant agree on; it is the same under all rules."""
    if variant.precisions or variant.group == "rule":
        return False
    return not _endless(variant) or variant.name == INFINITE


def _endless(variant: Variant) -> bool:
    game = variant.scenario.game
    assert isinstance(game, Concessions)
    return game.horizon is None


def _word(variant: Variant, deadline: Deadline) -> str:
    try:
        return verdict_of(variant.scenario, deadline).deal
    except TROUBLE:
        return OPEN


def _rows(variant: Variant, time_limit: float | None) -> list[Row]:
    """The row of a variant; one per precision where choices err."""
    try:
        if variant.precisions:
            return _with_errors(variant, time_limit)
        return [_row(variant, time_limit)]
    except TROUBLE as error:
        if variant.group == "file":
            raise
        names = [f"{p:g}" for p in variant.precisions] or [variant.name]
        return [Row(variant.group, name, nan, None, (nan, nan), message_of(error)) for name in names]


def _row(variant: Variant, time_limit: float | None) -> Row:
    game = variant.scenario.game
    assert isinstance(game, Concessions)
    found = solve(variant.scenario, CONCEPTS[game.horizon is None], variant.select, time_limit)
    found.insist()
    assert isinstance(found, (PerfectSolution, MarkovSolution))
    return _told(variant, variant.name, found.endings, found.values)


def _with_errors(variant: Variant, time_limit: float | None) -> list[Row]:
    """Quantal responses; precisions are taken per range of the payoffs, so that units do not matter."""
    deadline = Deadline(time_limit)
    game = from_concessions(variant.scenario, deadline=deadline)
    unit = max(float(width) for width in game.ranges) or 1.0
    wanted = {p / unit: f"{p:g}" for p in variant.precisions}
    found = solve_lattice_quantal(game, tuple(wanted), deadline.left)
    rows = [_told(variant, wanted[point.precision], point.endings, point.values) for point in found.points]
    message = "the time is up" if found.late else "no quantal response was found"
    missing = [Row(variant.group, wanted[p], nan, None, (nan, nan), message) for p in found.missing]
    return rows + missing


def _told(variant: Variant, name: str, endings: Sequence[Ending], payoffs: tuple[float, float]) -> Row:
    deals = [ending for ending in endings if ending.kind == "agreement"]
    chance = sum(ending.chance for ending in deals)
    mean = sum(ending.chance * (ending.rounds + 1) for ending in deals) / chance if chance else None
    return Row(variant.group, name, chance, mean, (float(payoffs[0]), float(payoffs[1])))
