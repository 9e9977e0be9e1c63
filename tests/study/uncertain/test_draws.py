"""Chances over draws: closed forms of thresholds, exact coverage of intervals, and every word solved anew by itself."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.errors import AskError
from sim.scenario.expressions.draws import Draw, DrawError
from sim.scenario.load import load
from sim.show.studies.uncertain.words import chance_sentence, hangs_sentence
from sim.study.ask import ask_sweep
from sim.study.options import SweepOptions
from sim.study.record import StudyFile
from sim.study.uncertain.chance import clopper_pearson
from sim.study.uncertain.draws import axes_of, draw_game
from sim.study.uncertain.hangs import by_classes
from sim.study.uncertain.options import DrawsOptions
from sim.study.uncertain.words import words_of_unique
from sim.study.verdicts import verdicts
from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

COST = PAY_FIRST.replace("what it pays per round", "what it pays per round, draw: {uniform: [0, 2]}")
BOTH = COST.replace("that pays first}", "that pays first, draw: {uniform: [0, 0.96]}}")

# Both choose at once: with both steps a bonus for each, alone a cost of 1. A deal is possible from bonus = 1 on.
HUNT = """\
format: 1
title: Stag hunt by steps
players: {a: {patience: 0.5}, b: {patience: 0.5}}
parameters: {bonus: {value: 3, draw: {uniform: [0, 4]}}}
status_quo: {a: 0, b: 0}
concessions: {a: [{id: x, effect: {a: -1}}], b: [{id: y, effect: {b: -1}}]}
agreement: {a: bonus, b: bonus}
actions: [concede, hold_out]
horizon: 1
"""


def scenario(text: str, **set_: str) -> Scenario:
    return load("test.yaml", set_, text)


def test_the_chance_is_that_of_the_closed_form_and_the_interval_of_most_seeds_holds_it() -> None:
    # A deal if cost < 0.8 * 2, of costs from 0 to 2: 0.8. 25 intervals of 95% miss it at most 5 times (binomial, 2e-3).
    missed = 0
    for seed in range(25):
        found = draw_game(scenario(COST), DrawsOptions(200, seed))
        low, high = found.bounds
        assert low == high == int((found.points[:, 0] < 1.6).sum())
        ends = clopper_pearson(low, 200)
        missed += not ends[0] <= 0.8 <= ends[1]
    assert missed <= 5


def test_shares_of_the_variance_are_those_of_the_closed_form() -> None:
    # x = cost / 2 on [0, 1], y = patience on [0, 0.96], a deal if x < y: of the variance 0.48 * 0.52 the mean given y
    # explains 0.96 ** 2 / 12, that given x 0.32 - 0.48 ** 2; with two parameters a total share is 1 less the other's.
    found = draw_game(scenario(BOTH), DrawsOptions(4096))
    assert [axis.name for axis in found.axes] == ["patience", "cost"]
    whole = 0.48 * 0.52
    own = np.array([0.96**2 / 12, 0.32 - 0.48**2]) / whole
    assert found.hangs is not None
    assert found.hangs.total is not None
    assert found.hangs.method == "sobol"
    assert found.hangs.first == pytest.approx(own, abs=0.05)
    assert found.hangs.total == pytest.approx(1 - own[::-1], abs=0.05)
    classes = by_classes(found.points, found.hits.astype(float))
    assert classes.first == pytest.approx(own, abs=0.05)


def test_classes_find_nothing_where_there_is_nothing() -> None:
    draws = np.random.default_rng(3).random((4000, 3))
    outcome = (np.random.default_rng(4).random(4000) < 0.3).astype(float)
    assert np.abs(by_classes(draws, outcome).first).max() < 0.01


@pytest.mark.parametrize("n", [1, 7, 30])
def test_the_interval_holds_the_chance_as_often_as_it_says_whatever_it_is(n: int) -> None:
    for p in np.linspace(0.01, 0.99, 25):
        holds = [low <= p <= high for low, high in (clopper_pearson(k, n) for k in range(n + 1))]
        assert sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if holds[k]) >= 0.95 - 1e-12


def test_the_interval_of_no_hit_is_that_of_the_textbook() -> None:
    # Clopper and Pearson: with none of n the upper end is 1 - (alpha / 2) ** (1 / n).
    assert clopper_pearson(0, 20) == (0.0, pytest.approx(1 - 0.025 ** (1 / 20), abs=1e-12))
    assert clopper_pearson(20, 20) == (pytest.approx(0.025 ** (1 / 20), abs=1e-12), 1.0)


def test_where_several_equilibria_differ_the_chance_has_two_ends() -> None:
    # Possible where bonus >= 1, three quarters of the draws, and never certain: alone nobody begins.
    found = draw_game(scenario(HUNT), DrawsOptions(60))
    possible = int((found.points[:, 0] >= 1).sum())
    assert found.bounds == (0, possible)
    assert found.counts == {"certain": 0, "possible": possible, "impossible": 60 - possible, "open": 0}
    assert found.worst is not None
    assert found.worst.proven is not None
    assert found.worst.proven.certain == 0.0


@pytest.mark.parametrize(
    ("name", "changes"),
    [("action-for-action", {}), ("fading-hope", {}), ("stalled", {"moves": "sequential"})],
)
def test_a_word_of_points_solved_together_is_that_of_the_sets_of_equilibria(name: str, changes: dict[str, str]) -> None:
    import sim

    game = sim.load(name).with_(changes).scenario if changes else sim.load(name).scenario
    found = draw_game(game, DrawsOptions(12, 5))
    words = words_of_unique(found.chunk)
    known = np.flatnonzero(words != "")
    alone, told = verdicts(StudyFile.of(game), [axis.name for axis in found.axes], found.points[known])
    assert not told
    assert len(known) >= 8
    assert alone.deal.tolist() == words[known].tolist()


def test_the_draws_are_those_of_a_sweep_with_as_many_samples() -> None:
    game = scenario(BOTH)
    found = draw_game(game, DrawsOptions(50, 3))
    made = ask_sweep(game, (), SweepOptions(samples=50, seed=3))
    assert made.design.names == tuple(axis.name for axis in found.axes)
    assert made.design.points(0, 50).tolist() == found.points.tolist()


def test_what_is_set_is_not_drawn_and_without_draws_ranges_are() -> None:
    assert [axis.name for axis in axes_of(scenario(BOTH, cost="1"))[0]] == ["patience"]
    axes, assumed = axes_of(scenario(PAY_FIRST))
    assert (assumed, [str(axis.draw) for axis in axes]) == (True, ["uniform(0.0, 0.96)", "uniform(0.0, 2.0)"])
    with pytest.raises(AskError, match="nothing to draw"):
        axes_of(scenario(PAY_FIRST, cost="1", patience="0.5"))


def test_a_normal_is_cut_at_the_ends_of_its_range() -> None:
    text = PAY_FIRST.replace("what it pays per round", "what it pays per round, draw: {normal: [1, 3]}")
    found = draw_game(scenario(text), DrawsOptions(300))
    assert found.solved == 300
    assert 0 <= found.points.min() < 0.1
    assert 1.9 < found.points.max() <= 2


def test_games_without_deals_are_told_by_the_ending_of_the_file() -> None:
    import sim

    found = draw_game(sim.load("stag-hunt").scenario, DrawsOptions(20))
    assert (found.event, found.words, found.worst) == ("stag / stag", None, None)
    assert found.bounds == (20, 20)
    assert found.hangs is None


@pytest.mark.parametrize("name", ["coase", "deadline-demands"])
def test_numbers_of_rounds_are_known_to_be_whole(name: str) -> None:
    whole = {p.name for p in load(name).parameters if p.whole}
    assert whole == {"prices" if name == "coase" else "rounds"}


def test_whole_numbers_are_drawn_with_equal_chances() -> None:
    """The uniform distribution over 0.4 to 4.2 has the whole numbers 1 to 4, a quarter each."""
    draw = Draw("uniform", (0.4, 4.2), whole=True)
    found = draw.quantile((np.arange(4000) + 0.5) / 4000)
    assert np.unique(found, return_counts=True)[0].tolist() == [1, 2, 3, 4]
    assert set(np.unique(found, return_counts=True)[1]) == {1000}
    assert draw.support == (1, 4)
    near = Draw("normal", (2.0, 0.5, 0.6, 3.4), whole=True)
    assert set(near.quantile((np.arange(400) + 0.5) / 400)) == {1, 2, 3}
    with pytest.raises(DrawError, match="no whole number"):
        Draw("uniform", (0.4, 0.6), whole=True)


def test_a_drawn_number_of_rounds_decides_as_it_does_by_itself() -> None:
    """Of 1, 2 and 3 rounds, equally likely, one round leaves no time for the second step; a cost of 0.5 is no bar."""
    text = PAY_FIRST.replace(
        "parameters:\n", "parameters:\n  last: {value: 2, min: 1, max: 3, draw: {uniform: [1, 3]}}\n"
    )
    found = draw_game(scenario(text.replace("horizon: 2", "horizon: last"), cost="0.5"), DrawsOptions(90, 2))
    last = found.points[:, 0]
    assert {*last} == {1, 2, 3}
    assert found.words is not None
    assert {*found.words[last == 1]} == {"impossible"}
    assert {*found.words[last > 1]} == {"certain"}
    assert found.worst is not None
    assert found.worst.proven is not None
    assert found.worst.proven.bent == ("last",)  # what changes the structure of the game is in no box


# A concedes exactly if B does not, and B exactly if A does: the only equilibrium is mixed. B is indifferent if A steps
# with a chance of 1/3, and A if B does with prize / 2; so the deal has a chance of prize / 6.
CHASE = """\
format: 1
title: Chase
players: {a: {patience: 0.5}, b: {patience: 0.5}}
parameters: {prize: {value: 1, draw: {uniform: [0.5, 1.5]}}}
status_quo: {a: 0, b: 0}
concessions: {a: [{id: x, effect: {a: prize}}], b: [{id: y, effect: {b: -1}}]}
agreement: {a: -2, b: 3}
moves: simultaneous
actions: [concede, hold_out]
horizon: 1
"""


def test_a_deal_that_hangs_on_mixtures_is_not_said_to_hang_on_which_equilibrium_is_played_alone() -> None:
    game = scenario(CHASE)
    found = draw_game(game, DrawsOptions(50))
    assert found.counts == {"certain": 0, "possible": 50, "impossible": 0, "open": 0}
    assert "and on how players' mixtures fall" in chance_sentence(game, found)
    assert "at no draw, on the likeliest course" in hangs_sentence(game, found)
    hunt = scenario(HUNT)
    told = draw_game(hunt, DrawsOptions(50))
    assert "it hangs on which equilibrium is played." in chance_sentence(hunt, told)
    assert "likeliest course" not in hangs_sentence(hunt, told)
