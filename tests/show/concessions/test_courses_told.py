"""What is said of a course that is not the only one, that repeats, or on which somebody has no choice."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.concessions.notes import spans
from sim.show.shown import shown
from sim.show.text.blocks import as_text

TALKS = """\
format: 1
title: Talks
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: x, effect: {us: -1, nk: 3}}]
  nk: [{id: y, effect: {us: 3, nk: -1}, after: [us.x]}]
moves: alternating
first: nk
"""


def told(text: str, explain: bool = False) -> str:
    scenario = load("talks.yaml", text=TALKS + text)
    seen = shown(scenario, solve(scenario))
    return " ".join(as_text(seen.explain("full") if explain else seen.story()).split())


@pytest.mark.parametrize("horizon", ["6", "infinite"])
def test_where_the_talks_most_likely_break_down_before_anybody_can_move_somebody_may_still_move(horizon: str) -> None:
    # Pyongyang cannot move in round 1, after which the talks break down with chance 0.6; else the deal is made by 3.
    story = told(
        f"actions: [concede, hold_out]\nhorizon: {horizon}\n"
        "breakdown: {payoff: {us: 0, nk: 0}, hazard: 0.6, keeps: nothing}\n"
    )
    assert "Most likely nobody takes a step (chance 60%). The agreement is never complete" in story
    # 0.4 (0.9 (0.1 (-1)) + 0.81 (2)) = 0.612 and 0.4 (0.9 (0.1 (3)) + 0.81 (2)) = 0.756
    assert "us gains 0.61 and nk gains 0.76 per round, on average over all courses" in story
    assert "status quo expected gain" in story
    assert "Expected: over all courses by their chances" in story
    assert "this course" not in story.lower()


def test_who_has_no_choice_is_told_to_do_what_it_does() -> None:
    rest = "horizon: 3\nactions: [concede]\n"
    assert "us has no choice and takes the step “x”" in told(rest, explain=True)
    walks = "horizon: 3\nactions: [walk_away]\nbreakdown: {payoff: {us: -5, nk: -5}}\n"
    assert "nk has no choice and walks away" in told(walks, explain=True)


def test_rounds_that_repeat_until_the_talks_break_down_do_not_repeat_for_ever() -> None:
    # Neither side has a reason to move first: the step costs it 9 in every round and the answer pays 1.
    dear = TALKS.replace("us: -1, nk: 3", "us: -9, nk: 1").replace("us: 3, nk: -1", "us: 1, nk: -9")
    rest = "actions: [concede, hold_out]\nhorizon: infinite\nbreakdown: {payoff: {us: 0, nk: 0}, hazard: 0.1}\n"
    scenario = load("talks.yaml", text=dear + rest)
    seen = shown(scenario, solve(scenario))
    for text in (as_text(seen.story()), as_text(seen.explain("full"))):
        flat = " ".join(text.split())
        assert "on, until the talks break down by chance" in flat
        assert "for ever" not in flat
        assert "After each of them the talks may break down" in flat


def test_a_row_of_rounds_that_is_too_long_is_cut_between_numbers() -> None:
    odd = list(range(1, 40, 2))
    short = spans(odd, 24)
    kept = short.removesuffix(", …").split(", ")
    assert len(short) <= 27
    assert short.endswith(", …")
    assert kept == [str(k) for k in odd[: len(kept)]]
    assert spans([1, 2, 3, 7], 24) == "1\N{EN DASH}3, 7"


@pytest.mark.parametrize(("moves", "taken"), [("sequential", True), ("simultaneous", False)])
def test_a_step_is_taken_before_the_answer_to_it_and_not_if_the_other_side_leaves_at_the_same_time(
    moves: str, taken: bool
) -> None:
    # To take the step is all that Pyongyang can do, and to walk away all that pays Washington.
    text = f"""\
format: 1
title: Talks
players: {{us: {{patience: 0.9}}, nk: {{patience: 0.9}}}}
status_quo: {{us: 0, nk: 0}}
concessions:
  us: []
  nk: [{{id: y, effect: {{us: -3, nk: 1}}}}, {{id: z, effect: {{us: -3, nk: 1}}}}]
moves: {moves}
first: nk
actions: [concede, hold_out, walk_away]
horizon: 1
breakdown: {{payoff: {{us: 5, nk: 0}}, keeps: nothing}}
"""
    scenario = load("talks.yaml", text=text)
    seen = shown(scenario, solve(scenario))
    story = " ".join(as_text(seen.story()).split())
    assert "us walks away in round 1" in story
    if taken:
        assert "nk takes the first step at once. The agreement is never complete; us walks away" in story
        assert "nk takes the step “y”" in story
        assert "would take the step" not in story
    else:
        assert "takes the step" not in story
