"""From a checked model to concession games."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.common import leader_of
from sim.scenario.fields import AGENTS
from sim.scenario.scenario import (
    AgentChoice,
    Concessions,
    JointEffect,
    Mediator,
    Roadmap,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.concessions.model import AgentModel, ConcessionsModel
    from sim.types import Pair


def game(model: ConcessionsModel) -> Concessions:
    """The game of a model that has passed every check."""
    players = tuple(model.players)

    def pair(values: Mapping[str, Fraction]) -> Pair:
        return values.get(players[0], Fraction(0)), values.get(players[1], Fraction(0))

    ids = [[step.id for step in model.concessions.get(player, [])] for player in players]

    def position(reference: str) -> tuple[int, int]:
        player, _, step = reference.partition(".")
        owner = players.index(player)
        return owner, ids[owner].index(step)

    ladders = [
        tuple(
            Step(
                id=step.id,
                name=step.name or step.id.replace("_", " ").replace("-", " "),
                owner=owner,
                effect=pair(step.effect),
                once=pair(step.once),
                reversible=step.reversible,
                after=tuple(dict.fromkeys(position(r) for r in step.after)),
                verification=step.verification,
                joint=tuple(JointEffect(pair(e.effect), tuple(map(position, e.when))) for e in step.effects),
                divisible=step.divisible,
                shares=(step.shares.min, step.shares.max) if step.shares else (Fraction(0), Fraction(1)),
                either=step.owner == "either",
            )
            for step in model.concessions.get(player, [])
        )
        for owner, player in enumerate(players)
    ]
    # Without a breakdown block the talks cannot end early, so its payoff is never paid.
    return Concessions(
        status_quo=pair(model.status_quo),
        ladders=(ladders[0], ladders[1]),
        agreement=pair(model.agreement),
        breakdown=pair(model.breakdown.payoff if model.breakdown else model.status_quo),
        hazard=_hazard(model.breakdown.hazard) if model.breakdown else Fraction(0),
        keeps=model.breakdown.keeps if model.breakdown else "nothing",  # type: ignore[arg-type]
        stalls=model.breakdown.stalls if model.breakdown else "without_progress",  # type: ignore[arg-type]
        moves=model.moves,  # type: ignore[arg-type]
        first=players.index(model.first) if model.first else 0,
        actions=tuple(model.actions),
        horizon=model.horizon,
        rests=tuple(frozenset(map(position, deal)) for deal in model.breakdown.rests) if model.breakdown else (),
        roadmaps=tuple(
            Roadmap(name, tuple(tuple(sorted(position(step)[0] for step in steps)) for steps in rounds))
            for name, rounds in model.roadmaps.items()
        ),
        punishment=model.punishment,  # type: ignore[arg-type]
        on_discovery=model.on_discovery or model.punishment,  # type: ignore[arg-type]
        agents=(_agent(model.agents.get(players[0])), _agent(model.agents.get(players[1]))),
        mediator=Mediator(model.mediator.name, pair(model.mediator.delay)) if model.mediator else None,
        commit=leader_of(model.players, model.commit),
    )


def _hazard(found: Fraction | list[Fraction]) -> Fraction | tuple[Fraction, ...]:
    """A hazard that is the same in all rounds is one number, however it is written."""
    if not isinstance(found, list):
        return found
    return tuple(found) if len(set(found)) > 1 else found[0]


def _agent(entry: AgentModel | None) -> AgentChoice:
    if entry is None:
        return AgentChoice()
    options = {name: getattr(entry, name) for name in AGENTS[entry.play]}
    return AgentChoice(entry.play, tuple((name, value) for name, value in options.items() if value is not None))
