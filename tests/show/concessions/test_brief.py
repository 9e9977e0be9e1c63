"""A concession game on one screen: what it says is what the story and the document say, at any width."""

from __future__ import annotations

import re
import shlex
from functools import cache
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.api.game import Game, load
from sim.api.result import Result
from sim.engine.concessions.courses.course import WithCourse
from sim.errors import DetenteError
from sim.scenario.catalog import entries
from sim.scenario.load import load as load_scenario
from sim.show.concessions.courses.brief import tables
from sim.show.concessions.courses.course import headline, what_happens, worth
from sim.show.concessions.courses.round_by_round import round_by_round
from sim.show.screen.fit import fitted
from sim.show.screen.screen import as_screen
from sim.show.text.blocks import Table
from sim.show.text.brief import Brief
from sim.show.text.scale import at_scale_of
from sim.show.text.words import amount
from tests.fuzz.small_games import ENDLESS, small_game
from tests.show.concessions.games import paid_again, two_breaches

NAMES = [e.name for e in entries() if re.search(r"(?m)^kind: concessions", e.path.read_text(encoding="utf-8"))]
NUMBER = re.compile(r"[+\N{MINUS SIGN}]?\d+\.\d+")
TALKS = """\
format: 1
kind: concessions
title: Talks
players: {us: {patience: 0.9}, nk: {patience: 0.9}}
status_quo: {us: 0, nk: 0}
concessions:
  us: [{id: x, effect: {us: -1, nk: 3}, reversible: true}]
  nk: [{id: y, effect: {us: 3, nk: -1}, after: [us.x]}]
breakdown: {payoff: {us: -2, nk: -2}}
"""


def solved(rest: str, **options: Any) -> Result:
    return Game(load_scenario("talks.yaml", text=TALKS + rest)).solve(**options)


@cache
def bundled(name: str) -> Result:
    return load(name).solve()


def lines_of(result: Result, width: int = 80) -> list[str]:
    return as_screen(fitted(result.brief), None, width, colour=False).splitlines()


def flat(result: Result) -> str:
    return " ".join(" ".join(lines_of(result, 100)).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_scenario_fits_on_one_screen(name: str) -> None:
    result = bundled(name)
    assert len(lines_of(result)) <= 40
    for width in (40, 60, 80, 100):
        assert max(map(cell_len, lines_of(result, width))) <= width
        as_screen(result.brief, "ascii", width, colour=False).encode("ascii")


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_tables_stands_in_the_story_or_the_document(name: str) -> None:
    result = bundled(name)
    known = set(NUMBER.findall(result.story)) | set(NUMBER.findall(" ".join(result.brief.answer)))
    for entry in result.document["equilibria"]:
        for r in entry["path"]:
            values = (*r.get("costs", {}).values(), *r["payoffs"].values()) if "payoffs" in r else ()
            known |= {amount(value) for value in values if value is not None}
    for table in result.brief.tables:
        rows = (*table.rows, *table.look.short)  # type: ignore[union-attr]
        found = {number for row in rows for cell in row[1:] for number in NUMBER.findall(cell)}
        assert found <= known, (name, found - known)


def test_the_answer_is_the_headline_and_the_thinnest_margin_is_marked() -> None:
    result = bundled("korea/action-for-action")
    told = flat(result)
    assert "The agreement is complete in round 7 and kept." in told
    assert "every subgame-perfect equilibrium has the same course and payoffs" in told
    # The story: 0.33, 0.09, 0.32, 0.16, 0.26, 0.17, 0.11 for rounds 1 to 7.
    assert "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}0.09" in told
    assert "It hangs most on North Korea in round 2: holding out instead would cost it 0.09 per round." in told


def test_who_walks_away_is_followed_by_what_every_later_round_pays() -> None:
    result = bundled("korea/blame")
    *_, table = (t for t in result.brief.tables if "then" in t.head)  # type: ignore[union-attr]
    rows = {row[0]: row for row in table.rows}  # type: ignore[union-attr]
    assert rows["North Korea"][2] == "walks away"
    assert rows["North Korea gets"][-1] == "\N{MINUS SIGN}1.50"  # the file: blamed less, North Korea loses 1.5
    assert rows["United States gets"][-1] == "\N{MINUS SIGN}4.00"


def test_chances_of_a_course_are_said() -> None:
    told = flat(bundled("korea/fading-hope"))
    assert "The most likely course, round by round (chance 70%)" in told
    assert "30% never complete; the talks break down by chance in round 2" in told
    assert "expected" in told


def test_what_is_taken_back_and_what_repeats_is_told() -> None:
    for scenario in (two_breaches(), paid_again("simultaneous", 9)):
        result = Game(scenario).solve(time_limit=1)
        assert len(lines_of(result)) <= 40
        assert "back" in flat(result)
    endless = paid_again("alternating", "infinite")
    table = round_by_round(endless, Game(endless).solve().solution)  # type: ignore[arg-type]
    assert "; then as from round" in table.caption
    assert any("takes back" in cell for row in table.rows for cell in row)


def test_a_long_course_is_cut_in_the_middle_and_keeps_its_thinnest_margin() -> None:
    result = Game(two_breaches(60)).solve(time_limit=1)
    table = result.brief.tables[0]
    assert len(table.head) <= 1 + 9 + 5 + 3  # type: ignore[union-attr]
    assert len(table.look.marked) == 1  # type: ignore[union-attr]


def test_an_equilibrium_of_several_says_by_which_rule_and_how_to_see_the_others() -> None:
    result = solved("moves: simultaneous\nactions: [concede, hold_out, walk_away]\nhorizon: 3\n", time_limit=1)
    told = flat(result)
    assert "In the subgame-perfect equilibrium that the rule 'payoff-dominant' selects" in told
    assert "Over all subgame-perfect equilibria" in told
    assert "--all" in shlex.split(
        next(s.command for s in bundled("korea/action-at-once").brief.then if "--all" in s.command)
    )


def test_commands_name_the_file_as_it_was_given_with_what_was_set_and_asked_for() -> None:
    result = load("action-at-once", leakage="0.3").solve("correlated")
    commands = [step.command for step in result.brief.then]
    assert "detente explain action-at-once --solve correlated --set leakage=0.3" in commands
    text = TALKS + "horizon: 3\n"
    for name, typed in (("my talks.yaml", "'my talks.yaml'"), ("a;b.yaml", "'a;b.yaml'"), ("-x.yaml", "./-x.yaml")):
        steps = Game(load_scenario(name, text=text)).solve().brief.then
        assert steps[0].command == f"detente explain {typed}"
    for name in ("<stdin>", "a\nb.yaml", "a\u202eb.yaml"):
        assert Game(load_scenario(name, text=text)).solve().brief.then == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(("concessions", ENDLESS)))
def test_any_game_ends_and_pays_alike_in_short_and_at_length(seed: int, form: str) -> None:
    """Random files: what happens and what it pays is what the story says, and no line is wider than the terminal."""
    data = small_game(Random(seed), form)
    data.pop("commit", None)
    try:
        scenario = load_scenario("t.yaml", text=yaml.safe_dump(data))
        solution = Game(scenario).solve(time_limit=0.5).solution
    except DetenteError:
        return
    if not isinstance(solution, WithCourse):
        return
    found: Any = solution
    with at_scale_of(scenario):
        assert headline(scenario, found).startswith(what_happens(scenario, found))
        (at_length, *_), short = worth(scenario, found), tables(scenario, found)
    assert isinstance(at_length, Table)
    for long_row, row in zip(at_length.rows, short[1].rows, strict=True):
        assert set(row) <= set(long_row)
    brief = Brief("t", "", (), short, players=("a", "b"))
    for width in (40, 80):
        assert max(map(cell_len, as_screen(brief, "ascii", width, colour=False).splitlines())) <= width
