"""The JSON Schema of scenario files, made from the models that validate them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from pydantic import TypeAdapter

from sim.kinds import NAMES
from sim.scenario.fields import AGENTS, EXPRESSION
from sim.scenario.kind import model_of


def json_schema() -> dict[str, Any]:
    """JSON Schema of scenario files, for editors and other programs (draft 2020-12)."""
    models = [model_of(kind) for kind in NAMES]
    schema = TypeAdapter(reduce(or_, models)).json_schema()
    for model in (model.__name__ for model in models):
        # A bare number is taken for a parameter's value before the models see it.
        parameters = schema["$defs"][model]["properties"]["parameters"]
        parameters["additionalProperties"] = {"anyOf": [EXPRESSION, parameters["additionalProperties"]]}
    agents = schema["$defs"]["ConcessionsModel"]["properties"]["agents"]
    names = {"type": "string", "enum": list(AGENTS)}
    agents["additionalProperties"] = {"anyOf": [names, agents["additionalProperties"]]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Detente scenario, format 1",
        "description": "A negotiation, a matrix game, a game tree or alternating offers between two players.",
        **schema,
    }
