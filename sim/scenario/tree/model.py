"""The model that validates files of game trees."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from sim.scenario.chances import added_up, in_digits
from sim.scenario.common import Commits, FileModel, Model, Types
from sim.scenario.fields import (
    Member,
    Number,
    Patience,
    PlayerId,
    Probability,
    Text,
    fault,
    many,
    two,
)
from sim.scenario.observed.model import ObservedDecisions
from sim.scenario.shapes import EMPTY, excludes, filled, has


class DeciderModel(Model):
    """A player of a game tree."""

    name: Text | None = Field(None, description="What people read; by default the identifier.")
    patience: Patience | None = Field(None, description="Not used in trees: write discounted payoffs.")


class BranchModel(Model):
    """A move of chance."""

    probability: Probability = Field(description="Its probability; those of a node add up to 1.")
    then: TreeNodeModel = Field(description="Where it leads.")


class TreeNodeModel(Model):
    """A node: a decision (player and actions), a move of chance, an end (payoffs), or the name of a node below."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": has("actions"),
            "then": {
                **has("player"),
                "properties": {"player": {"not": EMPTY}, "chance": EMPTY, "payoffs": EMPTY, "to": EMPTY},
            },
            "else": {
                "properties": {"player": EMPTY, "infoset": EMPTY},
                "if": has("chance"),
                "then": {"properties": {"payoffs": EMPTY, "to": EMPTY}},
                "else": {"if": has("to"), "then": {"properties": {"payoffs": EMPTY}}, "else": has("payoffs")},
            },
        }
    )

    player: Member | None = Field(None, description="Who decides here.")
    infoset: Text | None = Field(
        None, description="Information set; nodes of the same name look alike to the player. By default the node's own."
    )
    actions: dict[str, TreeNodeModel] | None = Field(
        None, json_schema_extra={"minProperties": 1}, description="Where each action leads, by its label."
    )
    chance: dict[str, BranchModel] | None = Field(
        None, json_schema_extra={"minProperties": 1}, description="Where chance leads, by a label."
    )
    payoffs: list[Number] | None = Field(
        None, json_schema_extra={"minItems": 2, "maxItems": 2}, description="What an end pays: [first, second]."
    )
    to: Text | None = Field(None, description="The name under 'nodes' of the node that stands here.")

    @model_validator(mode="after")
    def one_kind(self) -> TreeNodeModel:
        """Refuse a node that is not exactly one of the four."""
        kinds = [field is not None for field in (self.actions, self.chance, self.payoffs, self.to)]
        if sum(kinds) != 1:
            raise fault(
                f"expected one of 'actions', 'chance', 'payoffs' and 'to', found {sum(kinds) or 'none'}",
                "a decision has player and actions, an end has payoffs",
            )
        if self.actions is not None and self.player is None:
            raise fault("expected 'player' beside 'actions'", "name the player who decides here")
        if self.actions is None and (self.player is not None or self.infoset is not None):
            raise fault("'player' and 'infoset' belong to decisions, and here nobody decides", "remove them")
        if not (self.actions or self.chance or self.payoffs or self.to):
            raise fault("expected at least one way on, or two payoffs")
        if self.payoffs is not None and len(self.payoffs) != 2:
            raise fault(f"expected payoffs [first, second], found {many(len(self.payoffs))}")
        if self.chance and (total := added_up(branch.probability for branch in self.chance.values())) != 1:
            raise fault(f"the probabilities of a move of chance add up to {in_digits(total)}, not to 1")
        return self


BranchModel.model_rebuild()  # it was written before the nodes it leads to


class TreeModel(FileModel):
    """A game tree."""

    model_config = ConfigDict(json_schema_extra={"allOf": [excludes("commit", filled("types"))]})

    kind: Literal["tree"] = Field(description="The kind of game.")
    players: Annotated[dict[PlayerId, DeciderModel], AfterValidator(two)] = Field(
        description="The two players by identifier.", json_schema_extra={"minProperties": 2, "maxProperties": 2}
    )
    tree: TreeNodeModel = Field(description="The node at which play starts.")
    nodes: dict[str, TreeNodeModel] = Field(
        default_factory=dict,
        description="Nodes by name, each led to once by a 'to': so that deep trees need not be nested deeply.",
    )
    commit: Commits = None
    types: Types
    observed: ObservedDecisions


MODEL = TreeModel
