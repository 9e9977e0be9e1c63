"""Every pass over a game looks at the time: building it, searching it, judging what is found, telling its course."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from sim.deadline import Deadline
from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.correlated.certificate import Obedience
from sim.engine.concessions.correlated.plan import mediated
from sim.engine.concessions.courses.ending_chances import layered_endings
from sim.engine.concessions.courses.likeliest_course import likeliest_course
from sim.engine.concessions.quantal.induction import lattice_quantal
from sim.engine.concessions.quantal.solution import solve_lattice_quantal
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.matrix.quantal import quantal_response
from sim.engine.offers.certificate import offers_regret
from sim.engine.offers.subgame_perfect import backward, planned
from sim.engine.selection import Rule
from sim.engine.solve import solve
from sim.engine.tree.erring_choices import TreeChoices
from sim.errors import TimeLimitError
from sim.games import compile_scenario
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.unroll import unroll
from sim.games.offers.offers_game import OffersGame
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.scenario.scenario import Scenario


def ladders(steps: int, rounds: int, moves: str = "simultaneous") -> Scenario:
    def ladder(own: str, other: str) -> list[dict[str, object]]:
        return [{"id": f"{own}{k}", "effect": {own: -1, other: 3}} for k in range(steps)]

    data = {
        "format": 1,
        "title": "Long ladders",
        "players": {"us": {"patience": 0.9}, "nk": {"patience": 0.8}},
        "status_quo": {"us": 0, "nk": 0},
        "concessions": {"us": ladder("us", "nk"), "nk": ladder("nk", "us")},
        "agreement": {"us": 1, "nk": 1},
        "breakdown": {"payoff": {"us": -2, "nk": -1}, "hazard": "1/20"},
        "moves": moves,
        "horizon": rounds,
    }
    return load("ladders", text=json.dumps(data))


def passes() -> dict[str, Callable[[Deadline], object]]:
    """What is done with a small game of each kind, by name, given a deadline."""
    scenario = ladders(2, 3)
    game, leading = from_concessions(scenario), ladders(2, 3, "sequential")
    perfect, plan = solve_stochastic(game).profile, mediated(game, Rule(), Deadline())
    strategies = [[(layer.row, layer.column) for layer in layers] for layers in perfect.layers]
    offers = compile_scenario(load("alternating-offers"))
    assert isinstance(offers, OffersGame)
    made = backward(offers, 5)[0]
    tree = unroll(game).tree
    table = ((1.0, 0.0), (0.0, 1.0))
    return {
        "compiling": lambda deadline: from_concessions(scenario, deadline=deadline),
        "compiling with a leader": lambda deadline: from_concessions(leading, deadline=deadline),
        "compiling what is hidden": lambda deadline: compile_scenario(scenario, True, deadline),
        "unrolling": lambda deadline: unroll(game, deadline),
        "judging": lambda deadline: Deviations(game, strategies, deadline),
        "judging a plan": lambda d: Obedience(game, [[layer.joint for layer in layers] for layers in plan.layers], d),
        "adding up endings": lambda deadline: layered_endings(perfect, deadline),
        "the likeliest course": lambda deadline: likeliest_course(perfect, deadline),
        "errors": lambda deadline: lattice_quantal(game, 1.0, deadline),
        "errors in a tree": lambda deadline: TreeChoices(tree, deadline),
        "errors in a table": lambda deadline: quantal_response(table, table, 1.0, deadline),
        "offers": lambda deadline: backward(offers, 5, deadline),
        "judging offers": lambda d: offers_regret(offers, planned(made), d),
    }


@pytest.mark.parametrize("name", list(passes()))
def test_no_pass_goes_on_when_the_time_is_up(name: str) -> None:
    done = passes()[name]
    done(Deadline())
    with pytest.raises(TimeLimitError):
        done(Deadline(0.0))


@pytest.mark.parametrize("concept", ["quantal", "subgame-perfect", "correlated", "bargaining"])
def test_twelve_by_twelve_steps_over_a_thousand_rounds_stop_when_they_are_told_to(concept: str) -> None:
    """Takes as long as compiling and the limit, under a second; the bound leaves room for a busy machine."""
    scenario, start = ladders(12, 1_000), time.monotonic()
    with pytest.raises(TimeLimitError, match=r"stopped after 0\.3 seconds"):
        solve(scenario, concept, time_limit=0.3)
    assert time.monotonic() - start < 4


def test_wide_ladders_are_given_up_while_they_are_compiled() -> None:
    scenario, start = ladders(450, 4), time.monotonic()
    with pytest.raises(TimeLimitError, match=r"stopped after 0\.2 seconds"):
        solve(scenario, time_limit=0.2)
    assert time.monotonic() - start < 4


class Moment(Deadline):
    """A deadline that is over at a given query."""

    def __init__(self, queries: int) -> None:
        super().__init__()
        self.queries = queries

    def check(self) -> None:
        self.queries -= 1
        if self.queries < 0:
            raise TimeLimitError("stopped")


@pytest.mark.parametrize("queries", range(10, 400, 30))
def test_responses_that_were_found_in_time_are_kept_and_the_others_named(
    queries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.engine.concessions.quantal.solution.Deadline", lambda _: Moment(queries))
    wanted = (0.0, 1.0, 5.0, 20.0)
    try:
        solution = solve_lattice_quantal(from_concessions(ladders(2, 3)), wanted)
    except TimeLimitError:
        return
    found = tuple(point.precision for point in solution.points)
    assert found + solution.missing == wanted
    assert len(found) > 1
    assert solution.late == bool(solution.missing)
    assert solution.certified == (not solution.missing)
