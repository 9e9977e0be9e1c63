"""What oTree exports of our apps comes back as records: its names of columns, both tables, and what it may hold."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.errors import UnansweredError
from sim.scenario.load import load
from sim.show.otree.app import app_name, otree_files
from sim.study.classroom.otree_csv import read_otree
from tests.show.otree.otree_api import loaded, play
from tests.show.otree.test_otree import OFFERS, REPEATED

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario.scenario import Scenario

ENDLESS = REPEATED.replace("rounds: 4", "rounds: infinite").replace("0.9", "0.5")

PARTICIPANT = [
    "id_in_session",
    "code",
    "label",
    "_is_bot",
    "_index_in_pages",
    "_max_page_index",
    "_current_app_name",
    "_current_page_name",
    "time_started_utc",
    "visited",
    "mturk_worker_id",
    "mturk_assignment_id",
    "payoff",
]
"""Columns of a participant, as oTree 6.0.15 writes them; those of the others likewise."""
PLAYER = ["id_in_group", "role", "payoff", "decision", "asks", "answer", "pays"]
GROUP, SUBSESSION = ["id_in_subsession", "over"], ["round_number"]
SESSION = ["code", "label", "mturk_HITId", "mturk_HITGroupId", "comment", "is_demo"]


def written(name: str, sessions: list[list[list[Any]]], wide: bool, bot: str = "0") -> str:
    """Sessions of pairs of participants, each with its groups by round, as oTree writes them."""
    rounds = range(len(sessions[0][0]))
    of_round = [*(f"player.{f}" for f in PLAYER), *(f"group.{f}" for f in GROUP), "subsession.round_number"]
    session_head = [f"session.{f}" for f in SESSION]
    head = [f"participant.{f}" for f in PARTICIPANT]
    if wide:
        head += [*session_head, "session.config.name", *(f"{name}.{t + 1}.{f}" for t in rounds for f in of_round)]
    else:
        head += [*of_round, *session_head]
    lines: list[list[object]] = [head]
    for s, pairs in enumerate(sessions):
        for k, groups in enumerate(pairs):
            for side in (0, 1):
                who = [2 * k + side + 1, f"p{s}x{k}x{side}", "Anna", bot, 7, 7, name, "Results"]
                who += ["2026-11-28 21:13:43.975845", 1, "", "", "0.0"]
                played = [_of_round(group, side, k) for group in groups]
                session = [f"session{s}", *[""] * 4, 0]
                if wide:
                    lines.append([*who, *session, name, *(cell for cells in played for cell in cells)])
                else:
                    lines += [[*who, *cells, *session] for cells in played]
    to = io.StringIO(newline="")
    csv.writer(to).writerows(lines)
    return to.getvalue()


def _of_round(group: Any, side: int, k: int) -> list[object]:
    player = group.players[side]
    chosen = ["" if each is None else each for each in (player.decision, player.asks, player.answer)]
    return [side + 1, "", round(player.pays, 2), *chosen, player.pays, k + 1, int(group.over), group.round_number]


def made(scenario: Scenario, case: str = "") -> list[Any]:
    """The groups of all rounds, played by the bots of the scenario's app."""
    texts, name = otree_files(scenario), app_name(scenario)
    return play(*loaded(texts[f"{name}/__init__.py"], texts[f"{name}/tests.py"]), case)


@pytest.mark.parametrize("wide", [True, False], ids=["all apps", "one app"])
@pytest.mark.parametrize(
    ("name", "text", "case"),
    [
        ("chicken", None, ""),
        ("ultimatum", None, ""),
        ("entry-deterrence", None, ""),
        ("class.yaml", REPEATED, ""),
        ("class.yaml", ENDLESS, ""),
        ("offers.yaml", OFFERS, "agree"),
        ("offers.yaml", OFFERS, "refuse"),
    ],
)
def test_what_was_played_comes_back(name: str, text: str | None, case: str, wide: bool) -> None:
    scenario = load(name, {}, text)
    groups = made(scenario, case)
    table = written(app_name(scenario), [[groups, groups], [groups]], wide)
    found = read_otree(table, scenario, app_name(scenario))
    assert found.unfinished == 0
    assert [(game.session, game.group) for game in found.games] == [
        ("session0", "1"),
        ("session0", "2"),
        ("session1", "1"),
    ]
    played = found.games[0].record
    assert [seat.person for seat in played.seats] == ["p0x0x0", "p0x0x1"]
    assert played.played == "2026-11-28T21:13:43Z"
    assert played.finished
    chosen = [
        each
        for group in groups
        for side in ([0, 1] if scenario.kind == "matrix" else sorted((0, 1), key=lambda s: _answers(group, s)))
        for each in (group.players[side].decision, group.players[side].asks, group.players[side].answer)
        if each is not None
    ]
    moves = [move for turn in played.turns for move in turn.moves if move]
    assert len(moves) == len(chosen)


def _answers(group: Any, side: int) -> bool:
    return group.players[side].answer is not None


def test_records_are_summed_up(tmp_path: Path) -> None:
    table = tmp_path / "all_apps_wide.csv"
    table.write_text(written("ultimatum", [[made(load("ultimatum"))] * 3], wide=True), encoding="utf-8")
    records = tmp_path / "records"
    run = CliRunner().invoke(app, ["import", str(table), "--scenario", "ultimatum", "--records", str(records)])
    assert run.exit_code == 0, run.output
    assert "3 records of games" in run.output
    assert "Anna" not in "".join(path.read_text(encoding="utf-8") for path in records.iterdir())
    told = CliRunner().invoke(app, ["play", "--summary", str(records)])
    assert told.exit_code == 0, told.output
    assert "3 games by 6 people" in told.output


def test_who_left_is_left_out_and_counted() -> None:
    scenario = load("ultimatum")
    groups = made(scenario)
    table = written("ultimatum", [[groups, groups]], wide=True)
    lines = list(csv.reader(io.StringIO(table)))
    answer = lines[0].index("ultimatum.1.player.answer")
    for line in lines[3:]:
        line[answer] = ""
    to = io.StringIO(newline="")
    csv.writer(to).writerows(lines)
    found = read_otree(to.getvalue(), scenario, "ultimatum")
    assert (len(found.games), found.unfinished) == (1, 1)


def test_a_game_without_a_last_round_that_somebody_left_is_not_taken_for_whole() -> None:
    scenario = load("class.yaml", {}, ENDLESS)
    rounds = 0
    while rounds < 2:  # the app draws how many rounds there are
        groups = made(scenario)
        rounds = sum(group.players[0].decision is not None for group in groups)
    left = made(scenario)
    for group in left[1:]:
        for player in group.players:
            player.decision = None
    found = read_otree(written(app_name(scenario), [[groups, left]], wide=True), scenario, app_name(scenario))
    assert (len(found.games), found.unfinished) == (1, 1)
    assert found.games[0].record.rounds == rounds


def test_bots_are_a_rehearsal() -> None:
    scenario = load("chicken")
    (game,) = read_otree(written("chicken", [[made(scenario)]], True, bot="1"), scenario, "chicken").games
    assert game.record.rehearsal
    assert not any(seat.human for seat in game.record.seats)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("participant.code", "code", "no table of oTree"),
        ("chicken.1.", "stag.1.", "no app 'chicken'; it has stag"),
        ("chicken.1.player.decision", "chicken.1.player.choice", "lacks the column 'player.decision'"),
        ("participant.visited", "participant.visited,more", "cells, and its head"),
    ],
)
def test_other_tables_are_refused_in_words(old: str, new: str, told: str) -> None:
    scenario = load("chicken")
    table = written("chicken", [[made(scenario)]], wide=True).replace(old, new)
    with pytest.raises(UnansweredError, match=told):
        read_otree(table, scenario, "chicken")


def test_a_scenario_of_other_numbers_is_refused() -> None:
    table = written("chicken", [[made(load("chicken"))]], wide=True)
    with pytest.raises(UnansweredError, match="the app paid -1 where the scenario pays -2"):
        read_otree(table, load("chicken", {"loss": "2"}), "chicken")
