"""The timing rules of a round, one by one, with the payoffs worked out by hand."""

from fractions import Fraction

import pytest

from sim.errors import GameTooLargeError
from sim.games import compile_scenario
from sim.games.concessions.stochastic_game import BROKEN, Outcome, Phase, StochasticGame
from sim.scenario.load import load

F = Fraction
BROKEN_DOWN = F(-4), F(-5)

TEXT = """
format: 1
title: Two steps
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.8}}}}
status_quo: {{us: -3, nk: -2}}
concessions:
  us: [{{id: relief, effect: {{us: -1, nk: 2}}, once: {{us: -0.5}}, reversible: true, after: [{after}]}}]
  nk: [{{id: freeze, effect: {{us: 1.5, nk: -0.25}}, once: {{nk: 0.125}}}}]
agreement: {{us: 0.5, nk: 0.75}}
breakdown: {{payoff: {{us: -4, nk: -5}}, hazard: 0.1, keeps: nothing, stalls: without_change}}
moves: {moves}
first: {first}
actions: [concede, hold_out, walk_away, renege]
horizon: 3
"""


def game(moves: str = "simultaneous", first: str = "us", after: str = "") -> StochasticGame:
    compiled = compile_scenario(load("test", text=TEXT.format(moves=moves, first=first, after=after)))
    assert isinstance(compiled, StochasticGame)
    return compiled


def state(game: StochasticGame, us: tuple[str, ...] = (), nk: tuple[str, ...] = ()) -> int:
    return next(k for k, s in enumerate(game.states) if s.stands == (us, nk))


def outcome(phase: Phase, node: int, one: str, two: str) -> Outcome:
    label = phase.nodes[node]
    return phase.outcomes[label.cells[label.actions[0].index(one)][label.actions[1].index(two)]]


def test_holding_out_stalls_pays_the_state_and_risks_a_breakdown() -> None:
    g = game()
    assert outcome(g.phases(0)[0], 0, "hold_out", "hold_out") == Outcome((F(-3), F(-2)), 0, F(1, 10), BROKEN_DOWN)


def test_a_step_changes_the_payoffs_in_its_own_round_and_pays_once() -> None:
    g = game()
    got = outcome(g.phases(0)[0], 0, "concede", "hold_out")
    # -3 - 1 - 0.5 and -2 + 2
    assert got == Outcome((F(-9, 2), F(0)), state(g, us=("relief",)), F(0), BROKEN_DOWN)


def test_both_steps_at_once_complete_the_agreement_in_the_same_round() -> None:
    g = game()
    got = outcome(g.phases(0)[0], 0, "concede", "concede")
    # us: -3 - 1 + 1.5 - 0.5 (once) + 0.5 (agreement); nk: -2 + 2 - 0.25 + 0.125 + 0.75
    assert got.reward == (F(-5, 2), F(5, 8))
    assert g.states[got.successor].complete


def test_whoever_walks_away_ends_it_for_both_whatever_the_other_does() -> None:
    g = game()
    phase = g.phases(0)[0]
    ways = [("walk_away", "concede"), ("hold_out", "walk_away"), ("walk_away", "walk_away")]
    assert {outcome(phase, 0, *way) for way in ways} == {Outcome(BROKEN_DOWN, BROKEN, F(0), BROKEN_DOWN)}


def test_nobody_walks_away_from_a_complete_agreement_but_reversible_steps_can_be_undone() -> None:
    g = game()
    done = state(g, us=("relief",), nk=("freeze",))
    assert g.phases(0)[0].nodes[done].actions == (("hold_out", "renege"), ("hold_out",))
    assert g.final[done] == (F(-2), F(1, 2))


def test_undoing_a_step_is_a_move_and_not_a_stalled_round() -> None:
    g = game()
    got = outcome(g.phases(0)[0], state(g, us=("relief",)), "renege", "hold_out")
    assert got == Outcome((F(-3), F(-2)), 0, F(0), BROKEN_DOWN)


def test_a_complete_agreement_is_not_stalled_when_nothing_happens() -> None:
    g = game()
    done = state(g, us=("relief",), nk=("freeze",))
    assert outcome(g.phases(0)[0], done, "hold_out", "hold_out").risk == 0


def test_a_step_waits_for_its_prerequisites_at_the_start_of_the_round() -> None:
    g = game(after="nk.freeze")
    assert "concede" not in g.phases(0)[0].nodes[0].actions[0]
    assert "concede" in g.phases(0)[0].nodes[state(g, nk=("freeze",))].actions[0]


def test_a_follower_sees_the_leaders_step_and_may_answer_it_in_the_same_round() -> None:
    g = game("sequential", first="nk", after="nk.freeze")
    lead, follow = g.phases(0)
    assert lead.nodes[0].actions == (("",), ("concede", "hold_out", "walk_away"))
    answer = outcome(lead, 0, "", "concede").successor
    assert follow.nodes[answer].leader == "concede"
    assert follow.nodes[answer].actions[0] == ("concede", "hold_out", "walk_away")
    both = outcome(follow, answer, "concede", "")
    assert g.states[both.successor].complete
    assert both.reward == (F(-5, 2), F(5, 8))


def test_a_round_in_which_only_the_leader_moved_is_not_stalled() -> None:
    g = game("sequential", first="nk")
    lead, follow = g.phases(0)
    moved, waited = (outcome(lead, 0, "", action).successor for action in ("concede", "hold_out"))
    assert outcome(follow, moved, "hold_out", "").risk == 0
    assert outcome(follow, waited, "hold_out", "").risk == F(1, 10)


def test_a_leader_who_walks_away_ends_the_round_before_the_follower_moves() -> None:
    g = game("sequential")
    assert outcome(g.phases(0)[0], 0, "walk_away", "") == Outcome(BROKEN_DOWN, BROKEN, F(0), BROKEN_DOWN)


@pytest.mark.parametrize(("first", "mover"), [("us", 0), ("nk", 1)])
def test_in_alternating_moves_the_first_player_has_the_even_rounds(first: str, mover: int) -> None:
    g = game("alternating", first=first)
    for t in range(3):
        actions = g.phases(t)[0].nodes[0].actions
        assert actions[(mover + t) % 2] == ("concede", "hold_out", "walk_away")
        assert actions[(mover + t + 1) % 2] == ("",)


def pressed(moves: str = "simultaneous") -> StochasticGame:
    text = TEXT.format(moves=moves, first="us", after="") + "mediator: {name: Seoul, delay: {us: 0.25, nk: 0.5}}\n"
    compiled = compile_scenario(load("test", text=text))
    assert isinstance(compiled, StochasticGame)
    return compiled


def test_a_mediator_makes_each_round_cost_that_ends_before_the_agreement_is_complete() -> None:
    g = pressed()
    phase = g.phases(0)[0]
    # Stalled: -3 - 0.25 and -2 - 0.5. A step alone: -4.5 - 0.25 and 0 - 0.5.
    assert outcome(phase, 0, "hold_out", "hold_out").reward == (F(-13, 4), F(-5, 2))
    assert outcome(phase, 0, "concede", "hold_out").reward == (F(-19, 4), F(-1, 2))
    done = state(g, us=("relief",), nk=("freeze",))
    # Undoing relief opens the talks again: the effects of the freeze alone, less the cost.
    assert outcome(phase, done, "renege", "hold_out").reward == (F(-7, 4), F(-11, 4))


def test_a_mediator_takes_nothing_off_a_breakdown_a_complete_agreement_or_what_comes_after_the_last_round() -> None:
    g, plain = pressed(), game()
    phase = g.phases(0)[0]
    assert outcome(phase, 0, "walk_away", "hold_out").reward == (F(-4), F(-5))
    assert outcome(phase, 0, "concede", "concede").reward == (F(-5, 2), F(5, 8))
    done = state(g, us=("relief",), nk=("freeze",))
    assert outcome(phase, done, "hold_out", "hold_out").reward == (F(-2), F(1, 2))
    assert (g.final, g.ended) == (plain.final, plain.ended)


def test_a_mediators_cost_falls_due_once_a_round_also_where_one_answers_the_other() -> None:
    g = pressed("sequential")
    lead, follow = g.phases(0)
    held = outcome(lead, 0, "hold_out", "").successor
    assert outcome(follow, held, "", "hold_out").reward == (F(-13, 4), F(-5, 2))


def test_only_rounds_in_which_a_state_can_be_reached_count() -> None:
    reached = game().reachable()
    assert [int(masks[0].sum()) for masks in reached] == [1, 4, 4]


def test_a_state_space_too_large_is_refused_with_its_size_and_what_to_change() -> None:
    steps = ", ".join(f"{{id: s{k}, reversible: {str(k % 2 == 0).lower()}}}" for k in range(60))
    text = TEXT.format(moves="simultaneous", first="us", after="").replace("horizon: 3", "horizon: 1000")
    text = text.replace("nk: [{id: freeze, effect: {us: 1.5, nk: -0.25}, once: {nk: 0.125}}]", f"nk: [{steps}]")
    with pytest.raises(GameTooLargeError, match=r"decision points; at most 1,000,000 .* Shorten the horizon") as error:
        compile_scenario(load("test", text=text))
    assert "leave 'renege' out" in str(error.value)
