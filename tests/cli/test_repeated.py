"""Repeated games on the command line: stories, documents, pictures, and the game of a single round on request."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.catalog import find
from tests.cli.terminal import Run
from tests.scenario.matrix.test_repeat import REPEATED

NAME = "repeated-prisoners-dilemma"
ONCE = REPEATED.replace("parameters: {many: 20}\n", "")


def document(detente: Run, *arguments: str) -> Any:
    done = detente("run", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def cell(found: Any, one: str, two: str) -> Any:
    return next(o for o in found["repeated"]["outcomes"] if o["actions"] == {"one": one, "two": two})


def test_the_document_has_the_outcomes_that_hold_and_what_each_cell_needs(detente: Run) -> None:
    found = document(detente, NAME)
    assert (found["concept"], found["complete"]) == ("repeated", False)
    deal, war = found["equilibria"]
    assert deal["strategies"] == {"one": {"disarm": 1.0}, "two": {"disarm": 1.0}}
    assert deal["critical_patience"] == {"one": 0.5, "two": 0.5}
    assert deal["threat"]["two"]["payoffs"] == {"one": 1.0, "two": 1.0}
    assert war["threat"] == {"one": None, "two": None}
    assert deal["regret"] == war["regret"] == 0
    assert found["repeated"].keys() == {
        *("rounds", "patience", "minmax", "pure_minmax", "feasible", "individually_rational"),
        *("outcomes", "dilemma", "strategies", "punish", "risk_dominance", "verdict"),
    }
    assert cell(found, "disarm", "arm")["critical_patience"] == {"one": None, "two": 0.0}
    assert found["repeated"]["risk_dominance"]["patience"] == {"one": 0.6, "two": 0.6}
    verdict = found["repeated"]["verdict"]
    assert all(low <= 1 and high >= 3 for low, high in verdict["attained"].values()), "between (arm, arm) and a deal"
    assert all(verdict["payoffs"][p][0] <= verdict["attained"][p][0] for p in ("one", "two"))
    assert found["repeated"]["dilemma"]["cooperate"] == {"one": "disarm", "two": "disarm"}
    tit = next(s for s in found["repeated"]["strategies"] if s["name"] == "tit-for-tat")
    assert tit["nash_patience"]["one"] == [[pytest.approx(2 / 3), 1.0]]
    assert (tit["nash"], tit["subgame_perfect"], tit["perfect_patience"]["one"]) == (False, False, [])


@pytest.mark.parametrize(("temptation", "held"), [("5.4", True), ("5.6", True), ("6.1", False)])
def test_a_setting_moves_the_threshold_by_its_closed_form(detente: Run, temptation: str, held: bool) -> None:
    # (T - R) / (T - P) with R = 3, P = 1, against the patience 0.6 of the less patient side: T = 6 is the border.
    found = cell(document(detente, NAME, "--set", f"temptation={temptation}"), "disarm", "disarm")
    t = float(temptation)
    assert found["critical_patience"]["two"] == pytest.approx((t - 3) / (t - 1))
    assert found["self_enforcing"] is held


def test_at_exactly_the_threshold_the_deal_holds(detente: Run) -> None:
    found = document(detente, NAME, "--set", "patience_two=1/2")
    assert cell(found, "disarm", "disarm")["self_enforcing"]
    assert not cell(document(detente, NAME, "--set", "patience_two=0.4999"), "disarm", "disarm")["self_enforcing"]


@pytest.mark.parametrize("concept", ["nash", "correlated", "quantal", "bargaining"])
def test_other_concepts_are_about_a_single_round(detente: Run, concept: str) -> None:
    once = document(detente, "prisoners-dilemma", "--solve", concept)
    again = document(detente, NAME, "--solve", concept)
    assert again["concept"] == concept
    assert again["equilibria"] == once["equilibria"]
    assert "repeated" not in again


def test_a_game_that_is_not_repeated_cannot_be_solved_as_one(detente: Run) -> None:
    done = detente("run", "prisoners-dilemma", "--solve", "repeated")
    assert (done.code, done.out) == (2, "")
    assert "a scenario of kind matrix is solved for nash, " in done.err
    assert done.err.endswith(", not for 'repeated'\n")


def test_a_number_of_rounds_known_to_both_undoes_the_deal(detente: Run) -> None:
    path = find(NAME)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    Path("ten.yaml").write_text(text.replace("rounds: infinite", "rounds: 10"), encoding="utf-8")
    found = document(detente, "ten.yaml")
    assert found["complete"]
    assert [e["strategies"]["one"] for e in found["equilibria"]] == [{"arm": 1.0}]
    assert found["repeated"]["rounds"] == 10
    story = " ".join(detente("run", "ten.yaml").out.split())
    assert "Benoit and Krishna" in story
    assert "the only subgame-perfect equilibrium" in story
    assert "only equilibrium" in detente("run", "ten.yaml", "-q").out
    assert detente("plot", "ten.yaml").code == 2


def test_several_equilibria_of_a_round_are_listed_and_not_called_all(detente: Run) -> None:
    Path("hunt.yaml").write_text(
        ONCE.replace("infinite", "5").replace("[5, 0], [1, 1]", "[2, 0], [1, 1]").replace("[0, 5]", "[0, 2]"),
        encoding="utf-8",
    )
    found = document(detente, "hunt.yaml")
    assert (found["complete"], len(found["equilibria"])) == (False, 3)
    assert "There are other subgame-perfect equilibria" in found["notes"][0]


def test_the_equilibrium_of_a_round_that_needs_chance_is_listed(detente: Run) -> None:
    Path("p.yaml").write_text(
        ONCE.replace("[[3, 3], [0, 5]]", "[[1, -1], [-1, 1]]").replace("[[5, 0], [1, 1]]", "[[-1, 1], [1, -1]]"),
        encoding="utf-8",
    )
    (only,) = document(detente, "p.yaml")["equilibria"]
    assert only["strategies"]["us"] == {"disarm": 0.5, "arm": 0.5}
    assert only["regret"] == 0
    story = detente("run", "p.yaml").out
    assert "this game is none" in story
    assert "gives both more" not in detente("run", NAME).out
    assert "Nothing that the game can pay gives both more" in " ".join(story.split())


def test_the_picture_names_outcomes_minmax_and_patience(detente: Run) -> None:
    assert detente("plot", NAME, "--out", "p.svg").code == 0
    texts = {e.text for e in ET.parse("p.svg").iter() if e.tag.endswith("text")}
    written = " | ".join(t for t in texts if t)
    for word in ("disarm, disarm", "(3, 3)", "minmax of First side: 1", "holds itself", "First side 0.9"):
        assert word in written


def test_scenarios_side_by_side_say_what_holds(detente: Run) -> None:
    assert "outcomes that hold" in detente("compare", NAME, "stag-hunt").out


def test_a_game_too_wide_for_the_terminal_is_told_in_short(detente: Run) -> None:
    n = 10
    labels = ", ".join(f"x{k}" for k in range(n))
    rows = "\n".join("  - [" + ", ".join(f"[{-((i - j) ** 2)}, {-i - j}]" for j in range(n)) + "]" for i in range(n))
    Path("w.yaml").write_text(
        "format: 1\nkind: matrix\ntitle: wide\nplayers:\n"
        f"  a: {{actions: [{labels}], patience: 0.5}}\n  b: {{actions: [{labels}], patience: 0.5}}\n"
        f"payoffs:\n{rows}\nrepeat: {{rounds: infinite}}\n",
        encoding="utf-8",
    )
    story = detente("run", "w.yaml").out
    assert "too wide to print" in story
    assert "88 more outcomes are not shown" in story
    assert max(map(len, story.splitlines())) <= 88
    assert detente("plot", "w.yaml", "--out", "w.png").code == 0
