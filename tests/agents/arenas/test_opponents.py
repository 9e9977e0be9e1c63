"""Who plays against people: the agents of simulations play the same games here as there."""

from __future__ import annotations

import pytest

from sim.agents.arenas.arena import Arena
from sim.agents.arenas.match import Match, Seat
from sim.agents.arenas.opponents import opponent
from sim.agents.arenas.people import PRECISION
from sim.agents.arenas.seating import arena_of
from sim.agents.simulation.simulation import simulate
from sim.errors import AgentError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.study.observed.fitted import fitted
from sim.study.observed.people import people_of
from tests.agents.helpers import ladders


def paid(scenario: Scenario, one: str, two: str, seed: int = 1, arena: Arena | None = None) -> tuple[float, float]:
    seats = Seat(None, one), Seat(None, two)
    arena = arena or arena_of(scenario, seats)
    match, sides = Match(arena, seed), [opponent(arena, s, seats[s].agent) for s in (0, 1)]
    while not match.over:
        place = match.place
        turn = match.play({s: match.drawn(sides[s].chances(place)) for s in match.choosing()})
        for side in sides:
            side.saw(place, turn)
    return match.paid


PAIRS = [
    ("tit_for_tat", "grit"),
    ("conceder", "grim"),
    ("impatient_walker,waits=2", "hold_out"),
    ("grit", "hard_liner"),
]


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_agents_get_what_they_get_in_simulations(one: str, two: str, moves: str) -> None:
    scenario = ladders(moves)
    mean = simulate(scenario, {"us": one, "nk": two}, runs=2).payoffs
    assert paid(scenario, one, two) == pytest.approx((mean[0].mean, mean[1].mean))


@pytest.mark.parametrize("chance", [0, 1])
def test_fakes_pay_what_they_pay_in_simulations(chance: float) -> None:
    scenario = ladders("alternating", chance=chance)
    mean = simulate(scenario, {"us": "conceder", "nk": "salami_slicer"}, runs=2).payoffs
    assert paid(scenario, "conceder", "salami_slicer") == pytest.approx((mean[0].mean, mean[1].mean))


def test_play_by_chance_has_the_mean_of_simulations() -> None:
    scenario = load("fading-hope")
    mean = simulate(scenario, {"us": "hold_out", "nk": "quantal_response"}, runs=4000).payoffs[0]
    arena = arena_of(scenario, (Seat(None, "hold_out"), Seat(None, "quantal_response")))
    own = [paid(scenario, "hold_out", "quantal_response", seed, arena)[0] for seed in range(200)]
    assert abs(sum(own) / len(own) - mean.mean) < 4 * mean.standard_error * (4000 / 200) ** 0.5


def test_tit_for_tat_and_grim_answer_in_a_repeated_dilemma() -> None:
    arena = arena_of(load("repeated-prisoners-dilemma"), (Seat("Anna"), Seat(None, "tit_for_tat")))
    for name, wanted in (("tit_for_tat", "CCDC"), ("grim", "CCDD")):
        match, other = Match(arena), opponent(arena, 1, name)
        told = ""
        for own in ("disarm", "arm", "disarm", "disarm"):
            place = match.place
            (move,) = other.chances(place)
            told += "C" if move == "disarm" else "D"
            other.saw(place, match.play({0: own, 1: move}))
        assert told == wanted


@pytest.mark.parametrize(
    ("name", "who", "why"),
    [
        ("chicken", "tit_for_tat", "nobody is called 'tit_for_tat'"),
        ("chicken", "equilibrum", "did you mean 'equilibrium'"),
        ("chicken", "quantal_response,precision=much", "precision=NUMBER"),
        ("chicken", "equilibrium,select=welfare", "has no option"),
        ("action-for-action", "tit_for_tit", "did you mean 'tit_for_tat'"),
    ],
)
def test_an_unknown_opponent_is_told_with_the_nearest_known_one(name: str, who: str, why: str) -> None:
    arena = arena_of(load(name), (Seat("Anna"), Seat("Ben")))
    with pytest.raises(AgentError, match=why):
        opponent(arena, 1, who)


def test_which_of_equally_good_equilibria_is_played_is_drawn_and_each_is_as_likely() -> None:
    arena = arena_of(load("chicken"), (Seat(""), Seat(None, "equilibrium")))
    drawn = [opponent(arena, 1, "equilibrium", seed=k).chances(0)["yield"] for k in range(400)]
    assert set(drawn) == {0.0, 1.0}
    assert abs(sum(drawn) / 400 - 0.5) < 4 * 0.5 / 20  # four standard errors of a fair coin
    assert drawn[:9] == [opponent(arena, 1, "equilibrium", seed=k).chances(0)["yield"] for k in range(9)]
    hunt = arena_of(load("stag-hunt"), (Seat(""), Seat(None, "equilibrium")))
    assert all(opponent(hunt, 1, "equilibrium", seed=k).chances(0)["stag"] == 1 for k in range(20))


def test_people_in_the_repeated_dilemma_do_what_they_were_counted_to_do() -> None:
    """Dal Bo and Frechette (2011), patience 0.5, reward 40: 134 of 612 begin so, 39 of 93 after (d, c)."""
    arena = arena_of(load("laboratory-dilemma", {"patience": "0.5", "reward": "40"}), (Seat(""), Seat(None, "people")))
    people = opponent(arena, 1, "people")
    assert people.chances(0)["cooperate"] == pytest.approx(134 / 612)
    match = Match(arena)
    people.saw(0, match.play({0: "cooperate", 1: "defect"}))
    assert people.chances(1)["cooperate"] == pytest.approx(39 / 93)


def test_people_elsewhere_err_at_the_fitted_precision_or_the_stated_one() -> None:
    seats = Seat(""), Seat(None, "people")
    scenario = load("ultimatum")
    found = people_of(scenario)
    assert found is not None
    again = fitted(scenario, found.study)
    assert again is not None
    assert found.precision == pytest.approx(again.precision, rel=1e-5)
    assert people_of(load("chicken")) is None
    arena = arena_of(load("chicken"), seats)
    (rule,) = arena.responses([PRECISION / arena.payoff_range])
    assert rule is not None
    assert opponent(arena, 1, "people").chances(0) == pytest.approx(rule(0, 1))


@pytest.mark.parametrize("name", ["relief-first", "job-offer", "alternating-offers", "beer-quiche", "ultimatum"])
def test_people_play_every_kind(name: str) -> None:
    scenario = load(name)
    arena = arena_of(scenario, (Seat(None, "people"), Seat(None, "people")))
    match, sides = Match(arena, 5), [opponent(arena, s, "people") for s in (0, 1)]
    while not match.over:
        turn = match.play({s: match.drawn(sides[s].chances(match.place)) for s in match.choosing()})
        assert turn
    assert match.turns
