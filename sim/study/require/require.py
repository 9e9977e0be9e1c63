"""What it would take: which smallest changes of a file make a claim about its equilibria true, or undo it.

A parameter by itself over its range, two together, all together, and rules: each change is solved anew, and so is the
file's side of it, with sets of equilibria that are certified (`sim.engine.concessions.equilibrium_sets`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.deadline import within
from sim.errors import AskError, RangeError, TimeLimitError
from sim.progress import stage, steps
from sim.scenario.scenario import Concessions
from sim.study.maps.ranges import parse_range, ranges_of
from sim.study.require.changes import Beyond, Change, beyond, certified, uncertified
from sim.study.require.claim import Deal, parse_claim
from sim.study.require.least import Least, least
from sim.study.require.options import RequireOptions
from sim.study.require.paths import Walked, Way, bracket, look
from sim.study.require.required import Line, Required
from sim.study.require.solver import Solver
from sim.study.require.structures import structures
from sim.study.require.two import Together, together
from sim.study.require.verification import Verification, verification

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from sim.deadline import Deadline
    from sim.scenario.scenario import Scenario
    from sim.study.maps.ranges import Range
    from sim.study.require.judge import Judged

RULES, MESH, BRACKETS, SINGLE, TWO = 0.25, 0.6, 0.6, 0.6, 0.6
"""Shares of the time left for the rules, for looking at values, for brackets around changes, for certificates of
changes of single parameters and for two together, where something comes after these."""


def require(
    scenario: Scenario,
    claim: str,
    parameters: Iterable[str] = (),
    options: RequireOptions = RequireOptions(),  # noqa: B008 - it cannot be changed
) -> Required:
    """Find the smallest changes that make a claim true, or undo it.

    Parameters
    ----------
    claim : str
        What is claimed, as `sim.study.require.claim.parse_claim` reads it.
    parameters : iterable of str
        Those that are moved, each as NAME or NAME=FROM:TO; by default all that have a range in the file.
    options : RequireOptions
        How that is done.

    Raises
    ------
    AskError
        If the scenario is no concession game or hides types, or the claim is none.
    RangeError
        If a parameter or its range cannot be used.
    TimeLimitError
        If the time is not enough for the file's own game.
    """
    options.check()
    _refuse(scenario)
    with within(options.time_limit) as limit:
        said = parse_claim(claim, scenario)
        ranges = _ranges(scenario, parameters)
        two = None if options.two is None else _pair(scenario, options.two)
        solver = Solver(scenario, said, options.be, options.each)
        return _Search(solver, options, limit).required(ranges, two)


_ELSEWHERE = {
    "issues": "whether there is room for a deal is settled by the points; sensitivity and map vary the numbers",
    "options": "likings are orders, and 'detente preferences' says how the answer hangs on them",
}
"""What to do in the place of `require`, by kind, where it is not the same as for other games."""


def _refuse(scenario: Scenario) -> None:
    if not isinstance(scenario.game, Concessions):
        more = _ELSEWHERE.get(scenario.kind, "sensitivity and map vary the numbers of other games")
        raise AskError("kind", f"require is for scenarios of kind concessions, not {scenario.kind}: {more}")
    if scenario.variants:
        more = (
            "a set of equilibria would be needed for what each type believes; sensitivity and map vary its numbers "
            "under the equilibrium that is found, and roadmaps says what verification holds an order of the steps"
        )
        raise AskError("kind", f"require is for games in which nothing is hidden; this file has types, and {more}")
    if scenario.game.commit is not None:
        raise AskError(
            "kind", "require is for games in which nobody is bound in advance; take 'commit' out of the file"
        )


def _ranges(scenario: Scenario, parameters: Iterable[str]) -> list[Range]:
    found = [parse_range(text, scenario) for text in parameters] or ranges_of(scenario)
    names = [r.name for r in found]
    if len(set(names)) < len(names):
        raise RangeError("a parameter is named twice")
    return [_with_own(r) for r in found]


def _pair(scenario: Scenario, two: tuple[str, str]) -> tuple[Range, Range]:
    one, other = (_with_own(parse_range(text, scenario)) for text in two)
    if one.name == other.name:
        raise AskError("two", f"expected two different parameters, found '{one.name}' twice")
    return one, other


def _with_own(r: Range) -> Range:
    if not r.holds_own:
        raise RangeError(f"{r.name}: the range has to hold the file's own value, {float(r.own):g}")
    return r


def _set(name: str, value: Fraction) -> dict[str, Fraction]:
    return {name: value}


class _Search:
    """One search: what is found, and what the time is not enough for."""

    def __init__(self, solver: Solver, options: RequireOptions, limit: Deadline) -> None:
        self.solver, self.options, self.limit = solver, options, limit
        self.late: list[str] = []
        self.failed: list[tuple[str, str]] = []
        self.rules = 0

    def required(self, ranges: Sequence[Range], two: tuple[Range, Range] | None) -> Required:
        """All of it."""
        solver = self.solver
        now = solver.of(solver.scenario, certify=True)
        own = solver.answer(now)
        if not now.word:
            raise AskError("kind", f"the file's own game cannot be solved: {now.problem}")
        rules = self._of_rules(own)
        walked = self._walked(ranges)
        singles = beyond(walked, own, solver)
        found = self._certified(singles)
        both = self._together(two, own)
        if both is not None:
            found += [c for c in both.changes if _smaller(c, found, solver)]
        every = self._least(ranges, now, singles)
        if every is not None and every.change is not None and _smaller(every.change, found, solver):
            found.append(every.change)
        found.sort(key=lambda change: (change.share, len(change.values)))
        lines = tuple(Line(r, w) for r, w in zip(ranges, walked, strict=True))
        told = (*found, *rules)
        return Required(
            solver.claim, solver.be, now, told, lines, both, every, self._verification(), self.rules,
            tuple(self.failed), tuple(self.late), solver.solved, self.options.points,
        )  # fmt: skip

    def _share(self, part: float) -> float | None:
        return None if self.limit.left is None else part * self.limit.left

    def _of_rules(self, own: str) -> list[Change]:
        """Rules that change the answer; they keep their order."""
        found = []
        try:
            with within(self._share(RULES)):
                for each in steps("rules_changed", list(structures(self.solver.scenario))):
                    judged = self.solver.of(each.scenario)
                    if judged.word and self.solver.answer(judged) != own:
                        judged = self.solver.of(each.scenario, certify=True)
                        found.append(Change(judged, {}, structure=each))
                    elif judged.problem:
                        self.failed.append((each.key, judged.problem))
                    self.rules += 1
        except TimeLimitError:
            self._was_late("rules")
        return found

    def _walked(self, ranges: Sequence[Range]) -> list[Walked]:
        """Each parameter by itself."""
        ways = [Way(r.low, r.high, r.own, partial(_set, r.name), counted=r.whole) for r in ranges]
        with within(self._share(MESH)), stage("lines") as counted:
            walked, done = look(ways, self.options.points, self.solver, counted)
        if not done:
            self._was_late("mesh")
        with within(self._share(BRACKETS)), stage("thresholds") as counted:
            walked = bracket(walked, self.solver, counted)
        if any(w.unfinished for w in walked):
            self._was_late("brackets")
        return walked

    def _certified(self, singles: Sequence[Beyond]) -> list[Change]:
        """Changes along ways with their certificates, as far as there is time."""
        found = []
        late = False
        share = self._share(SINGLE if self.options.two or self.options.jointly else 1)
        with within(share):
            for entry in steps("certificates", singles):
                if not late:
                    try:
                        found.append(certified(entry, self.solver))
                        continue
                    except TimeLimitError:
                        late = True
                found.append(uncertified(entry))
        if late:
            self._was_late("certificates")
        return found

    def _together(self, two: tuple[Range, Range] | None, own: str) -> Together | None:
        if two is None:
            return None
        with within(self._share(TWO if self.options.jointly else 1)), stage("region") as counted:
            found = together(two, own, self.options.points, self.solver, counted)
        if found.late:
            self._was_late("two")
        return found

    def _least(self, ranges: Sequence[Range], now: Judged, singles: Sequence[Beyond]) -> Least | None:
        ranges = [r for r in ranges if not r.whole]  # a share of a range is no whole number as a rule
        if not self.options.jointly or len(ranges) < 2:
            return None
        names = {r.name for r in ranges}
        singles = [entry for entry in singles if names.issuperset(entry.walked.way.values(entry.far))]
        with stage("boxes") as counted:
            found = least(ranges, now, singles, self.solver, counted, self._share(1))
        if found.late:
            self._was_late("least")
        return found

    def _verification(self) -> Verification | None:
        if not isinstance(self.solver.claim.about, Deal):
            return None
        try:
            with within(self._share(1)):
                return verification(self.solver.scenario)
        except TimeLimitError:
            self._was_late("verification")
            return None

    def _was_late(self, what: str) -> None:
        if what not in self.late:
            self.late.append(what)


def _at_one_place(one: Change, two: Change) -> bool:
    """Whether the same parameter is moved beyond the same place."""
    if one.threshold is None or two.threshold is None or set(one.values) != set(two.values):
        return False
    return one.threshold.low <= two.threshold.high and two.threshold.low <= one.threshold.high


def _smaller(change: Change, others: Sequence[Change], solver: Solver) -> bool:
    """Whether two together have to be moved by less than each by itself for the same answer."""
    names = set(change.values)
    alike = [c for c in others if set(c.values) <= names and solver.answer(c.judged) == solver.answer(change.judged)]
    if any(_at_one_place(c, change) for c in alike):
        return False  # it is told already, with a value that is shorter to write
    return all(c.share is None or change.share is None or change.share < c.share for c in alike)
