"""Tournaments: the scores by hand, and the same bytes from the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents import Agent, View, tournament
from sim.scenario.load import load
from tests.cli.terminal import environment, process

FREE = """
format: 1
title: One step each
players: {us: {patience: 0.5}, nk: {patience: 0.5}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: a, effect: {us: -1, nk: 30}}]
  nk: [{id: b, effect: {us: 3, nk: -10}}]
actions: [concede, hold_out]
horizon: 1
"""


def test_scores_are_shares_of_each_seats_own_scale() -> None:
    """By hand: a prisoner's dilemma, us from -1 to 3 and nk from -10 to 30; both in the same shape."""
    result = tournament(load("t", text=FREE), ["conceder", "hold_out"], runs=2)
    # conceder against (conceder, hold_out): 2 and -1, shares 3/4 and 0. hold_out: 3 and 0, shares 1 and 1/4.
    assert result.payoffs[..., 0] == pytest.approx(np.array([[2, -1], [3, 0]]))
    assert result.payoffs[..., 1] == pytest.approx(np.array([[20, 30], [-10, 0]]))
    assert [(s.rank, s.agent) for s in result.ranking] == [(1, "hold_out"), (2, "conceder")]
    assert [s.score for s in result.ranking] == pytest.approx([5 / 8, 3 / 8])
    assert result.ranking[0].seats == pytest.approx((5 / 8, 5 / 8))


def test_agents_that_do_the_same_share_a_rank() -> None:
    result = tournament(load("t", text=FREE), ["hold_out", "hard_liner", "conceder"], runs=2)
    assert [s.rank for s in result.ranking] == [1, 1, 3]


def test_own_agents_take_part_as_classes_or_as_they_are() -> None:
    class Mine(Agent):
        def act(self, view: View) -> str:
            return view.first("concede")

    result = tournament(load("t", text=FREE), [Mine, Mine(), "conceder"], runs=2)
    assert result.names == ("Mine", "Mine", "conceder")
    assert [s.rank for s in result.ranking] == [1, 1, 1]


@pytest.mark.parametrize("command", ["tournament", "simulate"])
def test_the_same_seed_gives_the_same_bytes_in_any_process(command: str) -> None:
    arguments = (command, "relief-first", "--runs", "50", "--seed", "9", "--json")
    one, two = (process(*arguments, env=environment(PYTHONHASHSEED=seed)) for seed in ("1", "2"))
    assert one.code == 0
    assert one.out == two.out
