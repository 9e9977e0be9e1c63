"""One way from a scenario to its solution, for everybody who asks for one."""

from __future__ import annotations

from importlib import import_module
from math import inf
from typing import TYPE_CHECKING, cast

from sim.concepts import concepts_of, place_of
from sim.deadline import Deadline
from sim.engine.aims import aims_for, of_whole_games, parse_aim
from sim.engine.selection import Rule, parse_rule
from sim.engine.solution import Request
from sim.errors import AskError, TimeLimitError
from sim.games import compile_scenario
from sim.games.hidden.hidden_game import fakes_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.concepts import Concept, Place
    from sim.engine.selection import Rule
    from sim.engine.solution import Solution, Solver
    from sim.scenario.scenario import Scenario


TOLD = 0.01
"""Share of a time limit that is told."""


def solve(
    scenario: Scenario,
    concept: str | None = None,
    select: str = "payoff-dominant",
    time_limit: float | None = 60.0,
    every: bool = False,
    seed: int = 0,
    precision: float | None = None,
) -> Solution:
    """Compile and solve a scenario.

    Parameters
    ----------
    concept : str, optional
        The solution concept; by default the first of the scenario's form.
    select : str
        The selection rule where a stage game has several equilibria, or which equilibrium of the whole game is told.
    time_limit : float or None
        Seconds after which an enumeration is given up.
    every : bool
        Find all subgame-perfect equilibria.
    seed : int
        What is drawn by chance where a solver draws.
    precision : float, optional
        How surely the better action is taken in quantal responses, per unit of payoff; by default a range.

    Raises
    ------
    AskError
        If the concept, the rule, ``every`` or ``precision`` is not for this scenario.
    TimeLimitError, NoEquilibriumFoundError, TreeTooLargeError, PerfectRecallError, GameTooLargeError
        If the game cannot be solved.
    """
    found = asked_concept(scenario, concept)
    place = place_of(scenario.form, found.name)
    if every and "all" not in place.options:
        message = "it is for subgame-perfect equilibria of trees and of concession games with a last round"
        raise AskError("all", f"{message}, not for '{found.name}' of kind {scenario.form}")
    if precision is not None:
        _check_precision(precision, place, found.name)
    aim = parse_aim(select, _ids(scenario))
    if aim is not None and "aim" not in place.options:
        raise AskError("select", f"{of_whole_games(select)}, not for '{found.name}' of kind {scenario.form}")
    also = aims_for(_ids(scenario)) if "aim" in place.options else []
    rule = Rule() if aim is not None else rule_of(scenario, select, also)
    if rule.safest_first and found.name == "markov-perfect":
        # What deviating costs hangs on what follows, and without a last round what follows hangs on what is selected.
        raise AskError("select", "risk-dominant is for games with a last round; try another rule")
    deadline = Deadline(time_limit)
    game = compile_scenario(scenario, found.sees_fakes, deadline)
    # What compiling took is taken off the limit, unless it is too little to be told apart from the limit as it is said.
    took = time_limit is not None and time_limit - (deadline.left or 0.0) > TOLD * time_limit
    request = Request(rule, deadline.left if took else time_limit, every, seed, scenario.leader, precision, aim)
    try:
        return _solver(place).solve(game, request)
    except TimeLimitError:
        if not took:
            raise
        raise TimeLimitError(f"stopped after {time_limit:g} seconds") from None


def _check_precision(precision: float, place: Place, concept: str) -> None:
    """Refuse a precision that is none, or for another concept."""
    if "precision" not in place.options:
        raise AskError("precision", f"it is for quantal responses, not for '{concept}'; add --solve quantal")
    if not 0 <= precision < inf:
        raise AskError("precision", f"expected 0 or a positive number, found {precision:g}")


def _solver(place: Place) -> Solver:
    """The file of the engine that a row of the table of concepts names."""
    return cast("Solver", import_module(f"sim.engine.{place.path}"))


def concepts(scenario: Scenario) -> tuple[str, ...]:
    """What a scenario can be solved for; the first is the default."""
    first = default_concept(scenario)
    others = [c.name for c in concepts_of(scenario.form) if c is not first and not _lacks_leader(scenario, c)]
    return (first.name, *others)


def default_concept(scenario: Scenario) -> Concept:
    """The concept that a scenario is solved for if none is named.

    That is commitment where somebody can commit, an equilibrium with beliefs where steps may be faked in a game small
    enough to be solved with that, and else the default of its form.
    """
    known = concepts_of(scenario.form)
    if scenario.leader is not None:
        return next(concept for concept in known if _takes_leader(scenario, concept))
    if fakes_fit(scenario):
        return next(concept for concept in known if concept.sees_fakes)
    return known[0]


def _takes_leader(scenario: Scenario, concept: Concept) -> bool:
    return "commit" in place_of(scenario.form, concept.name).options


def _lacks_leader(scenario: Scenario, concept: Concept) -> bool:
    return scenario.leader is None and _takes_leader(scenario, concept)


def asked_concept(scenario: Scenario, name: str | None) -> Concept:
    """The concept of a name, the default if none is given."""
    if name is None:
        return default_concept(scenario)
    known = {concept.name: concept for concept in concepts_of(scenario.form)}
    if name not in known:
        message = f"a scenario of kind {scenario.form} is solved for {', '.join(known)}, not for '{name}'"
        raise AskError("solve", message)
    if _lacks_leader(scenario, known[name]):
        one, two = (player.id for player in scenario.players)
        message = f"the file does not say who can commit, as {name} needs; add 'commit: {one}' or 'commit: {two}'"
        raise AskError("solve", message)
    return known[name]


def rule_of(scenario: Scenario, select: str, also: Sequence[str] = ()) -> Rule:
    """The selection rule of a name.

    Parameters
    ----------
    scenario : Scenario
        The scenario, for its players.
    select : str
        The rule's name.
    also : sequence of str
        What else can be named where it is asked for.

    Raises
    ------
    AskError
        If there is no such rule.
    """
    try:
        return parse_rule(select, _ids(scenario), also)
    except ValueError as error:
        raise AskError("select", str(error)) from None


def _ids(scenario: Scenario) -> tuple[str, str]:
    return scenario.players[0].id, scenario.players[1].id
