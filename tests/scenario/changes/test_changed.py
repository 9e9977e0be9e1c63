"""Files with other values at some of their keys: where a key leads, what stays as it is written, what is refused."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.catalog import entries
from sim.scenario.changes.changed import changed
from sim.scenario.changes.edit import REMOVED, edited, flow, keeps_comments
from sim.scenario.changes.leaves import leaves
from sim.scenario.changes.typed import from_data, typed
from sim.scenario.load import load
from sim.scenario.scenario import Concessions, Scenario
from sim.scenario.source import NumberText, dotted, read

KOREAN = load("action-for-action")
MINE = """\
# a comment at the top
format: 1
title: Mine
players:
  a: {patience: 0.9}  # who is patient
  b:
    patience: 0.8
    name: The other
parameters:
  plain: 2   # a number by itself
  ranged: {value: 1, min: 0, max: 3}
status_quo: {a: -plain, b: 0}
concessions:
  a:
    - id: one
      effect: {a: -1, b: 2}
  b:
    # what b gives
    - id: two
      effect:
        a: 2
        b: -1
      reversible: true

    - id: three
      effect: {a: ranged, b: -0.5}
horizon: 6
actions: [concede, hold_out]
"""


def with_(text: str, scenario: Scenario = KOREAN) -> Scenario:
    return changed(scenario, typed(text, "--with"))


def game_of(scenario: Scenario) -> Concessions:
    assert isinstance(scenario.game, Concessions)
    return scenario.game


def mine() -> Scenario:
    return load("mine.yaml", text=MINE)


def refusal(text: str, scenario: Scenario = KOREAN) -> str:
    with pytest.raises(ScenarioError) as error:
        with_(text, scenario)
    return str(error.value)


def test_a_parameter_is_changed_by_its_name_and_keeps_its_range() -> None:
    (parameter,) = [p for p in with_("leakage=0.4").parameters if p.name == "leakage"]
    assert (parameter.value, parameter.maximum) == (Fraction(2, 5), 1)
    assert game_of(with_("leakage=0.4")) == game_of(load("action-for-action", {"leakage": "0.4"}))


@pytest.mark.parametrize(
    "key",
    [
        "concessions.us.partial_relief.reversible",
        "concessions.us[2].reversible",
        "us.partial_relief.reversible",
        "partial_relief.reversible",
        "concessions . us . 'partial_relief' . reversible",
    ],
)
def test_a_step_is_named_by_its_identifier_its_place_or_the_end_of_its_path(key: str) -> None:
    found = with_(f"{key}=false")
    assert not game_of(found).ladders[0][2].reversible
    assert [change.path for change in found.changes] == ["concessions.us.partial_relief.reversible"]


def test_several_changes_have_commas_between_them_but_not_inside_brackets_and_functions() -> None:
    found = with_("actions=[concede, hold_out], impatience=min(0.1, 0.2), moves=simultaneous")
    game = game_of(found)
    assert (game.actions, game.hazard, game.moves) == (("concede", "hold_out"), Fraction(1, 10), "simultaneous")


def test_a_key_that_only_the_format_knows_is_one_as_well() -> None:
    assert game_of(with_("keeps=nothing")).keeps == "nothing"
    assert game_of(with_("hazard=0.1")).hazard == Fraction(1, 10)
    assert game_of(with_("mediator.delay={us: 1}")).mediator is not None


def test_a_key_without_a_value_is_taken_out_of_the_file() -> None:
    assert game_of(with_("us.declaration.after=")).ladders[0][1].after == ()


def test_what_was_set_gives_way_to_what_is_changed_and_holds_otherwise() -> None:
    set_ = load("action-for-action", {"leakage": "0.5", "pressure": "2"})
    values = {p.name: p.value for p in with_("leakage=0.1", set_).parameters}
    assert (values["leakage"], values["pressure"]) == (Fraction(1, 10), 2)


def test_everything_else_stays_as_it_is_written() -> None:
    found = with_("plain=3, two.reversible=false, three.name=Third, players.b.patience=0.7", mine())
    before, after = MINE.splitlines(), found.text.splitlines()
    assert [line for line in after if line not in before] == [
        "    patience: 0.7",
        "  plain: 3   # a number by itself",
        "      reversible: false",
        "      name: Third",
    ]
    assert all(line in after for line in before if "#" in line and "plain" not in line)


def test_a_number_that_gets_a_range_becomes_a_mapping() -> None:
    (plain, _) = with_("parameters.plain.max=5", mine()).parameters
    assert (plain.value, plain.maximum) == (2, 5)


def test_a_file_with_aliases_says_the_same_after_a_change_of_one_of_them() -> None:
    text = MINE.replace("effect: {a: -1, b: 2}", "effect: &e {a: -1, b: 2}").replace(
        "effect: {a: ranged, b: -0.5}", "effect: *e"
    )
    game = game_of(with_("concessions.b.three.effect.a=7", load("mine.yaml", text=text)))
    assert game.ladders[1][1].effect == (7, 2)
    assert game.ladders[0][0].effect == (-1, 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("moves=foo", "--with:1:7: moves: expected an order of moves, found 'foo'"),
        ("horizon=8, moves=foo", "--with:1:18: moves: expected an order of moves"),
        ("actions=[concede, holdout]", "--with:1:19: actions[1]: expected an action, found 'holdout'"),
        ("leakage=3", "--with:1:9: parameters.leakage: expected at most its max 1, found 3"),
        ("status_quo.us=-threat+foo", "--with:1:23: status_quo.us: there is no parameter 'foo'"),
        ("actions=[concede", "--with:1:9: actions: the value is not valid YAML"),
        ("horizon", "--with:1:1: expected KEY=VALUE, found 'horizon'"),
        ("leakage=0.1, horizon", "--with:1:12: parameters.leakage.value: found ','"),
        ("a..b=3", "'a..b' is no key"),
        (
            "concessions.us.partial_releif.reversible=true",
            "did you mean 'partial_relief'? known there: exercises, decl",
        ),
        ("concessions.us[9].id=x", "concessions.us has no entry [9]"),
        ("players.uss.patience=0.5", "players has no 'uss'"),
        ("leakge=0.1", "did you mean 'leakage'?"),
        ("moves.x=1", "moves is 'alternating', and has no 'x'"),
        ("us=3", "'us' may be any of 12 keys"),
        ("horizon=infinite, commit=us", "--with:1:26: commit: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place_in_what_was_typed(text: str, told: str) -> None:
    assert told in refusal(text)


def test_what_a_change_spoils_elsewhere_is_told_where_it_stands_in_the_file() -> None:
    told = refusal("concessions.nk=[{id: freeze}]")
    line = KOREAN.text.splitlines().index("      after: [nk.site]") + 1
    assert f"action-for-action.yaml:{line}:15: concessions.us[2].after[0]: there is no step 'nk.site'" in told
    assert "with --with concessions.nk=[{id: freeze}]" in told


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_any_value_of_any_bundled_file_can_be_replaced_in_place(entry: object) -> None:
    source = read(str(entry.path), entry.path.read_bytes())  # type: ignore[attr-defined]
    paths = [path for path in source.values if path]
    shared = {getattr(event, "value", None) for event in yaml.parse(source.text) if getattr(event, "anchor", None)}
    for path in paths[:: max(1, len(paths) // 12)]:
        value = NumberText("17") if len(path) % 2 else ["x", {"y: z": True, "n": None}]
        after = edited(source, path, value)
        before, found = source.data, after.data
        for part in path:
            before, found = before[part], found[part]  # type: ignore[index]
        assert found == value, dotted(path)
        # Comments inside what is replaced go with it, and what an alias shares cannot be replaced in place.
        assert keeps_comments(source, after) or isinstance(before, (dict, list)) or before in shared, dotted(path)


DATA = st.recursive(
    st.none() | st.booleans() | st.text(max_size=12) | st.integers(-999, 999).map(NumberText),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(DATA)
def test_data_on_a_line_are_read_back_as_they_were(data: object) -> None:
    assert read("line", f"value: {flow(data)}\n".encode()).data == {"value": data}


def test_data_of_python_say_the_same_as_what_is_typed() -> None:
    pairs = [("actions", ["concede", "hold_out"]), ("horizon", 8), ("leakage", Fraction(1, 3)), ("commit", None)]
    by_data = changed(KOREAN, [from_data(key, value, "with_") for key, value in pairs])
    assert game_of(by_data) == game_of(with_("actions=[concede,hold_out], horizon=8, leakage=1/3"))


def test_a_text_that_was_edited_is_still_a_file_for_every_reader_of_yaml(tmp_path: Path) -> None:
    text = with_("moves=simultaneous, full_relief.effect.us=-1").text
    (tmp_path / "there.yaml").write_text(text, encoding="utf-8")
    assert game_of(load(tmp_path / "there.yaml")) == game_of(with_("moves=simultaneous, full_relief.effect.us=-1"))
    assert yaml.safe_load(text)["moves"] == "simultaneous"


def test_leaves_know_what_a_file_leaves_out() -> None:
    found = leaves(mine())
    assert found["moves"].value == "simultaneous"
    assert found["first"].value == "a"
    assert found["concessions.a.one.once.b"].value == 0
    assert found["players.b.name"].value == "The other"
    assert found["concessions.b.three.effect.a"].is_expression
    assert "commit" not in found


def test_removal_is_no_value() -> None:
    assert "commit" not in edited(read("k", KOREAN.text.encode()), ("commit",), REMOVED).data
