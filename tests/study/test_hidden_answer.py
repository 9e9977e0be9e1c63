"""What studies keep of files with hidden types and fakes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.concessions.courses.ending_names import endings_of
from sim.study.record import FAILED, StudyFile
from sim.study.single import solve_points

GAME = """format: 1
title: t
players: {us: {patience: 0.9}, nk: {patience: 0.8}}
parameters: {cost: 0.5, hard_cost: 4, often: 0.6, brings: 2, peace: 3}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: relief, effect: {us: -1, nk: 2}, after: [nk.freeze]}]
  nk: [{id: freeze, effect: {us: brings, nk: -cost}VERIFIED}]
agreement: {us: peace, nk: 1}
breakdown: {payoff: {us: -4, nk: -4}, hazard: HAZARD}
actions: [ACTIONS]
moves: alternating
first: nk
horizon: 2
types: {nk: {soft: {probability: often}, hard: {probability: 1 - often, set: {cost: hard_cost}}}}
"""


def kept(
    actions: str = "concede, hold_out", hazard: str = "0", verified: str = "", fakes: bool = False, **numbers: str
) -> tuple[str, float, str]:
    text = GAME.replace("ACTIONS", actions).replace("HAZARD", hazard).replace("VERIFIED", verified)
    text = text[: text.index("types:")] if fakes else text
    chunk = solve_points(StudyFile("t", text, tuple(numbers.items())), (), np.zeros((1, 0)))
    assert chunk.how[0] != FAILED, chunk.messages
    assert np.isfinite(chunk.payoffs).all()
    return chunk.ending[0], chunk.rounds[0], chunk.equilibrium[0]


@pytest.mark.parametrize(("often", "ending", "round_"), [("0.6", "agreement", 2.0), ("0.4", "nk holds out", np.nan)])
def test_it_ends_as_on_the_likeliest_course(often: str, ending: str, round_: float) -> None:
    # The soft freeze and get relief, the hard hold out; which is likelier is the chance of the types.
    found = kept(often=often)
    assert found[0] == ending
    np.testing.assert_equal(found[1], round_)
    assert found[2] == "separating"


def test_whoever_walks_away_is_named() -> None:
    # With nothing but concessions that cost more than the breakdown, and walking away, it walks.
    assert kept("concede, walk_away", cost="9", often="1")[0] == "nk walks away"


def test_a_breakdown_that_is_certain_is_one() -> None:
    assert kept(hazard="1", cost="9", hard_cost="9")[0] == "breakdown"


def test_a_step_that_is_faked_counts_as_it_is_seen() -> None:
    # A fake that is never discovered costs nothing, so that no freeze is real: relief then pays only if peace does.
    hidden = ", verification: 0"
    assert kept(verified=hidden, fakes=True)[:2] == ("agreement", 2.0)
    assert kept(verified=hidden, fakes=True, peace="0.5")[0] in ("us holds out", "nk holds out")
    assert kept(verified=", verification: 1", fakes=True)[:2] == ("agreement", 2.0)


def test_every_ending_is_one_of_the_list() -> None:
    assert {kept(often=often, hard_cost=c)[0] for often in ("0.2", "0.8") for c in ("0.1", "3")} <= set(
        endings_of(("us", "nk"))
    )


def test_games_without_rounds_end_in_their_class() -> None:
    text = (
        "format: 1\nkind: matrix\ntitle: t\nparameters: {x: 2}\n"
        "players: {us: {actions: [u, d]}, nk: {actions: [l, r]}}\n"
        "payoffs: [[[3, 3], [0, x]], [[2, 0], [1, 1]]]\n"
        "types: {nk: {soft: {probability: p}, hard: {probability: 1 - p, set: {x: 4}}}}\n"
    ).replace("{x: 2}", "{x: 2, p: 0.6}")
    chunk = solve_points(StudyFile("t", text), ("p",), np.array([[0.6], [0.1], [1.0]]))
    assert list(chunk.ending) == ["separating", "pooling", "types are known"]
