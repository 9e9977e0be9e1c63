"""Two questions about the steps of one file: what its own game is played to, and which agreed orders hold themselves.

Solving a concession game answers the first: rounds, turns, prerequisites, hazard and walking away are as the file says,
and who leaves a course is answered by what is then best. A roadmap answers the second: rounds never end, the talks
never break down by chance, prerequisites are waived, and who leaves is punished for ever. The answers may differ. Where
they do, the game is solved again with each of these differences taken away, which shows which of them it hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from sim.deadline import within
from sim.engine.concessions.courses.course import WithCourse
from sim.engine.roadmaps.ask import ask_roadmaps
from sim.engine.roadmaps.study import climbs_all
from sim.engine.roadmaps.thresholds import judge
from sim.engine.solve import default_concept, solve
from sim.errors import DetenteError, TimeLimitError
from sim.games.roadmaps.ladders import same_rules
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.engine.roadmaps.study import RoadmapStudy, StudiedRoadmap
    from sim.engine.roadmaps.thresholds import JudgedRoadmap
    from sim.engine.solution import Solution
    from sim.games.roadmaps.ladders import Ladders, Rounds
    from sim.scenario.scenario import Scenario, Step

Difference = Literal["prerequisites", "hazard", "walk_away", "horizon"]
"""In what a file's own game and its roadmaps may differ."""

LONGEST = 5.0
"""Seconds, most, for a game without one of the differences, and for the roadmaps beside a solved game."""

CONCEPTS = ("subgame-perfect", "markov-perfect")
"""What games with and without a last round are solved for where nobody is bound to anything and all steps are taken at
their word."""


@dataclass(frozen=True)
class TwoGames:
    """What the file's own game and its roadmaps say of the same steps.

    Parameters
    ----------
    kept : bool
        Whether every step stands in the end on the course that solving the game shows.
    own : JudgedRoadmap or None
        The order of that course as a roadmap; None where not all steps stand in the end, or one is taken back first.
    study : RoadmapStudy or None
        The study of the roadmaps; None where it was not needed.
    agree : bool
        Whether both say the same: the order that is played holds as a roadmap; or the steps do not all stand in the
        end, and no order that takes them all holds.
    present : tuple of str
        Differences that this file has.
    enough : tuple of tuple of str
        The smallest sets of differences without which they would agree: the order that is played is played no more or
        holds, or all steps stand in the end. Empty where they agree already, or where no set was found.
    open : bool
        Whether no set was found, and some game without a last round could not be solved or the time was up.
    several : bool
        Whether the solution may not be the only one of its game.
    """

    kept: bool
    own: JudgedRoadmap | None
    study: RoadmapStudy | None
    agree: bool
    present: tuple[Difference, ...]
    enough: tuple[tuple[Difference, ...], ...] = ()
    open: bool = False
    several: bool = False

    @property
    def holding(self) -> list[StudiedRoadmap]:
        """The roadmaps that take all steps and hold at the players' own patience; none where none were studied."""
        if self.study is None:
            return []
        ladders = self.study.ladders
        return [e for e in self.study.entries if e.roadmap.self_enforcing and climbs_all(ladders, e)]


def two_games(
    scenario: Scenario,
    solution: Solution | None = None,
    study: RoadmapStudy | None = None,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
) -> TwoGames | None:
    """Compare what solving a concession game says with what its roadmaps say.

    Parameters
    ----------
    solution : Solution, optional
        The game solved; it is solved here if there is none.
    study : RoadmapStudy, optional
        Its roadmaps; they are studied here if that is needed and there is none.
    time_limit : float or None
        Seconds after which the search is given up.

    Returns
    -------
    TwoGames or None
        None where there is nothing to compare: the game has no steps, hides something, somebody commits, or it cannot
        be solved.
    """
    with within(time_limit):
        return _compared(scenario, solution, study, select, time_limit)


def _compared(
    scenario: Scenario, solution: Solution | None, study: RoadmapStudy | None, select: str, time_limit: float | None
) -> TwoGames | None:
    game = scenario.game
    if not isinstance(game, Concessions) or scenario.variants or not any(game.ladders):
        return None
    if solution is None:
        if default_concept(scenario).name not in CONCEPTS:
            return None
        solution = _solved(scenario, select, time_limit)
    if not isinstance(solution, WithCourse) or solution.concept not in CONCEPTS:
        return None
    asked = _Asked(scenario, study, select, time_limit)
    try:
        kept, own, agree = asked.verdict(scenario, solution)
    except DetenteError:
        return None
    present = tuple(kind for kind, _ in _without(scenario, asked.ladders))
    found = TwoGames(kept, own, asked.study, agree, present, several=not solution.complete)
    try:
        return found if agree else asked.explained(found)
    except TimeLimitError:
        return replace(found, open=True)


@dataclass
class _Asked:
    """The question, with the study of roadmaps once it was needed."""

    scenario: Scenario
    study: RoadmapStudy | None
    select: str
    time_limit: float | None

    @property
    def short(self) -> float:
        """Seconds for what is only asked beside something else."""
        return LONGEST if self.time_limit is None else min(LONGEST, self.time_limit)

    def verdict(self, scenario: Scenario, solution: WithCourse) -> tuple[bool, JudgedRoadmap | None, bool]:
        """Whether the steps stand in the end, their order as a roadmap, and whether the roadmaps say so too."""
        kept = solution.outcome.kind == "agreement"
        order = order_of(solution) if kept else None
        if order is not None:
            own = judge(same_rules(scenario, self.ladders), order)
            return kept, own, own.self_enforcing
        return kept, None, self._any_holds() == kept

    def explained(self, found: TwoGames) -> TwoGames:
        """The comparison with what the difference hangs on."""
        # Games without a last round take longest, so they come only where nothing else is enough.
        quick: list[Difference] = [kind for kind in found.present if kind != "horizon"]
        for size in range(1, len(quick) + 1):
            smallest = tuple(some for some in combinations(quick, size) if self._agree_without(found, some))
            if smallest:
                return replace(found, enough=smallest)
        if "horizon" not in found.present:
            return found
        sets: list[tuple[Difference, ...]] = [("horizon",), *([found.present] if quick else [])]
        answers = [self._agree_without(found, some) for some in sets]
        enough = tuple(some for some, agree in zip(sets, answers, strict=True) if agree)[:1]
        return replace(found, enough=enough, open=not enough and None in answers)

    def _agree_without(self, found: TwoGames, differences: Sequence[Difference]) -> bool | None:
        """Whether the two agree without some differences; None where that could not be solved."""
        scenario = self.scenario
        for kind in differences:
            scenario = dict(_without(scenario, self.ladders))[kind]
        solution = _solved(scenario, self.select, self.short)
        if solution is None:
            return None
        kept, own, _ = self.verdict(scenario, solution)
        return not kept or (own is not None and own.self_enforcing) if found.kept else kept

    def _any_holds(self) -> bool:
        """Whether some order that takes all steps holds at the players' own patience."""
        if self.study is None:
            self.study = ask_roadmaps(self.scenario, time_limit=self.short)
        study = self.study
        return any(entry.roadmap.self_enforcing and climbs_all(study.ladders, entry) for entry in study.entries)

    @property
    def ladders(self) -> Ladders | None:
        """The steps and the rules by which roadmaps are judged; None where none were studied."""
        return None if self.study is None else self.study.ladders


def order_of(solution: WithCourse) -> Rounds | None:
    """The order in which a course takes its steps, as a roadmap; None if it takes one back.

    Parameters
    ----------
    solution : WithCourse
        A solved concession game.
    """
    acts = [[(turn.player, turn.action) for turn in r.turns] for r in solution.path]
    if any(action == "renege" for r in acts for _, action in r):
        return None
    rounds = [tuple(sorted(player for player, action in r if action == "concede")) for r in acts]
    while rounds and not rounds[-1]:
        rounds.pop()
    return tuple(rounds)


def _solved(scenario: Scenario, select: str, time_limit: float | None) -> WithCourse | None:
    """The game solved with all steps taken at their word; None if it cannot be."""
    game = scenario.game
    assert isinstance(game, Concessions)
    concept = CONCEPTS[1] if game.horizon is None else CONCEPTS[0]
    try:
        found = solve(scenario, concept, select, time_limit)
    except DetenteError:
        return None
    return found if isinstance(found, WithCourse) else None


def _without(scenario: Scenario, ladders: Ladders | None) -> Iterator[tuple[Difference, Scenario]]:
    """Each difference that the file has from the game of its roadmaps, with the scenario without it."""
    game = scenario.game
    assert isinstance(game, Concessions)
    if any(step.after for ladder in game.ladders for step in ladder):
        one, two = (tuple(map(_free, ladder)) for ladder in game.ladders)
        yield "prerequisites", replace(scenario, game=replace(game, ladders=(one, two)))
    hazard = Fraction(0) if ladders is None else ladders.hazard
    if game.hazard not in (hazard, (hazard,)):
        yield "hazard", replace(scenario, game=replace(game, hazard=hazard))
    may_walk = ladders is not None and ladders.walk_away
    if may_walk != ("walk_away" in game.actions) and game.actions != ("walk_away",):
        others = tuple(action for action in game.actions if action != "walk_away")
        actions = (*others, "walk_away") if may_walk else others
        yield "walk_away", replace(scenario, game=replace(game, actions=actions))
    # A hazard that goes by the round has none to go by where rounds never end.
    if game.horizon is not None and len(game.hazards) == 1:
        yield "horizon", replace(scenario, game=replace(game, horizon=None))


def _free(step: Step) -> Step:
    return replace(step, after=())
