"""Answers on one screen where something is hidden, missing, tied or badly named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.api.result import Result
from sim.engine.solve import solve
from sim.scenario.load import load
from sim.show.screen.fit import fitted
from sim.show.screen.screen import as_screen
from sim.show.shown import shown
from sim.show.text.blocks import as_text
from tests.show.briefs import check_brief
from tests.show.test_briefs_of_random_games import matrix

PLAYERS: dict[str, Any] = {"us": {"name": "United States"}, "nk": {"name": "North Korea"}}
TYPES: dict[str, Any] = {
    "us": {"weak": {"probability": 0.6, "set": {"strength": 1}}, "tough": {"probability": 0.4, "set": {"strength": 4}}}
}
ENTRY: dict[str, Any] = {
    "format": 1,
    "kind": "matrix",
    "title": "Entry under doubt",
    "players": {
        "us": {"name": "United States", "actions": ["fight", "yield"]},
        "nk": {"name": "North Korea", "actions": ["enter", "stay out"]},
    },
    "parameters": {"strength": {"value": 1, "min": 0, "max": 5}},
    "payoffs": [[["strength - 2", -1], [3, 0]], [[1, 2], [2, 0]]],
    "types": TYPES,
}
UNKNOWN: dict[str, Any] = {
    **{key: ENTRY[key] for key in ("format", "parameters", "types")},
    "kind": "tree",
    "title": "Entry into the unknown",
    "players": PLAYERS,
    "tree": {
        "player": "nk",
        "infoset": "start",
        "actions": {
            "out": {"payoffs": [4, 0]},
            "in": {
                "player": "us",
                "infoset": "entered",
                "actions": {"fight": {"payoffs": ["strength - 2", -1]}, "yield": {"payoffs": [1, 2]}},
            },
        },
    },
}
NOTHING: dict[str, Any] = {
    "format": 1,
    "kind": "tree",
    "title": "Chance alone",
    "players": PLAYERS,
    "tree": {
        "chance": {
            "heads": {"probability": 0.5, "then": {"payoffs": [0, 0]}},
            "tails": {"probability": 0.5, "then": {"payoffs": [0, 0]}},
        }
    },
}
DECIDED: dict[str, Any] = {
    "format": 1, "kind": "tree", "title": "Decided", "players": PLAYERS, "tree": {"payoffs": [0, 0]},
}  # fmt: skip


def answered(data: dict[str, Any], concept: str, time_limit: float | None = 60.0) -> tuple[Any, Any]:
    scenario = load("t.yaml", text=json.dumps(data))
    solution = solve(scenario, concept, time_limit=time_limit)
    return Result(scenario, solution), shown(scenario, solution)


@pytest.mark.parametrize("data", [ENTRY, UNKNOWN, NOTHING, DECIDED], ids=lambda data: data["title"])
@pytest.mark.parametrize("concept", ["pbe", "bayes-nash"])
def test_games_with_hidden_types_and_games_without_choices(data: dict[str, Any], concept: str) -> None:
    result, view = answered(data, concept)
    check_brief(result.brief, as_text(view.story()), view.document())


@pytest.mark.parametrize("data", [NOTHING, DECIDED], ids=lambda data: data["title"])
@pytest.mark.parametrize("concept", ["subgame-perfect", "nash", "quantal"])
def test_trees_in_which_nobody_chooses(data: dict[str, Any], concept: str) -> None:
    result, view = answered(data, concept)
    check_brief(result.brief, as_text(view.story()), view.document())


def test_types_are_told_with_their_chances_and_what_the_best_other_choice_costs() -> None:
    # By hand: against staying out, fighting pays 3 and yielding 2; who stays out gets 0, and entering against a fight
    # pays -1. All equilibria have the tough fight: 4 - 2 against 1 where the other side enters, 3 against 2 where not.
    result, _ = answered(ENTRY, "bayes-nash")
    which, told = result.brief.answer
    assert "In all of them United States (tough) plays “fight”." in which
    assert "plays “fight” if weak (3/5) or tough (2/5)" in told
    does = {row[0]: row for row in result.brief.tables[0].rows}
    assert does["United States (tough)"][-2:] == ("yield", "1")
    assert does["North Korea"][-2:] == ("enter", "1")


def test_a_list_that_was_cut_is_not_told_as_all() -> None:
    row = [[(7 * i * i + 13 * i * j + 5 * j) % 41 for j in range(14)] for i in range(14)]
    column = [[(11 * i + 17 * i * j + 3 * j * j) % 43 for j in range(14)] for i in range(14)]
    scenario = matrix(row, column)
    solution: Any = solve(scenario, "nash", time_limit=0.2)
    brief = Result(scenario, solution).brief
    if solution.complete:
        pytest.skip("this machine lists them all in time")
    assert not brief.certified
    assert "all of them" not in " ".join(brief.answer)
    assert "no other" not in brief.certificate


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_names_that_are_long_or_wide_or_hostile_leave_lines_within_the_screen(width: int) -> None:
    data = json.loads(json.dumps(ENTRY))
    data["players"]["us"]["name"] = "The United States of America and all of its allies in the region"
    data["players"]["nk"]["name"] = "조선민주주의인민공화국"
    data["title"] = "\x1b[31mred\x1b[0m\nsecond line"
    result, _ = answered(data, "bayes-nash")
    told = as_screen(fitted(result.brief), None, width, colour=False)
    assert "\x1b" not in told
    from rich.cells import cell_len

    assert all(cell_len(line) <= width for line in told.split("\n"))
