"""`detente run --draws` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.study.uncertain.test_draws import COST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run

KEYS = [
    *("format", "scenario", "file", "sha256", "settings", "version", "kind", "select", "draws", "seed", "solved"),
    *("assumed", "event", "chance", "verdicts", "not_asked", "parameters", "hangs_on", "endings", "payoffs", "worst"),
    *("answer", "notes"),
]


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "it.yaml").write_text(COST.replace("cost ** power", "cost"), encoding="utf-8")
    return "it.yaml"


def test_the_document_has_the_chance_what_it_hangs_on_and_the_worst_case(detente: Run, file: str) -> None:
    told = json.loads(detente("run", file, "--draws", "300", "--seed", "4", "--json").out)
    assert list(told) == KEYS
    assert (told["draws"], told["seed"], told["event"], told["assumed"]) == (300, 4, "deal", False)
    chance = told["chance"]
    assert chance["low"] == chance["high"] == told["verdicts"]["certain"] / 300
    assert chance["interval"][0] < 0.8 < chance["interval"][1]
    (cost,) = told["parameters"]
    assert cost["draw"] == {"uniform": [0.0, 2.0]}
    assert cost["first"] == pytest.approx(1, abs=0.15)
    # A deal is certain below a cost of 1.6, impossible above: four fifths of the box, which both are proven of.
    proven = told["worst"]["proven"]
    assert (proven["certain"], proven["impossible"]) == (pytest.approx(0.8, abs=1e-4), pytest.approx(0.2, abs=1e-4))
    assert told["worst"]["everywhere"] is None
    assert told["worst"]["not_certain"]["set"]["cost"] > 1.6
    assert told["worst"]["not_certain"]["deal"] == "impossible"


def test_text_line_and_document_give_the_same_chance(detente: Run, file: str) -> None:
    told = json.loads(detente("run", file, "--draws", "300", "--json").out)
    line, text = (detente("run", file, "--draws", "300", *how).out for how in (("--quiet",), ()))
    share = f"{told['chance']['low']:.1%}"
    assert f"the chance of a deal is {share}" in line
    assert share in text
    assert told["answer"][0] in " ".join(line.split())


def test_a_game_without_deals_has_the_same_keys(detente: Run) -> None:
    told = json.loads(detente("run", "stag-hunt", "--draws", "5", "--json").out)
    assert list(told) == KEYS
    assert (told["verdicts"], told["worst"], told["hangs_on"], told["assumed"]) == (None, None, None, True)


def test_a_box_of_certain_deals_is_told_as_proven(detente: Run, file: str) -> None:
    found = detente("run", file, "--draws", "20", "--quiet", "--with", "cost.draw={uniform: [0, 1.5]}")
    assert "Whatever values they have, a deal is certain; that is proven" in found.out


def test_what_is_not_proven_is_told_of_the_draws_alone(detente: Run, file: str) -> None:
    words = "cost.draw={uniform: [0, 0.5]}, patience.draw={uniform: [0.5, 0.9]}"
    found = detente("run", file, "--draws", "20", "--quiet", "--with", words)
    assert "At none of the 20 draws is a deal other than certain, which is no proof" in found.out


@pytest.mark.parametrize(
    "words",
    [
        "--brief", "--quiet", "--json", "--out a.svg", "--out b.docx", "--out c.txt", "--out d.json",
        "--part How", "--set patience=0.9", "--select welfare", "--strict",
    ],
)  # fmt: skip
def test_every_form_is_an_answer(detente: Run, file: str, words: str) -> None:
    found = detente("run", file, "--draws", "40", *words.split())
    assert found.code == 0, found.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--draws", "0"), "greater than or equal to 1"),
        (("--draws", "5", "--all"), "leave --all out"),
        (("--draws", "5", "--solve", "nash"), "leave --solve out"),
        (("--draws", "5", "--show", "1"), "leave --show out"),
        (("--draws", "5", "--set", "cost=1"), "there is nothing to draw"),
        (("--draws", "5", "--select", "best:us"), "one is selected at each stage game"),
        (("--draws", "5", "--with", "cost.draw={uniform: [0, 3]}"), "its max is 2"),
        (("--draws", "5", "--with", "cost.draw={uniform: [1, 0]}"), "in rising order"),
        (("--draws", "5", "--with", "cost.draw={uniforn: [0, 1]}"), "did you mean 'uniform'"),
        (("--draws", "5", "--with", "cost.draw={normal: [90, 1]}"), "next to nothing of it"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente: Run, file: str, words: tuple[str, ...], why: str) -> None:
    found = detente("run", file, *words)
    assert found.code != 0
    assert why in found.err


@pytest.mark.parametrize(
    "name", ["elmira", "ultimatum", "beer-quiche", "prisoners-dilemma", "mixed-signals", "inspection"]
)
def test_files_of_all_kinds_are_answered_or_refused_in_words(detente: Run, name: str) -> None:
    found = detente("run", name, "--draws", "3", "--quiet", "--time-limit", "10")
    assert "Traceback" not in found.err
    assert found.code == 0 or found.err.strip()


def test_where_there_is_no_time_to_solve_a_draw_once_more_it_is_not_said_that_there_is_none() -> None:
    from sim.deadline import within
    from sim.scenario.load import load
    from sim.study.record import StudyFile
    from sim.study.solve import compiled
    from sim.study.uncertain.draws import axes_of
    from sim.study.uncertain.worst import _witness

    game = load("it.yaml", text=COST)
    study = compiled(StudyFile.of(game), tuple(axis.name for axis in axes_of(game)[0]))
    points, words = np.array([[0.5], [1.9]]), np.array(["certain", "impossible"], dtype=object)
    with within(0.0):
        found = _witness(study, points, words, "certain")
    assert found is not None
    assert (found.point, found.word, found.checked) == ((1.9,), "impossible", False)
