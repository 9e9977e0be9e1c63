"""What a file says, key by key, as the format understands it: defaults filled in, every number evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sim.scenario.changes.edit import flow
from sim.scenario.changes.places import PER_PLAYER
from sim.scenario.expressions.grammar import MINUS
from sim.scenario.load import validated
from sim.scenario.matrix.numeric import Formulas
from sim.scenario.matrix.profile import StatedProfile
from sim.scenario.ranges import RangedTypes
from sim.scenario.source import dotted, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.scenario import Scenario

Place = tuple[str | int, ...]

UNORDERED = {"actions", "after", "when"}
"""Lists of a concession game in which the order says nothing."""
SILENT = {"title", "summary", "sources", "lesson", "about", "name", "label", "unit"}
"""Keys that change no result."""

_NUMBER = re.compile(r"(?<![\w.])((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?![\w.])")


@dataclass(frozen=True)
class Leaf:
    """What stands at a key that has no keys below it.

    Parameters
    ----------
    value : object
        A number, exactly; a word, a truth value, or a tuple of these.
    text : str
        As the file writes it; empty where the file leaves it out and the format has a default.
    """

    value: Any
    text: str

    @property
    def is_expression(self) -> bool:
        """Whether it is a number that is worked out from others."""
        return isinstance(self.value, Fraction) and re.search(r"[A-Za-z_]", _NUMBER.sub("", self.text)) is not None

    def written_like(self, other: Leaf) -> bool:
        """Whether two are the same to the letter, but for blanks and for how their numbers are written."""
        return _bare(self.text) == _bare(other.text)


def leaves(scenario: Scenario) -> dict[str, Leaf]:
    """By key, as people write it, what a scenario's file says.

    Steps stand under their identifiers: ``concessions.us.partial_relief.effect.nk``.
    """
    source = read(scenario.file, scenario.text.encode(errors="replace"))
    settings = dict(scenario.settings)
    model, names = validated(source, settings)
    found = dict(_inside(model, (), source.data))
    for name, text in settings.items():
        found["parameters", name, "value"] = Leaf(names.parameters[name], text)
    return {dotted(path): leaf for path, leaf in _whole(found, list(names.players)).items()}


def _inside(value: Any, path: Place, raw: Any) -> Iterator[tuple[Place, Leaf]]:
    if isinstance(value, BaseModel):
        short = not isinstance(raw, dict)
        for field in type(value).model_fields:
            own = (
                raw
                if short and field in ("value", "play", "rounds", "statements")
                else None
                if short
                else raw.get(field)
            )
            yield from _inside(getattr(value, field), (*path, field), own)
    elif isinstance(value, RangedTypes) and isinstance(raw, dict):
        # The range, and not the types that it makes.
        own = tuple(entry.set[value.parameter] for entry in value.values())
        yield (*path, value.parameter), Leaf(own, str(raw[value.parameter]))
    elif isinstance(value, StatedProfile) and isinstance(raw, dict):
        yield from (((*path, player), Leaf(text, text)) for player, text in value.texts.items())
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from _inside(held, (*path, key), raw.get(key) if isinstance(raw, dict) else None)
    elif isinstance(value, Formulas):
        # The expressions, and not the cells that they make.
        yield from (((*path, player), Leaf(text, text)) for player, text in raw.items())
    elif isinstance(value, (list, tuple)):
        yield from _listed(value, path, raw)
    elif value is None:
        # Without a last round there is no number, and that is said; elsewhere nothing is said.
        if raw == "infinite":
            yield path, Leaf("infinite", "infinite")
    else:
        yield path, Leaf(value, _text(raw))


def _listed(value: Any, path: Place, raw: Any) -> Iterator[tuple[Place, Leaf]]:
    raws = raw if isinstance(raw, list) and len(raw) == len(value) else [raw] * len(value)
    if path[0] == "roadmaps":
        yield path, Leaf(tuple(tuple(sorted(item)) for item in value), "" if raw is None else flow(raw))
        return
    if any(isinstance(item, (BaseModel, list, tuple, Fraction)) for item in value):
        for k, item in enumerate(value):
            name = item.id if hasattr(item, "id") else k
            yield from _inside(item, (*path, name), raws[k])
        return
    if path[-1:] != ("actions",) or len(path) == 1:
        value = sorted(set(value)) if path[-1] in UNORDERED else value
    yield path, Leaf(tuple(value), "" if raw is None else flow(raw))


def _whole(found: dict[Place, Leaf], players: list[str]) -> dict[Place, Leaf]:
    """What the file leaves out and the format understands nonetheless."""
    found = {path: leaf for path, leaf in found.items() if leaf.value not in ((), None)}
    blocks = {path[:-1] for path in found if len(path) > 1 and path[-2] in PER_PLAYER}
    blocks |= {("agreement",)} if ("horizon",) in found else set()
    blocks |= {(*path[:3], "effect") for path in found if path[0] == "concessions" and len(path) > 3}
    blocks |= {(*path[:3], "once") for path in found if path[0] == "concessions" and len(path) > 3}
    blocks |= {("outside",)} if ("surplus",) in found else set()
    blocks |= {("breakdown", "payoffs")} if ("surplus",) in found and ("breakdown", "hazard") in found else set()
    for block in blocks:
        for player in players:
            found.setdefault((*block, player), Leaf(Fraction(0), ""))
    for path in [path for path in found if path[0] == "concessions" and len(path) > 3]:
        step = str(path[2])
        found.setdefault((*path[:3], "name"), Leaf(step.replace("_", " ").replace("-", " "), ""))
    for player in players:
        found.setdefault(("players", player, "name"), Leaf(player, ""))
    if ("horizon",) in found or ("surplus",) in found:
        found.setdefault(("first",), Leaf(players[0], ""))
    if ("punishment",) in found:
        found.setdefault(("on_discovery",), Leaf(found["punishment",].value, ""))
    return found


def _text(raw: Any) -> str:
    return "" if raw is None else raw if isinstance(raw, str) else flow(raw)


def _bare(text: str) -> str:
    """An expression without blanks, its numbers in lowest terms."""
    bare = re.sub(r"\s+", "", text.replace(MINUS, "-"))
    return _NUMBER.sub(lambda found: f"<{Fraction(found.group())}>", bare)
