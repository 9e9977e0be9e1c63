"""Every command on a conflict over options: an answer, or a refusal in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.scenario.options.template import TEMPLATE
from tests.cli.terminal import Run

POINTS = """\
format: 1
kind: options
title: Points
parameters: {w: {value: 2, min: 0, max: 5}}
players:
  a: {name: Anna, options: {go: {}, stay: {}}, prefers: {points: "w * b.talk - a.go + 2 * a.stay"}}
  b: {options: {talk: {}}, prefers: ["!b.talk", "a.go"]}
"""


@pytest.fixture(params=["template", "points"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "it.yaml").write_text(TEMPLATE if request.param == "template" else POINTS, encoding="utf-8")
    return "it.yaml"


@pytest.mark.parametrize(
    "command",
    [
        "run FILE",
        "run FILE --json",
        "run FILE --quiet",
        "run FILE --brief",
        "explain FILE",
        "explain FILE --depth brief",
        "plot FILE --out a.svg",
        "plot FILE --view moves --out b.png",
        "check FILE",
        "check FILE --json",
        "compare FILE FILE",
        "diff FILE FILE",
        "diff FILE action-for-action",
        "diff chicken FILE --json",
        "lesson FILE --out c.html",
        "lesson FILE --handout --answers --out d.html",
        "preferences FILE",
        "preferences FILE --json",
        "preferences FILE --quiet",
        "preferences FILE --out e.svg",
        "preferences FILE --out e.docx",
        "preferences FILE --stable nothing",
        "preferences FILE --stable nothing --json",
        "preferences FILE --stable nothing --out f.svg",
        "preferences FILE --statements 1 --draws 20",
        "report FILE --out g.md",
        "lesson FILE --out i.html --points 3",
        "play FILE --no-save --moves stay",
        "play FILE --no-save --against human --hints --moves stay,stay",
        "run FILE --out h.html",
        "run FILE --out h.json",
    ],
)
def test_commands_that_answer(detente: Run, file: str, command: str) -> None:
    done = detente(*command.replace("FILE", file).split())
    assert done.code == 0, done.err
    if command.endswith("--json"):
        json.loads(done.out)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("play FILE --against grit", "nobody is called 'grit'"),
        ("play FILE --as nobody", "there is no player 'nobody'"),
        ("play FILE --select welfare", "--select"),
        ("map FILE w w", "parameter"),
        ("sensitivity FILE --output payoff:a", "expected ending"),
        ("robust FILE", "'detente preferences'"),
        ("roadmaps FILE", "not options"),
        ("reassurance FILE", "hidden types"),
        ("calibrate FILE", "no payoffs"),
        ("simulate FILE", "not of kind options"),
        ("tournament FILE", "not of kind options"),
        ("export FILE", "has no payoffs"),
        ("plot FILE --view path", "its views are table and moves"),
        ("run FILE --solve nash", "solved for stability"),
        ("run FILE --all", "--all"),
        ("preferences FILE --stable nowhere", "there is no option 'nowhere'"),
        ("preferences FILE --party us", "goes with --stable"),
    ],
)
def test_commands_that_refuse_say_why(detente: Run, file: str, command: str, told: str) -> None:
    done = detente(*command.replace("FILE", file).split())
    assert done.code in (1, 2)
    assert told in done.err


def test_studies_tell_points_apart_by_where_the_conflict_rests(detente: Run, tmp_path: Path) -> None:
    """Anna leaves off staying where talk is worth more to her than it, and Ben's likings hang on no parameter."""
    text = POINTS.replace("2 * a.stay", "(2 - w) * a.stay").replace("w * b.talk - a.go", "b.talk - a.go")
    (tmp_path / "it.yaml").write_text(text, encoding="utf-8")
    told = detente("sweep", "it.yaml", "w=1,2,3", "--out", "it.csv")
    assert told.code == 0, told.err
    rows = (tmp_path / "it.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "w,ending,rounds,equilibrium,how,message"
    assert [row.split(",")[1] for row in rows[1:]] == [
        "nash=a.stay;seq=",
        "nash=nothing|a.stay;seq=",
        "nash=nothing;seq=",
    ]
    assert "rests by Nash and SEQ: stay" in told.out
    found = detente("sensitivity", "it.yaml", "--samples", "4", "--json")
    assert found.code == 0, found.err
    (about,) = json.loads(found.out)["parameters"]
    assert {round(flip["value"], 5) for flip in about["flips"]} == {2}
    assert about["swing"] == {}
    assert detente("sensitivity", "it.yaml", "--samples", "0", "--out", "it.svg").code == 0
    two = text.replace(
        "{w: {value: 2, min: 0, max: 5}}", "{w: {value: 1, min: 0, max: 5}, v: {value: 0, min: 0, max: 1}}"
    )
    (tmp_path / "two.yaml").write_text(two, encoding="utf-8")
    mapped = detente("map", "two.yaml", "w", "v", "--grid", "3", "--check", "0", "--json")
    assert mapped.code == 0, mapped.err
    assert "rests by Nash and SEQ: stay" in mapped.out


def test_a_game_is_played_saved_and_put_together(detente: Run, tmp_path: Path) -> None:
    """The stand-off of the template: relief is no improvement for the United States, and North Korea stays."""
    (tmp_path / "it.yaml").write_text(TEMPLATE, encoding="utf-8")
    done = detente(
        "play", "it.yaml", "--moves", "relief,nonsense,drop relief,stay,stay", "--name", "Ann", "--seed", "1"
    )
    assert done.code == 0, done.err
    assert "You take “Lift sanctions”." in done.out
    assert "'nonsense' is none of your options" in done.out
    assert "It came to rest, as all stayed: “Test”." in done.out
    assert "That is an equilibrium by Nash, GMR, SMR and SEQ." in done.out
    assert "Round 1: “Lift sanctions” taken, to something that is liked less." in done.out
    (saved,) = (tmp_path / "sessions").glob("*.json")
    record = json.loads(saved.read_text(encoding="utf-8"))
    assert record["replay"]["end"] == ["nk.test"]
    assert [d["made"] for d in record["replay"]["decisions"] if d["player"] == "us"][:2] == ["worse", "improvement"]
    people = detente("play", "it.yaml", "--two", "--name", "Ben", "--name", "Eve", "--moves", "stay,stay")
    assert people.code == 0, people.err
    told = detente("play", "--summary", "sessions", "--json", "--anonymous")
    assert told.code == 0, told.err
    (entry,) = json.loads(told.out)["scenarios"]
    assert (entry["games"], entry["finished"]) == (2, 2)
    assert entry["ends"] == [
        {"taken": ["nk.test"], "games": 2, "rests": 2, "equilibrium": ["nash", "gmr", "smr", "seq"]}
    ]
    assert entry["made"]["us"] == {"improvement": 1, "alike": 0, "worse": 1, "stayed": 2, "undeterred": 1}
    assert "Ann" not in told.out
    for suffix in ("csv", "svg", "html", "docx"):
        assert detente("play", "--summary", "sessions", "--out", f"c.{suffix}").code == 0
    record["turns"][0]["taken"] = ["nk.freeze", "nk.test"]
    saved.write_text(json.dumps(record), encoding="utf-8")
    assert "a state that cannot be" in detente("play", "--summary", "sessions").err


def test_a_gmcr_file_is_imported_and_runs(detente: Run, tmp_path: Path) -> None:
    data = {
        "options": [{"name": "Cooperate", "permittedDirection": "both"}, {"name": "Cooperate"}],
        "decisionMakers": [
            {"name": "One", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
            {"name": "Two", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
        ],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }
    (tmp_path / "pd.gmcr").write_text(json.dumps(data), encoding="utf-8")
    done = detente("import", "pd.gmcr", "--out", "pd.yaml")
    assert (done.code, done.out) == (0, "pd.yaml\n")
    assert "no status quo" in done.err
    assert "Nash 1, GMR 2, SMR 2 and SEQ 2" in detente("run", "pd.yaml", "--quiet").out


def test_the_promised_document(detente: Run, tmp_path: Path) -> None:
    (tmp_path / "it.yaml").write_text(TEMPLATE, encoding="utf-8")
    states = json.loads(detente("run", "it.yaml", "--json").out)["states"]
    assert len(states) == 12
    (start,) = (state for state in states if state["taken"] == ["nk.test"])
    assert start == {
        "taken": ["nk.test"],
        "stable": {"us": ["nash", "gmr", "smr", "seq"], "nk": ["nash", "gmr", "smr", "seq"]},
        "equilibrium": ["nash", "gmr", "smr", "seq"],
    }
