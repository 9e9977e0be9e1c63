"""Where no Markov perfect equilibrium is found, what all equilibria agree on is told all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sim
from sim.api.lessons import make_lesson
from sim.errors import NoEquilibriumFoundError
from sim.scenario.load import load
from sim.show.studies.robust import robust_document, table_rows
from sim.study.options import RobustOptions
from sim.study.robust.robust import robustness

CIRCLES: dict[str, Any] = {
    "format": 1,
    "title": "circles",
    "players": {"us": {"patience": 0.9}, "nk": {"patience": 0.9}},
    "status_quo": {"us": 0, "nk": 0},
    "concessions": {
        "us": [{"id": "a", "reversible": True, "effect": {"us": 2, "nk": 3}}],
        "nk": [{"id": "b", "reversible": True, "effect": {"us": -2, "nk": 1}}],
    },
    "agreement": {"us": -3, "nk": 0},
    "breakdown": {"payoff": {"us": -9, "nk": -9}},
    "actions": ["concede", "hold_out", "renege"],
    "moves": "alternating",
    "horizon": "infinite",
}
"""While all stands `us` gets -3 per round; without its own step it gets 0, or -2 if the other side's stands.

So `us` has -2 per round or more for certain, by taking its step back for good, and all standing for ever is no
equilibrium, whatever is remembered. No round pays it more than 2.
"""


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def result() -> sim.Result:
    return sim.loads(json.dumps(CIRCLES)).solve()


def test_story_line_document_and_comparison_say_what_holds_without_one(result: sim.Result) -> None:
    none = "o course is told, since no Markov perfect equilibrium was found."
    assert f"N{none} Over all subgame-perfect equilibria a deal is impossible" in flat(result.story)
    assert result.line == f"circles: n{none} Over all equilibria a deal is impossible."
    document = result.document
    assert (document["equilibria"], document["complete"]) == ([], False)
    assert document["notes"][0].startswith("No Markov perfect equilibrium was found: ")
    verdict = document["verdict"]
    assert verdict == result.verdict
    assert (verdict["deal"], verdict["survives_slips"]) == ("impossible", None)
    low, high = verdict["payoffs"]["us"]
    assert -2 <= low < high <= 2
    if not verdict["settled"]:
        assert "These are bounds" in flat(result.story)
    table = sim.compare(result)
    assert dict(zip(table["question"], table["circles"], strict=True))["a deal, over all equilibria"] == "impossible"


def test_it_is_not_certified_and_has_no_course(result: sim.Result) -> None:
    assert not result.certified
    assert len(result.payoffs) == len(result.table) == len(result.strategies) == len(result.path) == 0
    assert "not certified" in repr(result)
    assert "impossible" in result._repr_html_()


def test_what_needs_an_equilibrium_says_that_there_is_none(result: sim.Result) -> None:
    for ask in (result.explain, result.plot, lambda: make_lesson(sim.loads(json.dumps(CIRCLES)))):
        with pytest.raises(NoEquilibriumFoundError, match="no Markov perfect equilibrium was found"):
            ask()


def test_the_row_without_a_last_round_has_the_word_though_it_has_no_answer() -> None:
    scenario = load("circles", text=json.dumps(CIRCLES | {"horizon": 2}))
    found = robustness(scenario, RobustOptions(draws=0))
    (row,) = [row for row in found.rows if row.name == "infinite"]
    assert (row.solved, row.of_all) == (False, "impossible")
    (told,) = [cells for cells in table_rows(scenario, found) if "no last round" in cells[0]]
    assert told[1:3] == ("no answer", "impossible")
    (entry,) = [entry for entry in robust_document(scenario, found)["rows"] if entry["name"] == "infinite"]
    assert (entry["verdict"], entry["payoffs"]) == ("impossible", None)
