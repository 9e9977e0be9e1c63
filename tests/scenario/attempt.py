"""Loading a text without knowing whether it is a scenario, and asking the JSON Schema whether it is one."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.schema import json_schema
from sim.scenario.source import NumberText


def attempt(text: str | bytes, **set_: str) -> Scenario | ScenarioError:
    """The scenario, or the error that says why there is none; any other error passes."""
    try:
        return load("any", set_, text)
    except ScenarioError as error:
        return error


@cache
def validator() -> Draft202012Validator:
    """The JSON Schema, found to be one."""
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


def fit_the_schema(data: Any) -> None:
    """Raise `jsonschema.ValidationError` unless a file's data are what the JSON Schema describes."""
    validator().validate(data)


def plain(value: Any) -> Any:
    """A file's data as a JSON reader has it: numbers are numbers, by the rules of YAML 1.2."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, NumberText):
        special = value.lower().lstrip("+-") in (".inf", ".nan")
        if value.startswith(("0x", "0o")):
            return int(value, 0)
        number = float(value.replace(".", "")) if special else float(value)
        return int(number) if number.is_integer() else number
    return value
