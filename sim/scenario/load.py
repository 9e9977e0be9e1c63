"""Load a scenario: read, validate, check what only the whole can show, and put in order."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from sim.characters import remedy
from sim.errors import MOST_PROBLEMS, Problem, ScenarioError, nearest
from sim.kinds import NAMES as KINDS
from sim.scenario import catalog
from sim.scenario.assemble import assemble
from sim.scenario.expressions.grammar import FUNCTIONS, NOTHING_DECLARED
from sim.scenario.fields import ID, NAME, describe, no_identifier, number, rounds
from sim.scenario.hidden import differences, in_variant, types_of
from sim.scenario.kind import model_of
from sim.scenario.names import Names
from sim.scenario.reading import contents_or_problem
from sim.scenario.source import MAX_BYTES, Source, dotted, read
from sim.scenario.stand_ins import Repair
from sim.scenario.translate import about, expected, keys_at
from sim.scenario.whole import whole_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.scenario.common import FileModel
    from sim.scenario.scenario import Scenario
    from sim.scenario.source import Path as KeyPath
    from sim.scenario.source import Place

MOST_REPAIRED = 20_000
"""Values of a file, most, whose mistakes are replaced by stand-ins so that the rest of it can be checked."""


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
    return load_source(read(file, raw), settings)


def load_source(source: Source, settings: Mapping[str, str] | None = None) -> Scenario:
    """Check a scenario whose file has been parsed.

    Parameters
    ----------
    source : Source
        The file's data; they are left as they are, so that many settings can be tried on them.
    settings : mapping of str to str, optional
        Parameters to set, as expressions.

    Raises
    ------
    ScenarioError
        If it is not a scenario, with everything that is wrong.
    """
    return _Loading(source, dict(settings or {})).scenario()


def validated(source: Source, settings: Mapping[str, str] | None = None) -> tuple[FileModel, Names]:
    """The model of a file that passes every check, and its names, for those who look at the file itself.

    Parameters
    ----------
    source : Source
        The file's data.
    settings : mapping of str to str, optional
        Parameters to set, as expressions.

    Raises
    ------
    ScenarioError
        If it is not a scenario, with everything that is wrong.
    """
    return _Loading(source, dict(settings or {})).validated()


def _read_file(name: str) -> tuple[str, bytes]:
    """Content of a file or bundled scenario, and the name to show for it."""
    try:
        path = Path(name) if Path(name).exists() else catalog.find(name)
    except (OSError, ValueError):  # a name that no file can have, or a folder that may not be looked into
        path = Path(name)
    if path is None:
        message = "there is no such file, and no bundled scenario of that name"
        raise ScenarioError([Problem(name, 0, 0, "", message, catalog.suggestion(name))])
    return str(path), contents_or_problem(path, MAX_BYTES, name)


class _Loading:
    """One file on its way to a scenario; problems are collected and raised together."""

    def __init__(self, source: Source, settings: dict[str, str]) -> None:
        self.source, self.settings = source, settings
        self.problems: list[Problem] = []
        self.unknown: set[str] = set()

    def report(self, path: KeyPath, message: str, hint: str = "", *, key: bool = False, offset: int = 0) -> None:
        """Note a problem at a value, or at its key, or at the nearest thing around it that has a place."""
        line, column = self.source.keys[path] if key and path in self.source.keys else self._place(path)
        at = path if path in self.source.inside else path[:-1]
        if not key and at in self.source.inside and offset:
            column = self.source.inside[at] + offset
        self.problems.append(Problem(self.source.file, line, column, dotted(path), message, hint))

    def _place(self, path: KeyPath) -> Place:
        """Line and column of a value, or of the nearest thing around it that has a place."""
        while path not in self.source.values:
            path = path[:-1]
        return self.source.values[path]

    def _hint(self, hint: str | Callable[[], str]) -> str:
        """A hint, found out now; none any more where there are more mistakes than are told."""
        if isinstance(hint, str):
            return hint
        return hint() if len(self.problems) <= MOST_PROBLEMS else ""

    def validated(self) -> tuple[FileModel, Names]:
        """The model of the file, and its names."""
        data = self.source.data
        names = self._names(data)
        model = self._validate(data, names)
        if model is not None:
            self._whole(model, names)
        if self.problems or model is None:
            raise ScenarioError(self.problems, self.source.text)
        return model, names

    def scenario(self) -> Scenario:
        model, names = self.validated()
        scenario = assemble(model, self.source, names, self.settings)
        return self._with_types(scenario, model) if getattr(model, "types", None) else scenario

    def _with_types(self, scenario: Scenario, model: FileModel) -> Scenario:
        """The scenario with what it is for each pair of types."""
        sides = types_of(model)
        own = {key: value for key, value in self.source.data.items() if key not in ("types", "observed")}
        source = replace(self.source, data=own)
        rows = []
        for one in sides[0]:
            row = []
            for two in sides[1]:
                try:
                    variant = _Loading(source, self.settings | one.settings | two.settings).scenario()
                except ScenarioError as error:
                    for problem in error.problems:
                        self.report((one if one.settings else two).path, *in_variant(problem, one, two))
                    raise ScenarioError(self.problems, self.source.text) from None
                for path, message, hint in differences(scenario, variant, one, two):
                    self.report(path, message, hint)
                row.append(variant)
            rows.append(tuple(row))
        if self.problems:
            raise ScenarioError(self.problems, self.source.text)
        hidden = tuple(tuple(t.shown for t in side if t.shown is not None) for side in sides)
        return replace(scenario, types=(hidden[0], hidden[1]), variants=tuple(rows))

    def _names(self, data: dict[str, Any]) -> Names:
        """Players, steps and parameters as far as they can be made out, for the rest to refer to."""
        players = tuple(data["players"]) if isinstance(data.get("players"), dict) else ()
        for player in players:
            if not re.fullmatch(ID, player):
                message, hint = no_identifier(player)
                self.report(("players", player), message, remedy(player) or hint, key=True)
        ladders = data.get("concessions")
        steps = [
            f"{player}.{step['id']}"
            for player, ladder in (ladders.items() if isinstance(ladders, dict) else ())
            for step in (ladder if isinstance(ladder, list) else ())
            if isinstance(step, dict) and isinstance(step.get("id"), str)
        ]
        options = [
            f"{player}.{option}"
            for player, entry in (data["players"].items() if players else ())
            if isinstance(entry, dict) and isinstance(entry.get("options"), dict)
            for option in entry["options"]
        ]
        parameters = self._parameters(data.get("parameters"))
        names = Names(players, parameters, dict.fromkeys(steps), options=dict.fromkeys(options))
        try:
            found = rounds(data.get("horizon", data.get("rounds")), names)
        except PydanticCustomError:
            return names  # told where the value is validated
        return replace(names, rounds="infinite" if found is None else found)

    def _parameters(self, block: Any) -> dict[str, Fraction]:
        values: dict[str, Fraction] = {}
        block = block if isinstance(block, dict) else {}
        for name, entry in block.items():
            path: KeyPath = ("parameters", name)
            if not re.fullmatch(NAME, name) or name in FUNCTIONS:
                self.report(
                    path,
                    f"'{name}' cannot name a parameter",
                    remedy(name) or "use the letters a to z, digits and _, a letter first, and no function's name",
                    key=True,
                )
            text = entry.get("value") if isinstance(entry, dict) else entry
            # The file's own number has to be right even where a setting replaces it.
            found = self._parameter(path, text, values, None)
            if name in self.settings:
                set_ = self._parameter(path, self.settings[name], values, name)
                found = found if set_ is None else set_
            if found is None:
                found = Fraction(1)
                self.unknown.add(name)
            values[name] = found
        for name in self.settings.keys() - values.keys():
            hint = nearest(name, values) or "the file has no parameters"
            self._setting_problem(name, f"the file has no parameter '{name}'", hint)
        return values

    def _parameter(self, path: KeyPath, value: Any, above: dict[str, Fraction], setting: str | None) -> Fraction | None:
        """Value of a parameter as the file or a setting has it; None for one that is wrong."""
        try:
            return number(value, Names((), above, ()))
        except PydanticCustomError as error:
            context = error.context or {}
            hint = self._hint(context["hint"])
            hint = hint.replace(NOTHING_DECLARED, "only parameters written above it may be used")
            if setting is not None:
                self._setting_problem(setting, context["message"], hint)
            else:
                self.report((*path, "value"), context["message"], hint, offset=context["offset"])
            return None

    def _setting_problem(self, name: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.source.file, 0, 0, f"--set {name}", message, hint))

    def _validate(self, data: dict[str, Any], names: Names) -> FileModel | None:
        kind = data.get("kind", KINDS[0])
        if not isinstance(kind, str) or kind not in KINDS:
            message = f"expected one of {', '.join(KINDS)}, found {describe(kind)}"
            self.report(("kind",), message, nearest(str(kind), KINDS))
            return None
        kind_model = model_of(kind)
        try:
            return kind_model.model_validate(data, context=names)
        except ValidationError as error:
            items = error.errors(include_url=False)
            items.sort(key=lambda item: self._place(_path(item, data)))
            for item in items[: MOST_PROBLEMS + 1]:
                self._translate(item, kind_model)
        if len(items) > MOST_PROBLEMS or len(self.source.values) > MOST_REPAIRED:
            return None
        repair = Repair(kind_model, data, names, items)
        for item in repair.revealed:
            self._translate(item, kind_model)
        if repair.model is not None:
            self._whole(repair.model, names, repair)
        return None

    def _whole(self, model: FileModel, names: Names, repair: Repair | None = None) -> None:
        """Report what only the whole can show."""
        for path, message, hint in whole_problems(str(self.source.data.get("kind", KINDS[0])), model, names):
            if len(self.problems) > MOST_PROBLEMS:
                break
            name = str(path[1]) if path[0] == "parameters" else ""
            if name in self.unknown or (repair is not None and repair.spoils(path)):
                continue
            by_hand = name in self.settings and message.startswith("expected at")
            self.report(path, f"{message}, which --set gave it" if by_hand else message, hint)

    def _translate(self, item: Any, model: type[FileModel]) -> None:
        """Say in plain words what pydantic found."""
        path, of_key = _path(item, self.source.data), item["loc"][-1:] == ("[key]",)
        kind, value = item["type"], item["input"]
        if kind == "fault" and len(path) == 3 and path[0] == "parameters" and path[2] == "value":
            return  # reported in order of definition, where each may use those above it
        context = item.get("ctx", {})
        if kind == "fault":
            self.report(path, context["message"], self._hint(context["hint"]), key=of_key, offset=context["offset"])
        elif kind == "missing":
            self.report(path, "this key is missing", about(model, path))
        elif kind == "extra_forbidden":
            self._unknown_key(path, model)
        else:
            hint = remedy(value) if isinstance(value, str) else ""
            found = len(value) if kind in ("too_short", "too_long") else describe(value)
            self.report(path, f"expected {expected(kind, context)}, found {found}", hint, key=of_key)

    def _unknown_key(self, path: KeyPath, model: type[FileModel]) -> None:
        key = str(path[-1])
        self.report(path, f"unknown key '{key}'", nearest(key, keys_at(model, path[:-1])), key=True)


def _path(item: Any, data: Any) -> KeyPath:
    """Where pydantic found something wrong; what is wrong with a key is wrong where it stands.

    A bare list may stand for a mapping that holds it behind a key, which is no part of the way in the file.
    """
    path: list[str | int] = []
    for part in item["loc"]:
        if part == "[key]" or (isinstance(data, list) and not isinstance(part, int)):
            continue
        path.append(part)
        inside = isinstance(part, int) and isinstance(data, list) and 0 <= part < len(data)
        data = data[part] if inside else data.get(part) if isinstance(data, dict) else None
    return tuple(path)
