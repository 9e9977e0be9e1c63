"""Quantal responses of concession games: blind choice, hardly any errors, and what is judged of them."""

from __future__ import annotations

import pytest

from sim.engine.concessions.quantal.solution import solve_lattice_quantal
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import StochasticGame
from sim.scenario.load import load


def game(name: str, **set_: str) -> StochasticGame:
    compiled = compile_scenario(load(name, set_))
    assert isinstance(compiled, StochasticGame)
    return compiled


def test_at_precision_nought_every_open_action_is_as_likely_as_any_other() -> None:
    # McKelvey and Palfrey (1998): the logit response at 0 is the uniform one.
    solution = solve_lattice_quantal(game("dismantle-first"), (0.0,))
    (point,) = solution.points
    for t, layers in enumerate(point.response.layers):
        for p, layer in enumerate(layers):
            for k, node in enumerate(solution.game.phases(t)[p].nodes):
                for side, own in zip((layer.row[k], layer.column[k]), node.actions, strict=True):
                    assert side[: len(own)] == pytest.approx(1 / len(own))


@pytest.mark.parametrize("name", ["dismantle-first", "relief-first"])
def test_where_moves_alternate_rare_errors_lead_to_the_subgame_perfect_payoffs(name: str) -> None:
    # One player decides at a time and no payoffs tie, so that logit responses tend to backward induction.
    one = game(name)
    perfect = solve_stochastic(one)
    assert perfect.complete
    (point,) = solve_lattice_quantal(one, (5000.0,)).points
    assert point.values == pytest.approx(perfect.values, abs=0.01)
    assert point.regret < 0.001


def test_endings_add_up_and_errors_cost_less_the_rarer_they_are() -> None:
    solution = solve_lattice_quantal(game("relief-first"), (1.0, 8.0, 64.0, 512.0))
    assert solution.certified
    assert not solution.complete
    for point in solution.points:
        assert sum(e.chance for e in point.endings) == pytest.approx(1)
        assert point.values == pytest.approx(point.response.values)
    regrets = [point.regret for point in solution.points[1:]]
    assert regrets == sorted(regrets, reverse=True)
