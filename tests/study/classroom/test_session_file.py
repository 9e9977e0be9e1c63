"""Records of games: written, read back the same, and refused when they are anything else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.agents.arenas.match import Seat
from sim.agents.arenas.replay import replay
from sim.scenario.load import load
from sim.study.classroom.session_file import SessionFileError, read_session, session_document
from tests.agents.games import played

NAMES = ["action-for-action", "chicken", "beer-quiche", "alternating-offers", "war-of-attrition", "mixed-signals"]


def document(name: str = "chicken", person: str = "Anna") -> dict[str, Any]:
    arena, session = played(load(name))
    session = replace(session, played="2018-06-12T09:00:00Z", seats=(Seat(person), session.seats[1]))
    return session_document(replay(arena, session))


def written(tmp_path: Path, value: Any) -> Path:
    path = tmp_path / "game.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_read_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    arena, session = played(load(name, {}), seed=5)
    path = written(tmp_path, session_document(replay(arena, session)))
    found = read_session(path)
    assert found.scenario.file == f"{name}.yaml"
    assert found.scenario.sha256 == session.scenario.sha256
    assert replace(found, scenario=session.scenario) == session


def test_settings_come_back(tmp_path: Path) -> None:
    arena, session = played(load("chicken", {"gain": "2"}))
    found = read_session(written(tmp_path, session_document(replay(arena, session))))
    assert found.scenario.settings == (("gain", "2"),)
    assert found.scenario.game == session.scenario.game


def test_a_record_has_the_documented_keys_and_no_others() -> None:
    found = document()
    assert found.keys() == {
        *("format", "document", "version", "played", "finished", "scenario", "file", "sha256", "settings", "kind"),
        *("select", "rounds", "seed", "players", "turns", "replay", "text"),
    }
    assert found["players"] == {"one": {"person": "Anna"}, "two": {"agent": "equilibrium"}}
    assert [turn.keys() for turn in found["turns"]] == [{"round", "moves", "chance", "payoffs"}]
    assert found["replay"].keys() == {"concept", "given_away", "accounts", "decisions"}
    assert found["replay"]["given_away"].keys() == found["replay"]["accounts"].keys() == {"one"}
    assert found["replay"]["accounts"]["one"].keys() == {"equilibrium", "given_away", "other", "chance", "payoff"}
    for decision in found["replay"]["decisions"]:
        assert decision.keys() == {
            *("turn", "round", "player", "point", "options", "choice", "equilibrium"),
            *("given_away_here", "given_away"),
        }


BROKEN: list[tuple[str, Any, str]] = [
    ("no JSON", "{", "it is not JSON"),
    ("deep JSON", "[" * 100_000, "it is not JSON"),
    ("another document", {"format": 1, "equilibria": []}, "not the record of a game"),
    ("a list", [1, 2], "not the record of a game"),
    ("another format", document() | {"format": 2}, "expected format 1, found 2"),
    ("no turns", {k: v for k, v in document().items() if k != "turns"}, "the key 'turns' is missing"),
    ("turns of another kind", document() | {"turns": {}}, "expected list for 'turns', found dict"),
    ("a turn that is none", document() | {"turns": [3]}, "expected dict for 'turns', found int"),
    ("a broken scenario", document() | {"text": "format: 1\n"}, "the scenario in it is broken"),
    ("another scenario", document() | {"text": document("stag-hunt")["text"]}, "not the one that was played"),
    ("a foreign player", document() | {"players": {"one": {"person": "A"}}}, "the key 'two' is missing"),
    ("a name that is no text", document() | {"players": {"one": {"person": 3}, "two": {"agent": ""}}}, "expected str"),
    ("a setting that is none", document() | {"settings": {"peace": 1}}, "the scenario in it is broken"),
]


@pytest.mark.parametrize(("value", "why"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_is_no_record_is_named_with_the_reason(tmp_path: Path, value: Any, why: str) -> None:
    path = written(tmp_path, value)
    with pytest.raises(SessionFileError, match=why) as caught:
        read_session(path)
    assert str(path) in str(caught.value)
