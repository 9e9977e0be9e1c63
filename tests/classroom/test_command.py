"""`detente class`: rehearsals of every kind, the same bytes for the same seed, refusals in words."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.cli.failures import FailureError


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def rehearsed(*words: str) -> dict[str, Any]:
    done = typed("class", *words, "--json")
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def refused(*words: str) -> str:
    done = typed("class", *words)
    assert isinstance(done.exception, FailureError), done.output
    return str(done.exception)


@pytest.mark.parametrize("participants", ["1", "2", "5", "200"])
def test_any_number_of_seats_from_one_to_two_hundred_plays(participants: str) -> None:
    document = rehearsed("chicken", "--rehearse", participants, "--rounds", "2")
    n = int(participants)
    assert (document["participants"], document["lost"], document["decisions"]) == (n, 0, 2 * n)
    assert len(document["matches"]) == 2 * ((n + 1) // 2)
    assert all(match["finished"] for match in document["matches"])


@pytest.mark.parametrize(
    "name",
    [
        "chicken",
        "repeated-prisoners-dilemma",
        "ultimatum",
        "beer-quiche",
        "alternating-offers",
        "outside-option",
        "action-for-action",
        "war-of-attrition",
        "gestures",
        "job-offer",
        "water-treaty",
    ],
)
def test_every_kind_is_rehearsed_with_nothing_lost(name: str) -> None:
    document = rehearsed(name, "--rehearse", "5", "--rounds", "2")
    assert document["lost"] == 0
    assert document["records"]["written"] == document["records"]["read"] == len(document["matches"]) == 6


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_class(tmp_path: Path) -> None:
    words = "class", "ultimatum", "chicken", "--rehearse", "7", "--rounds", "2", "--json"
    one, same, other = (typed(*words, "--seed", seed).stdout for seed in ("5", "5", "6"))
    assert one == same
    assert one != other
    for folder in ("a", "b"):
        typed("class", "ultimatum", "--rehearse", "5", "--seed", "3", "--out", str(tmp_path / folder))
    files = [[*sorted((tmp_path / f).rglob("*.json")), tmp_path / f / "decisions.csv"] for f in ("a", "b")]
    assert len(files[0]) == 4
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]


def test_records_are_those_that_play_summary_puts_together_and_rows_hold_every_decision(tmp_path: Path) -> None:
    document = rehearsed(
        *("chicken", "ultimatum", "--rehearse", "9", "--rounds", "3", "--out", str(tmp_path / "class")),
        *("--treatment", "crash=10", "--treatment", "crash=20"),
    )
    done = typed("play", "--summary", str(tmp_path / "class" / "records"), "--json")
    assert done.exit_code == 0, done.output
    assert "skipped" not in done.stderr
    found = json.loads(done.stdout)
    assert sum(game["decisions"] for game in found["scenarios"]) == document["decisions"]
    assert [game["settings"] for game in found["scenarios"]].count({}) == 1
    assert len(found["scenarios"]) == 3  # both treatments, and the other game
    rows = list(csv.DictReader(io.StringIO((tmp_path / "class" / "decisions.csv").read_text())))
    assert sum(row["by"] == "person" for row in rows) == document["decisions"] == 2 * 3 * 9
    assert {row["treatment"] for row in rows} == {"crash=10", "crash=20", "as in the file"}
    by_seat: dict[str, float] = {}
    for row in {(r["match"], r["seat"]): r for r in rows if r["seat"]}.values():
        by_seat[row["seat"]] = by_seat.get(row["seat"], 0.0) + float(row["payoff"])
    assert by_seat == pytest.approx(document["payoffs"])


def test_a_rehearsal_is_told_in_words() -> None:
    done = typed("class", "chicken", "--rehearse", "3", "--treatment", "crash=10", "--treatment", "crash=20")
    assert done.exit_code == 0
    assert "Nothing was lost" in done.stdout
    assert "crash=20" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("matching", ["strangers", "partners", "swap", "round-robin"])
def test_every_matching_is_rehearsed(matching: str) -> None:
    document = rehearsed("ultimatum", "--rehearse", "6", "--rounds", "5", "--matching", matching)
    met = [frozenset(match["seats"].values()) for match in document["matches"]]
    expected = {"strangers": 9, "partners": 3, "swap": 3, "round-robin": 15}
    assert len(set(met)) == expected[matching]


def test_answers_in_advance_and_a_stop_are_rehearsed() -> None:
    ahead = rehearsed("ultimatum", "--rehearse", "4", "--in-advance")
    assert ahead["decisions"] == 2 * (1 + 3)
    stopped = rehearsed("repeated-prisoners-dilemma", "--rehearse", "4", "--stop", "3")
    assert {len(match["turns"]) for match in stopped["matches"]} == {3}


def test_what_a_class_cannot_do_is_said_in_words(tmp_path: Path) -> None:
    assert "name a scenario" in refused()
    assert "two or more" in refused("chicken", "--treatment", "crash=10", "--rehearse", "2")
    assert "no parameter 'crush'" in refused("chicken", "--set", "crush=10", "--rehearse", "2")
    assert "--stop" in refused("ultimatum", "--stop", "3", "--rehearse", "2")
    assert "answers in advance" in refused("chicken", "--in-advance", "--rehearse", "2")
    assert "tit-for-tat" in refused("ultimatum", "--agent", "tit_for_tat", "--rehearse", "2")
    assert "no class" in refused("--resume", str(tmp_path))
    assert "takes no scenario" in refused("chicken", "--resume", str(tmp_path))
    assert "--rehearse" in refused("chicken", "--json")
    assert "standard input" in refused("-", "--rehearse", "2")
    typed("class", "chicken", "--rehearse", "2", "--out", str(tmp_path / "class"))
    assert "holds a class already" in refused("chicken", "--rehearse", "2", "--out", str(tmp_path / "class"))
    (tmp_path / "file").write_text("")
    assert "cannot be used" in refused("chicken", "--rehearse", "2", "--out", str(tmp_path / "file"))


def test_a_rehearsal_is_told_in_one_line_and_its_summary_in_parts(tmp_path: Path) -> None:
    out = str(tmp_path / "class")
    line = typed("class", "chicken", "--rehearse", "4", "--rounds", "2", "--quiet", "--out", out)
    assert line.stdout == "Chicken: 4 matches of 4 seats rehearsed, 8 decisions kept; nothing was lost.\n"
    records = str(tmp_path / "class" / "records")
    whole, part = (typed("play", "--summary", records, *w) for w in ((), ("--part", "what was", "--part", "chicken")))
    assert part.stdout.strip() == whole.stdout.partition("\n\nPlay with errors")[0].strip()
    none = typed("play", "--summary", records, "--part", "Beliefs")
    assert isinstance(none.exception, FailureError)
    assert "What was chosen" in str(none.exception)


def test_a_line_is_for_a_rehearsal_alone() -> None:
    assert "--quiet goes with --rehearse" in refused("chicken", "--quiet")
    assert "--quiet goes with --rehearse" in refused("chicken", "--rehearse", "4", "--quiet", "--json")
