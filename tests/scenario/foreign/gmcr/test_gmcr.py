"""Files of GMCR+ say as scenarios what they say there: options with directions, conditions, rankings by number.

The format as gmcr-py (O. Petersons) reads and writes it; the files here are made for these tests.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.engine.solve import solve
from sim.errors import ScenarioError
from sim.scenario.foreign import imported
from sim.scenario.load import load

TWO: dict[str, Any] = {
    "options": [
        {"name": "Talk", "permittedDirection": "both"},
        {"name": "Arm", "permittedDirection": "fwd"},
        {"name": "Wait", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "North", "options": [0, 1], "preferences": [[[2, "N"]], [[1, "N"]], [[0, "Y"]]]},
        {
            "name": "South",
            "options": [2],
            "preferences": [{"compound": True, "members": [[[0, "Y"], [1, "N"]], [[2, "Y"]]]}],
        },
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceRanking": False,
    "program": "gmcr-py",
}


def read(data: dict[str, Any]) -> Any:
    return load("x.yaml", text=imported([("x.gmcr", json.dumps(data).encode())]).text)


def test_options_keep_their_owners_and_directions() -> None:
    game = read(TWO).game
    assert [(o.id, o.owner, o.irreversible, o.lapses) for o in game.options] == [
        ("talk", 0, False, False),
        ("arm", 0, True, False),
        ("wait", 1, False, True),
    ]
    assert game.states == (0, 1, 2, 4, 5, 6)


def test_conditions_are_statements_of_which_earlier_ones_outweigh_later_ones() -> None:
    game = read(TWO).game
    levels = dict(zip(game.states, game.prefers[0].levels, strict=True))
    # Weights 4, 2, 1 for not waiting, not arming, talking.
    assert sorted(levels, key=lambda s: levels[s]) == [6, 4, 5, 2, 0, 1]
    second = dict(zip(game.states, game.prefers[1].levels, strict=True))
    assert {s for s, level in second.items() if level == max(second.values())} == {1, 4, 5, 6}


@pytest.mark.parametrize("key", ["preferenceRanking", "preferenceVector"])
def test_rankings_name_feasible_states_by_number_from_one(key: str) -> None:
    data = json.loads(json.dumps(TWO))
    data["useManualPreferenceRanking"] = True
    for maker in data["decisionMakers"]:
        maker[key] = [6, [1, 2], 5, 4, 3]
    game = read(data).game
    assert dict(zip(game.states, game.prefers[0].levels, strict=True)) == {6: 4, 0: 3, 1: 3, 5: 2, 4: 1, 2: 0}


def test_options_stand_in_the_order_of_their_owners() -> None:
    data = json.loads(json.dumps(TWO))
    data["decisionMakers"][0]["options"], data["decisionMakers"][1]["options"] = [2], [1, 0]
    game = read(data).game
    assert [o.id for o in game.options] == ["wait", "arm", "talk"]
    assert game.states == (0, 1, 2, 3, 4, 5)


def test_a_prisoners_dilemma_rests_where_nobody_cooperates() -> None:
    """Nash at defection alone; by the other three also at cooperation (Fang, Hipel and Kilgour 1993)."""
    data = {
        "options": [{"name": "Cooperate"}, {"name": "Cooperate"}],
        "decisionMakers": [
            {"name": "One", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
            {"name": "Two", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
        ],
        "infeasibles": [],
        "useManualPreferenceVectors": False,
    }
    solution: Any = solve(read(data))
    assert {d: solution.equilibrium(d).tolist() for d in ("nash", "gmr", "smr", "seq")} == {
        "nash": [True, False, False, False],
        "gmr": [True, False, False, True],
        "smr": [True, False, False, True],
        "seq": [True, False, False, True],
    }


@pytest.mark.parametrize(
    ("ranking", "told"),
    [([6, 1, 2, 5, 4], "state 3 is missing"), ([6, 1, 2, 5, 4, 3, 3], "state 3 stands twice"), ([7], "no state 7")],
)
def test_a_ranking_names_each_feasible_state_once(ranking: list[int], told: str) -> None:
    data = json.loads(json.dumps(TWO))
    data["useManualPreferenceRanking"] = True
    for maker in data["decisionMakers"]:
        maker["preferenceRanking"] = ranking
    with pytest.raises(ScenarioError, match=told):
        imported([("x.gmcr", json.dumps(data).encode())])


def test_what_is_left_out_is_said() -> None:
    data = json.loads(json.dumps(TWO))
    data["coalitions"] = [[0, 1]]
    data["decisionMakers"][0]["misperceptions"] = [[[0, "Y"]]]
    notes = " ".join(imported([("x.gmcr", json.dumps(data).encode())]).notes)
    assert "coalitions are left out" in notes
    assert "'North' does not see" in notes
    assert "no status quo" in notes


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"options": None}, "options: expected a list"),
        ({"options": []}, "expected 1 to 20 options"),
        ({"decisionMakers": []}, "expected two to eight decision makers"),
        ({"decisionMakers": [{"options": [0]}, {"options": [0, 1, 2]}]}, "option 0 has two owners"),
        ({"decisionMakers": [{"options": [0]}, {"options": [1]}]}, "belongs to no decision maker"),
        ({"decisionMakers": [{"options": [0, 1]}, {"options": [7]}]}, "there is no option 7"),
        ({"decisionMakers": [{"options": [True]}, {"options": [7]}]}, "expected the number of an option"),
        ({"infeasibles": [[[0, "Z"]]]}, "with Y or N"),
        ({"infeasibles": [[]]}, "no state is left"),
        ({"infeasibles": 3}, "expected a list"),
        ({"useManualPreferenceRanking": True}, "expected a list of states"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        imported([("x.gmcr", json.dumps(TWO | change).encode())])
    assert told in str(caught.value)


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'{"a": 1}', b"{" * 10_000, b'{"options": ' + b"[" * 5000])
def test_what_is_no_such_file_is_refused(raw: bytes) -> None:
    with pytest.raises(ScenarioError):
        imported([("x.gmcr", raw)])
