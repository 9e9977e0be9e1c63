"""Load a scenario: read, validate, check what only the whole can show, and put in order."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from sim.scenario import catalog
from sim.scenario.errors import Problem, ScenarioError, nearest
from sim.scenario.expression import FUNCTIONS, NOTHING_DECLARED
from sim.scenario.fields import ID, NAME, Names, describe, number
from sim.scenario.scenario import Branch, Concessions, Matrix, Parameter, Player, Scenario, Step, Tree, TreeNode
from sim.scenario.schema import LATER, MODELS, ConcessionsModel, MatrixModel, TreeModel, TreeNodeModel
from sim.scenario.source import Source, dotted, read
from sim.scenario.whole import whole_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.schema import _FileModel
    from sim.scenario.source import Path as KeyPath

    Pair = tuple[Fraction, Fraction]


def load(source: str | Path, settings: Mapping[str, str] | None = None, text: str | bytes | None = None) -> Scenario:
    """Load and check a scenario.

    Parameters
    ----------
    source : str or Path
        Path of a file, or name of a bundled scenario; with `text` only the name to show.
    settings : mapping of str to str, optional
        Parameters to set, as expressions.
    text : str or bytes, optional
        The content, where it does not come from a file.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is not a scenario, with everything that is wrong.
    """
    file = str(source)
    if text is None:
        file, raw = _read_file(file)
    else:
        raw = text.encode(errors="replace") if isinstance(text, str) else text
    return _Loading(read(file, raw), dict(settings or {})).scenario()


def _read_file(name: str) -> tuple[str, bytes]:
    """Content of a file or bundled scenario, and the name to show for it."""
    try:
        path = Path(name) if Path(name).exists() else catalog.find(name)
        if path is None:
            message = "there is no such file, and no bundled scenario of that name"
            raise ScenarioError([Problem(name, 0, 0, "", message, catalog.suggestion(name))])
        return str(path), path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(name, 0, 0, "", f"the file cannot be read: {reason.lower()}")]) from None


class _Loading:
    """One file on its way to a scenario; problems are collected and raised together."""

    def __init__(self, source: Source, settings: dict[str, str]) -> None:
        self.source, self.settings = source, settings
        self.problems: list[Problem] = []

    def report(self, path: KeyPath, message: str, hint: str = "", *, key: bool = False, offset: int = 0) -> None:
        """Note a problem at a value, or at its key, or at the nearest thing around it that has a place."""
        place = self.source.keys.get(path) if key else None
        at = path
        while place is None:
            place = self.source.values.get(at)
            at = at[:-1]
        line, column = place
        at = path if path in self.source.inside else path[:-1]
        if not key and at in self.source.inside and offset:
            column = self.source.inside[at] + offset
        self.problems.append(Problem(self.source.file, line, column, dotted(path), message, hint))

    def scenario(self) -> Scenario:
        data = self.source.data
        names = self._names(data)
        model = self._validate(data, names)
        if model is not None:
            for path, message, hint in whole_problems(model, names):
                self.report(path, message, hint)
        if self.problems or model is None:
            raise ScenarioError(self.problems, self.source.text)
        return _assemble(model, self.source, names, self.settings)

    def _names(self, data: dict[str, Any]) -> Names:
        """Players, steps and parameters as far as they can be made out, for the rest to refer to."""
        players = tuple(data["players"]) if isinstance(data.get("players"), dict) else ()
        for player in players:
            if not re.fullmatch(ID, player):
                self.report(
                    ("players", player),
                    f"'{player}' cannot be an identifier",
                    "use letters, digits, _ and -",
                    key=True,
                )
        ladders = data.get("concessions")
        steps = [
            f"{player}.{step['id']}"
            for player, ladder in (ladders.items() if isinstance(ladders, dict) else ())
            for step in (ladder if isinstance(ladder, list) else ())
            if isinstance(step, dict) and isinstance(step.get("id"), str)
        ]
        return Names(players, self._parameters(data.get("parameters")), tuple(steps))

    def _parameters(self, block: Any) -> dict[str, Fraction]:
        values: dict[str, Fraction] = {}
        block = block if isinstance(block, dict) else {}
        for name, entry in block.items():
            path: KeyPath = ("parameters", name)
            if not re.fullmatch(NAME, name) or name in FUNCTIONS:
                self.report(
                    path,
                    f"'{name}' cannot name a parameter",
                    "use letters, digits and _, no function's name",
                    key=True,
                )
            text = entry.get("value") if isinstance(entry, dict) else entry
            try:
                values[name] = number(self.settings.get(name, text), Names((), values, ()))
            except PydanticCustomError as error:
                values[name] = Fraction(1)
                context = error.context or {}
                hint = context["hint"].replace(NOTHING_DECLARED, "only parameters written above it may be used")
                if name in self.settings:
                    self._setting_problem(name, context["message"], hint)
                else:
                    self.report((*path, "value"), context["message"], hint, offset=context["offset"])
        for name in self.settings.keys() - values.keys():
            hint = nearest(name, values) or "the file has no parameters"
            self._setting_problem(name, f"the file has no parameter '{name}'", hint)
        return values

    def _setting_problem(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.source.file, 0, 0, f"--set {name}", message, hint))

    def _validate(self, data: dict[str, Any], names: Names) -> _FileModel | None:
        kind = data.get("kind", "concessions")
        if not isinstance(kind, str) or kind not in MODELS:
            later = kind == "offers"
            self.report(
                ("kind",),
                f"kind '{kind}' is part of the format, but this version does not solve it yet; "
                "it knows concessions, matrix and tree"
                if later
                else f"expected concessions, matrix or tree, found {describe(kind)}",
                "" if later else nearest(str(kind), MODELS),
            )
            return None
        try:
            return MODELS[kind].model_validate(data, context=names)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self._translate(item, MODELS[kind])
            return None

    def _translate(self, item: Any, model: type[_FileModel]) -> None:
        """Say in plain words what pydantic found."""
        path: KeyPath = tuple(item["loc"])
        of_key = path[-1:] == ("[key]",)
        if of_key:
            path = path[:-1]
        kind, value = item["type"], item["input"]
        if kind == "fault" and len(path) == 3 and path[0] == "parameters" and path[2] == "value":
            return  # reported in order of definition, where each may use those above it
        context = item.get("ctx", {})
        if kind == "fault":
            self.report(path, context["message"], context["hint"], key=of_key, offset=context["offset"])
        elif kind == "missing":
            self.report(path, "this key is missing", _about(model, path))
        elif kind == "extra_forbidden":
            self._unknown_key(path, model)
        else:
            self.report(path, f"expected {_expected(kind, context)}, found {describe(value)}", key=of_key)

    def _unknown_key(self, path: KeyPath, model: type[_FileModel]) -> None:
        key = str(path[-1])
        if key in LATER and key not in _keys(model, path[:-1]):
            message = f"{LATER[key]} ('{key}') are part of the format, but this version does not solve them yet"
            self.report(path, message, "remove the key", key=True)
        else:
            self.report(path, f"unknown key '{key}'", nearest(key, _keys(model, path[:-1])), key=True)


def _keys(model: type[_FileModel], path: KeyPath) -> list[str]:
    """Keys that the format knows at a path."""
    found = _model_at(model, path)
    return list(found.model_fields) if found else []


def _model_at(model: Any, path: KeyPath) -> Any:
    for part in path:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            model = fields[part].annotation
        for _ in range(8):
            if hasattr(model, "model_fields"):
                break
            inner = [a for a in getattr(model, "__args__", ()) if a is not type(None) and a is not str]
            if not inner:
                return None
            model = inner[-1] if getattr(model, "__origin__", None) is dict else inner[0]
            if getattr(model, "__origin__", None) is None and not hasattr(model, "model_fields"):
                return None
    return model if hasattr(model, "model_fields") else None


def _about(model: type[_FileModel], path: KeyPath) -> str:
    found = _model_at(model, path[:-1])
    field = found.model_fields.get(path[-1]) if found else None
    return str(field.description) if field and field.description else ""


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    """What a pydantic error type stands for."""
    words = {
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "list_type": "a list",
        "string_type": "text",
        "string_pattern_mismatch": "an identifier of letters, digits, _ and -, not starting with a digit",
        "literal_error": f"{context.get('expected', 'another value')}",
        "too_short": f"at least {context.get('min_length', 1)} entries",
        "too_long": f"at most {context.get('max_length', '')} entries",
    }
    return words.get(kind, "another value")


def _assemble(model: _FileModel, source: Source, names: Names, settings: dict[str, str]) -> Scenario:
    """Build the scenario from a model that has passed every check."""
    assert isinstance(model, (ConcessionsModel, MatrixModel, TreeModel))
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
    )


def _game(model: ConcessionsModel | MatrixModel | TreeModel) -> Concessions | Matrix | Tree:
    if isinstance(model, ConcessionsModel):
        return _concessions(model)
    if isinstance(model, MatrixModel):
        return _matrix(model)
    return Tree(_node(model.tree, tuple(model.players), "start"))


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
    )


def _matrix(model: MatrixModel) -> Matrix:
    one, two = (tuple(entry.actions) for entry in model.players.values())
    payoffs = tuple(tuple((cell[0], cell[1]) for cell in row) for row in model.payoffs)
    return Matrix((one, two), payoffs)
