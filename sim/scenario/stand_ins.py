"""Stand-ins for what is wrong in a file, so that the rest of it can be checked in the same run.

A model is made from valid data only, and some checks need the model. So each faulty value is replaced by one that is
valid, as like the original in shape as can be, until a model can be made; what is then found wrong at a stand-in, or
because of it, is not reported. Nothing is ever solved with a stand-in.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.errors import MOST_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.common import FileModel
    from sim.scenario.names import Names
    from sim.scenario.source import Path

    Item = Any

PASSES = 12
"""Rounds of replacing and validating, most."""

NUMBERS = ("1", "1/2")
"""Stand-ins for numbers, which are text until they are validated; one is a discount factor and a probability."""

_DELETE = object()
_TREES: tuple[Path, ...] = (("tree",), ("nodes",))
"""Where the nodes of a game tree stand."""


class Repair:
    """A file's data with stand-ins, the model made from them, and what came to light on the way.

    Parameters
    ----------
    model : type of FileModel
        The model of the file's kind.
    data : dict
        The file's data; it is not changed.
    names : Names
        The file's names.
    items : list
        Errors of the first validation, as pydantic tells them.
    """

    def __init__(self, model: type[FileModel], data: dict[str, Any], names: Names, items: list[Item]) -> None:
        self.type, self.data, self.names = model, deepcopy(data), names
        self.tried: dict[Path, Iterator[object]] = {}
        self.numbers: set[Path] = set()
        self.revealed: list[Item] = []
        self.model = self._made(items)

    def _made(self, items: list[Item]) -> FileModel | None:
        for _ in range(PASSES):
            replaced = [self._replace(_path(item), _of_key(item)) for item in items]
            if not all(replaced):
                return None
            try:
                return self.type.model_validate(self.data, context=self.names)
            except ValidationError as error:
                items = error.errors(include_url=False)
                if len(items) > MOST_PROBLEMS:
                    return None
                self.revealed += [item for item in items if not self.spoils(_path(item))]
        return None

    def spoils(self, path: Path) -> bool:
        """Whether a problem at a path may come from a stand-in: at it, within it, or around one that is no number."""
        if ("parameters",) in self.tried:
            return True  # whatever else is wrong may only lack one of them
        if path[:1] == ("breakdown",) and ("actions",) in self.tried:
            return True
        if path[-1:] == ("patience",) and ("repeat",) in self.tried:
            return True
        if path[:2] == ("lesson", "sliders") and any(place[0] == "parameters" for place in self.tried):
            return True
        if path[:1] == ("observed",) and any(place[:1] != ("observed",) for place in self.tried):
            return True  # what people did speaks of choices, rounds and parameters
        if path[:1] == ("payoffs",) and isinstance(self.data.get("payoffs"), dict):
            # Expressions speak of what players choose.
            return any("actions" in place for place in self.tried)
        if path[:1] == ("types",) and any(place[:2] == ("parameters", path[-1]) for place in self.tried):
            return True
        if "order" in path:
            # An order names each feasible state once, whatever stands at its other places.
            whole = path[: path.index("order") + 1]
            return any(place[: len(whole)] == whole or {"infeasible", "options"} & set(place) for place in self.tried)
        for place in self.tried:
            around = place[: len(path)] == path
            harmless = place in self.numbers and path[:1] != ("parameters",) and "probability" not in place
            if path[: len(place)] == place or (around and not harmless and path[:1] not in _TREES):
                return True
            if path[:1] in _TREES and place[:1] in _TREES and _touches(place, path):
                return True
        return False

    def _replace(self, path: Path, extra: bool) -> bool:
        """Put the next stand-in at a path; False if there is none left."""
        *around, key = path or ("",)
        box: Any = self.data
        for step in around:
            box = _inside(box, step)
        if not _has_room(box, key):
            return False
        if path not in self.tried:
            self.tried[path] = iter([_DELETE] if extra else self._stand_ins(path, _inside(box, key)))
        stand_in = next(self.tried[path], None)
        if stand_in is None:
            return False
        if stand_in is not _DELETE:
            box[key] = stand_in
        elif _inside(box, key) is not None:
            del box[key]
        (self.numbers.add if stand_in in NUMBERS else self.numbers.discard)(path)
        return True

    def _stand_ins(self, path: Path, old: object) -> Iterator[object]:
        """What may be valid at a path, likeliest first."""
        if path == ("parameters",):
            # Those that are wrong as a whole are not known by name either.
            yield {}
            return
        yield from NUMBERS
        if isinstance(old, list) and not any(isinstance(item, (dict, list)) for item in old):
            yield [f"item {k}" for k in range(len(old))]
        yield dict.fromkeys(self.names.players, NUMBERS[0])
        yield {}
        yield []
        yield {"payoffs": [NUMBERS[0]] * 2}
        yield self.names.players[0] if self.names.players else "x"
        yield "stand-in-" + "-".join(map(str, path))
        # Elements of other lists are told by their number, which a deletion would change.
        if isinstance(path[-1], str) or path[0] == "actions" or path[-2:-1] == ("after",):
            yield _DELETE


def _has_room(box: object, key: object) -> bool:
    """Whether something can be put into plain data at a key."""
    return isinstance(box, dict) or (isinstance(box, list) and isinstance(key, int) and key < len(box))


def _inside(box: Any, key: object) -> Any:
    """What stands in plain data at a key; None if nothing does."""
    if not _has_room(box, key):
        return None
    return box.get(key) if isinstance(box, dict) else box[key]


def _path(item: Item) -> Path:
    path: Path = tuple(item["loc"])
    return path[:-1] if path[-1:] == ("[key]",) else path


def _of_key(item: Item) -> bool:
    """Whether a key is wrong, and not what stands there."""
    return bool(item["type"] == "extra_forbidden" or item["loc"][-1:] == ("[key]",))


def _touches(place: Path, path: Path) -> bool:
    """Whether a stand-in in a tree may bear on a problem there: on who decides and on what is known, or on chances."""
    if path[-1:] in (("infoset",), ("actions",)):
        return place[-1:] in (("infoset",), ("player",), ("actions",))
    return place[: len(path)] == path and place[-1:] == ("probability",)
