"""The cooperative benchmark of concession games: where each side bargains from."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("keeps", "nash"), [("nothing", (-2, -2)), ("irreversible", (-1.5, -1.5))])
def test_where_a_player_may_walk_away_it_bargains_from_the_better_of_both(
    keeps: str, nash: tuple[float, float]
) -> None:
    from sim.engine.concessions.bargaining import cooperative_concessions
    from sim.games import compile_scenario
    from sim.scenario.load import load

    text = """{format: 1, title: walk, players: {a: {patience: 0.9}, b: {patience: 0.9}}, status_quo: {a: -9, b: -9},
      concessions: {a: [{id: x, effect: {a: -2, b: 3}}], b: [{id: y, effect: {a: 3, b: -2}}]},
      breakdown: {payoff: {a: -2, b: -2}, keeps: KEEPS}, horizon: 3}"""
    text = text.replace("KEEPS", keeps)
    found = cooperative_concessions(compile_scenario(load("walk", text=text)), (-2.0, -2.0))  # type: ignore[arg-type]
    assert found.solution.disagreement == (-2, -2)
    # With one step given up for good a breakdown pays (-4, 1) or (1, -4), and lots over the two the mean of both; with
    # both steps the agreement is complete, and nobody walks away from it.
    assert found.solution.nash == nash
