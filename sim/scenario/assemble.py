"""A checked model of a file becomes a scenario, put in order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.scenario.fields import AGENTS
from sim.scenario.scenario import (
    AgentChoice,
    Branch,
    Concessions,
    Lesson,
    Matrix,
    Mediator,
    Offers,
    Parameter,
    Player,
    Question,
    Repeat,
    Roadmap,
    Scenario,
    Step,
    Tree,
    TreeNode,
)
from sim.scenario.schema import (
    AgentModel,
    ConcessionsModel,
    MatrixModel,
    OffersModel,
    TreeModel,
    TreeNodeModel,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.common import FileModel, LessonModel
    from sim.scenario.fields import Names
    from sim.scenario.source import Source
    from sim.types import Pair


def assemble(model: FileModel, source: Source, names: Names, settings: dict[str, str]) -> Scenario:
    """Build the scenario from a model that has passed every check."""
    assert isinstance(model, (ConcessionsModel, MatrixModel, TreeModel, OffersModel))
    one, two = (Player(key, entry.name or key, entry.patience) for key, entry in model.players.items())
    parameters = tuple(
        Parameter(name, names.parameters[name], entry.min, entry.max, entry.about or "")
        for name, entry in model.parameters.items()
    )
    return Scenario(
        title=model.title,
        summary=model.summary or "",
        sources=tuple(model.sources),
        file=source.file,
        text=source.text,
        kind=model.kind,
        players=(one, two),
        parameters=parameters,
        game=_game(model),
        settings=tuple(sorted(settings.items())),
        places={str(path[0]): place for path, place in source.keys.items() if len(path) == 1},
        lesson=_lesson(model.lesson),
    )


def _lesson(model: LessonModel | None) -> Lesson:
    if model is None:
        return Lesson()
    questions = tuple(Question(entry.question, entry.answer) for entry in model.questions)
    return Lesson(model.topic or "", questions, tuple(model.sliders), model.solve)


def _game(model: ConcessionsModel | MatrixModel | TreeModel | OffersModel) -> Concessions | Matrix | Tree | Offers:
    if isinstance(model, OffersModel):
        return _offers(model)
    if isinstance(model, ConcessionsModel):
        return _concessions(model)
    if isinstance(model, MatrixModel):
        return _matrix(model)
    return Tree(_node(model.tree, tuple(model.players), "start"), _leader(model))


def _leader(model: ConcessionsModel | MatrixModel | TreeModel) -> int | None:
    return list(model.players).index(model.commit) if model.commit else None


def _node(node: TreeNodeModel, players: tuple[str, ...], path: str) -> TreeNode:
    """A node and all below it; an information set without a name is named after the way to it."""
    if node.payoffs is not None:
        return TreeNode(None, "", (), (node.payoffs[0], node.payoffs[1]))
    if node.chance is not None:
        branches = tuple(
            Branch(label, b.probability, _node(b.then, players, f"{path}/{label}")) for label, b in node.chance.items()
        )
        return TreeNode(None, "", branches, None)
    assert node.actions is not None
    assert node.player is not None
    below = tuple(
        Branch(label, None, _node(child, players, f"{path}/{label}")) for label, child in node.actions.items()
    )
    return TreeNode(players.index(node.player), node.infoset or path, below, None)


def _offers(model: OffersModel) -> Offers:
    one, two = model.players
    return Offers(
        surplus=model.surplus,
        grid=model.grid,
        first=[one, two].index(model.first) if model.first else 0,
        rounds=model.rounds,
        outside=(model.outside.get(one, Fraction(0)), model.outside.get(two, Fraction(0))),
    )


def _concessions(model: ConcessionsModel) -> Concessions:
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
        hazard=model.breakdown.hazard if model.breakdown else Fraction(0),
        moves=model.moves,  # type: ignore[arg-type]
        first=players.index(model.first) if model.first else 0,
        actions=tuple(model.actions),
        horizon=model.horizon,
        roadmaps=tuple(
            Roadmap(name, tuple(tuple(sorted(position(step)[0] for step in steps)) for steps in rounds))
            for name, rounds in model.roadmaps.items()
        ),
        punishment=model.punishment,  # type: ignore[arg-type]
        on_discovery=model.on_discovery or model.punishment,  # type: ignore[arg-type]
        agents=(_agent(model.agents.get(players[0])), _agent(model.agents.get(players[1]))),
        mediator=Mediator(model.mediator.name, pair(model.mediator.delay)) if model.mediator else None,
        commit=_leader(model),
    )


def _agent(entry: AgentModel | None) -> AgentChoice:
    if entry is None:
        return AgentChoice()
    options = {name: getattr(entry, name) for name in AGENTS[entry.play]}
    return AgentChoice(entry.play, tuple((name, value) for name, value in options.items() if value is not None))


def _matrix(model: MatrixModel) -> Matrix:
    one, two = (tuple(entry.actions) for entry in model.players.values())
    payoffs = tuple(tuple((cell[0], cell[1]) for cell in row) for row in model.payoffs)
    return Matrix((one, two), payoffs, Repeat(model.repeat.rounds) if model.repeat else None, _leader(model))
