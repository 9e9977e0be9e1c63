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
        ("play FILE", "has no turns and no payoffs"),
        ("sweep FILE w=0:5:3", "has no"),
        ("map FILE w w", "a conflict over options has none"),
        ("sensitivity FILE", "a conflict over options has none"),
        ("robust FILE", "not options"),
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
