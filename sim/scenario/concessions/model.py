"""The model that validates files of concession games."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from sim.scenario.common import Commits, FileModel, Model, NegotiatorModel, Types
from sim.scenario.concessions.breakdown import BreakdownModel
from sim.scenario.fields import (
    AGENTS,
    ID,
    MAX_STEPS,
    Action,
    AgentName,
    BothPlayers,
    Cost,
    Count,
    Id,
    Member,
    NotNegative,
    Order,
    PerPlayer,
    PlayerId,
    Probability,
    Punishment,
    Reference,
    Rounds,
    Selection,
    Text,
    Truth,
    distinct,
    fault,
    two,
)
from sim.scenario.observed.model import ObservedSteps
from sim.scenario.shapes import REFERENCE, excludes, filled, has, holds, identifier, requires


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


StepsOfRound = Annotated[
    list[Reference],
    BeforeValidator(_listed),
    Field(min_length=1),
]
ROADMAP = {
    "type": "array",
    "minItems": 1,
    "items": {
        "if": {"type": "array"},
        "then": {"items": REFERENCE, "minItems": 1, "maxItems": 2, "uniqueItems": True},
        "else": REFERENCE,
    },
}


class EffectModel(Model):
    """An effect that hangs on other steps."""

    when: Annotated[list[Reference], AfterValidator(distinct("the step"))] = Field(
        min_length=1,
        json_schema_extra={"uniqueItems": True},
        description="Steps that must stand as well, as player.step.",
    )
    effect: PerPlayer = Field(description="Change of the payoffs per round while the step and all of these stand.")


class StepSharesModel(Model):
    """Limits of the shares in which a divisible step is taken."""

    min: Probability = Field(Fraction(0), description="No share is smaller; by default 0, a share that is left out.")
    max: Probability = Field(Fraction(1), description="No share is larger; by default 1, the whole step.")


class StepModel(Model):
    """One concession."""

    id: Id = Field(description="Identifier, unique on its ladder.")
    name: Text | None = Field(None, description="What people read; by default the identifier.")
    effect: PerPlayer = Field(
        default_factory=dict,
        description="Lasting change of the payoffs per round, from the round of the step on.",
    )
    effects: list[EffectModel] = Field(
        default_factory=list, description="Changes on top of `effect` that hang on whether other steps stand."
    )
    once: PerPlayer = Field(
        default_factory=dict, description="Paid or got in the round of the step alone, each time it is taken."
    )
    reversible: Truth = Field(False, description="Whether its owner can undo it.")
    after: list[Reference] = Field(
        default_factory=list, description="Steps that must stand before this one, as player.step."
    )
    verification: Probability | None = Field(
        None, description="The step may be faked, and a fake is discovered with this chance per round."
    )
    divisible: Truth = Field(
        False,
        description="Whether a roadmap may take it in shares that add up to the whole. `design` finds the best shares; "
        "in the game itself the step is taken whole.",
    )
    shares: StepSharesModel | None = Field(None, description="Limits of the shares of a divisible step.")
    owner: Literal["either"] | None = Field(
        None,
        description="either: `design` may give the step to the other side as well, with its numbers exchanged, or a "
        "divisible one to both in pieces; in the game itself the player of the ladder takes it.",
    )


def _play_only(value: Any) -> Any:
    return value if isinstance(value, dict) else {"play": value}


class AgentModel(Model):
    """Who plays a side in a simulation."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                requires(has(name), {"properties": {"play": {"enum": [a for a, own in AGENTS.items() if name in own]}}})
                for name in ("select", "precision", "waits")
            ]
        }
    )

    play: AgentName = Field(description="Name of the agent.")
    select: Selection | None = Field(
        None, description="equilibrium: which one, as in --select; by default payoff-dominant."
    )
    precision: NotNegative | None = Field(
        None, description="quantal_response: precision per unit of payoff; by default 8."
    )
    waits: Count | None = Field(
        None, description="grit, salami_slicer, impatient_walker: rounds it waits; by default 2, 2 and 3."
    )

    @model_validator(mode="after")
    def own_options(self) -> AgentModel:
        """Refuse an option that belongs to another agent."""
        for name in ("select", "precision", "waits"):
            if getattr(self, name) is not None and name not in AGENTS[self.play]:
                owners = [agent for agent, options in AGENTS.items() if name in options]
                raise fault(f"the agent '{self.play}' has no option '{name}'", f"it belongs to {', '.join(owners)}")
        return self


class MediatorModel(Model):
    """A third party without force of its own: it presses, and it recommends."""

    name: Text = Field("the mediator", description="What people read.")
    delay: dict[Member, Cost] = Field(
        default_factory=dict,
        json_schema_extra={"maxProperties": 2},
        description="What a round costs each player that ends with the talks going on and the agreement incomplete; "
        "0 or more, by default 0.",
    )


class ConcessionsModel(FileModel):
    """A game of sequenced concessions."""

    # The same as in `checks`, for readers of the schema.
    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                requires({"properties": {"actions": {"contains": {"const": "walk_away"}}}}, has("breakdown")),
                requires(holds(punishment="breakdown"), has("breakdown")),
                requires(holds(on_discovery="breakdown"), has("breakdown")),
                excludes("commit", filled("types")),
                excludes("commit", holds(horizon="infinite")),
                requires(holds(horizon="infinite"), {"properties": {"types": {"maxProperties": 0}}}),
            ]
        }
    )

    kind: Literal["concessions"] = Field("concessions", description="The kind of game.")
    players: Annotated[dict[PlayerId, NegotiatorModel], AfterValidator(two)] = Field(
        description="The two players by identifier; the first is the row player.",
        json_schema_extra={"minProperties": 2, "maxProperties": 2},
    )
    status_quo: BothPlayers = Field(description="Payoff per round with no step taken.")
    concessions: dict[Member, Annotated[list[StepModel], Field(max_length=MAX_STEPS)]] = Field(
        description="Each player's ladder of steps, lowest first.",
        # Not both ladders are empty.
        json_schema_extra={"maxProperties": 2, "not": {"additionalProperties": {"maxItems": 0}}},
    )
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
    actions: Annotated[list[Action], AfterValidator(distinct("the action"))] = Field(
        default_factory=lambda: ["concede", "hold_out", "walk_away"],
        min_length=1,
        json_schema_extra={"uniqueItems": True},
        description="Actions that the rules allow; by default concede, hold_out and walk_away.",
    )
    horizon: Rounds = Field(description="Number of rounds, or infinite.")
    mediator: MediatorModel | None = Field(None, description="A mediator, who may raise the cost of delay.")
    roadmaps: dict[
        Annotated[str, WithJsonSchema(identifier(ID))], Annotated[list[StepsOfRound], WithJsonSchema(ROADMAP)]
    ] = Field(
        default_factory=dict,
        description="Named orders of steps: a list with a step, or a list of steps, per round.",
    )
    punishment: Punishment = Field(
        "snapback",
        description="What follows in roadmaps when somebody leaves them: all reversible steps are undone and nothing "
        "moves again, or the talks break down.",
    )
    on_discovery: Punishment | None = Field(
        None, description="What follows when a faked step is discovered; by default what `punishment` says."
    )
    agents: dict[Member, Annotated[AgentModel, BeforeValidator(_play_only)]] = Field(
        default_factory=dict,
        json_schema_extra={"maxProperties": 2},
        description="Who plays each side in simulations: the name of an agent, or a mapping of play and its options; "
        "by default equilibrium.",
    )
    commit: Commits = None
    types: Types
    observed: ObservedSteps


MODEL = ConcessionsModel
