"""``simulate`` and ``tournament`` as a user meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sim.agents.choose import load_agents
from tests.cli.terminal import ROOT, Run

EXAMPLES = ROOT / "docs" / "examples"
OWN = str(EXAMPLES / "my_agents.py")


def test_the_document_says_what_was_played_and_what_came_out(detente: Run) -> None:
    done = detente("simulate", "fading-hope", "--runs", "400", "--seed", "3", "--json")
    doc = json.loads(done.out)
    assert doc["format"] == 1
    assert doc["seed"] == 3
    assert doc["runs"] == 400
    assert doc["agents"] == {"us": "equilibrium", "nk": "equilibrium"}
    for player in ("us", "nk"):
        pays = doc["payoffs"][player]
        assert pays["low"] < pays["mean"] < pays["high"]
        assert pays["high"] - pays["mean"] == pytest.approx(1.96 * pays["standard_error"], rel=1e-3)
        assert abs(doc["expected"][player] - pays["mean"]) < 4 * pays["standard_error"]
    assert {e["kind"] for e in doc["endings"]} == {"agreement", "hazard"}
    assert doc["rounds_to_agreement"]["8"] == doc["endings"][0]["share"]


def test_the_kinds_of_endings_are_those_of_run(detente: Run) -> None:
    ran = json.loads(detente("run", "relief-first", "--json").out)["equilibria"][0]["endings"]
    simulated = json.loads(detente("simulate", "relief-first", "--json").out)["endings"]
    assert [(e["kind"], e["mean_round"]) for e in ran] == [(e["kind"], e["mean_round"]) for e in simulated]


def test_agents_of_the_file_play_and_the_command_line_may_choose_others(detente: Run) -> None:
    file = str(EXAMPLES / "inspected.yaml")
    assert json.loads(detente("simulate", file, "--json").out)["agents"] == {"us": "tit_for_tat", "nk": "salami_slicer"}
    chosen = detente("simulate", file, "--agent", "nk=impatient_walker,waits=5", "--json")
    assert json.loads(chosen.out)["agents"]["nk"] == "impatient_walker (waits 5)"


def test_the_example_of_the_documentation_plays(detente: Run) -> None:
    assert [agent.__name__ for agent in load_agents(OWN)] == ["Echo", "Gambler"]
    done = detente("simulate", "action-for-action", "--agents", OWN, "--agent", "us=Echo", "--agent", "nk=Gambler")
    assert done.code == 0
    assert "United States is played by “Echo”. Takes a step after each step of the other side" in " ".join(
        done.out.split()
    )
    own = (EXAMPLES / "my_agents.py").read_text(encoding="utf-8")
    assert len(own[own.index("class Echo") : own.index("class Gambler")].strip().splitlines()) <= 10


def test_a_tournament_ranks_everybody_and_its_document_has_every_pairing(detente: Run) -> None:
    doc = json.loads(detente("tournament", "dismantle-first", "--agents", OWN, "--runs", "20", "--json").out)
    assert len(doc["ranking"]) == 12
    assert len(doc["pairings"]) == 144
    assert [s["score"] for s in doc["ranking"]] == sorted((s["score"] for s in doc["ranking"]), reverse=True)
    assert {s["agent"] for s in doc["ranking"]} >= {"Echo", "Gambler", "grit"}


@pytest.mark.parametrize(
    ("command", "suffix"),
    [("simulate", s) for s in ("png", "svg", "pdf", "json", "csv", "txt")]
    + [("tournament", s) for s in ("png", "json", "csv", "txt")],
)
def test_results_are_written_in_every_form_and_the_same_twice(
    detente: Run, tmp_path: Path, command: str, suffix: str
) -> None:
    out = tmp_path / f"out.{suffix}"
    arguments = (command, "relief-first", "--runs", "5", "--out", str(out))
    done = detente(*arguments)
    assert done.code == 0
    assert ("Relief first" in done.out) == (suffix != "txt")
    first = out.read_bytes()
    assert detente(*arguments).code == 1
    assert detente(*arguments, "--force", "--quiet").out == ""
    assert suffix == "txt" or out.read_bytes() == first


def test_rows_hold_every_run(detente: Run, tmp_path: Path) -> None:
    detente("simulate", "relief-first", "--runs", "300", "--out", "runs.csv", "--quiet")
    rows = list(csv.DictReader((tmp_path / "runs.csv").open(encoding="utf-8")))
    doc = json.loads(detente("simulate", "relief-first", "--runs", "300", "--json").out)
    assert len(rows) == 300
    mean = sum(float(row["payoff_us"]) for row in rows) / 300
    assert mean == pytest.approx(doc["payoffs"]["us"]["mean"])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("simulate", "stag-hunt"), 1, "kinds concessions and issues"),
        (("simulate", "relief-first", "--agent", "nk=grimm"), 1, "did you mean 'grim'"),
        (("simulate", "relief-first", "--agent", "kn=grim"), 1, "no player 'kn'"),
        (("simulate", "relief-first", "--agent", "grim"), 2, "PLAYER=AGENT"),
        (("simulate", "relief-first", "--agents", "none.py"), 1, "no such file"),
        (("simulate", "relief-first", "--runs", "1"), 2, ""),
        (("simulate", "relief-first", "--agent", "us=equilibrium,select=best"), 1, "no selection rule 'best'"),
        (("tournament", "stag-hunt"), 1, "kinds concessions and issues"),
    ],
)
def test_what_cannot_be_played_is_told_in_one_line(
    detente: Run, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = detente(*arguments)
    assert done.code == code
    assert told in done.err
    assert not done.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("class Mine(", "line 1: SyntaxError"),
        ("import nothing_of_this_name", "line 1: ModuleNotFoundError"),
        ("x = 1", "there is no agent in it"),
        ("from sim.agents import Agent\nclass grim(Agent): ...", "two agents called 'grim'"),
        (
            "from sim.agents import Agent\nclass Mine(Agent):\n    def act(self, view):\n        return 1 / 0",
            "'act' fails in round 1: ZeroDivisionError: division by zero",
        ),
        ("from sim.agents import Agent\nclass Mine(Agent): ...", "has no method 'act'"),
        ("from sim.agents import Agent\nclass Mine(Agent):\n    def __init__(self, x): ...", "cannot be made"),
    ],
)
def test_mistakes_in_a_file_of_agents_are_told_with_their_line(
    detente: Run, tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    done = detente("simulate", "relief-first", "--agents", "mine.py", "--agent", "us=Mine")
    assert done.code == 1
    assert told in done.err
    if "/ 0" in text:
        assert "mine.py, line 4: return 1 / 0" in done.err


def test_what_an_agent_prints_does_not_get_into_the_document_and_leaving_the_program_is_told(detente: Run) -> None:
    act = "    def act(self, view):\n        print('thinking')\n        return view.open[0]\n"
    shared = "from sim.agents import Agent\nclass Base(Agent):\n    pass\nclass Mine(Base):\n"
    Path("mine.py").write_text(shared + act, encoding="utf-8")
    arguments = ("simulate", "relief-first", "--agents", "mine.py", "--agent", "us=Mine", "--runs", "5", "--json")
    done = detente(*arguments)
    assert done.code == 0
    assert json.loads(done.out)["runs"] == 5
    Path("mine.py").write_text(shared + act + "raise SystemExit(4)\n", encoding="utf-8")
    done = detente(*arguments)
    assert (done.code, done.out) == (1, "")
    assert "SystemExit" in done.err
