"""A checked model of a file becomes a scenario, put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.scenario.kind import game_of
from sim.scenario.observed.game import observed
from sim.scenario.scenario import Lesson, Parameter, Player, Question, Scenario

if TYPE_CHECKING:
    from sim.scenario.common import FileModel, LessonModel
    from sim.scenario.names import Names
    from sim.scenario.source import Source


def assemble(model: FileModel, source: Source, names: Names, settings: dict[str, str]) -> Scenario:
    """Build the scenario from a model that has passed every check."""
    own: Any = model  # the models of all kinds have players, each of its own sort
    players = tuple(Player(key, entry.name or key, entry.patience) for key, entry in own.players.items())
    parameters = tuple(
        Parameter(
            name,
            names.parameters[name],
            entry.min,
            entry.max,
            entry.about or "",
            entry.label or "",
            entry.unit or "",
            str(entry.draw.as_draw()) if entry.draw else "",
        )
        for name, entry in model.parameters.items()
    )
    game = game_of(own.kind, model)
    return Scenario(
        title=model.title,
        summary=model.summary or "",
        sources=tuple(model.sources),
        file=source.file,
        text=source.text,
        kind=own.kind,
        players=players,
        parameters=parameters,
        game=game,
        settings=tuple(sorted(settings.items())),
        places={str(path[0]): place for path, place in source.keys.items() if len(path) == 1},
        lesson=_lesson(model.lesson),
        observed=observed(model, game),
    )


def _lesson(model: LessonModel | None) -> Lesson:
    if model is None:
        return Lesson()
    questions = tuple(Question(entry.question, entry.answer) for entry in model.questions)
    return Lesson(model.topic or "", questions, tuple(model.sliders), model.solve)
