"""The file format, format 1: the models that validate it and that the JSON Schema is made from.

Values that are numbers in the sense of the format (numbers or expressions) are evaluated while a file is
validated; the `Names` of the file come in as pydantic's validation context.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sim.scenario.errors import nearest
from sim.scenario.expression import ExpressionError, evaluate
from sim.scenario.source import NumberText

ACTIONS = ("concede", "hold_out", "walk_away", "renege")
MOVES = ("simultaneous", "alternating", "sequential")
MAX_HORIZON = 1_000_000
MAX_ACTIONS = 100
ID = r"^[A-Za-z_][A-Za-z0-9_-]*$"
NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"

LATER = {
    "types": "hidden types",
    "agents": "agents",
    "roadmaps": "roadmaps",
    "repeat": "repeated games",
    "mediator": "a mediator",
    "commit": "commitment",
    "verification": "verification",
    "surplus": "offers",
}
"""Keys that the format has room for and this version does not solve."""


@dataclass(frozen=True)
class Names:
    """What expressions and references in a file may name.

    Parameters
    ----------
    players : tuple of str
        Identifiers of the players, as far as the file states them.
    parameters : dict of str to Fraction
        The parameters, settings applied.
    steps : tuple of str
        All steps as ``player.step``.
    """

    players: tuple[str, ...]
    parameters: dict[str, Fraction]
    steps: tuple[str, ...]


def fault(message: str, hint: str = "", offset: int = 0) -> PydanticCustomError:
    """Error of a value, with what to do about it and how far into the text it stands."""
    return PydanticCustomError("fault", "{message}", {"message": message, "hint": hint, "offset": offset})


def describe(value: Any) -> str:
    """Say what was found, the way the file has it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return str(value) if isinstance(value, NumberText) else f"'{value}'"


def _names(info: ValidationInfo) -> Names:
    return info.context if isinstance(info.context, Names) else Names((), {}, ())


def number(value: Any, names: Names) -> Fraction:
    """Value of a number or expression.

    Raises
    ------
    PydanticCustomError
        If it is neither, or has no finite value.
    """
    if not isinstance(value, str) or not value.strip():
        raise fault(f"expected a number or an expression, found {describe(value)}")
    try:
        return evaluate(value, names.parameters)
    except ExpressionError as error:
        raise fault(error.message, error.hint, error.offset) from None


def _in_range(low: Fraction | None, high: Fraction | None, what: str) -> Callable[[Any, ValidationInfo], Fraction]:
    def check(value: Any, info: ValidationInfo) -> Fraction:
        result = number(value, _names(info))
        if (low is not None and result < low) or (high is not None and result > high):
            raise fault(f"expected {what}, found {_shown(value, result)}")
        return result

    return check


def _shown(value: Any, result: Fraction) -> str:
    plain = isinstance(value, NumberText)
    return str(value) if plain else f"{float(result):g} (from '{value}')"


def _patience(value: Any, info: ValidationInfo) -> Fraction:
    result = number(value, _names(info))
    if not 0 <= result < 1:
        raise fault(f"expected a discount factor from 0 up to but not including 1, found {_shown(value, result)}")
    return result


def _horizon(value: Any, info: ValidationInfo) -> int:
    if value == "infinite":
        raise fault(
            "an infinite horizon is part of the format, but this version does not solve it yet",
            f"give a number of rounds, at most {MAX_HORIZON:,}",
        )
    result = number(value, _names(info))
    if result.denominator != 1 or not 1 <= result <= MAX_HORIZON:
        raise fault(f"expected a whole number of rounds from 1 to {MAX_HORIZON:,}, found {_shown(value, result)}")
    return int(result)


def _truth(value: Any, info: ValidationInfo) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value in ("yes", "no", "on", "off"):
        raise fault(
            f"expected true or false, found {describe(value)}",
            "in YAML 1.2 only true and false are truth values",
        )
    return number(value, _names(info)) != 0


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise fault(f"expected text, found {describe(value)}")
    return str(value)


def _member(value: Any, info: ValidationInfo) -> str:
    players = _names(info).players
    # Without two players there is nothing to compare with, and that is reported where they are missing.
    if len(players) == 2 and value not in players:
        raise fault(f"there is no player {describe(value)}", nearest(str(value), players))
    return str(value)


def _one_of(known: tuple[str, ...], what: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in known or not isinstance(value, str):
            raise fault(f"expected {what}, found {describe(value)}", nearest(str(value), known))
        return value

    return check


def _reference(value: Any, info: ValidationInfo) -> str:
    names = _names(info)
    if not isinstance(value, str) or "." not in value:
        raise fault(
            f"expected a prerequisite as player.step, found {describe(value)}",
            nearest(str(value), names.steps),
        )
    if value not in names.steps and names.steps:
        raise fault(f"there is no step '{value}'", nearest(value, names.steps))
    return value


def _format(value: Any) -> int:
    if value != "1":
        raise fault(f"expected format 1, the one this version reads, found {describe(value)}")
    return 1


def _both(value: dict[str, Fraction], info: ValidationInfo) -> dict[str, Fraction]:
    players = _names(info).players
    for player in players if len(players) == 2 else ():
        if player not in value:
            raise fault(
                f"expected a number for each player, found none for '{player}'",
                f"add '{player}: 0' or what it gets",
            )
    return value


def _two(value: dict[str, Any]) -> dict[str, Any]:
    if len(value) != 2:
        raise fault(f"expected exactly two players, found {len(value)}")
    return value


def _distinct(what: str) -> Callable[[list[str]], list[str]]:
    def check(value: list[str]) -> list[str]:
        for k, item in enumerate(value):
            if item in value[:k]:
                raise fault(f"{what} '{item}' stands twice", "remove one of them")
        return value

    return check


_EXPRESSION = {"type": ["number", "string"], "description": "a number, or an expression over the parameters"}
_TEXT = {"type": "string", "minLength": 1}

Number = Annotated[Fraction, PlainValidator(_in_range(None, None, "")), WithJsonSchema(_EXPRESSION)]
Probability = Annotated[
    Fraction,
    PlainValidator(_in_range(Fraction(0), Fraction(1), "a probability from 0 to 1")),
    WithJsonSchema(_EXPRESSION),
]
Patience = Annotated[Fraction, PlainValidator(_patience), WithJsonSchema(_EXPRESSION)]
Horizon = Annotated[int, PlainValidator(_horizon), WithJsonSchema({**_EXPRESSION, "minimum": 1})]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": ["boolean", "string"]})]
Text = Annotated[str, PlainValidator(_text), WithJsonSchema(_TEXT)]
Action = Annotated[
    str,
    PlainValidator(_one_of(ACTIONS, "an action")),
    WithJsonSchema({"type": "string", "enum": list(ACTIONS)}),
]
Order = Annotated[
    str,
    PlainValidator(_one_of(MOVES, "an order of moves")),
    WithJsonSchema({"type": "string", "enum": list(MOVES)}),
]
Member = Annotated[str, PlainValidator(_member), WithJsonSchema(_TEXT)]
Reference = Annotated[str, PlainValidator(_reference), WithJsonSchema({"type": "string", "pattern": r"^[^.]+\.[^.]+$"})]
Format = Annotated[int, PlainValidator(_format), WithJsonSchema({"const": 1})]
PerPlayer = dict[Member, Number]
BothPlayers = Annotated[PerPlayer, AfterValidator(_both)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _value_only(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


class ParameterModel(_Model):
    """A named number."""

    value: Number = Field(description="Its value: a number, or an expression over parameters written above it.")
    min: Number | None = Field(None, description="Smallest value held plausible.")
    max: Number | None = Field(None, description="Largest value held plausible.")
    about: Text | None = Field(None, description="What it stands for, with its unit.")


class NegotiatorModel(_Model):
    """A player of a concession game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience = Field(description="Discount factor per round, from 0 up to but not including 1.")


class ChooserModel(_Model):
    """A player of a matrix game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    actions: Annotated[list[Text], AfterValidator(_distinct("the action"))] = Field(
        min_length=1,
        max_length=MAX_ACTIONS,
        description="Labels of the actions, in the order of the rows or columns.",
    )
    patience: Patience | None = Field(None, description="Discount factor, for games that are repeated.")


class StepModel(_Model):
    """One concession."""

    id: Annotated[Text, Field(pattern=ID)] = Field(description="Identifier, unique on its ladder.")
    name: Text | None = Field(None, description="What people read; by default the identifier.")
    effect: PerPlayer = Field(
        default_factory=dict,
        description="Lasting change of the payoffs per round, from the round of the step on.",
    )
    once: PerPlayer = Field(
        default_factory=dict, description="Paid or got in the round of the step alone, each time it is taken."
    )
    reversible: Truth = Field(False, description="Whether its owner can undo it.")
    after: list[Reference] = Field(
        default_factory=list, description="Steps that must stand before this one, as player.step."
    )


class BreakdownModel(_Model):
    """What happens when the talks end without an agreement."""

    payoff: BothPlayers = Field(description="Payoff per round of every round once the talks have ended.")
    hazard: Probability = Field(
        default_factory=Fraction, description="Chance that the talks end after a stalled round."
    )


class _FileModel(_Model):
    format: Format = Field(description="Version of the format: 1.")
    title: Text = Field(description="Name of the scenario.")
    summary: Text | None = Field(None, description="What it is about, in a sentence or two.")
    sources: list[Text] = Field(default_factory=list, description="Where the facts come from.")
    parameters: dict[str, Annotated[ParameterModel, BeforeValidator(_value_only)]] = Field(
        default_factory=dict,
        description="Named numbers that expressions may use: a number, or a mapping of value, min, max and about.",
    )


class ConcessionsModel(_FileModel):
    """A game of sequenced concessions."""

    kind: Literal["concessions"] = Field("concessions", description="The kind of game.")
    players: Annotated[dict[str, NegotiatorModel], AfterValidator(_two)] = Field(
        description="The two players by identifier; the first is the row player.",
        json_schema_extra={"minProperties": 2, "maxProperties": 2},
    )
    status_quo: BothPlayers = Field(description="Payoff per round with no step taken.")
    concessions: dict[Member, list[StepModel]] = Field(description="Each player's ladder of steps, lowest first.")
    agreement: PerPlayer = Field(
        default_factory=dict,
        description="Added to the payoffs per round once every step of both ladders stands.",
    )
    breakdown: BreakdownModel | None = Field(
        None, description="What a breakdown pays and how likely it is; needed where players may walk away."
    )
    moves: Order = Field("simultaneous", description="Who moves when in a round.")
    first: Member | None = Field(
        None,
        description="Who moves first in alternating, or leads in sequential; by default the first player.",
    )
    actions: Annotated[list[Action], AfterValidator(_distinct("the action"))] = Field(
        default_factory=lambda: ["concede", "hold_out", "walk_away"],
        min_length=1,
        description="Actions that the rules allow; by default concede, hold_out and walk_away.",
    )
    horizon: Horizon = Field(description="Number of rounds.")


class MatrixModel(_FileModel):
    """A game in strategic form."""

    kind: Literal["matrix"] = Field(description="The kind of game.")
    players: Annotated[dict[str, ChooserModel], AfterValidator(_two)] = Field(
        description="The two players by identifier; the first is the row player.",
        json_schema_extra={"minProperties": 2, "maxProperties": 2},
    )
    payoffs: list[list[list[Number]]] = Field(
        min_length=1,
        description="A row per action of the first player, a cell [first, second] per action of the second.",
    )


class DeciderModel(_Model):
    """A player of a game tree."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience | None = Field(None, description="Not used in trees: write discounted payoffs.")


class BranchModel(_Model):
    """A move of chance."""

    probability: Probability = Field(description="Its probability; those of a node add up to 1.")
    then: TreeNodeModel = Field(description="Where it leads.")


class TreeNodeModel(_Model):
    """A node: a decision (player and actions), a move of chance, or an end (payoffs)."""

    player: Member | None = Field(None, description="Who decides here.")
    infoset: Text | None = Field(
        None, description="Information set; nodes of the same name look alike to the player. By default the node's own."
    )
    actions: dict[str, TreeNodeModel] | None = Field(None, description="Where each action leads, by its label.")
    chance: dict[str, BranchModel] | None = Field(None, description="Where chance leads, by a label.")
    payoffs: list[Number] | None = Field(None, description="What an end pays: [first, second].")

    @model_validator(mode="after")
    def one_kind(self) -> TreeNodeModel:
        """Refuse a node that is not exactly one of the three."""
        kinds = [self.actions is not None, self.chance is not None, self.payoffs is not None]
        if sum(kinds) != 1:
            raise fault(
                f"expected one of 'actions', 'chance' and 'payoffs', found {sum(kinds) or 'none'}",
                "a decision has player and actions, an end has payoffs",
            )
        if self.actions is not None and self.player is None:
            raise fault("expected 'player' beside 'actions'", "name the player who decides here")
        if self.actions is None and (self.player is not None or self.infoset is not None):
            raise fault("'player' and 'infoset' belong to decisions, and here nobody decides", "remove them")
        if not (self.actions or self.chance or self.payoffs):
            raise fault("expected at least one way on, or two payoffs")
        if self.payoffs is not None and len(self.payoffs) != 2:
            raise fault(f"expected payoffs [first, second], found {len(self.payoffs)} numbers")
        if self.chance is not None and sum(branch.probability for branch in self.chance.values()) != 1:
            total = float(sum(branch.probability for branch in self.chance.values()))
            raise fault(f"the probabilities of a move of chance add up to {total:g}, not to 1")
        return self


class TreeModel(_FileModel):
    """A game tree."""

    kind: Literal["tree"] = Field(description="The kind of game.")
    players: Annotated[dict[str, DeciderModel], AfterValidator(_two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    tree: TreeNodeModel = Field(description="The node at which play starts.")


MODELS: dict[str, type[_FileModel]] = {"concessions": ConcessionsModel, "matrix": MatrixModel, "tree": TreeModel}


def json_schema() -> dict[str, Any]:
    """JSON Schema of scenario files, for editors and other programs (draft 2020-12)."""
    schema = TypeAdapter(ConcessionsModel | MatrixModel | TreeModel).json_schema()
    for model in ("ConcessionsModel", "MatrixModel", "TreeModel"):
        # A bare number is taken for a parameter's value before the models see it.
        parameters = schema["$defs"][model]["properties"]["parameters"]
        parameters["additionalProperties"] = {"anyOf": [_EXPRESSION, parameters["additionalProperties"]]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Detente scenario, format 1",
        "description": "A negotiation, a matrix game or a game tree between two players.",
        **schema,
    }
