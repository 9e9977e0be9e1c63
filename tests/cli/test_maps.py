"""``detente map`` and ``detente sensitivity`` as a user meets them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminal import ROOT, Run
from tests.study.pay_first import PAY_FIRST

STORIES = Path(__file__).parent / "stories"
QUICK = ("--grid", "7", "--check", "20")


@pytest.fixture(autouse=True)
def file(detente: Run) -> None:
    Path("pay.yaml").write_text(PAY_FIRST, encoding="utf-8")


def document(detente: Run, *arguments: str) -> Any:
    done = detente(*arguments, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("map-pay-first", ("map", "pay.yaml", "patience", "cost", *QUICK)),
        (
            "map-pay-first-no-deal",
            ("map", "pay.yaml", "patience", "cost=1:2", "--set", "cost=1.9", "--deals", "--grid", "4", "--check", "5"),
        ),
        ("sensitivity-pay-first", ("sensitivity", "pay.yaml", "--samples", "16")),
    ],
)
def test_the_story_is_the_one_on_file(detente: Run, name: str, arguments: tuple[str, ...]) -> None:
    story = detente(*arguments).out
    assert "\x1b" not in story
    assert max(map(len, story.splitlines())) <= 88
    path = STORIES / f"{name}.txt"
    if os.environ.get("DETENTE_UPDATE_STORIES"):
        path.write_text(story, encoding="utf-8")
    assert story == path.read_text(encoding="utf-8")


def test_the_ending_changes_between_both_sides_of_every_flip_as_runs_of_their_own_say(detente: Run) -> None:
    doc = document(detente, "map", "pay.yaml", "patience", "cost", *QUICK)
    flips = [(name, flip) for name, own in doc["flips"].items() for flip in own]
    assert len(flips) == 2
    for name, flip in flips:
        for value, side in zip(flip["between"], ("below", "above"), strict=True):
            run = json.loads(detente("run", "pay.yaml", "--set", f"{name}={value!r}", "--json").out)
            complete = len(run["equilibria"][0]["path"][-1]["state"]["us"]) == 1
            assert complete == (flip[side]["ending"] == "agreement")
    assert doc["flips"]["cost"][0]["value"] == pytest.approx(1.6, abs=2e-6)


def test_the_document_of_a_map_has_the_promised_keys(detente: Run) -> None:
    doc = document(detente, "map", "pay.yaml", "patience=0:0.9:5", "cost", "--check", "0", "--grid", "4")
    assert doc["format"] == 1
    assert [p["name"] for p in doc["parameters"]] == ["patience", "cost"]
    assert doc["parameters"][0]["max"] == 0.9
    assert doc["grid"]["points"] == [5, 4]
    assert [len(row) for row in doc["grid"]["regimes"]] == [5] * 4
    assert doc["regimes"][doc["own"]["regime"]] | {"share": 0} == {
        "ending": "agreement",
        "round": 2,
        "words": "deal in round 2, kept",
        "share": 0,
    }
    assert sum(r["share"] for r in doc["regimes"]) == pytest.approx(1)
    (boundary,) = doc["boundaries"]
    assert boundary["between"] == [0, 1]
    assert all(abs(y - 2 * x) < 0.01 for segment in boundary["segments"] for x, y in segment)
    assert doc["solved"]["failed"] == 0
    assert doc["nearest"]["beyond"]["words"] == "United States holds out at its last turn"
    assert {"scenario", "file", "sha256", "version", "settings", "check", "notes", "equilibria"} <= doc.keys()


def test_the_document_of_a_sensitivity_has_the_promised_keys(detente: Run) -> None:
    doc = document(detente, "sensitivity", "pay.yaml", "--samples", "16", "--seed", "3")
    patience, cost = doc["parameters"]
    assert (patience["name"], cost["name"]) == ("patience", "cost")
    assert [end["words"] for end in cost["ends"]] == [
        "deal in round 2, kept",
        "United States holds out at its last turn",
    ]
    assert cost["ends"][0]["payoffs"]["us"] == pytest.approx(1.6)
    assert doc["variance"]["runs"] == 16 * 4
    assert doc["variance"]["seed"] == 3
    assert set(doc["variance"]["outputs"]["agreement"]["shares"]) == {"patience", "cost"}
    assert document(detente, "sensitivity", "pay.yaml", "cost", "--samples", "0")["variance"] is None


@pytest.mark.parametrize(
    ("command", "suffix"),
    [(("map", "pay.yaml", "patience", "cost"), s) for s in ("svg", "json", "txt")]
    + [(("sensitivity", "pay.yaml", "cost"), s) for s in ("png", "json")],
)
def test_results_are_written_in_every_form_and_the_same_twice(
    detente: Run, command: tuple[str, ...], suffix: str
) -> None:
    more = ("--grid", "4", "--check", "0", "--precision", "0.02") if command[0] == "map" else ("--samples", "0")
    arguments = (*command, *more, "--out", f"out.{suffix}")
    done = detente(*arguments)
    assert (done.code, done.err) == (0, "")
    assert ("Pay first" in done.out) == (suffix not in ("json", "txt"))
    first = Path(f"out.{suffix}").read_bytes()
    assert detente(*arguments).code == 1
    assert detente(*arguments, "--force", "--quiet").code == 0
    assert suffix == "txt" or Path(f"out.{suffix}").read_bytes() == first


def test_the_picture_names_its_regions_and_the_axes(detente: Run) -> None:
    detente("map", "pay.yaml", "patience", "cost", *QUICK, "--out", "map.svg")
    text = Path("map.svg").read_text(encoding="utf-8")
    for told in (
        "deal in round 2, kept",
        "discount factor of the side that pays first",
        "this file",
        "the deal survives",
    ):
        assert told in text


def test_a_coarse_map_tells_only_whether_there_is_a_deal(detente: Run) -> None:
    doc = document(detente, "map", "pay.yaml", "patience", "cost", "--coarse", "--grid", "3", "--check", "0")
    assert [r["words"] for r in doc["regimes"]] == ["deal, kept", "no deal"]
    assert [r["round"] for r in doc["regimes"]] == [None, None]


def test_one_line_of_each(detente: Run) -> None:
    told = detente("map", "pay.yaml", "patience", "cost", *QUICK, "--quiet").out
    assert told == (
        "Pay first: At patience 0.8 and cost 1 there is a deal in round 2, kept. The deal survives until patience "
        "falls below 0.5 or cost passes 1.6. Over patience 0 to 0.96 and cost 0 to 2 there is a deal in 48% of the "
        "map.\n"
    )
    told = detente("sensitivity", "pay.yaml", "--samples", "0", "--quiet").out
    assert "Whether there is a deal hangs on patience most: it changes over 52.1% of its range" in told


def test_the_ending_of_a_bundled_scenario_flips_where_single_runs_say(detente: Run) -> None:
    """Row 2 of the Korea page: more pressure brings the deal of dismantle first."""
    doc = document(detente, "sensitivity", "dismantle-first", "pressure=3:4.5", "--samples", "0")
    (flip,) = doc["parameters"][0]["flips"]
    low, high = (detente("run", "dismantle-first", "--quiet", "--set", f"pressure={v!r}").out for v in flip["between"])
    assert "never complete; the rounds run out" in low
    assert "The agreement is complete in round 9 and kept" in high
    assert flip["above"]["words"] == "deal in round 9, kept"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("map", "pay.yaml", "cost"), 2, "two parameters"),
        (("map", "pay.yaml", "cost", "cost"), 2, "twice"),
        (("map", "pay.yaml", "cost", "patiense"), 2, "patience"),
        (("map", "pay.yaml", "cost", "gain"), 2, "gain=FROM:TO"),
        (("map", "pay.yaml", "cost", "patience", "--select", "best"), 2, "--select"),
        (("map", "pay.yaml", "cost", "patience", "--precision", "0"), 2, "--precision"),
        (("map", "pay.yaml", "cost", "patience=2:3"), 2, "the file allows 0 to 0.96"),
        (("map", "pay.yaml", "cost", "power=1:2", "--set", "power=99999"), 1, "too large"),
        (("map", "pay.yaml", "cost", "patience", "--out", "map.csv"), 2, "map.csv"),
        (("map", "stag-hunt", "stag", "hare", "--deals"), 2, "do not end in deals"),
        (("map", "none.yaml", "a", "b"), 1, "no such file"),
        (("sensitivity", "pay.yaml", "--samples", "100"), 2, "power of two"),
        (("sensitivity", "pay.yaml", "--output", "payoff:kn"), 2, "payoff:nk"),
        (("sensitivity", "pay.yaml", "cost", "cost"), 2, "twice"),
        (("sensitivity", "ultimatum"), 2, "min and a max"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    detente: Run, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = detente(*arguments, *(("--check", "0", "--grid", "3") if arguments[0] == "map" else ()))
    assert done.code == code
    assert told in done.err
    assert not done.out


def test_the_page_is_there() -> None:
    assert (ROOT / "docs" / "maps.md").is_file()
