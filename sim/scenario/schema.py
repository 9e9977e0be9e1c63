"""The file format, format 1: the models that validate it and that the JSON Schema is made from."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from sim.scenario.common import Commits, FileModel, Model, Types
from sim.scenario.fields import (
    AGENTS,
    EXPRESSION,
    ID,
    MAX_ACTIONS,
    REFERENCE,
    Action,
    AgentName,
    BothPlayers,
    Cost,
    Count,
    Member,
    NotNegative,
    Number,
    Order,
    Patience,
    PerPlayer,
    Positive,
    Probability,
    Punishment,
    Reference,
    Rounds,
    Selection,
    Slices,
    Text,
    Truth,
    distinct,
    fault,
    many,
    two,
)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


StepsOfRound = Annotated[
    list[Reference],
    BeforeValidator(_listed),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [REFERENCE, {"type": "array", "items": REFERENCE, "minItems": 1, "maxItems": 2}]}),
]


class NegotiatorModel(Model):
    """A player of a concession game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience = Field(description="Discount factor per round, from 0 up to but not including 1.")


class ChooserModel(Model):
    """A player of a matrix game."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    actions: Annotated[list[Text], AfterValidator(distinct("the action"))] = Field(
        min_length=1,
        max_length=MAX_ACTIONS,
        description="Labels of the actions, in the order of the rows or columns.",
    )
    patience: Patience | None = Field(None, description="Discount factor, for games that are repeated.")


class StepModel(Model):
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
    verification: Probability | None = Field(
        None, description="The step may be faked, and a fake is discovered with this chance per round."
    )


class BreakdownModel(Model):
    """What happens when the talks end without an agreement."""

    payoff: BothPlayers = Field(description="Payoff per round of every round once the talks have ended.")
    hazard: Probability = Field(
        default_factory=Fraction, description="Chance that the talks end after a stalled round."
    )


def _play_only(value: Any) -> Any:
    return value if isinstance(value, dict) else {"play": value}


class AgentModel(Model):
    """Who plays a side in a simulation."""

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
        description="What a round costs each player that ends with the talks going on and the agreement incomplete; "
        "0 or more, by default 0.",
    )


class ConcessionsModel(FileModel):
    """A game of sequenced concessions."""

    kind: Literal["concessions"] = Field("concessions", description="The kind of game.")
    players: Annotated[dict[str, NegotiatorModel], AfterValidator(two)] = Field(
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
    actions: Annotated[list[Action], AfterValidator(distinct("the action"))] = Field(
        default_factory=lambda: ["concede", "hold_out", "walk_away"],
        min_length=1,
        description="Actions that the rules allow; by default concede, hold_out and walk_away.",
    )
    horizon: Rounds = Field(description="Number of rounds, or infinite.")
    mediator: MediatorModel | None = Field(None, description="A mediator, who may raise the cost of delay.")
    roadmaps: dict[str, list[StepsOfRound]] = Field(
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
        description="Who plays each side in simulations: the name of an agent, or a mapping of play and its options; "
        "by default equilibrium.",
    )
    commit: Commits = None
    types: Types


class RepeatModel(Model):
    """How often a matrix game is played."""

    rounds: Rounds = Field(description="Number of rounds, or infinite.")


class MatrixModel(FileModel):
    """A game in strategic form."""

    kind: Literal["matrix"] = Field(description="The kind of game.")
    players: Annotated[dict[str, ChooserModel], AfterValidator(two)] = Field(
        description="The two players by identifier; the first is the row player.",
        json_schema_extra={"minProperties": 2, "maxProperties": 2},
    )
    payoffs: list[list[list[Number]]] = Field(
        min_length=1,
        description="A row per action of the first player, a cell [first, second] per action of the second.",
    )
    repeat: RepeatModel | None = Field(
        None, description="Play the game more than once; each player then needs its patience."
    )
    commit: Commits = None
    types: Types


class DeciderModel(Model):
    """A player of a game tree."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience | None = Field(None, description="Not used in trees: write discounted payoffs.")


class BranchModel(Model):
    """A move of chance."""

    probability: Probability = Field(description="Its probability; those of a node add up to 1.")
    then: TreeNodeModel = Field(description="Where it leads.")


class TreeNodeModel(Model):
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
            raise fault(f"expected payoffs [first, second], found {many(len(self.payoffs))}")
        if self.chance is not None and sum(branch.probability for branch in self.chance.values()) != 1:
            total = float(sum(branch.probability for branch in self.chance.values()))
            raise fault(f"the probabilities of a move of chance add up to {total:g}, not to 1")
        return self


BranchModel.model_rebuild()  # it was written before the nodes it leads to


class TreeModel(FileModel):
    """A game tree."""

    kind: Literal["tree"] = Field(description="The kind of game.")
    players: Annotated[dict[str, DeciderModel], AfterValidator(two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    tree: TreeNodeModel = Field(description="The node at which play starts.")
    commit: Commits = None
    types: Types


class OffersModel(FileModel):
    """Alternating offers over a surplus."""

    kind: Literal["offers"] = Field(description="The kind of game.")
    players: Annotated[dict[str, NegotiatorModel], AfterValidator(two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    surplus: Positive = Field(Fraction(1), validate_default=False, description="What there is to share, above 0.")
    grid: Slices = Field(100, description="Number of slices the surplus is cut into in the game on a grid.")
    first: Member | None = Field(None, description="Who makes the first offer; by default the first player.")
    rounds: Rounds = Field(description="Number of offers, made in turn, or infinite.")
    outside: PerPlayer = Field(
        default_factory=dict,
        description="What each gets in the round after the last if the last offer is refused (default 0).",
    )


MODELS: dict[str, type[FileModel]] = {
    "concessions": ConcessionsModel,
    "matrix": MatrixModel,
    "tree": TreeModel,
    "offers": OffersModel,
}


def json_schema() -> dict[str, Any]:
    """JSON Schema of scenario files, for editors and other programs (draft 2020-12)."""
    schema = TypeAdapter(reduce(or_, MODELS.values())).json_schema()
    for model in (model.__name__ for model in MODELS.values()):
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
