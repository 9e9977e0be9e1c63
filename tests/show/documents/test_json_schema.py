"""Types of documents become schemas: what jsonschema lets pass is what the type says."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

import jsonschema
import pytest

from sim.show.documents.json_schema import LATER, others, schema_of


class Inner(TypedDict):
    """What is inside."""

    word: Literal["one", "two"] | None
    numbers: Annotated[list[float], "Some numbers."]


@others(int)
class Open(TypedDict):
    """With keys of its users' choice."""

    name: str


class Outer(TypedDict):
    """What is outside."""

    inner: Inner | None
    many: dict[str, Inner | int]
    left_out: NotRequired[bool]
    later: Annotated[int | None, LATER]
    open: Open
    any: Any


GOOD = {
    "inner": {"word": "one", "numbers": [1, 2.5]},
    "many": {"a": 3, "b": {"word": None, "numbers": []}},
    "later": 1,
    "open": {"name": "x", "us": 3},
    "any": [{}],
}


def fits(document: Any, closed: bool) -> bool:
    schema = schema_of(Outer, "Outer", "A test.", closed)
    jsonschema.Draft202012Validator.check_schema(schema)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(document))


def test_what_is_of_the_type_fits() -> None:
    assert fits(GOOD, closed=True)
    assert fits(GOOD | {"left_out": True}, closed=True)
    assert fits(GOOD | {"inner": None}, closed=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"inner": {"word": "three", "numbers": []}},
        {"inner": {"word": "one", "numbers": ["1"]}},
        {"inner": {"word": "one"}},
        {"inner": []},
        {"many": {"a": 2.5}},
        {"many": {"a": None}},
        {"left_out": None},
        {"left_out": 1},
        {"later": "1"},
        {"open": {"name": "x", "us": "3"}},
        {"open": {"us": 3}},
    ],
)
def test_what_is_of_another_type_does_not(wrong: dict[str, Any]) -> None:
    assert not fits(GOOD | wrong, closed=True)
    assert not fits(GOOD | wrong, closed=False)


def test_documents_of_earlier_and_later_versions_fit_what_is_published() -> None:
    earlier, later = {key: value for key, value in GOOD.items() if key != "later"}, GOOD | {"new": 1}
    assert fits(earlier, closed=False)
    assert fits(later, closed=False)
    assert not fits(earlier, closed=True)
    assert not fits(later, closed=True)


def test_what_is_meant_stands_beside_it() -> None:
    schema = schema_of(Outer, "Outer", "A test.")
    assert (schema["title"], schema["description"]) == ("Outer", "A test.")
    assert schema["$defs"]["Inner"]["description"] == "What is inside."
    assert schema["$defs"]["Inner"]["properties"]["numbers"]["description"] == "Some numbers."


def test_what_json_does_not_have_and_names_that_stand_for_two_things_are_refused() -> None:
    with pytest.raises(TypeError, match="no document has"):
        schema_of(set[str], "Wrong", "")

    def another() -> Any:
        class Inner(TypedDict):
            """Something else."""

        return Inner

    with pytest.raises(TypeError, match="two classes"):
        schema_of(dict[str, Inner | another()], "Wrong", "")  # type: ignore[misc]
