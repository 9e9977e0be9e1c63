"""The key `types`: what each player may be, and what is wrong with it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Concessions

F = Fraction
HEAD = """format: 1
title: t
players: {us: {name: US, patience: 0.9}, nk: {name: NK, patience: nk_patience}}
parameters:
  nk_patience: 0.8
  gain: {value: 1, min: 0, max: 5}
  twice: 2 * gain
  often: 1
  rounds: 3
status_quo: {us: 0, nk: 0}
concessions: {us: [{id: a, effect: {us: -1, nk: twice}}], nk: [{id: b, reversible: often, effect: {us: 2, nk: -gain}}]}
actions: [concede, hold_out]
horizon: rounds
"""
TYPES = "types: {nk: {soft: {probability: 0.4}, hard: {name: a hard one, probability: 0.6, set: {gain: 3}}}}\n"


def test_a_type_sets_parameters_and_all_that_is_computed_from_them() -> None:
    scenario = load("t", text=HEAD + TYPES)
    assert [(t.id, t.name, t.probability) for t in scenario.types[1]] == [
        ("soft", "soft", F(2, 5)),
        ("hard", "a hard one", F(3, 5)),
    ]
    assert scenario.types[0] == ()
    gains = []
    for variant in scenario.variants[0]:
        assert isinstance(variant.game, Concessions)
        gains.append((variant.game.ladders[0][0].effect[1], variant.game.ladders[1][0].effect[1]))
    assert gains == [(2, -1), (6, -3)]


def test_a_setting_from_outside_holds_for_types_that_do_not_set_it_themselves() -> None:
    scenario = load("t", {"gain": "2", "nk_patience": "0.5"}, HEAD + TYPES)
    gains = [v.game.ladders[1][0].effect[1] for v in scenario.variants[0] if isinstance(v.game, Concessions)]
    assert gains == [-2, -3]
    assert {v.players[1].patience for v in scenario.variants[0]} == {F(1, 2)}


def test_patience_may_be_what_is_hidden() -> None:
    scenario = load("t", text=HEAD + TYPES.replace("gain: 3", "nk_patience: 0.2"))
    assert [v.players[1].patience for v in scenario.variants[0]] == [F(4, 5), F(1, 5)]


def test_types_of_both_players_make_a_table_of_variants() -> None:
    both = TYPES.replace("{nk:", "{us: {a: {probability: 1/4}, b: {probability: 3/4, set: {nk_patience: 0.1}}}, nk:")
    scenario = load("t", text=HEAD + both)
    assert [len(row) for row in scenario.variants] == [2, 2]
    assert scenario.form == "concessions with hidden types"


WRONG = [
    ("probability: 0.4", "probability: 0.5", "{soft", "types.nk", "add up to 1.1, not to 1"),
    ("set: {gain: 3}", "set: {gian: 3}", "3}}}}", "types.nk.hard.set.gian", "no parameter 'gian'"),
    ("set: {gain: 3}", "set: {gain: 7}", "7}}}}", "types.nk.hard.set.gain", "at most its max 5, found 7"),
    ("{nk:", "{nl:", "nl", "types.nl", "there is no player 'nl'"),
    ("probability: 0.4", "probability: 4", "4}", "types.nk.soft.probability", "from 0 to 1"),
    ("soft: {probability: 0.4}", "soft: {}", "{}", "types.nk.soft", "missing"),
    ("set: {gain: 3}", "set: {rounds: 4}", "{name", "types.nk.hard", "changes the number of rounds"),
    ("set: {gain: 3}", "set: {often: 0}", "{name", "types.nk.hard", "whether a step can be taken back"),
    (
        "set: {gain: 3}",
        "set: {nk_patience: 2}",
        "{name",
        "types.nk.hard",
        "for nk hard, 'players.nk.patience' at line 3",
    ),
]


@pytest.mark.parametrize(("old", "new", "at", "key", "message"), WRONG)
def test_what_is_wrong_with_a_type_is_told_where_it_stands(old: str, new: str, at: str, key: str, message: str) -> None:
    assert old in TYPES
    line = TYPES.replace(old, new)
    with pytest.raises(ScenarioError) as caught:
        load("t", text=HEAD + line)
    problem = caught.value.problems[0]
    assert message in problem.message
    assert problem.key.startswith(key)
    assert problem.line == 14
    assert line[problem.column - 1 :].startswith(at)


REFUSED = [
    ("horizon: rounds", "horizon: infinite", "games with a last round"),
    ("title: t", "title: t\ncommit: us", "without hidden types"),
]


@pytest.mark.parametrize(("old", "new", "message"), REFUSED)
def test_games_whose_hidden_types_are_not_solved_are_refused_with_a_reason(old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        load("t", text=(HEAD + TYPES).replace(old, new))


def test_both_players_types_cannot_set_the_same_parameter() -> None:
    both = TYPES.replace("{nk:", "{us: {a: {probability: 1, set: {gain: 2}}}, nk:")
    with pytest.raises(ScenarioError, match="types of both players set 'gain'"):
        load("t", text=HEAD + both)
