"""One way from a scenario to its solution, for everybody who asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.selection import parse_rule
from sim.engine.solution import Request
from sim.engine.solvers import SOLVERS, UNSEEN, default_concept
from sim.errors import AskError
from sim.games import compile_scenario
from sim.games.hidden.hidden_game import fakes_fit
from sim.scenario.scenario import Concessions

if TYPE_CHECKING:
    from sim.engine.roadmaps.study import RoadmapStudy
    from sim.engine.selection import Rule
    from sim.engine.solution import Solution
    from sim.scenario.scenario import Punishment, Scenario


def solve(
    scenario: Scenario,
    concept: str | None = None,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
    every: bool = False,
    seed: int = 0,
) -> Solution:
    """Compile and solve a scenario.

    Parameters
    ----------
    concept : str, optional
        The solution concept; by default the first of the scenario's form.
    select : str
        The selection rule where a stage game has several equilibria.
    time_limit : float or None
        Seconds after which an enumeration is given up.
    every : bool
        Find all subgame-perfect equilibria.
    seed : int
        What is drawn by chance where a solver draws.

    Raises
    ------
    AskError
        If the concept, the rule or ``every`` is not for this scenario.
    TimeLimitError, NoEquilibriumFoundError, TreeTooLargeError, PerfectRecallError, GameTooLargeError
        If the game cannot be solved.
    """
    concept = _concept(scenario, concept)
    if every and not (concept == "subgame-perfect" and scenario.form in ("concessions", "tree")):
        message = "it is for subgame-perfect equilibria of trees and of concession games with a last round"
        raise AskError("all", f"{message}, not for '{concept}' of kind {scenario.form}")
    rule = rule_of(scenario, select)
    if rule.safest_first and concept == "markov-perfect":
        # What deviating costs hangs on what follows, and without a last round what follows hangs on what is selected.
        raise AskError("select", "risk-dominant is for games with a last round; try another rule")
    request = Request(rule, time_limit, every, seed, scenario.leader)
    return SOLVERS[scenario.form][concept](compile_scenario(scenario, concept in UNSEEN), request)


def concepts(scenario: Scenario) -> tuple[str, ...]:
    """What a scenario can be solved for; the first is the default."""
    known = [name for name in SOLVERS[scenario.form] if name != "stackelberg" or scenario.leader is not None]
    first = default_concept(scenario.form, scenario.leader is not None, fakes_fit(scenario))
    return (first, *(name for name in known if name != first))


def _concept(scenario: Scenario, concept: str | None) -> str:
    known = SOLVERS[scenario.form]
    concept = concept or default_concept(scenario.form, scenario.leader is not None, fakes_fit(scenario))
    if concept not in known:
        message = f"a scenario of kind {scenario.form} is solved for {', '.join(known)}, not for '{concept}'"
        raise AskError("solve", message)
    if concept == "stackelberg" and scenario.leader is None:
        one, two = (player.id for player in scenario.players)
        message = f"the file does not say who can commit, as stackelberg needs; add 'commit: {one}' or 'commit: {two}'"
        raise AskError("solve", message)
    return concept


def rule_of(scenario: Scenario, select: str) -> Rule:
    """The selection rule of a name.

    Parameters
    ----------
    scenario : Scenario
        The scenario, for its players.
    select : str
        The rule's name.

    Raises
    ------
    AskError
        If there is no such rule.
    """
    try:
        return parse_rule(select, (scenario.players[0].id, scenario.players[1].id))
    except ValueError as error:
        raise AskError("select", str(error)) from None


def ask_roadmaps(
    scenario: Scenario,
    punishment: Punishment | None = None,
    parts: int = 1,
    most: int | None = None,
    time_limit: float | None = 60.0,
) -> RoadmapStudy:
    """The roadmaps of a concession scenario.

    Parameters
    ----------
    punishment : {"snapback", "breakdown"}, optional
        What follows when somebody leaves; by default what the file says.
    parts : int
        Cut each step into up to so many equal ones.
    most : int, optional
        Cut the frontiers of the search to this size.
    time_limit : float or None
        Seconds after which the search is given up.

    Raises
    ------
    AskError
        If the scenario has no steps, or its file no breakdown to punish with.
    TimeLimitError, FrontierTooLargeError
        If the search is too large.
    """
    from sim.deadline import Deadline
    from sim.engine.roadmaps.study import study_roadmaps
    from sim.games.roadmaps.ladders import from_ladders

    if not isinstance(scenario.game, Concessions):
        raise AskError("kind", f"roadmaps are for scenarios of kind concessions, not {scenario.kind}")
    if parts < 1:
        raise AskError("split", f"a step is cut into 1 part or more, not {parts}")
    if punishment not in (None, "snapback", "breakdown"):
        raise AskError("punishment", f"expected snapback or breakdown, found '{punishment}'")
    if punishment == "breakdown" and "breakdown" not in scenario.places:
        message = "the punishment is to be a breakdown, but the file has no 'breakdown' that says what players get then"
        raise AskError("breakdown", message)
    named = [(roadmap.name, roadmap.rounds) for roadmap in scenario.game.roadmaps]
    return study_roadmaps(from_ladders(scenario, punishment), named, parts, most, Deadline(time_limit))
