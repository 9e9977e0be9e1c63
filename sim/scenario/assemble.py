"""A checked model of a file becomes a scenario, put in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sim.scenario.kind import game_of
from sim.scenario.observed.game import observed
from sim.scenario.scenario import Lesson, Parameter, Player, Question, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.common import FileModel, LessonModel
    from sim.scenario.names import Names
    from sim.scenario.source import Source

SUM = re.compile(r"\w+(\s*[+-]\s*\w+)*")
"""A sum of names and whole numbers, which is a whole number if they are."""


def assemble(model: FileModel, source: Source, names: Names, settings: dict[str, str]) -> Scenario:
    """Build the scenario from a model that has passed every check."""
    counted = _counted(source.data)
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
            whole=name in counted,
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


def _counted(data: dict[str, Any]) -> set[str]:
    """Parameters that have to be whole numbers: those that a count of the file is, or a sum of."""
    found = {word for text in _counts(data) if SUM.fullmatch(text) for word in re.findall(r"[^\W\d]\w*", text)}
    return found - {"infinite"}


def _counts(data: dict[str, Any]) -> Iterator[str]:
    """What the file says where whole numbers are due."""
    repeat = _mapping(data.get("repeat"))
    for block in (data, repeat, _mapping(repeat.get("punish"))):
        yield from (str(block[key]).strip() for key in ("horizon", "rounds", "grid") if key in block)
    agents = map(_mapping, _mapping(data.get("agents")).values())
    yield from (str(agent["waits"]).strip() for agent in agents if "waits" in agent)


def _mapping(block: Any) -> dict[str, Any]:
    return block if isinstance(block, dict) else {}
