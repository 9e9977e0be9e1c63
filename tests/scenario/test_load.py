"""What a good file says is taken exactly."""

from __future__ import annotations

from fractions import Fraction

import jsonschema
import pytest
import yaml

from sim.scenario.catalog import entries, find
from sim.scenario.kind import templates
from sim.scenario.load import load
from sim.scenario.scenario import Concessions
from sim.scenario.schema import json_schema
from sim.scenario.source import read
from tests.scenario.attempt import fit_the_schema, plain
from tests.scenario.test_bad_input import GOOD, edited

TEMPLATES = templates()

F = Fraction


def game(text: str = GOOD, **set_: str) -> Concessions:
    loaded = load("good.yaml", set_, text).game
    assert isinstance(loaded, Concessions)
    return loaded


def test_decimals_are_exact_and_expressions_are_evaluated_exactly() -> None:
    assert game().status_quo == (F(-3), F(-12, 5))
    assert game().ladders[1][0].effect == (F(6, 10), F(-1, 10))


def test_a_setting_replaces_a_parameter_and_may_be_an_expression() -> None:
    assert game(leakage="1/3").status_quo[1] == -2


def test_prerequisites_are_resolved_and_names_default_to_identifiers() -> None:
    us = game().ladders[0]
    assert us[0].after == ((1, 0),)
    assert us[0].name == "declaration"
    assert us[1].reversible


def test_what_is_left_out_has_the_default_the_format_states() -> None:
    loaded = game()
    assert loaded.actions == ("concede", "hold_out", "walk_away")
    assert loaded.first == 0
    assert loaded.ladders[0][0].once == (0, 0)


@pytest.mark.parametrize("word", ["no", "on", "off", "yes", "y", "null_"])
def test_a_step_may_be_called_what_older_yaml_takes_for_a_truth_value(word: str) -> None:
    assert game(GOOD.replace("freeze", word)).ladders[1][0].id == word


def test_numbers_may_be_written_in_every_way_that_yaml_knows() -> None:
    assert game(edited("us: 0.9,", "us: 1e-3,")).agreement[0] == F(1, 1000)
    assert game(edited("us: 0.9,", "us: 0x10,")).agreement[0] == 16
    assert game(edited("us: 0.9,", "us: +.5,")).agreement[0] == F(1, 2)


def test_a_parameter_may_use_those_written_above_it() -> None:
    text = edited("leakage: 0.2", "leakage: pressure / 30")
    assert game(text).status_quo[1] == F(-27, 10)
    assert game(text, pressure="6").status_quo[1] == -6 * F(8, 10)


def test_a_byte_order_mark_and_carriage_returns_do_no_harm() -> None:
    assert load("bom", text="\ufeff" + GOOD.replace("\n", "\r\n")).game == game()


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_bundled_scenario_loads_by_its_short_name_and_fits_the_json_schema(entry: object) -> None:
    stem = entry.name.rpartition("/")[2]  # type: ignore[attr-defined]
    assert find(stem) == entry.path  # type: ignore[attr-defined]
    scenario = load(stem)
    assert scenario.sources
    if scenario.kind == "concessions":
        assert all(p.minimum is not None and p.maximum is not None and p.about for p in scenario.parameters)
    fit_the_schema(plain(read(stem, scenario.text.encode()).data))
    assert "yaml-language-server: $schema=" in scenario.text.splitlines()[0]


def test_the_korea_files_differ_in_order_and_leakage_alone() -> None:
    games = {name: load(name).game for name in ("action-for-action", "dismantle-first", "relief-first", "stalled")}
    base = games["action-for-action"]
    assert isinstance(base, Concessions)
    for name, other in games.items():
        assert isinstance(other, Concessions)
        assert (other.agreement, other.breakdown, other.hazard) == (base.agreement, base.breakdown, base.hazard)
        assert (other.horizon, other.actions) == (base.horizon, base.actions)
        if name == "stalled":
            assert other.moves == base.moves
            continue
        assert other.status_quo == base.status_quo
        for mine, theirs in zip(base.ladders, other.ladders, strict=True):
            assert [(s.id, s.effect, s.once, s.reversible) for s in mine] == [
                (s.id, s.effect, s.once, s.reversible) for s in theirs
            ]


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_a_scenario(text: str) -> None:
    assert load("new", text=text).title


def test_the_json_schema_refuses_an_unknown_key() -> None:
    wrong = yaml.safe_load(GOOD) | {"agreemnt": 1}
    with pytest.raises(jsonschema.ValidationError):
        fit_the_schema(wrong)


def test_the_schema_beside_the_scenarios_is_current() -> None:
    import json

    from sim.scenario.catalog import root

    assert json.loads((root() / "detente.schema.json").read_text(encoding="utf-8")) == json_schema()
