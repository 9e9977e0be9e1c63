"""Parameters from what somebody says is as good as what: asked at a keyboard, or read from a file."""

import io
import json
import sys
from pathlib import Path

import pytest

import sim
from tests.cli.terminal import ROOT, Done, Run

ANSWERS = """\
# what the desk officer said
- player: one
  this: hare, stag
  as_good_as: stag, stag
  share: 60%
  otherwise: stag, hare
"""


@pytest.fixture
def asked(detente: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``detente calibrate`` with lines that somebody types."""

    def run(typed: str, *arguments: str) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return detente("calibrate", *arguments)

    return run


def test_answers_at_a_keyboard_become_a_file_that_passes_its_check(asked: Run, detente: Run) -> None:
    done = asked("60\n", "stag-hunt", "hare", "--out", "new.yaml")
    assert done.code == 0
    assert "Question 1 of at most 1" in done.out
    told = " ".join(done.out.split())
    assert "with what chance would it have to be" in told
    assert "1 answer fixes hare = 2.4." in told
    assert done.err == "detente: new.yaml: the scenario with these values\n"
    text = Path("new.yaml").read_text(encoding="utf-8")
    assert "# Calibrated with 'detente calibrate': 1 answer fixes hare = 2.4." in text
    assert "hare: {value: 2.4, min: 0.1, max: 3," in text
    assert detente("check", "new.yaml", "--strict").code == 0
    assert detente("calibrate", "stag-hunt", "--answers", "new.yaml").code == 1


def test_rounds_are_asked_for_where_there_are_some_and_everything_can_be_typed(asked: Run) -> None:
    typed = "?\n\nb\nabc\n11\n3 to 5\nb\n4\nq\n"
    done = asked(typed, "action-for-action", "pressure", "weapons_worth", "peace_nk")
    assert done.code == 0
    told = " ".join(done.out.split())
    assert "in how many of 10 rounds would there have to be all steps of United States" in told
    assert "Type a number of rounds from 0 to 10" in told
    assert "'abc' is no answer here" in told
    assert "'11' is no answer here" in told
    assert "Only the ratio of pressure to weapons_worth is fixed: 1.875." in told
    assert "detente: --out FILE.yaml writes the scenario with these values" in done.err
    assert "fixed: 1.875" in told


def test_the_end_of_input_ends_the_questions(asked: Run) -> None:
    done = asked("", "stag-hunt")
    assert done.code == 1
    assert done.err == "detente: no question was answered, so nothing is found\n"


def test_questions_end_where_somebody_wants_them_to(asked: Run) -> None:
    done = asked("4\n4\n4\n", "action-for-action", "--questions", "1", "--quiet")
    assert done.code == 0
    assert "Question 1 of at most 1" in done.out
    assert "Question 2" not in done.out


def test_patience_is_asked_for_by_waiting(asked: Run) -> None:
    done = asked("3\n", "action-for-action", "nk_patience")
    told = " ".join(done.out.split())
    assert "how many rounds of all steps of North Korea and none of United States may there be before" in told
    assert "1 answer fixes nk_patience = 0.7719." in told


def test_an_interview_is_kept_as_a_file_of_answers(asked: Run) -> None:
    assert asked("60\n", "stag-hunt", "hare", "--out", "kept.json").code == 0
    done = asked("", "stag-hunt", "hare", "--answers", "kept.json", "--quiet")
    assert done.out == "Stag hunt: 1 answer fixes hare = 2.4.\n"


def test_names_that_end_lines_stay_in_the_comment(asked: Run) -> None:
    text = sim.load("stag-hunt").text.replace("[stag, hare]", '["stag\\u2028format: 2", "hare\\x85x: 1\\a"]')
    Path("odd.yaml").write_text(text)
    assert asked("60\n", "odd.yaml", "hare", "--out", "new.yaml").code == 0
    assert {p["name"]: p["value"] for p in sim.load("new.yaml").parameters}["hare"] == 2.4


def test_answers_from_a_file_need_no_keyboard(detente: Run) -> None:
    Path("answers.yaml").write_text(ANSWERS)
    done = detente("calibrate", "stag-hunt", "hare", "--answers", "answers.yaml", "--json", "--out", "new.yaml")
    document = json.loads(done.out)
    assert document["parameters"]["hare"] == {
        "before": 3.0, "value": 2.4, "exact": "12/5", "min": 2.4, "max": 2.4, "free": False,
    }  # fmt: skip
    assert (document["linear"], document["agree"], document["residuals"]) == (True, True, [0.0])
    assert sim.load("new.yaml").parameters["value"] == (4.0, 2.4)
    # The document is a file of answers itself.
    Path("document.json").write_text(done.out)
    again = detente("calibrate", "stag-hunt", "hare", "--answers", "document.json", "--json")
    assert json.loads(again.out)["parameters"] == document["parameters"]


def test_answers_that_contradict_each_other_are_named(detente: Run) -> None:
    Path("answers.yaml").write_text(ANSWERS + ANSWERS.replace("60%", "70%"))
    done = detente("calibrate", "stag-hunt", "hare", "--answers", "answers.yaml")
    told = " ".join(done.out.split())
    assert "No values agree with both answers. Those that fit best have hare = 2.6." in told
    assert "Answers 1 and 2 contradict each other" in told
    assert "With these values the first pays 0.2 more; they would be as good at a chance of 65%." in told
    assert detente("calibrate", "stag-hunt", "hare", "--answers", "answers.yaml", "--quiet").out.count("\n") == 1


def test_what_is_wrong_with_a_file_of_answers_has_its_line(detente: Run) -> None:
    Path("answers.yaml").write_text(ANSWERS.replace("hare, stag", "hair, stag"))
    done = detente("calibrate", "stag-hunt", "--answers", "answers.yaml")
    assert done.code == 1
    assert done.err.startswith("answers.yaml:3:9: answers[0].this: there is no action 'hair' (did you mean 'hare'?)")
    assert "  this: hair, stag" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("-",), 2, "cannot come from standard input"),
        (("stag-hunt", "--json"), 2, "--json goes with --answers FILE"),
        (("stag-hunt", "har"), 1, "did you mean 'hare'"),
        (("beer-quiche",), 1, "no payoff hangs on a parameter, so that there is nothing to ask"),
        (("action-for-action", "impatience"), 1, "no question would say anything of impatience"),
        (("alternating-offers",), 1, "what offers share is a number of the file"),
        (("stag-hunt", "--out", "new.txt"), 2, ".yaml"),
        (("stag-hunt", "--answers", "nowhere.yaml"), 1, "nowhere.yaml: the file cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(asked: Run, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = asked("", *arguments)
    assert (done.code, told in done.err) == (code, True)


def test_the_dialogue_on_the_page_is_what_is_seen(asked: Run) -> None:
    page = (ROOT / "docs/calibrate.md").read_text(encoding="utf-8")
    dialogue = page.partition("```text\n")[2].partition("```")[0]
    command, _, shown = dialogue.partition("\n")
    done = asked("60\n", *command.split()[3:])
    assert done.out == shown
