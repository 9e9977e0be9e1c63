"""In what two scenarios differ, as the format understands them."""

import random

import pytest
import yaml

from sim.scenario.catalog import entries
from sim.scenario.changes.changed import changed
from sim.scenario.changes.typed import typed
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.study.difference import differences

NAMES = [entry.name for entry in entries()]
KOREAN = load("action-for-action")


def with_(text: str) -> Scenario:
    return changed(KOREAN, typed(text, "--with"))


def found(text: str) -> dict[str, str]:
    return {d.key: d.how for d in differences(KOREAN, with_(text))}


@pytest.mark.parametrize("name", NAMES)
def test_no_file_differs_from_itself_nor_from_its_data_in_another_order(name: str) -> None:
    scenario = load(name)
    assert differences(scenario, scenario) == ()
    data = yaml.load(scenario.text, Loader=yaml.BaseLoader)
    top = list(data.items())
    random.Random(1).shuffle(top)
    again = yaml.safe_dump(dict(top), sort_keys=False, default_style='"')
    # Parameters stay in their order, since each may use those above it; so do actions, steps and players.
    again = again.replace('"true"', "true").replace('"false"', "false")
    assert differences(scenario, load("again.yaml", text=again)) == ()


@pytest.mark.parametrize("pair", list(zip(NAMES, NAMES[3:] + NAMES[:3], strict=True)), ids=str)
def test_differences_are_the_same_from_both_sides(pair: tuple[str, str]) -> None:
    one, two = map(load, pair)
    there, back = differences(one, two), differences(two, one)
    assert {d.turned for d in there} == set(back)


def test_a_number_written_otherwise_and_a_default_written_out_are_no_difference() -> None:
    text = "leakage=0.20, pressure=3, first=us, punishment=snapback, freeze.once.us=0, on_discovery=snapback"
    assert found(text) == {}
    assert found("actions=[renege, walk_away, hold_out, concede]") == {}


def test_what_follows_from_a_parameter_is_told_apart_from_what_was_changed() -> None:
    how = found("leakage=0.4")
    assert {key for key, told in how.items() if told == "changed"} == {"parameters.leakage.value"}
    assert how["status_quo.nk"] == "follows"
    assert "status_quo.us" not in how


def test_an_expression_that_comes_to_the_same_number_is_told_as_written_anew() -> None:
    assert found("status_quo.us=-3") == {"status_quo.us": "rewritten"}
    assert found("status_quo.us=-1*threat") == {"status_quo.us": "rewritten"}
    assert found("status_quo.nk=-pressure*(1.0-leakage)") == {}


def test_a_step_or_a_block_that_only_one_file_has_is_one_difference() -> None:
    (mediator,) = differences(KOREAN, with_("mediator={name: Oslo, delay: {us: 1}}"))
    assert (mediator.key, mediator.how, mediator.keys) == ("mediator", "added", 3)
    other = load("action-for-action")
    text = other.text.replace("agreement: {us:", "    - id: more\n      name: One more\nagreement: {us:", 1)
    (step,) = differences(KOREAN, load("more.yaml", text=text))
    assert (step.key, step.how) == ("concessions.nk.more", "added")
    assert step.after is not None
    assert step.after.text == "One more"


def test_words_that_change_no_result_are_silent() -> None:
    (title,) = differences(KOREAN, with_("title=Another"))
    assert title.silent
    assert not any(d.silent for d in differences(KOREAN, with_("horizon=8")))
