"""`detente explain-data` at the command line: the document's shape, all forms of an answer, and refusals in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import ROOT
from tests.study.pay_first import PAY_FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Run

PAID = "kind: course\ntitle: Paid\ncourse: [{round: 1, step: us.pay}, {round: 2, step: nk.repay}]\n"
COURSE = {"now", "consistent", "certified", "parameters", "map", "box", "solved", "late", "answer", "notes", "course"}
LINE = {"name", "label", "unit", "about", "value", "min", "max", "exact", "share", "stretches", "edges", "problem"} | {
    "open",
    "unsolved",
}
CLASS = ROOT / "docs" / "examples"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "it.yaml").write_text(PAY_FIRST, encoding="utf-8")
    (tmp_path / "seen.yaml").write_text(PAID, encoding="utf-8")
    return tmp_path


def test_the_document_has_stretches_their_ends_and_the_box(detente: Run, files: Path) -> None:
    told = json.loads(detente("explain-data", "it.yaml", "seen.yaml", "--draws", "20", "--json").out)
    assert COURSE | {"observed"} <= set(told)
    assert (told["observed"], told["now"], told["consistent"], told["certified"]) == ("course", "certain", True, True)
    by_name = {p["name"]: p for p in told["parameters"]}
    assert all(set(p) == LINE for p in by_name.values())
    # Paid if cost < patience * gain = 1.6.
    assert [(s["exactly"], s["consistent"]) for s in by_name["cost"]["stretches"]] == [
        (["0", "8/5"], True),
        (["8/5", "2"], False),
    ]
    assert by_name["cost"]["edges"] == [{"between": ["8/5", "8/5"], "value": 1.6, "exactly": "8/5", "consistent": True}]
    assert told["box"]["done"] == 20
    assert {told["map"]["across"], told["map"]["up"]} == {"cost", "patience"}
    assert told["course"]["seen"][0] == {"round": 1, "player": "us", "action": "concede", "step": "pay"}


@pytest.mark.parametrize(
    "command",
    [
        "--brief",
        "--quiet",
        "--detail",
        "--draws 0 --json",
        "cost --two cost patience --out a.svg",
        "cost --out b.docx",
        "cost --out c.txt",
        "cost --out d.json",
        "cost=0:1 --part What",
        "cost=0:2 --set patience=0.9",
        "cost=0.5:0.7 --draws 5",
    ],
)
def test_each_form_of_an_answer(detente: Run, files: Path, command: str) -> None:
    done = detente("explain-data", "it.yaml", "seen.yaml", *command.split())
    assert (done.code, done.err) == (0, "")


def test_records_of_a_class_are_explained(detente: Run) -> None:
    envy, folder = str(CLASS / "envy.yaml"), str(CLASS / "class")
    told = json.loads(detente("explain-data", envy, folder, "envy", "--points", "3", "--json").out)
    assert (told["observed"], told["games"], told["choices"]) == ("records", 10, 20)
    (profile,) = told["parameters"]
    # Two offers of a quarter in five were refused, which no equilibrium without envy does.
    assert 0 < profile["interval"][0] < profile["likeliest"] < profile["interval"][1] < 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("it.yaml", "nowhere"), "there is no such file or folder, and no bundled course of that name"),
        (("it.yaml", "autum-2018"), "did you mean 'autumn-2018'"),
        (("it.yaml", "it.yaml"), "expected 'kind: course'"),
        (("it.yaml", "singapore-to-hanoi"), "course[0].step: the scenario has no step 'us.exercises'"),
        (("it.yaml", "empty"), "no record of a game of this scenario"),
        (("chicken", "seen.yaml"), "give a folder with the records of a class"),
        (("it.yaml", "seen.yaml", "price"), "no parameter 'price'"),
        (("it.yaml", "seen.yaml", "--two", "cost", "cost"), "two different parameters"),
        (("-", "-"), "cannot both come from standard input"),
    ],
)
def test_refusals_are_in_words(detente: Run, files: Path, arguments: tuple[str, ...], told: str) -> None:
    (files / "empty").mkdir()
    done = detente("explain-data", *arguments)
    assert done.code != 0
    assert told in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_of_numbers_left_out_of_the_sentence_no_more_is_said_than_the_data_hold(detente: Run) -> None:
    five = ("leakage", "relief_cost", "peace_us", "weapons_worth", "threat")
    told = json.loads(detente("explain-data", "action-for-action", "autumn-2018", *five, "--draws", "0", "--json").out)
    lines = {p["name"]: p for p in told["parameters"]}
    # Consistent at a single value alone, it comes last of five; four are told.
    assert {name for name, p in lines.items() if not p["share"]} == {"threat"}
    assert lines["threat"]["exact"]
    assert not lines["threat"]["open"]
    assert {s["consistent"] for s in lines["threat"]["stretches"]} == {True, False}
    assert "of 1 more number some values are, and all others are not" in told["answer"][1]
