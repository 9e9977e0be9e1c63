"""Questions of a lesson: the answers are what one works out by hand from the file."""

from __future__ import annotations

import pytest

from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.lesson.point import point
from sim.show.lesson.questions.questions import questions
from sim.study.record import StudyFile
from sim.study.sliders import SliderGrid, SliderJob, grid


def answers(name: str, *sliders: str, count: int = 5, text: str | None = None, **settings: str) -> dict[str, str]:
    scenario = load(name, settings, text=text)
    solution = solve(scenario)
    made = SliderJob(StudyFile(scenario.file, scenario.text, scenario.settings), None, point)
    around = grid(made, scenario, sliders, count) if sliders else SliderGrid((), (point(scenario, solution),))
    found = questions(scenario, solution, point(scenario, solution), around)
    assert len({entry.question for entry in found}) == len(found)
    return {entry.question: entry.answer for entry in found}


def test_a_dilemma_has_a_dominant_action_and_a_better_cell_that_is_no_equilibrium() -> None:
    told = answers("prisoners-dilemma")
    dominant = next(v for k, v in told.items() if k.startswith("Has either side an action"))
    assert dominant == "Yes. First side: “arm” and Second side: “arm”: strictly dominant."
    better = next(v for k, v in told.items() if k.startswith("Is there a cell that both"))
    assert better.startswith("Yes: “disarm” with “disarm” (3, 3), where the equilibrium pays (1, 1).")


def test_in_matching_pennies_nobody_rests_anywhere() -> None:
    told = answers("matching-pennies")
    assert told["In which cells does nobody want to change alone?"].startswith("In none")
    assert next(v for k, v in told.items() if k.startswith("Has either side")).startswith("No: neither")


def test_the_first_step_of_the_talks_and_what_not_taking_it_costs() -> None:
    told = answers("action-for-action")
    first = "United States takes the step “Pause of joint exercises” in round 1."
    assert told["Who takes the first step, which one, and when?"] == first
    assert (
        told["Do they come to a complete agreement, and does it last?"]
        == "Yes, for certain: it is complete in round 7 and kept."
    )


def test_a_deal_that_fails_is_asked_what_would_have_made_it_hold() -> None:
    # The deal fails by leakage above 251/672 = 0.3735 (docs/require.md), which the slider's range holds.
    told = answers("stalled", "leakage")
    (answer,) = (v for k, v in told.items() if k.startswith("What would have made a deal hold?"))
    assert "leakage of sanctions at 0.373 instead of 0.7 makes it certain" in answer
    assert "both choosing at the same time makes it only possible" in answer
    # Without sliders, and of another kind of game, nothing of it is asked.
    assert not [k for k in answers("stalled") if "deal hold" in k]
    assert not [k for k in answers("chicken", "crash") if "deal hold" in k]


STEPS = """
format: 1
kind: concessions
title: T
horizon: 3
moves: simultaneous
players: {a: {name: A, patience: 0.9}, b: {name: B, patience: 0.9}}
status_quo: {a: 0, b: 0}
actions: [concede, hold_out]
concessions:
  a: [{id: one, name: One, effect: {a: GAIN, b: 1}}]
  b: [{id: two, name: Two, effect: {a: 1, b: GAIN}}]
"""


def test_those_who_take_a_step_at_the_same_time_are_both_named() -> None:
    # A step that pays its owner whatever the other does is taken at once by both.
    told = answers("t.yaml", text=STEPS.replace("GAIN", "1"))
    first = "A takes the step “One” and B takes the step “Two” in round 1."
    assert told["Who takes the first step, which one, and when?"] == first


def test_a_step_that_costs_nothing_to_leave_out_is_a_step_all_the_same() -> None:
    # Without an effect on its owner a step is as good as none, and the rule takes what pays the other side more.
    told = answers("t.yaml", text=STEPS.replace("GAIN", "0"))
    assert "Who takes the first step?" not in told
    assert not any(asked.startswith("Would ") for asked in told)


def test_a_question_on_a_slider_names_the_exact_value_at_which_play_changes() -> None:
    # Cho and Kreps (1987): both types have beer if the stranger is strong with at least one half.
    told = next(v for k, v in answers("beer-quiche", "strong", count=11).items() if "chance of a strong stranger" in k)
    assert "At 0.5: below, " in told
    assert "just there, " in told


def test_no_question_has_the_answer_that_nothing_changes() -> None:
    # In chicken the chances move with the crash (Rapoport and Chammah 1966) and payoffs alone in the dilemma.
    for told in (answers("chicken", "crash"), answers("prisoners-dilemma", "temptation", "sucker")):
        assert not any("change what is played" in asked for asked in told)
    for name in ("chicken", "prisoners-dilemma", "matching-pennies", "power-shift"):
        assert not any("At none" in answer for answer in answers(name).values())


def test_whom_a_number_helps_is_asked_where_one_thing_is_played() -> None:
    # Rubinstein (1982): patience helps who has it and harms the other.
    told = next(
        v for k, v in answers("alternating-offers", "seller_patience").items() if k.startswith("Whom does a higher")
    )
    assert "it helps Seller" in told
    assert "it harms Buyer" in told


def test_deep_questions_come_before_mechanical_ones() -> None:
    asked = list(answers("prisoners-dilemma"))
    deep = next(k for k, q in enumerate(asked) if q.startswith("Is there a cell that both would like better"))
    replies = [k for k, q in enumerate(asked) if q.startswith("What is the best reply of")]
    assert deep < min(replies)


def test_paper_is_asked_nothing_that_takes_the_sliders_or_the_solver() -> None:
    for name, sliders in {"chicken": ("crash",), "action-for-action": ("leakage",), "beer-quiche": ("strong",)}.items():
        scenario = load(name)
        solution = solve(scenario)
        made = SliderJob(StudyFile(scenario.file, scenario.text, scenario.settings), None, point)
        around = grid(made, scenario, sliders, 3)
        for entry in questions(scenario, solution, point(scenario, solution), around):
            if any(word in entry.question for word in ("slider", "page", "first step", "Where between")):
                assert not entry.paper, entry.question


@pytest.mark.parametrize("name", ["chicken", "action-for-action"])
def test_the_files_own_questions_come_first_and_only_at_the_files_own_values(name: str) -> None:
    scenario = load(name)
    own = [entry.question for entry in scenario.lesson.questions]
    assert list(answers(name))[: len(own)] == own
    moved = {"chicken": {"gain": "2"}, "action-for-action": {"leakage": "0.25"}}[name]
    assert not set(own) & set(answers(name, **moved))
