"""Memos on the command line: what they say is what the answer is, and a file is whole or not there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx import Document

import sim
from sim.errors import OutputError
from sim.version import __version__
from tests.cli.terminal import Run

TALKS = """\
format: 1
title: Small talks
sources: [A made-up source]
players: {us: {name: United States, patience: 0.9}, nk: {name: North Korea, patience: 0.8}}
parameters: {relief: {value: 2, min: 1, max: 4, about: what relief is worth}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: lift, name: Lifting, effect: {us: -0.5, nk: relief}, reversible: true}]
  nk: [{id: stop, name: Stopping, effect: {us: 2, nk: -1}, after: [us.lift]}]
breakdown: {payoff: {us: -1, nk: -1}, hazard: 0.1}
moves: alternating
first: us
actions: [concede, hold_out, renege]
horizon: 4
"""


@pytest.fixture
def talks(tmp_path: Path) -> str:
    (tmp_path / "talks.yaml").write_text(TALKS, encoding="utf-8")
    return "talks.yaml"


def words_in(document: Document) -> str:
    """All words of a file in Word's format."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def headings(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == "Heading 1"]


def test_a_memo_says_what_the_data_say(detente: Run, talks: str) -> None:
    data = json.loads(detente("run", talks, "--json").out)
    assert detente("run", talks, "--out", "memo.docx") == (0, "", "")
    document = Document("memo.docx")
    assert headings(document) == [
        "The answer",
        "Assumptions",
        "Sources",
        "How this was made",
        "Appendix: the full story",
    ]
    assert len(document.inline_shapes) == 1
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["a deal", data["verdict"]["deal"]] in cells
    assert ["a breakdown", data["verdict"]["breakdown"]] in cells
    assert ["SHA-256", data["sha256"]] in cells
    assert ["Command", "detente run talks.yaml --out memo.docx"] in cells
    assert any(cell[0] == "Program" and f"detente {__version__}," in cell[1] for cell in cells)
    for player in ("us", "nk"):
        paid = data["equilibria"][0]["payoffs"][player]
        numbers = re.findall("[\N{MINUS SIGN}+]?[0-9]+[.][0-9]+(?![.0-9])", words_in(document))
        shown = {round(float(told.replace("\N{MINUS SIGN}", "-")), 2) for told in numbers}
        assert round(paid, 2) in shown
    assert "A made-up source" in words_in(document)


def test_assumptions_are_the_rules_and_the_numbers_of_the_file(detente: Run, talks: str) -> None:
    assert detente("run", talks, "--set", "relief=3", "--out", "memo.md").code == 0
    part = Path("memo.md").read_text(encoding="utf-8").partition("## Assumptions")[2].partition("## Appendix")[0]
    for told in (
        "They take turns, United States first; there are 4 rounds.",
        "| Lifting | \N{MINUS SIGN}0.50 | +3.00 | yes |  |",
        "| Stopping | +2.00 | \N{MINUS SIGN}1.00 | no | “Lifting” |",
        "the talks break down with chance 10%",
        "Whoever moves can take the next step, hold out or take back.",
        "A round in which steps are only taken back is a stalled one.",
        "United States counts the next round at 90% of this one",
        "| relief | 3 | 1 to 4 | what relief is worth |",
        "Set from outside the file: relief = 3.",
        "| Set | relief = 3 |",
    ):
        assert told in part


@pytest.mark.parametrize(
    ("line", "suffix"),
    [
        ("run talks.yaml chicken", "docx"),
        ("compare talks.yaml chicken", "html"),
        ("roadmaps talks.yaml", "docx"),
        ("robust talks.yaml --draws 0", "html"),
        ("map chicken gain loss --grid 3 --check 2 --points 20", "docx"),
        ("sensitivity chicken gain --samples 0", "html"),
        ("simulate talks.yaml --runs 20", "md"),
        ("reassurance reassurance", "md"),
    ],
)
@pytest.mark.usefixtures("talks")
def test_every_command_with_an_answer_writes_a_memo(detente: Run, line: str, suffix: str) -> None:
    done = detente(*line.split(), "--out", f"memo.{suffix}")
    assert (done.code, done.out) == (0, "")
    assert Path(f"memo.{suffix}").stat().st_size > 2000


def test_data_are_printed_beside_a_memo(detente: Run, talks: str) -> None:
    done = detente("run", talks, "--json", "--out", "memo.html")
    assert json.loads(done.out)["scenario"] == "Small talks"
    assert Path("memo.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_is_the_same_for_two_scenarios_is_said_once(detente: Run) -> None:
    detente("compare", "dismantle-first", "relief-first", "--out", "memo.md")
    text = Path("memo.md").read_text(encoding="utf-8")
    assert "## Assumptions: Relief first" in text
    assert text.count("discount factor of the United States per round") == 1
    assert "As for Dismantle first." in text
    assert "## Appendix B: Relief first, in full" in text


def test_an_unknown_suffix_is_refused_with_those_that_are_known(detente: Run, tmp_path: Path) -> None:
    done = detente("run", "chicken", "--out", "memo.doc")
    assert done.code == 2
    assert done.err == (
        "detente: --out memo.doc: expected a name that ends in .txt, .json, .png, .svg, .pdf, .md, .html, .docx\n"
    )
    done = detente("report", "chicken", "--out", "memo.pdf")
    assert (done.code, "expected a name that ends in .md, .html, .docx, .json" in done.err) == (2, True)
    with pytest.raises(OutputError, match=r"memo\.doc: expected a name that ends in \.md, \.html, \.docx"):
        sim.load("chicken").solve().save(tmp_path / "memo.doc")


def test_a_memo_that_cannot_be_made_leaves_what_was_there(
    detente: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("memo.docx").write_text("what was there", encoding="utf-8")
    assert "memo.docx exists; add --force to replace it" in detente("run", "chicken", "--out", "memo.docx").err

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.show.memo.drawn.in_memory", stop)
    assert detente("run", "chicken", "--out", "memo.docx", "--force").code == 130
    assert Path("memo.docx").read_text(encoding="utf-8") == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["memo.docx"]


def test_one_of_several_files_that_fails_leaves_no_memo(detente: Run) -> None:
    assert detente("run", "chicken", "nowhere", "--out", "memo.md").code == 1
    assert not Path("memo.md").exists()


QUICK = ("--grid", "3", "--samples", "4", "--draws", "2")


def test_a_report_has_a_chapter_for_each_question_and_says_which_have_no_answer(detente: Run) -> None:
    done = detente("report", "chicken", *QUICK, "--out", "report.docx", "--date", "2026-11-30")
    assert done == (0, "report.docx\n", "")
    document = Document("report.docx")
    assert headings(document)[:7] == [
        "In short", "The answer", "Orders of the steps", "What it would take",
        "Under other rules, horizons and numbers", "Over which numbers it holds", "What the ending hangs on",
    ]  # fmt: skip
    told = words_in(document)
    assert "Roadmaps are for scenarios of kind concessions, not matrix." in told
    assert "Require is for scenarios of kind concessions, not matrix" in told
    assert "Robust is for scenarios of kind concessions, not matrix." in told
    assert len(document.inline_shapes) == 3
    assert [p.text for p in document.paragraphs[:2]] == ["Chicken", "2026-11-30"]


def test_a_report_of_talks_answers_all_of_it(detente: Run, talks: str) -> None:
    assert detente("report", talks, *QUICK, "--without", "map", "--out", "report.html").code == 0
    text = Path("report.html").read_text(encoding="utf-8")
    assert re.findall("<h2>(.*?)</h2>", text)[:6] == [
        "In short", "The answer", "Orders of the steps", "What it would take",
        "Under other rules, horizons and numbers", "What the ending hangs on",
    ]  # fmt: skip
    assert text.count("<svg") == 5


def test_the_map_of_a_report_is_of_what_the_ending_hangs_on_most_or_of_what_was_named(detente: Run) -> None:
    most = json.loads(detente("sensitivity", "chicken", "--samples", "0", "--json").out)["parameters"]
    both = json.loads(detente("report", "chicken", *QUICK, "--json").out)
    assert [p["name"] for p in both["map"]["parameters"]] == [p["name"] for p in most[:2]]
    assert set(both) == {"format", "run", "map", "sensitivity", "refused"}
    assert set(both["refused"]) == {"roadmaps", "require", "robust"}
    assert both["run"] == json.loads(detente("run", "chicken", "--json").out)
    named = ("--axis", "crash", "--axis", "gain=0.5:2", "--without", "sensitivity")
    asked = json.loads(detente("report", "chicken", *QUICK, *named, "--json").out)
    assert [p["name"] for p in asked["map"]["parameters"]] == ["crash", "gain"]


def test_too_few_parameters_for_a_map_are_said(detente: Run, talks: str) -> None:
    found = json.loads(detente("report", talks, *QUICK, "--without", "robust", "--json").out)
    assert found["refused"] == {"map": "a map takes two parameters that have a min and a max in the file"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--without", "maps"), "--without: expected run, roadmaps, require, robust, map, sensitivity, found 'maps'"),
        (("--axis", "gain"), "--axis: expected two parameters, found 1"),
    ],
)
def test_what_is_asked_wrongly_is_refused(detente: Run, options: tuple[str, ...], told: str) -> None:
    done = detente("report", "chicken", *options)
    assert done.code == 2
    assert told in done.err


def test_a_report_without_any_answer_is_no_file(detente: Run, tmp_path: Path) -> None:
    left = [word for part in ("run", "map", "sensitivity") for word in ("--without", part)]
    done = detente("report", "chicken", *left)
    assert done.code == 2 or done.code == 1
    assert "roadmaps are for scenarios of kind concessions" in done.err
    assert not list(tmp_path.iterdir())


def test_chapters_of_variants_have_headings_of_their_own(detente: Run, talks: str) -> None:
    more = ("--with", "relief=2", "--with", "horizon=5", "--out", "m.md")
    assert detente("compare", talks, *more).code == 0
    heads = re.findall(r"(?m)^## (.*)$", Path("m.md").read_text(encoding="utf-8"))
    assert len(heads) == len(set(heads))
    # What is set to what the file has is the file itself.
    assert [h for h in heads if h.startswith("Assumptions")] == [
        "Assumptions: Small talks",
        "Assumptions: Small talks, horizon=5",
    ]
    assert "Appendix C: Small talks, horizon=5, in full" in heads
    assert detente("compare", "chicken", "chicken", "--out", "n.md").code == 0
    heads = re.findall(r"(?m)^## (.*)$", Path("n.md").read_text(encoding="utf-8"))
    assert len(heads) == len(set(heads))


def test_a_report_asks_no_study_of_a_game_that_has_no_answer_itself(detente: Run) -> None:
    """Nash's demand game of 61 demands a side has more equilibria than can be listed, with any number in the file."""
    side = "{actions: {demand: 0:60:1}}"
    pays = "demand * (one.demand + two.demand <= prize)"
    Path("demands.yaml").write_text(
        f"format: 1\nkind: matrix\ntitle: Demands\nplayers: {{one: {side}, two: {side}}}\n"
        f"parameters: {{prize: {{value: 60, min: 40, max: 80}}}}\npayoffs: {{one: {pays}, two: {pays}}}\n",
        encoding="utf-8",
    )
    done = detente("report", "demands.yaml", "--json")
    assert done.code == 0, done.err
    refused = json.loads(done.out)["refused"]
    assert {name for name, why in refused.items() if why.startswith("not asked, since")} == {
        "robust",
        "map",
        "sensitivity",
    }
    assert "too many actions for all equilibria to be enumerated" in refused["map"]
