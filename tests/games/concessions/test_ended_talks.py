"""What stands when talks end, and when they threaten to: the rules of a breakdown, with values worked out by hand."""

import json
import random
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.engine.concessions.certificate import Deviations
from sim.engine.concessions.markov_perfect.solution import solve_markov
from sim.engine.concessions.subgame_perfect.solution import solve_stochastic
from sim.engine.selection import parse_rule
from sim.errors import ScenarioError
from sim.games.concessions.rounds import from_concessions
from sim.games.concessions.stochastic_game import BROKEN, StochasticGame
from sim.scenario.load import load
from tests.engine.concessions.rules import Checker, Rules, Stands
from tests.engine.concessions.test_subgame_perfect_against_the_rules import pressed, random_game
from tests.games.concessions.test_rounds import outcome, state

F = Fraction


def game(fakes: bool = False, **changes: Any) -> StochasticGame:
    """One step each; what the United States gives can be taken back, what North Korea gives cannot."""
    breakdown = {"payoff": {"us": -1, "nk": -4}} | changes.pop("breakdown", {})
    data: dict[str, Any] = {
        "format": 1,
        "title": "t",
        "players": {"us": {"patience": 0.5}, "nk": {"patience": 0.5}},
        "status_quo": {"us": -3, "nk": -3},
        "concessions": {
            "us": [{"id": "relief", "effect": {"us": -1, "nk": 2}, "reversible": True}],
            "nk": [{"id": "site", "effect": {"us": 2, "nk": -1}, "once": {"nk": -2}, "verification": 0.5}],
        },
        "agreement": {"us": 1.5, "nk": 1.5},
        "breakdown": breakdown,
        "moves": "alternating",
        "first": "nk",
        "actions": ["concede", "hold_out", "walk_away"],
        "horizon": 2,
    }
    return from_concessions(load("t", text=json.dumps(data | changes)), (fakes, fakes))


KEPT = {
    # By what stands: nothing, relief, site, both.
    "nothing": [(-1, -4), (-1, -4), (-1, -4), (-1, -4)],
    "irreversible": [(-1, -4), (-1, -4), (1, -5), (1, -5)],
    "all": [(-1, -4), (-2, -2), (1, -5), (0, -3)],
}


@pytest.mark.parametrize("keeps", KEPT)
def test_after_the_talks_have_ended_what_is_kept_goes_on_being_paid(keeps: str) -> None:
    g = game(breakdown={"keeps": keeps})
    sides: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((), ()), (("relief",), ()), ((), ("site",))]
    for stands, pair in zip([*sides, (("relief",), ("site",))], KEPT[keeps], strict=True):
        assert g.ended[state(g, *stands)] == pair


def test_by_default_what_cannot_be_taken_back_is_kept_and_taking_back_is_no_progress() -> None:
    assert game() == game(breakdown={"keeps": "irreversible", "stalls": "without_progress"})


def test_whoever_walks_away_with_what_was_given_for_good_is_not_given_it() -> None:
    """By hand, patience 1/2. With the site given, relief leaves the United States -3 + 2 - 1 + 1.5 = -0.5 a round.

    Old rule: walking away pays it -1, so it grants relief, and North Korea takes its step: it gets -3 - 1 - 2 = -6 now
    and -0.5 for ever after, -3.25 in all, against -3 and then -4 (the United States walks away from -3), -3.5 in all.
    Default: walking away pays -1 + 2 = 1, so the United States takes the site and leaves, and North Korea, which would
    have -6 now and -4 - 1 = -5 for ever, waits.
    """
    old = solve_stochastic(game(breakdown={"keeps": "nothing"}))
    assert old.values == (0.5 * -1 + 0.5 * -0.5, 0.5 * -6 + 0.5 * -0.5)
    new = solve_stochastic(game())
    assert new.values == (0.5 * -3 + 0.5 * -1, 0.5 * -3 + 0.5 * -4)


def test_a_step_of_the_round_in_which_the_other_side_walks_away_is_not_taken() -> None:
    g = game(moves="simultaneous")
    got = outcome(g.phases(0)[0], 0, "walk_away", "concede")
    assert (got.reward, got.ended, got.successor) == ((-1, -4), (-1, -4), BROKEN)


def test_a_follower_who_walks_away_leaves_the_leaders_step_standing_and_paid_for() -> None:
    g = game(moves="sequential")
    lead, follow = g.phases(0)
    answer = outcome(lead, 0, "", "concede").successor
    got = outcome(follow, answer, "walk_away", "")
    # -4 - 1 for ever, and this round 2 less for the step.
    assert (got.reward, got.ended) == ((1, -7), (1, -5))
    g = game(moves="sequential", breakdown={"keeps": "nothing"})
    answer = outcome(g.phases(0)[0], 0, "", "concede").successor
    got = outcome(g.phases(0)[1], answer, "walk_away", "")
    assert (got.reward, got.ended) == ((-1, -4), (-1, -4))


def test_of_a_fake_nothing_is_kept() -> None:
    g = game(fakes=True, on_discovery="breakdown")
    fake = next(k for k, s in enumerate(g.states) if s.stands == ((), ("site",)) and s.faked[1])
    assert g.ended[fake] == (-1, -4)
    assert outcome(g.phases(0)[0], 0, "", "fake").discovered == (-1, -4)


@pytest.mark.parametrize("keeps", ["nothing", "irreversible"])
def test_a_hazard_ends_the_talks_in_the_state_after_the_round(keeps: str) -> None:
    # Only the United States moves in round 2, and stalls: after that -1 and -4, with the site 1 and -5, in any case.
    g = game(breakdown={"hazard": 1, "keeps": keeps}, actions=["concede", "hold_out"])
    phase, k = g.phases(1)[0], state(g, nk=("site",))
    got = outcome(phase, k, "hold_out", "")
    assert (got.risk, got.reward) == (1, (-1, -4))
    assert got.ended == ((1, -5) if keeps == "irreversible" else (-1, -4))


CIRCLE: dict[str, Any] = {
    "players": {"us": {"patience": 0.5}, "nk": {"patience": 0.5}},
    "status_quo": {"us": 0, "nk": 0},
    "concessions": {
        "us": [{"id": "gesture", "once": {"us": 1}, "reversible": True}],
        "nk": [{"id": "site", "effect": {"nk": -9}}],
    },
    "agreement": {},
    "actions": ["concede", "hold_out", "renege"],
    "moves": "simultaneous",
    "horizon": "infinite",
}


@pytest.mark.parametrize(
    ("stalls", "worth"), [("without_change", F(2, 3)), ("without_progress", F(19, 31))], ids=["change", "progress"]
)
def test_taking_back_keeps_talks_alive_only_where_the_file_says_so(stalls: str, worth: Fraction) -> None:
    """A gesture pays 1 in its round and can be taken back and made again; patience d = 1/2, hazard h = 1/10, then -1.

    Where any change counts, V = (1 - d) + d^2 V = 1 / (1 + d). Where only steps do, the round of taking back is one
    without progress: V = (1 - d) + d^2 ((1 - h) V - h), so V = (1 - d - d^2 h) / (1 - d^2 (1 - h)) = 0.475 / 0.775.
    """
    breakdown = {"payoff": {"us": -1, "nk": -20}, "hazard": 0.1, "stalls": stalls}
    g = game(**CIRCLE, breakdown=breakdown)
    risks = [outcome(g.phases(0)[0], state(g, us=("gesture",)), "renege", "hold_out").risk]
    assert risks == [F(1, 10) if stalls == "without_progress" else 0]
    found = solve_markov(g, parse_rule("payoff-dominant", ("us", "nk")), 30)
    assert found.values[0] == pytest.approx(float(worth), abs=1e-9)


def test_a_step_that_is_given_again_is_progress_and_a_round_with_one_step_and_one_taken_back_as_well() -> None:
    actions = ["concede", "hold_out", "renege"]
    g = game(moves="simultaneous", actions=actions, breakdown={"hazard": 0.25})
    phase = g.phases(0)[0]
    assert outcome(phase, 0, "concede", "hold_out").risk == 0
    relief = state(g, us=("relief",))
    assert outcome(phase, relief, "renege", "concede").risk == 0
    assert outcome(phase, relief, "renege", "hold_out").risk == F(1, 4)
    done = state(g, us=("relief",), nk=("site",))
    assert outcome(phase, done, "hold_out", "hold_out").risk == 0
    assert outcome(phase, done, "renege", "hold_out").risk == F(1, 4)


class Anyhow:
    """Strategies that mix at random, the same where a player sees the same."""

    def __init__(self, g: StochasticGame, draw: random.Random) -> None:
        self.known: dict[tuple[int, Stands, str | None, int], dict[str, Fraction]] = {}
        self.layers: list[list[tuple[Any, Any]]] = []
        for t in range(g.rounds):
            self.layers.append([])
            for p, phase in enumerate(g.phases(t)):
                sides = np.zeros(phase.open[0].shape), np.zeros(phase.open[1].shape)
                for (k, node), i in product(enumerate(phase.nodes), (0, 1)):
                    stands = g.states[node.state].stands
                    seen = frozenset(stands[0]), frozenset(stands[1])
                    key = t, seen, node.leader if p else None, i
                    weights = [draw.randint(1, 4) for _ in node.actions[i]]
                    drawn = {a: F(w, sum(weights)) for a, w in zip(node.actions[i], weights, strict=True)}
                    sides[i][k, : len(weights)] = [float(v) for v in self.known.setdefault(key, drawn).values()]
                self.layers[-1].append(sides)

    def __call__(self, t: int, stands: Stands, leader: str | None, i: int) -> dict[str, Fraction]:
        """What a player does where it sees a state, and what the leader has done."""
        return self.known[t, stands, leader, i]


def drawn(draw: random.Random, moves: str) -> tuple[dict[str, Any], StochasticGame]:
    """A random game whose steps do not wait for each other for ever."""
    while True:
        data = pressed(draw, random_game(draw, moves))
        steps = [f"{p}.{step['id']}" for p, ladder in data["concessions"].items() for step in ladder]
        data["breakdown"]["rests"] = [draw.sample(steps, draw.randint(1, len(steps))) for _ in range(2)]
        for step in (step for ladder in data["concessions"].values() for step in ladder):
            if draw.random() < 0.4:
                pay = {p: draw.randint(-3, 3) for p in data["players"]}
                step["effects"] = [{"when": draw.sample(steps, 1 + (len(steps) > 1)), "effect": pay}]
        if draw.random() < 0.5:
            data["breakdown"]["hazard"] = [draw.choice([0, 0.1, 0.5, 1]) for _ in range(data["horizon"])]
        try:
            return data, from_concessions(load("random", text=json.dumps(data)))
        except ScenarioError:
            continue


@pytest.mark.parametrize("moves", ["simultaneous", "alternating", "sequential"])
def test_any_strategies_are_worth_what_the_text_of_the_rules_adds_up_to(moves: str) -> None:
    """Random mixed strategies: an evaluator that knows the text of the format alone agrees with policy evaluation."""
    draw = random.Random(f"rules of ended talks {moves}")
    for _ in range(30):
        data, g = drawn(draw, moves)
        play = Anyhow(g, draw)
        expected = Checker(Rules(data), play).value(0, (frozenset(), frozenset()))
        assert Deviations(g, play.layers).values[0][0][0] == pytest.approx([float(v) for v in expected], abs=1e-9)


def loaded(**changes: Any) -> StochasticGame:
    return game(moves="simultaneous", actions=["concede", "hold_out"], **changes)


@pytest.mark.parametrize("hazard", [["0", "1/10", "1/4"], "(round - 1) * (round + 2) / 40"])
def test_a_hazard_may_change_from_round_to_round(hazard: Any) -> None:
    """Nobody steps: North Korea gets V = 1/2 (-3) + 1/2 ((1 - h) V' - 4 h) in each round, and -3 for ever at last.

    From the end: h = 1/4 gives -3.125, then h = 1/10 gives 1/2 (-3) + 1/2 (0.9 (-3.125) - 0.4) = -3.10625, and h = 0
    gives -3.053125.
    """
    g = loaded(breakdown={"hazard": hazard}, horizon=3)
    assert [outcome(g.phases(t)[0], 0, "hold_out", "hold_out").risk for t in range(3)] == [0, F(1, 10), F(1, 4)]
    still: list[list[tuple[Any, Any]]] = []
    for t in range(3):
        (phase,) = g.phases(t)
        holds = [[[float(a == "hold_out") for a in node.actions[i]] for node in phase.nodes] for i in (0, 1)]
        wide = [
            np.array([line + [0.0] * (2 - len(line)) for line in side])[:, : phase.shape[i]]
            for i, side in enumerate(holds)
        ]
        still.append([(wide[0], wide[1])])
    assert Deviations(g, still).values[0][0][0][1] == pytest.approx(-3.053125)


def test_rounds_of_the_same_hazard_share_their_phases() -> None:
    g = loaded(breakdown={"hazard": ["0.1", "0.2", "0.1"]}, horizon=3)
    assert g.cycle[0] is g.cycle[2]
    assert g.cycle[0] is not g.cycle[1]
    assert loaded(breakdown={"hazard": ["0.1", "0.1", "0.1"]}, horizon=3) == loaded(
        breakdown={"hazard": 0.1}, horizon=3
    )


def test_a_parameter_called_round_is_a_parameter() -> None:
    g = loaded(breakdown={"hazard": "round / 10"}, horizon=3, parameters={"round": 2})
    assert [outcome(g.phases(t)[0], 0, "hold_out", "hold_out").risk for t in range(3)] == [F(1, 5)] * 3


def test_talks_rest_where_just_the_steps_of_an_interim_deal_stand() -> None:
    g = loaded(breakdown={"hazard": 0.5, "rests": [["nk.site"]]})
    phase = g.phases(0)[0]
    risks = {
        stands: outcome(phase, state(g, *stands), "hold_out", "hold_out").risk for stands in (((), ()), ((), ("site",)))
    }
    assert risks == {((), ()): F(1, 2), ((), ("site",)): 0}
    relief = state(g, us=("relief",))
    assert outcome(phase, relief, "hold_out", "hold_out").risk == F(1, 2)


@pytest.mark.parametrize(
    ("hazard", "horizon", "message"),
    [
        ([0.1, 0.2], 3, "expected a chance for each of the 3 rounds, found 2"),
        ([0.1, 1.5], 2, "expected a probability from 0 to 1, found 1.5"),
        ("round / 2", 3, "in round 3: expected a probability from 0 to 1, found 1.5 (from 'round / 2')"),
        ("round / 20", "infinite", "a hazard changes from round to round only in games with a last round"),
        ([0.1], "infinite", "a hazard changes from round to round only in games with a last round"),
    ],
)
def test_a_hazard_that_fits_no_game_is_refused(hazard: Any, horizon: Any, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(breakdown={"hazard": hazard}, horizon=horizon)
    (problem,) = caught.value.problems
    assert problem.message == message
    assert problem.key == ("breakdown.hazard[1]" if message.endswith("found 1.5") else "breakdown.hazard")


def jointly(**changes: Any) -> StochasticGame:
    """Relief is worth 3 more to North Korea, and costs 1 more, while the site stands as well."""
    steps = {
        "us": [
            {
                "id": "relief",
                "effect": {"us": -1, "nk": 2},
                "effects": [{"when": ["nk.site"], "effect": {"us": -1, "nk": 3}}],
            }
        ],
        "nk": [{"id": "site", "effect": {"us": 2, "nk": -1}, "verification": 0.5}],
    }
    return game(concessions=steps, **changes)


def test_an_effect_that_hangs_on_another_step_counts_while_both_stand() -> None:
    g = jointly()
    assert g.final[state(g, us=("relief",))] == (-3 - 1, -3 + 2)
    assert g.final[state(g, nk=("site",))] == (-3 + 2, -3 - 1)
    done = state(g, us=("relief",), nk=("site",))
    assert g.final[done] == (-3 - 1 + 2 - 1 + F(3, 2), -3 + 2 - 1 + 3 + F(3, 2))


def test_an_effect_that_hangs_on_another_step_is_kept_with_both() -> None:
    g = jointly()
    done = state(g, us=("relief",), nk=("site",))
    assert g.ended[done] == (-1 - 1 + 2 - 1, -4 + 2 - 1 + 3)


def test_an_effect_does_not_hang_on_a_fake() -> None:
    g = jointly(fakes=True)
    faked = next(k for k, s in enumerate(g.states) if s.stands == (("relief",), ("site",)) and s.faked[1])
    # Believed complete: the agreement is paid, and of the steps relief alone.
    assert g.final[faked] == (-3 - 1 + F(3, 2), -3 + 2 + F(3, 2))


def test_a_step_worth_taking_only_after_another_waits_for_it() -> None:
    """By hand, no agreement, patience 1/2, alternating, North Korea first, two rounds, no walking away.

    The site costs North Korea 1 and brings it 2 + 3 once relief stands too; relief pays the United States -2 with the
    site and 0 without, so it is not granted: North Korea waits, and the United States, whose relief alone pays -1, too.
    If relief pays the United States 2 with the site it grants it: North Korea takes its step, -4 now, then 1 for ever.
    """
    steps = {
        "us": [
            {"id": "relief", "effect": {"us": -1, "nk": 2}, "effects": [{"when": ["nk.site"], "effect": {"nk": 3}}]}
        ],
        "nk": [{"id": "site", "effect": {"us": 2, "nk": -1}}],
    }
    same = {"agreement": {}, "actions": ["concede", "hold_out"]}
    assert solve_stochastic(game(concessions=steps, **same)).values == (-3, -3)
    steps["us"][0]["effects"] = [{"when": ["nk.site"], "effect": {"us": 3, "nk": 3}}]
    # us: -1 now, then -3 + 2 - 1 + 3 = 1; nk: -4 now, then -3 - 1 + 2 + 3 = 1.
    assert solve_stochastic(game(concessions=steps, **same)).values == (0.5 * -1 + 0.5 * 1, 0.5 * -4 + 0.5 * 1)


def test_what_an_effect_hangs_on_is_checked_with_its_place() -> None:
    step = {"id": "relief", "effects": [{"when": ["nk.sight"], "effect": {"us": 1}}]}
    with pytest.raises(ScenarioError) as caught:
        game(concessions={"us": [step], "nk": [{"id": "site"}]})
    (problem,) = caught.value.problems
    assert (problem.key, problem.message) == ("concessions.us[0].effects[0].when[0]", "there is no step 'nk.sight'")
    assert problem.hint == "did you mean 'nk.site'?"
