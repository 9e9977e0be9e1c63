"""The JSON Schema and loading agree on every file, both ways, but for what no JSON Schema can say.

The schema is judged by jsonschema, which knows nothing of the models that load files. Files are changed by text and by
structure. What loading refuses and the schema lets pass must be of a sort that the schema itself names as beyond it.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.catalog import entries, find
from sim.scenario.kind import templates
from sim.scenario.scenario import Scenario
from sim.scenario.schema import BEYOND, json_schema
from sim.scenario.source import NumberText, read
from sim.study.robust.draws import written
from tests.scenario.attempt import attempt, plain, validator
from tests.scenario.test_bad_input import GOOD
from tests.scenario.test_mutations import BASES, edited, rearranged, revalued

SIGNS = {
    "names": [
        r"there is no (player|step|option) ",
        r"several parties have an option",
        r"expected an option as party\.option",
        r"the file has no parameter '",
        r"expected a number for each player",
        r"expected a selection rule, found 'first-best:",
    ],
    "expressions": [
        r"there is no (parameter|function) '",
        r"the file has no parameters",
        r"\(from '",
        r"expected a finite number",
        r"expected a number between -1e100 and 1e100",
        r"the (expression|statement) ends",
        r"^found '.*' where .* is expected",
        r"where (an operator is expected|no such sign belongs)",
        r"parenthes",
        r"division by zero",
        r"too large",
        r"nested more than",
        r"is not a real number",
        r"needs a number above 0",
        r"takes one argument",
        r"attributes are not part",
        r"a parameter cannot be called",
        r"'%' means per cent",
        r"the exponent of .* is beyond",
        r"is no number: after 0",
        r"the weight of the value .* is -",
    ],
    "counts": [
        r"nothing was counted here",
        r"is no (action|choice|option)",
        r"there is no (information set|issue) '",
        r"is for games that are repeated",
        r"the counts (do not say|are of one round)",
        r"the game has .* rounds, found round",
        r"offers that were made, found",
        r"was accepted and is not under 'offered'",
        r"expected a share of the surplus from 0 to 1",
    ],
    "sums": [r"add up to .*, not to 1"],
    "rounds": [
        r"a hazard changes from round to round only",
        r"expected a chance for (each of|the one)",
        r"expected a number for each of the \d+ rounds",
        r"^in round \d+: ",
    ],
    "states": [
        r"^no state is left",
        r"is not feasible",
        r"feasible states? (is|are) missing",
        r"feasible states, found",
        r"expected 1 to \d+ options in all",
        r"expected statements, order or points",
        r"expected another player, found",
        r"this state stands twice",
    ],
    "tables": [r"expected \d+ (rows|cells), one per action"],
    "ranges": [r"expected at (least|most) its (min|max)", r"min .* is above max", r"has no range to move in"],
    "order": [
        r"prerequisites form a circle",
        r"expected '.*' before '",
        r"stands twice in this roadmap",
        r"each player takes at most one step in a round",
        r"the information set '",
        r"the actions at '",
        r"forgets",
    ],
    "difference": [r"stands twice", r"are called '", r"is called '.*' like a player", r"types of both players set '"],
    "types": [r"^for .* at line \d+: ", r"^for .*: ", r"the type changes "],
    "demands": [r"without a last round there is no deadline", r"with demands at the deadline "],
    "values": [
        r"^both values are hidden",
        r"^no value is hidden",
        r"names the prices, which is '",
        r"names the price in every round",
        r"has to lose by waiting",
        r"^with hidden values '",
    ],
    "waiting": [r"without a last round (waiting|nobody ever)"],
    "digits": [r"too finely divided", r"1e-100 or more away from", r"an expression has at most 500 characters"],
}


def beyond(message: str) -> bool:
    """Whether a message is of one of the sorts that a schema cannot see."""
    return any(re.search(sign, message) for signs in SIGNS.values() for sign in signs)


def agree(text: str) -> None:
    """Judge a file in both ways."""
    try:
        own = read("any", text.encode()).data
    except ScenarioError:
        return  # no YAML 1.2, which readers of JSON are not asked about
    errors = [error.message for error in validator().iter_errors(plain(own))]
    result = attempt(text)
    if isinstance(result, Scenario) == bool(errors) and _rounded(own) != own:
        agree(written(_rounded(own)))
    elif isinstance(result, Scenario):
        assert not errors, f"loads, but the schema says {errors}:\n{text}"
    elif not errors:
        within = [str(problem) for problem in result.problems if not beyond(problem.message)]
        assert not within, f"the schema lets pass what loading refuses: {within}:\n{text}"


def _rounded(value: Any) -> Any:
    """Data of a file with the numbers that readers of JSON have, where these are others than stand there."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, NumberText) and isinstance(plain(value), float | int) and isfinite(plain(value)):
        near = repr(plain(value))
        whole = value[:2] in ("0x", "0o")
        return value if whole or Decimal(near) == Decimal(value) else NumberText(near)
    return value


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths to all values within some data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def inside(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


NUMBERS = [
    "0",
    "1",
    "1.0",
    "2",
    "0.5",
    "-1",
    "1e400",
    "1e-400",
    "1e-200",
    "-1e-101",
    "1e-100",
    "-0.0",
    "1.1e100",
    "0x1F",
    "0o17",
    ".inf",
    "1.5",
    "1e99",
    "12.0",
    "+1",
    "1000001",
]
VALUES: list[Any] = [
    *map(NumberText, NUMBERS),
    *["", " ", "x", "us", "nk", "us.relief", "a.b", "infinite", "welfare", "first-best:us", "yes", "1", "0.5", "1,000"],
    *[
        "\u22121.32",
        "38.2 %",
        "\u201cx\u201d",
        "a\n",
        "1 / 2",
        "3 > 2",
        "renege",
        "breakdown",
        "grit",
        "matrix",
        "x" * 501,
    ],
    *[True, False, None, [], {}, ["x"], [NumberText("1"), NumberText("2")], [["us.relief"]], {"us": NumberText("1")}],
    {"us": NumberText("1"), "nk": NumberText("2")},
    {"payoffs": [NumberText("0"), NumberText("0")]},
    {"value": NumberText("1"), "min": None},
    {"rounds": "infinite"},
    {"play": "grit", "waits": NumberText("2.0")},
    {"a": {"probability": NumberText("1"), "set": {}}},
    {"us": {"a": {"probability": NumberText("1")}}},
    "round / 100",
    "all",
    "without_change",
    [{"when": ["us.relief"], "effect": {"us": NumberText("1")}}],
]
KEYS = [
    *json_schema()["$defs"]["ConcessionsModel"]["properties"],
    "repeat",
    "payoffs",
    "tree",
    "rounds",
    "outside",
    "x",
]
KEYS += [
    "patience",
    "name",
    "verification",
    "after",
    "chance",
    "infoset",
    "waits",
    "min",
    "7up",
    "a b",
    "a\n",
    "set",
    "hazard",
    "keeps",
    "stalls",
    "rests",
    "effects",
    "when",
]
DATA = [read("f", base.encode()).data for base in BASES]


@st.composite
def restructured(draw: st.DrawFn) -> str:
    """A scenario whose data have been changed in a few places."""
    data = json.loads(json.dumps(draw(st.sampled_from(DATA))), object_hook=dict)
    data = _numbers(draw(st.sampled_from(DATA)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(data)))
        what = draw(st.sampled_from(["replace", "replace", "delete", "add", "double"]))
        box = inside(data, path[:-1]) if path else data
        value = _numbers(draw(st.sampled_from(VALUES)))
        here = inside(data, path)
        if what == "add" and isinstance(here, dict):
            here[draw(st.sampled_from(KEYS))] = value
        elif what == "double" and isinstance(here, list) and here:
            here.append(_numbers(here[0]))
        elif path and what == "delete":
            del box[path[-1]]
        elif path:
            box[path[-1]] = value
    return written(data)


def _numbers(value: Any) -> Any:
    """A copy of some data that keeps what is a number."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    return [_numbers(item) for item in value] if isinstance(value, list) else value


MUCH = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MATRIX = templates()["matrix"]


@MUCH
@given(restructured())
def test_files_changed_by_structure(text: str) -> None:
    agree(text)


@MUCH
@given(revalued() | rearranged() | edited())
@example(GOOD.replace("format: 1", "format: 1.0"))
@example(GOOD.replace("format: 1", "format: '1'"))
@example(GOOD.replace("format: 1", "format: '1.0'"))
@example(GOOD.replace("reversible: true", "reversible: 1"))
@example(GOOD.replace("reversible: true", "reversible: yes"))
@example(GOOD.replace("horizon: 12", "horizon: 12.0"))
@example(GOOD.replace("horizon: 12", "horizon: 1,000"))
@example(GOOD.replace("us: -3,", "us: 1e-200,"))
@example(GOOD.replace("us: -3,", "us: -1e-101,"))
@example(GOOD.replace("us: -3,", "us: -0.0,"))
@example(GOOD.replace("hazard: 0.05", "hazard: 1e-200"))
@example(GOOD.replace("hazard: 0.05", "hazard: 1e-100"))
@example(GOOD.replace("hazard: 0.05", "hazard: 1.00000000000000001"))
@example(GOOD.replace("0.90", "0.99999999999999999999"))
@example(GOOD.replace("horizon: 12", "horizon: 12.00000000000000000001"))
@example(GOOD.replace("reversible: true", "reversible: 1e-200"))
@example(GOOD.replace("reversible: true", "reversible: 0"))
@example(GOOD.replace("title: Test", "title: 2018"))
@example(GOOD.replace("title: Test", "title: ' '"))
@example(GOOD.replace("agreement:", "mediator:\nagreement:"))
@example(MATRIX.replace("[concede, hold out]", "[10, 20]"))
@example(MATRIX.replace("[concede, hold out]", "[0.1, 0.10]"))
@example(MATRIX.replace("[concede, hold out]", "[true, false]"))
@example(MATRIX.replace("nk: {name", "nk: {patience: 0.9, name").replace("payoffs:", "repeat: {rounds: 3}\npayoffs:"))
@example(
    MATRIX.replace("  nk: {name: North Korea, actions: [concede, hold out]}", "  nk: {<<: *us, name: B}").replace(
        "us: {", "us: &us {"
    )
)
def test_files_changed_by_text(text: str) -> None:
    agree(text)


@pytest.mark.parametrize("base", [*templates().values(), *(e.path.read_text(encoding="utf-8") for e in entries())])
def test_files_that_come_along(base: str) -> None:
    assert isinstance(attempt(base), Scenario)
    agree(base)


def test_what_is_beyond_the_schema_is_said_in_it() -> None:
    assert set(SIGNS) <= set(BEYOND)
    assert all(told in json_schema()["$comment"] for told in BEYOND.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("patience: 0.90", "patence: 0.90"), ["patence", "'patience' is a required property"]),
        (GOOD.replace("hazard: 0.05", "hazard: 2"), ["2 is greater than the maximum of 1"]),
        (MATRIX.replace("payoffs:", "payofs:"), ["payofs", "'payoffs' is a required property"]),
        (GOOD + "kind: chess\n", ["'chess' is not one of"]),
        (GOOD.replace("{id: relief,", "{"), ["'id' is a required property"]),
    ],
)
def test_errors_of_the_schema_are_those_of_the_files_own_kind(text: str, told: list[str]) -> None:
    errors = list(validator().iter_errors(plain(read("f", text.encode()).data)))
    assert len(errors) <= len(told)
    for word in told:
        assert any(word in error.message for error in errors)
    assert not any(error.context for error in errors), "no error hides behind a choice"


def test_the_page_on_the_format_lists_what_is_beyond_the_schema() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
    assert all(f"- {told}\n" in page for told in BEYOND.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"values": {"seller": "0:1:0.5", "buyer": "0.01:1:0.01"}},
        {"values": {"buyer": 1}},
        {"first": "buyer"},
        {"proposer": [0.5]},
        {"players": {"seller": {"name": "S", "patience": 1}, "buyer": {"name": "B", "patience": 0.9}}},
        {"grid": 5},
        {"values": None, "rounds": None, "outside": {"seller": 0.1}},
        {"values": None, "rounds": None, "players": {"seller": {"patience": 1}, "buyer": {"patience": 0.9}}},
    ],
)
def test_what_only_offers_refuse_is_of_a_sort_that_is_listed(wrong: dict[str, Any]) -> None:
    path = find("coase")
    assert path is not None
    whole = plain(read("coase", path.read_bytes()).data)
    whole.update(wrong)
    text = json.dumps({key: value for key, value in whole.items() if value is not None})
    assert isinstance(attempt(text), ScenarioError)
    agree(text)
