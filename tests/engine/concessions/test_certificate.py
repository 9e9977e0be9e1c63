"""The certificates must be able to fail."""

from fractions import Fraction

import numpy as np
import pytest

from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.subgame_perfect.backward_induction import subgame_perfect
from sim.engine.matrix.certificate import regret
from sim.games import compile_scenario
from sim.scenario.load import load

F = Fraction
PD = ([[F(3), F(0)], [F(5), F(1)]], [[F(3), F(5)], [F(0), F(1)]])


def test_regret_is_what_the_best_deviation_gains() -> None:
    # Both cooperate: each would gain temptation - reward = 2 by defecting (Nash 1951).
    assert regret(*PD, (F(1), F(0)), (F(1), F(0))) == (2, 2)
    assert regret(*PD, (F(0), F(1)), (F(0), F(1))) == (0, 0)


def test_what_is_no_strategy_is_refused() -> None:
    with pytest.raises(ValueError, match="not a mixed strategy"):
        regret(*PD, (F(1, 2), F(1, 3)), (F(1), F(0)))


@pytest.mark.parametrize("name", ["action-for-action", "dismantle-first", "relief-first", "stalled"])
def test_a_changed_strategy_shows_in_the_regret(name: str) -> None:
    game = compile_scenario(load(name))
    profile = subgame_perfect(game)
    strategies = [[(layer.row.copy(), layer.column.copy()) for layer in layers] for layers in profile.layers]
    assert Deviations(game, strategies).regret(profile.reached).max() < 1e-12
    row, column = strategies[0][0]
    side = row if row.shape[1] > 1 else column
    first, last = side[0].copy(), len(game.phases(0)[0].nodes[0].actions[0 if side is row else 1]) - 1
    side[0] = 0.0
    side[0, last if first[last] == 0 else 0] = 1.0
    changed = Deviations(game, strategies)
    assert changed.regret(profile.reached).max() > 1e-3


def test_values_are_the_discounted_average_of_the_payoffs_on_the_path() -> None:
    from sim.engine.concessions.subgame_perfect.solution import solve_stochastic

    game = compile_scenario(load("action-for-action"))
    solution = solve_stochastic(game)
    assert solution.path_chance == 1
    for player in (0, 1):
        d = float(game.discount[player])
        pays = [r.payoffs[player] for r in solution.path]
        after = float(game.final[solution.final_state][player])
        average = sum((1 - d) * d**t * pay for t, pay in enumerate(pays)) + d ** len(pays) * after
        np.testing.assert_allclose(solution.values[player], average, rtol=1e-12)
