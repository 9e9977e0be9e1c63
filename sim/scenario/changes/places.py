"""Which place of a file a key names: a path from the top, a parameter, or the end of a path that only one place has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.errors import nearest
from sim.kinds import NAMES as KINDS
from sim.scenario.fields import describe
from sim.scenario.kind import model_of
from sim.scenario.source import dotted
from sim.scenario.translate import keys_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.changes.typed import Typed
    from sim.scenario.common import FileModel
    from sim.scenario.source import Path

MOST_SHOWN = 12
"""Keys, most, that are listed of a place."""

PER_PLAYER = {"effect", "once", "agreement", "outside", "delay", "payoff", "status_quo", "inside", "cost"}
"""Mappings in which a player who does not stand has 0."""

OF_PLAYERS = (("concessions",), ("types",), ("agents",), ("opt_out",), ("breakdown", "payoffs"), ("values",))
"""Other mappings with a key per player."""

Parts = tuple[str | int, ...]


class _AstrayError(Exception):
    """A key that leads nowhere, with how far it leads and what there is."""

    def __init__(self, path: Path, part: str | int, known: list[str]) -> None:
        super().__init__(path, part)
        self.path, self.part, self.known = path, part, known


def place_of(change: Typed, data: dict[str, Any]) -> Path:
    """The path of the place that a change is about.

    Parameters
    ----------
    change : Typed
        The change.
    data : dict
        The file's data.

    Raises
    ------
    ScenarioError
        If there is no such place, with the keys that there are where the key leads, and the nearest.
    """
    model = _model(data)
    parts = change.parts
    parameters = data.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    top = parts[0] in data or parts[0] in keys_at(model, ())
    if not top and parts[0] in parameters:
        parts = ("parameters", *parts)
    try:
        return _whole_parameter(_walked(parts, data, model), data)
    except _AstrayError as error:
        if error.path:
            raise _refused(change, error, data) from None
    named = {path: _named(path, data) for path in _places(data, model)}
    whole = _ending(named, parts)
    if len(whole) > 1:
        told = ", ".join(dotted(named[path]) for path in whole[:MOST_SHOWN])
        raise change.refuse(f"'{change.key}' may be any of {len(whole)} keys", f"say which: {told}")
    for count in range(len(parts), 0, -1):
        # What a place has below it need not be there yet.
        found = _ending(named, parts[:count])
        if len(found) == 1:
            try:
                return _whole_parameter(_walked((*found[0], *parts[count:]), data, model), data)
            except _AstrayError as error:
                raise _refused(change, error, data) from None
    raise _nowhere(change, data, model, list(parameters))


def _ending(named: dict[Path, Parts], parts: Parts) -> list[Path]:
    """Places whose paths end with some parts."""
    return [path for path, names in named.items() if names[-len(parts) :] == parts]


def _model(data: dict[str, Any]) -> type[FileModel]:
    kind = data.get("kind", KINDS[0])
    return model_of(kind if kind in KINDS else KINDS[0])


def _labels_at(path: Path, data: dict[str, Any]) -> list[str]:
    """Labels that may stand at a place without being there yet: players, where something is said of each."""
    players = data.get("players")
    own = path and (path[-1] in PER_PLAYER or path in OF_PLAYERS)
    return list(players) if own and isinstance(players, dict) else []


def _walked(parts: Parts, data: Any, model: type[FileModel]) -> Path:
    """The path that parts lead along; what the format knows but the file has not is a place as well."""
    path: Path = ()
    held = data
    for k, part in enumerate(parts):
        shortened = path[:1] == ("parameters",) and len(path) == 2 and not isinstance(held, (dict, list))
        if isinstance(held, list):
            at = _index(held, part)
            if at is None:
                raise _AstrayError(path, part, _labels(held))
            path, held = (*path, at), held[at]
        elif isinstance(held, dict):
            known = keys_at(model, path) or _labels_at(path, data)
            if part not in held and part not in known and path[-1:] != ("roadmaps",):
                raise _AstrayError(path, part, list(dict.fromkeys([*held, *known])))
            path, held = (*path, str(part)), held.get(part)
        elif held is None or shortened:
            known = keys_at(model, path)
            if known and part not in known:
                raise _AstrayError(path, part, known)
            if shortened and part == "value":
                return path
            return (*path, *map(str, parts[k:]))
        else:
            raise _AstrayError(path, part, [])
    return path


def _whole_parameter(path: Path, data: dict[str, Any]) -> Path:
    """A parameter's value, where the parameter is named; its range stays."""
    entry = data["parameters"].get(path[1]) if len(path) == 2 and path[0] == "parameters" else None
    return (*path, "value") if isinstance(entry, dict) else path


def _index(held: list[Any], part: str | int) -> int | None:
    if isinstance(part, int):
        return part if part < len(held) else None
    found = [k for k, item in enumerate(held) if isinstance(item, dict) and item.get("id") == part]
    return found[0] if found else int(part) if part.isdecimal() and int(part) < len(held) else None


def _labels(held: list[Any]) -> list[str]:
    ids = [str(item["id"]) for item in held if isinstance(item, dict) and "id" in item]
    return ids or [f"[{k}]" for k in range(len(held))]


def _named(path: Path, data: Any) -> Parts:
    """A path with the identifiers of steps in the place of their numbers."""
    named: list[str | int] = []
    for part in path:
        data = data[part] if isinstance(part, int) else data.get(part) if isinstance(data, dict) else None
        named.append(data["id"] if isinstance(part, int) and isinstance(data, dict) and "id" in data else part)
    return tuple(named)


def named_path(path: Path, data: Any) -> str:
    """A path as people write it, with the identifiers of steps in the place of their numbers."""
    return dotted(_named(path, data))


def _places(data: Any, model: type[FileModel]) -> Iterator[Path]:
    """All places of a file, with those that the format knows beside them."""
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, held = waiting.pop()
        if isinstance(held, dict):
            inside = [((*path, key), held.get(key)) for key in dict.fromkeys([*held, *keys_at(model, path)])]
        elif isinstance(held, list):
            inside = [((*path, k), item) for k, item in enumerate(held)]
        else:
            continue
        yield from (place for place, _ in inside)
        waiting += inside


def _refused(change: Typed, error: _AstrayError, data: Any) -> Exception:
    at = named_path(error.path, data)
    if not error.known:
        held = data
        for part in error.path:
            held = held[part]
        return change.refuse(f"{at} is {describe(held)}, and has no '{error.part}'")
    told = f"known there: {_listed(error.known)}"
    near = nearest(str(error.part), error.known)
    hint = f"{near} {told}" if near.startswith("did you") else told
    what = f"no entry [{error.part}]" if isinstance(error.part, int) else f"no '{error.part}'"
    return change.refuse(f"{at} has {what}", hint)


def _nowhere(change: Typed, data: dict[str, Any], model: type[FileModel], parameters: list[str]) -> Exception:
    first = str(change.parts[0])
    top = list(dict.fromkeys([*data, *keys_at(model, ())]))
    inner = [str(path[-1]) for path in _places(data, model)]
    near = next((n for n in (nearest(first, known) for known in (parameters, top, inner)) if n.startswith("did")), "")
    told = f"the keys of the file: {_listed(top)}"
    own = f"; its parameters: {_listed(parameters)}" if parameters else ""
    return change.refuse(f"the file has no key and no parameter '{first}'", f"{near} {told}{own}".strip())


def _listed(words: list[str]) -> str:
    more = f" and {len(words) - MOST_SHOWN} more" if len(words) > MOST_SHOWN else ""
    return ", ".join(words[:MOST_SHOWN]) + more
